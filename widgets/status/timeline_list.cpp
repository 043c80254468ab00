#include "widgets/status/timeline_list.h"

#include <QEvent>
#include <QFontMetricsF>
#include <QHash>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QTextLayout>
#include <QVBoxLayout>

#include <cmath>
#include <utility>

#include "widgets/status/palette.h"
#include "widgets/status/type_scale.h"

namespace saikobi::status {

namespace {

/// Time in the margin, the sentence wrapped beside it, the reason under it in second text.
class EntryDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
            const QModelIndex& index) const override
    {
        const auto& colours = paletteOf(*option.widget);
        const auto face = scaled(option.font, TypeSize::Small);
        const QRectF area = QRectF(option.rect).adjusted(0, 3, -4, 0);
        if (option.state.testFlag(QStyle::State_Selected))
            painter->fillRect(option.rect, tint(colours.outline, colours.ground, 0.18));
        painter->setFont(face);
        painter->setPen(colours.second);
        painter->drawText(
                area, Qt::AlignLeft | Qt::AlignTop, index.data(TimelineModel::TimeRole).toString());
        const QRectF body = bodyOf(area, face);
        QRectF used;
        painter->setPen(colours.text);
        painter->drawText(
                body, Qt::TextWordWrap, index.data(TimelineModel::SentenceRole).toString(), &used);
        painter->setPen(colours.second);
        painter->drawText(body.adjusted(0, used.height(), 0, 0), Qt::TextWordWrap,
                index.data(TimelineModel::ReasonRole).toString());
    }

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const auto face = scaled(option.font, TypeSize::Small);
        const auto* view = qobject_cast<const QListView*>(option.widget);
        const int width = view ? view->viewport()->width() : option.rect.width();
        if (std::exchange(m_width, width) != width || m_heights.size() > mostHeights)
            m_heights.clear();
        const QRectF body = bodyOf(QRectF(0, 0, width - 4, 1000), face);
        const QFontMetricsF metrics(face);
        int height = 8;
        for (const auto role : {TimelineModel::SentenceRole, TimelineModel::ReasonRole})
            height += heightOf(index.data(role).toString(), metrics, body);
        return {width, height};
    }

private:
    /// A list that grows by a line asks for all of them again, and breaking a text into lines costs
    /// more than all else of the list.
    int heightOf(const QString& text, const QFontMetricsF& metrics, const QRectF& body) const
    {
        if (text.isEmpty())
            return 0;
        const auto known = m_heights.constFind(text);
        if (known != m_heights.constEnd())
            return *known;
        const auto height = static_cast<int>(
                std::ceil(metrics.boundingRect(body, Qt::TextWordWrap, text).height()));
        m_heights.insert(text, height);
        return height;
    }
    /// Beside the time. In another face all texts have another height.
    QRectF bodyOf(const QRectF& area, const QFont& face) const
    {
        if (std::exchange(m_face, face) != face) {
            m_margin = QFontMetricsF(face).horizontalAdvance(QStringLiteral("00:00:00")) + 8;
            m_heights.clear();
        }
        return area.adjusted(m_margin, 0, 0, 0);
    }

    static constexpr qsizetype mostHeights = 4 * TimelineModel::mostRows;
    mutable QHash<QString, int> m_heights{};
    mutable QFont m_face{};
    mutable double m_margin = 0;
    mutable int m_width = 0;
};

} // namespace

TimelineList::TimelineList(QWidget* parent)
    : QWidget(parent)
    , m_heading(new QLabel(this))
    , m_view(new QListView(this))
{
    m_heading->setFont(scaled(font(), TypeSize::Strong));
    m_view->setObjectName(QStringLiteral("timelineView"));
    m_view->setModel(&m_model);
    m_view->setItemDelegate(new EntryDelegate(m_view));
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // Kept in place, so that the first entry too many does not narrow the text.
    m_view->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    auto* bar = m_view->verticalScrollBar();
    bar->setEnabled(false);
    connect(bar, &QScrollBar::rangeChanged, bar,
            [bar](int least, int most) { bar->setEnabled(most > least); });
    m_view->setResizeMode(QListView::Adjust);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setAttribute(Qt::WA_InputMethodEnabled, false);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_heading);
    column->addWidget(m_view, 1);
    retranslate();
}

void TimelineList::present(
        const std::vector<contract::TimelineEntry>& entries, const Formatter& formatter)
{
    m_model.present(entries, formatter);
}

bool TimelineList::reveal(contract::Instant at)
{
    const auto index = m_model.index(m_model.rowAt(at), 0);
    m_view->setCurrentIndex(index);
    if (!index.isValid())
        return false;
    m_view->scrollTo(index, QAbstractItemView::PositionAtCenter);
    return true;
}

void TimelineList::retranslate()
{
    m_heading->setText(tr("TIMELINE", "heading of the list of what happened"));
    m_view->setAccessibleName(m_heading->text());
    m_model.retranslate();
}

void TimelineList::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    if (event->type() == QEvent::FontChange)
        m_heading->setFont(scaled(font(), TypeSize::Strong));
}

} // namespace saikobi::status
