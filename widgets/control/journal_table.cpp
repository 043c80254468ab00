#include "widgets/control/journal_table.h"

#include <QEvent>
#include <QFontMetrics>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QTableView>
#include <QVBoxLayout>

#include "widgets/status/palette.h"
#include "widgets/status/type_scale.h"

namespace saikobi::controls {

JournalTable::JournalTable(QWidget* parent)
    : QWidget(parent)
    , m_heading(new QLabel(this))
    , m_view(new QTableView(this))
{
    m_heading->setFont(status::scaled(font(), status::TypeSize::Strong));
    m_view->setObjectName(QStringLiteral("journalView"));
    m_view->setModel(&m_model);
    m_view->setFont(status::scaled(font(), status::TypeSize::Small));
    m_view->horizontalHeader()->setFont(m_view->font());
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setShowGrid(false);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setTabKeyNavigation(false);
    m_view->setWordWrap(false);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setDefaultSectionSize(
            static_cast<int>(QFontMetricsF(m_view->font()).ascent() * 1.7));
    m_view->verticalHeader()->setMinimumSectionSize(10);
    m_view->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_view->horizontalHeader()->setHighlightSections(false);
    m_view->horizontalHeader()->setSectionResizeMode(JournalModel::Reason, QHeaderView::Stretch);
    m_view->setAttribute(Qt::WA_InputMethodEnabled, false);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(10, 5, 4, 4);
    column->setSpacing(2);
    column->addWidget(m_heading);
    column->addWidget(m_view, 1);
    retranslate();
    measure();
}

void JournalTable::present(const std::vector<JournalRow>& rows)
{
    m_model.present(rows);
}

/// Widths follow the font, never the contents, so that a new row moves nothing.
void JournalTable::measure()
{
    const QFontMetrics metrics(m_view->font());
    const int em = metrics.horizontalAdvance(QStringLiteral("0"));
    const auto width = [&](JournalModel::Column column, int characters) {
        m_view->setColumnWidth(column, em * characters + 10);
    };
    width(JournalModel::Time, 9);
    width(JournalModel::Who, 10);
    width(JournalModel::Command, 14);
    width(JournalModel::Change, 20);
    width(JournalModel::Sent, 8);
    width(JournalModel::Accepted, 9);
    width(JournalModel::InForce, 11);
    width(JournalModel::Result, 28);
}

void JournalTable::retranslate()
{
    m_heading->setText(tr("Journal of commands", "heading of a table"));
    m_view->setAccessibleName(m_heading->text());
    m_model.retranslate();
}

void JournalTable::paintEvent(QPaintEvent*)
{
    const auto& colours = status::paletteOf(*this);
    QPainter painter(this);
    painter.setPen(QPen(status::tint(colours.outline, colours.ground, 0.6), 1));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void JournalTable::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    if (event->type() == QEvent::FontChange)
        QMetaObject::invokeMethod(this, &JournalTable::measure, Qt::QueuedConnection);
}

} // namespace saikobi::controls
