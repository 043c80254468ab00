#include "widgets/charts/event_lanes.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStringList>
#include <QToolTip>

#include <algorithm>
#include <cmath>

#include "widgets/charts/chart_canvas.h"
#include "widgets/charts/plot_group.h"
#include "widgets/status/alarm_mark.h"
#include "widgets/status/data_marks.h"
#include "widgets/status/palette.h"
#include "widgets/status/type_scale.h"

namespace saikobi::charts {

namespace {

constexpr double nameIndent = 6;
constexpr double leastBar = 2; ///< pixels: however short, a thing that happened is seen
constexpr double reach = 4; ///< pixels around what is pointed at
constexpr double apart = 4; ///< pixels from a label to what comes next
constexpr double leastLabel = 1.6; ///< heights of a row: less room says nothing

double markSide(const QRectF& row)
{
    return row.height() - 1;
}

} // namespace

EventLanes::EventLanes(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::NoFocus);
}

void EventLanes::join(PlotGroup& group)
{
    m_group = &group;
    connect(&group, &PlotGroup::rangeChanged, this, qOverload<>(&QWidget::update));
    connect(&group, &PlotGroup::cursorsChanged, this, qOverload<>(&QWidget::update));
}

void EventLanes::present(std::vector<Lane> lanes, const status::Formatter& formatter)
{
    const bool isOtherSize = lanes.size() != m_lanes.size();
    m_lanes = std::move(lanes);
    m_formatter = formatter;
    if (isOtherSize)
        updateGeometry();
    QStringList said;
    for (const auto& lane : m_lanes)
        said << QStringLiteral("%1: %2").arg(lane.name).arg(lane.events.size());
    setAccessibleDescription(said.join(QStringLiteral(", ")));
    update();
}

double EventLanes::rowHeight() const
{
    return QFontMetricsF(status::scaled(font(), status::TypeSize::Small)).ascent() * 1.45;
}

QSize EventLanes::sizeHint() const
{
    return {400,
            static_cast<int>(std::ceil(rowHeight() * static_cast<double>(m_lanes.size()))) + 2};
}

QRectF EventLanes::plot() const
{
    const auto margins = plotMargins(font());
    return QRectF(rect()).adjusted(margins.left(), 0, -margins.right(), -1);
}

double EventLanes::placeOf(contract::Instant at) const
{
    const auto area = plot();
    const auto shown = m_group->shown();
    return area.left() + std::clamp(shown.position(at), -1.0, 2.0) * area.width();
}

void EventLanes::paintEvent(QPaintEvent*)
{
    if (!m_group)
        return;
    QPainter painter(this);
    const auto& colours = status::paletteOf(*this);
    const auto area = plot();
    painter.setFont(status::scaled(font(), status::TypeSize::Small));
    double y = 0;
    for (const auto& lane : m_lanes) {
        const QRectF row(area.left(), y, area.width(), rowHeight());
        painter.setPen(colours.text);
        painter.drawText(QRectF(row.right() + nameIndent, row.top(),
                                 width() - row.right() - nameIndent, row.height()),
                Qt::AlignLeft | Qt::AlignVCenter, lane.name);
        painter.setPen(status::tint(colours.outline, colours.ground, 0.45));
        painter.drawLine(row.bottomLeft(), row.bottomRight());
        painter.save();
        painter.setClipRect(row);
        paintLane(painter, lane, row);
        painter.restore();
        y += row.height();
    }
    paintPointing(painter);
}

/// Bars first, then words: a label ends before whatever comes next, so that none is written over.
void EventLanes::paintLane(QPainter& painter, const Lane& lane, const QRectF& row) const
{
    const auto shown = m_group->shown();
    double tickedTo = row.left() - 1;
    std::vector<const LaneEvent*> painted;
    for (const auto& event : lane.events) {
        if (event.to < shown.from || event.from > shown.to)
            continue;
        const double x = placeOf(event.from);
        // Where a pixel has many instants, one stroke is enough; bars and alarms are never dropped.
        if (event.from == event.to && !event.alarm && x < tickedTo + 1)
            continue;
        tickedTo = x;
        painted.push_back(&event);
        paintBar(painter, event, row);
    }
    for (std::size_t i = 0; i < painted.size(); ++i) {
        const double next = i + 1 < painted.size() ? placeOf(painted[i + 1]->from) : row.right();
        const bool isBar = painted[i]->to > painted[i]->from;
        const double end = isBar ? std::min(next, barOf(*painted[i], row).right()) : next;
        paintLabel(painter, *painted[i], row, end - apart);
    }
}

