#include "widgets/control/source_panel.h"

#include <QFontMetricsF>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

#include "widgets/status/type_scale.h"

namespace saikobi::controls {

namespace {

constexpr int columns = 6;
constexpr int mostRows = 30; ///< in view, CONSOLE.md §1

} // namespace

SourcePanel::SourcePanel(QWidget* parent)
    : Panel(parent)
    , m_share(new QLabel(this))
    , m_list(new QTableWidget(0, columns, this))
    , m_block(new QPushButton(this))
{
    setObjectName(QStringLiteral("sourcePanel"));
    m_share->setObjectName(QStringLiteral("sourceShare"));
    m_share->setFont(status::scaled(font(), status::TypeSize::Small));
    m_share->setWordWrap(true);
    m_list->setObjectName(QStringLiteral("sourceList"));
    m_list->setFont(m_share->font());
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setShowGrid(false);
    m_list->setTabKeyNavigation(false);
    m_list->setAttribute(Qt::WA_InputMethodEnabled, false);
    m_list->verticalHeader()->hide();
    m_list->verticalHeader()->setMinimumSectionSize(8);
    m_list->verticalHeader()->setDefaultSectionSize(
            static_cast<int>(QFontMetricsF(m_list->font()).height() * 1.15));
    m_list->horizontalHeader()->setFont(m_list->font());
    m_list->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_list->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->installEventFilter(this);
    m_block->setObjectName(QStringLiteral("sourceBlock"));
    body()->addWidget(m_share);
    body()->addWidget(m_list, 1);
    body()->addWidget(m_block);
    connect(m_list, &QTableWidget::itemSelectionChanged, this, [this] {
        if (const auto what = chosenRow(); !what.isEmpty())
            emit chosen(what);
    });
    connect(m_block, &QPushButton::clicked, this, [this] {
        if (const auto what = chosenRow(); !what.isEmpty())
            emit blockRequested(what);
    });
    retranslate();
}

QString SourcePanel::chosenRow() const
{
    const auto row = m_list->currentRow();
    const bool isChosen = row >= 0 && !m_list->selectedItems().isEmpty();
    return isChosen ? m_list->item(row, 0)->text() : QString();
}

void SourcePanel::present(const std::optional<std::vector<SourceRow>>& rows, const QString& share)
{
    m_share->setText(share);
    if (rows == m_rows)
        return;
    m_rows = rows;
    fill();
}

/// The chosen source stays chosen wherever it has moved to; it must not change under the hand.
void SourcePanel::fill()
{
    const auto before = chosenRow();
    const QSignalBlocker quiet(m_list);
    const auto shown = m_rows ? std::min<int>(mostRows, static_cast<int>(m_rows->size())) : 0;
    m_list->clearSelection();
    m_list->setRowCount(shown);
    for (int i = 0; i < shown; ++i) {
        const auto& row = m_rows->at(static_cast<std::size_t>(i));
        auto* name = new QTableWidgetItem(row.what);
        name->setToolTip(row.what);
        m_list->setItem(i, 0, name);
        for (int c = 1; c < columns; ++c) {
            auto* item = new QTableWidgetItem(row.counts.at(static_cast<std::size_t>(c - 1)));
            item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            m_list->setItem(i, c, item);
        }
        if (row.what == before)
            m_list->selectRow(i);
    }
}

bool SourcePanel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_list && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_B && key->modifiers() == Qt::NoModifier) {
            m_block->click();
            return true;
        }
    }
    return Panel::eventFilter(watched, event);
}

void SourcePanel::retranslate()
{
    setHeading(tr("Top sources, last 60 s", "heading of the controls: addresses of visitors"));
    m_list->setAccessibleName(tr("Addresses that visitors came from"));
    m_list->setHorizontalHeaderLabels(
            {tr("From", "column: address"), tr("Requests", "column: requests of an address"),
                    tr("Joins", "column: new places of an address"),
                    tr("Refused", "column: refusals of an address"),
                    tr("Waiting", "column: people in line behind an address, about"),
                    tr("Shopping", "column: people with a pass behind an address, about")});
    m_list->horizontalHeaderItem(0)->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_block->setText(tr("Block the chosen one… (B)", "button: arms blocking an address"));
    m_block->setAccessibleName(tr("Arm a block of the chosen address"));
}

} // namespace saikobi::controls
