#include "app/shell/key_sheet.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

#include "widgets/status/type_scale.h"

namespace saikobi::shell {

namespace {

constexpr int blocks = 3; ///< columns of keys with their words
constexpr int idRole = Qt::UserRole;

bool isModifier(int key)
{
    return key == Qt::Key_Shift || key == Qt::Key_Control || key == Qt::Key_Alt
            || key == Qt::Key_Meta || key == Qt::Key_AltGr || key == Qt::Key_unknown || key == 0;
}

/// `?` is one key for whoever reads it, however a keyboard makes it.
QKeySequence keysOf(const QKeyEvent& event)
{
    auto modifiers = event.modifiers() & ~Qt::KeypadModifier;
    const auto text = event.text();
    const bool isSign = text.size() == 1 && text.front().isPrint() && !text.front().isLetter()
            && !text.front().isSpace();
    if (isSign && modifiers == Qt::ShiftModifier)
        modifiers = Qt::NoModifier;
    return QKeySequence(QKeyCombination(modifiers, static_cast<Qt::Key>(event.key())));
}

} // namespace

KeySheet::KeySheet(KeyMap& keys, QWidget& over)
    : Overlay(over)
    , m_keys(keys)
    , m_table(new QTableWidget(0, 2 * blocks, this))
    , m_told(new QLabel(this))
{
    setObjectName(QStringLiteral("keySheet"));
    m_table->setObjectName(QStringLiteral("keyTable"));
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->horizontalHeader()->hide();
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setMinimumSectionSize(1);
    for (int block = 0; block < blocks; ++block) {
        m_table->horizontalHeader()->setSectionResizeMode(2 * block, QHeaderView::ResizeToContents);
        m_table->horizontalHeader()->setSectionResizeMode(2 * block + 1, QHeaderView::Stretch);
    }
    m_told->setObjectName(QStringLiteral("keyTold"));
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_table, 1);
    column->addWidget(m_told);
    m_table->installEventFilter(this);
    connect(m_table, &QTableWidget::cellDoubleClicked, this, &KeySheet::ask);
    connect(m_table, &QTableWidget::currentCellChanged, this, &KeySheet::rest);
    connect(this, &Overlay::opened, this, [this] {
        m_keys.adopt();
        m_asked.reset();
        fill();
        rest();
    });
    retranslate();
}

QWidget* KeySheet::first()
{
    return m_table;
}

QSize KeySheet::roomIn(const QSize& window) const
{
    return {window.width() - 24, window.height() - 24};
}

/// What acts where the keyboard is cannot be changed, and is told all the same.
std::vector<KeySheet::Line> KeySheet::lines() const
{
    std::vector<Line> out;
    std::optional<KeyGroup> group;
    for (const auto& entry : m_keys.entries()) {
        if (group != entry.group) {
            group = entry.group;
            out.push_back({std::nullopt, {}, KeyMap::title(entry.group)});
        }
        out.push_back({entry, entry.keys.toString(QKeySequence::NativeText), entry.text});
    }
    out.push_back({std::nullopt, {}, tr("Fixed", "group of keys: cannot be changed")});
    out.push_back({std::nullopt, QStringLiteral("Enter"), tr("Arm, or go on", "key")});
    out.push_back({std::nullopt, QStringLiteral("Ctrl+Enter"), tr("Execute what is armed", "key")});
    out.push_back({std::nullopt, QStringLiteral("Esc"), tr("Disarm, or close", "key")});
    return out;
}

void KeySheet::put(int row, int column, const Line& line)
{
    auto* keys = new QTableWidgetItem(line.keys);
    auto* text = new QTableWidgetItem(line.text);
    const bool isHeading = !line.entry && line.keys.isEmpty();
    const auto strong = status::scaled(font(), status::TypeSize::Strong);
    keys->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    keys->setFont(strong);
    if (isHeading)
        text->setFont(strong);
    text->setFlags(Qt::ItemIsEnabled);
    keys->setFlags(line.entry ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::ItemIsEnabled);
    if (line.entry) {
        keys->setData(idRole, line.entry->id);
        keys->setData(Qt::AccessibleTextRole, QStringLiteral("%1: %2").arg(line.text, line.keys));
    }
    m_table->setItem(row, column, keys);
    m_table->setItem(row, column + 1, text);
}

void KeySheet::fill()
{
    const auto all = lines();
    const auto rows = (static_cast<int>(all.size()) + blocks - 1) / blocks;
    const int row = std::max(0, m_table->currentRow());
    const int column = std::max(0, m_table->currentColumn());
    m_table->clearContents();
    m_table->setRowCount(rows);
    const int line = fontMetrics().height();
    const int room = (roomIn(parentWidget()->size()).height() - 4 * line) / std::max(1, rows);
    m_table->verticalHeader()->setDefaultSectionSize(std::clamp(room, line, line + 6));
    for (int i = 0; i < static_cast<int>(all.size()); ++i)
        put(i % rows, 2 * (i / rows), all.at(static_cast<std::size_t>(i)));
    m_table->setCurrentCell(row, column);
}

QString KeySheet::chosenId() const
{
    const auto* item = m_table->item(m_table->currentRow(), m_table->currentColumn() & ~1);
    return item ? item->data(idRole).toString() : QString();
}

void KeySheet::ask()
{
    const auto id = chosenId();
    if (id.isEmpty()) {
        m_told->setText(tr("This one cannot be changed."));
        return;
    }
    m_asked = id;
    m_told->setText(tr("Press the new keys · Backspace: the usual ones · Esc: leave them as they "
                       "are"));
}

void KeySheet::answer(const QKeyEvent& key)
{
    if (isModifier(key.key()))
        return;
    const auto id = *m_asked;
    m_asked.reset();
    if (key.key() == Qt::Key_Escape) {
        rest();
        return;
    }
    if (key.key() == Qt::Key_Backspace && key.modifiers() == Qt::NoModifier) {
        m_keys.bindUsual(id);
        fill();
        rest();
        return;
    }
    const auto keys = keysOf(key);
    const auto owner = m_keys.bind(id, keys);
    fill();
    m_told->setText(owner.isEmpty()
                    ? tr("Changed. Backspace brings the usual keys back.")
                    : tr("%1 belongs to “%2”. Nothing was changed.", "%1: keys, %2: what they do")
                              .arg(keys.toString(QKeySequence::NativeText), owner));
}

bool KeySheet::eventFilter(QObject* watched, QEvent* event)
{
    const bool isKey
            = event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride;
    if (watched != m_table || !isKey)
        return Overlay::eventFilter(watched, event);
    const auto& key = *static_cast<QKeyEvent*>(event);
    if (event->type() == QEvent::ShortcutOverride) {
        // What is pressed as an answer does nothing else.
        if (isAsking())
            event->accept();
        return isAsking();
    }
    if (isAsking()) {
        answer(key);
        return true;
    }
    if (key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter) {
        ask();
        return true;
    }
    if (key.key() == Qt::Key_Backspace && !chosenId().isEmpty()) {
        m_keys.bindUsual(chosenId());
        fill();
        return true;
    }
    return Overlay::eventFilter(watched, event);
}

void KeySheet::rest()
{
    if (!isAsking())
        m_told->setText(tr("Arrows choose · Enter: other keys · Backspace: the usual ones · Esc "
                           "closes"));
}

void KeySheet::retranslate()
{
    setAccessibleName(tr("All keys"));
    m_table->setAccessibleName(tr("Keys and what they do"));
    if (isVisible())
        fill();
    rest();
}

void KeySheet::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace saikobi::shell
