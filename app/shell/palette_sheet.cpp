#include "app/shell/palette_sheet.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace saikobi::shell {

namespace {

constexpr int idRole = Qt::UserRole;

bool contains(const KeyEntry& entry, const QStringList& words)
{
    const auto keys = entry.keys.toString(QKeySequence::NativeText);
    // The id is English: whoever knows that word finds it in every language.
    const auto text = QStringList{entry.text, KeyMap::title(entry.group), entry.id, keys}.join(
            QLatin1Char(' '));
    return std::all_of(words.begin(), words.end(),
            [&text](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

} // namespace

PaletteSheet::PaletteSheet(KeyMap& keys, QWidget& over)
    : Overlay(over)
    , m_keys(keys)
    , m_wanted(new QLineEdit(this))
    , m_found(new QTableWidget(0, 3, this))
{
    setObjectName(QStringLiteral("paletteSheet"));
    m_wanted->setObjectName(QStringLiteral("paletteWanted"));
    m_wanted->setMaxLength(80);
    m_found->setObjectName(QStringLiteral("paletteFound"));
    m_found->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_found->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_found->setSelectionMode(QAbstractItemView::SingleSelection);
    m_found->setFocusPolicy(Qt::NoFocus);
    m_found->setShowGrid(false);
    m_found->horizontalHeader()->hide();
    m_found->horizontalHeader()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_found->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_found->horizontalHeader()->setSectionResizeMode(2, QHeaderView::ResizeToContents);
    m_found->verticalHeader()->hide();
    m_found->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_wanted);
    column->addWidget(m_found, 1);
    m_wanted->installEventFilter(this);
    connect(m_wanted, &QLineEdit::textChanged, this, &PaletteSheet::fill);
    connect(m_found, &QTableWidget::cellClicked, this, &PaletteSheet::act);
    connect(this, &Overlay::opened, this, [this] {
        m_keys.adopt();
        m_wanted->clear();
        fill();
    });
    retranslate();
}

QWidget* PaletteSheet::first()
{
    return m_wanted;
}

QSize PaletteSheet::roomIn(const QSize& window) const
{
    const int letter = fontMetrics().horizontalAdvance(QLatin1Char('M'));
    return {std::min(window.width() - 40, letter * 48),
            std::min(window.height() - 80, fontMetrics().height() * 24)};
}

void PaletteSheet::fill()
{
    const auto words = m_wanted->text().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    m_found->setRowCount(0);
    for (const auto& entry : m_keys.entries()) {
        // What cannot be done now is not offered.
        if (!entry.isEnabled || !contains(entry, words))
            continue;
        const int row = m_found->rowCount();
        m_found->insertRow(row);
        auto* group = new QTableWidgetItem(KeyMap::title(entry.group));
        group->setData(idRole, entry.id);
        m_found->setItem(row, 0, group);
        m_found->setItem(row, 1, new QTableWidgetItem(entry.text));
        m_found->setItem(
                row, 2, new QTableWidgetItem(entry.keys.toString(QKeySequence::NativeText)));
    }
    if (m_found->rowCount() > 0)
        m_found->selectRow(0);
}

void PaletteSheet::step(int rows)
{
    const int count = m_found->rowCount();
    if (count > 0)
        m_found->selectRow(std::clamp(m_found->currentRow() + rows, 0, count - 1));
}

void PaletteSheet::act()
{
    const auto* chosen = m_found->item(m_found->currentRow(), 0);
    if (!chosen)
        return;
    const auto id = chosen->data(idRole).toString();
    close();
    m_keys.trigger(id);
}

bool PaletteSheet::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_wanted || event->type() != QEvent::KeyPress)
        return Overlay::eventFilter(watched, event);
    switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Down:
        step(1);
        return true;
    case Qt::Key_Up:
        step(-1);
        return true;
    case Qt::Key_PageDown:
        step(10);
        return true;
    case Qt::Key_PageUp:
        step(-10);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        act();
        return true;
    default:
        return Overlay::eventFilter(watched, event);
    }
}

void PaletteSheet::retranslate()
{
    setAccessibleName(tr("Find an action"));
    m_wanted->setPlaceholderText(tr("Type a part of its name, then Enter"));
    m_wanted->setAccessibleName(tr("Part of the action's name"));
    m_found->setAccessibleName(tr("Actions found"));
    if (isVisible())
        fill();
}

void PaletteSheet::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace saikobi::shell