QRectF EventLanes::barOf(const LaneEvent& event, const QRectF& row) const
{
    const double from = std::max(placeOf(event.from), row.left() - 2);
    const double to = std::min(std::max(placeOf(event.to), from + leastBar), row.right() + 2);
    return {from, row.top() + 2, to - from, row.height() - 4};
}

void EventLanes::paintBar(QPainter& painter, const LaneEvent& event, const QRectF& row) const
{
    const auto& colours = status::paletteOf(*this);
    const auto bar = barOf(event, row);
    if (event.isGap) {
        status::paintHatch(painter, bar, contract::DataState::Stale, colours);
        return;
    }
    const bool isBar = event.to > event.from;
    painter.setPen(QPen(colours.second, 1));
    painter.setBrush(isBar ? status::tint(colours.outline, colours.ground, 0.25) : colours.second);
    painter.drawRect(bar);
    if (event.alarm)
        status::paintAlarmMark(painter, QRectF(bar.left(), row.top(), markSide(row), markSide(row)),
                {.priority = *event.alarm}, true, status::themeOf(*this));
    if (event.seenAt) {
        const double seen = placeOf(*event.seenAt);
        painter.setPen(QPen(colours.text, 2));
        painter.drawLine(QPointF(seen, bar.top()), QPointF(seen - 3, bar.bottom()));
        painter.drawLine(QPointF(seen - 3, bar.bottom()), QPointF(seen - 5, bar.center().y()));
    }
}

/// Cut where there is room for some of it only; the whole is told to whoever points there.
void EventLanes::paintLabel(
        QPainter& painter, const LaneEvent& event, const QRectF& row, double to) const
{
    const double side = event.alarm ? markSide(row) + 3 : 4;
    const double from = barOf(event, row).left() + side;
    const QFontMetricsF metrics(painter.font());
    if (event.label.isEmpty() || event.isGap || to - from < leastLabel * row.height())
        return;
    painter.setPen(status::paletteOf(*this).text);
    painter.drawText(QRectF(from, row.top(), to - from, row.height()),
            Qt::AlignLeft | Qt::AlignVCenter,
            metrics.elidedText(event.label, Qt::ElideRight, to - from));
}

void EventLanes::paintPointing(QPainter& painter) const
{
    const auto& colours = status::paletteOf(*this);
    const auto& cursors = m_group->cursors();
    const auto area = plot();
    const auto line = [&](const std::optional<contract::Instant>& at, const QPen& pen) {
        if (!at || !m_group->shown().contains(*at))
            return;
        painter.setPen(pen);
        painter.drawLine(QPointF(placeOf(*at), area.top()), QPointF(placeOf(*at), area.bottom()));
    };
    line(cursors.playhead, QPen(colours.accent, 2));
    line(cursors.hair, QPen(colours.accent, 1));
    line(cursors.a, QPen(colours.accent, 1, Qt::DashLine));
    line(cursors.b, QPen(colours.accent, 1, Qt::DashLine));
}

QStringList EventLanes::eventsAt(QPointF place) const
{
    const auto row = static_cast<std::size_t>(std::max(0.0, place.y()) / rowHeight());
    QStringList found;
    if (!m_group || row >= m_lanes.size())
        return found;
    constexpr int most = 12;
    for (const auto& event : m_lanes[row].events) {
        const double from = placeOf(event.from) - reach;
        const double to = placeOf(event.to) + reach;
        if (place.x() >= from && place.x() <= to && found.size() < most)
            found << QStringLiteral("%1 %2").arg(m_formatter.clock(event.from), event.label);
    }
    return found;
}

void EventLanes::mousePressEvent(QMouseEvent* event)
{
    const auto area = plot();
    if (!m_group || event->button() != Qt::LeftButton || area.width() <= 0)
        return;
    const double share = (event->position().x() - area.left()) / area.width();
    emit chosen(m_group->shown().at(std::clamp(share, 0.0, 1.0)));
}

bool EventLanes::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    QToolTip::showText(help->globalPos(), eventsAt(help->pos()).join(QLatin1Char('\n')), this);
    return true;
}

} // namespace saikobi::charts
