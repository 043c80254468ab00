// The words and marks of a plot, painted over what Qt Charts draws.
#include <QPainter>
#include <QtCharts/QChart>

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "widgets/charts/chart_canvas.h"
#include "widgets/charts/line_style.h"
#include "widgets/status/alarm_mark.h"
#include "widgets/status/data_marks.h"
#include "widgets/status/palette.h"
#include "widgets/status/type_scale.h"
#include "widgets/status/words.h"
#include "widgets/timeline/time_ruler.h"

namespace saikobi::charts {

using namespace std::chrono_literals;
using status::TypeSize;

namespace {

constexpr double nameIndent = 18; ///< from the plot to the names of its lines
constexpr double leastGap = 1.5;

std::vector<timeline::TimeWindow> gapsOf(const ChartContent& content)
{
    if (content.isRecorded()) {
        std::vector<const timeline::Pyramid*> tracks;
        for (const auto& line : content.lines)
            tracks.push_back(line.track.get());
        return timeline::commonGaps(tracks, content.window);
    }
    std::vector<std::vector<timeline::Sample>> lines;
    for (const auto& line : content.lines)
        lines.push_back(line.samples);
    return timeline::gaps(lines, content.window, 3s);
}

bool isEmpty(const ChartContent& content)
{
    return std::none_of(content.lines.begin(), content.lines.end(), [](const Line& line) {
        if (line.track)
            return line.track->extent(line.track->whole()).has_value();
        return std::any_of(line.samples.begin(), line.samples.end(),
                [](const auto& sample) { return sample.value.has_value(); });
    });
}

/// Where the name of a line stands: at its newest value.
std::optional<timeline::Point> lastOf(const Line& line, contract::Instant end)
{
    if (line.track)
        return line.track->lastBefore(end);
    const auto last = std::find_if(line.samples.rbegin(), line.samples.rend(),
            [end](const auto& sample) { return sample.value && sample.at <= end; });
    if (last == line.samples.rend())
        return std::nullopt;
    return timeline::Point{last->at, *last->value};
}

} // namespace

void ChartCanvas::drawForeground(QPainter* painter, const QRectF&)
{
    painter->save();
    if (m_content.isStacked)
        paintStack(*painter);
    paintSetApart(*painter);
    paintFrame(*painter);
    paintRulers(*painter);
    paintGaps(*painter);
    paintLimit(*painter);
    paintMarks(*painter);
    paintAlarms(*painter);
    if (!m_content.isRecorded())
        paintPointing(*painter);
    painter->restore();
}

/// A light wash between a line and the one below it, in columns as wide as a pixel: gaps stay open.
void ChartCanvas::paintStack(QPainter& painter) const
{
    const auto& colours = status::paletteOf(*this);
    const auto plot = chart()->plotArea();
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (std::size_t i = 0; i < m_content.lines.size(); ++i) {
        auto wash = penOf(static_cast<int>(i), colours).color();
        wash.setAlphaF(0.18F);
        double drawnTo = plot.left();
        const auto& samples = m_content.lines[i].samples;
        for (std::size_t s = 0; s < samples.size(); ++s) {
            if (!samples[s].value || !m_content.window.contains(samples[s].at))
                continue;
            const auto top = pointOf(samples[s].at, *samples[s].value);
            const auto* below = i > 0 ? &m_content.lines[i - 1].samples : nullptr;
            const double foot = below && s < below->size() && (*below)[s].value
                    ? pointOf(samples[s].at, *(*below)[s].value).y()
                    : plot.bottom();
            const double from = std::max(drawnTo, top.x() - plot.width() / 900.0 - 1);
            painter.fillRect(QRectF(QPointF(from, top.y()), QPointF(top.x(), foot)), wash);
            drawnTo = top.x();
        }
    }
    painter.setRenderHint(QPainter::Antialiasing);
}

void ChartCanvas::paintFrame(QPainter& painter) const
{
    const auto& colours = status::paletteOf(*this);
    const QRectF whole(QPointF(0, 0), QSizeF(size()));
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(status::tint(colours.outline, colours.ground, 0.6), 1));
    if (m_isFocused)
        painter.setPen(QPen(colours.accent, 2));
    painter.drawRect(m_isFocused ? whole.adjusted(1, 1, -1, -1) : whole.adjusted(0, 0, -1, -1));
    painter.setRenderHint(QPainter::Antialiasing);

    const auto strong = status::scaled(font(), TypeSize::Strong);
    QRectF head(8, 3, whole.width() - 16, QFontMetricsF(strong).ascent() * 1.3);
    painter.setFont(strong);
    painter.setPen(colours.text);
    painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter, m_heading);
    head.setLeft(head.left() + QFontMetricsF(strong).horizontalAdvance(m_heading) + 8);
    painter.setFont(status::scaled(font(), TypeSize::Small));
    painter.setPen(colours.second);
    painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter, m_unit);
    if (m_content.state != contract::DataState::Live) {
        painter.setPen(colours.text);
        painter.drawText(
                head, Qt::AlignRight | Qt::AlignVCenter, status::Words::of(m_content.state));
    }
}

void ChartCanvas::paintRulers(QPainter& painter) const
{
    const auto& colours = status::paletteOf(*this);
    const auto plot = chart()->plotArea();
    const auto face = status::scaled(font(), TypeSize::Small);
    const QFontMetricsF metrics(face);
    painter.setFont(face);
    painter.setPen(colours.second);
    for (const double part : {0.0, 0.5, 1.0}) {
        const double y = plot.bottom() - part * plot.height();
        painter.drawText(QRectF(0, y - 10, plot.left() - 5, 20), Qt::AlignRight | Qt::AlignVCenter,
                number(part * m_top));
    }
    if (!m_hasRuler)
        return;
    const auto& window = m_content.window;
    const bool isClose = window.to - window.from < 3min; // whole minutes would repeat
    const int letters = isClose ? 6 : 4;
    const int most = std::max(2, static_cast<int>(plot.width() / (metrics.height() * letters)));
    const double under = plot.bottom() + metrics.ascent() * 1.15;
    for (const auto at : timeline::roundTimes(window, most, m_formatter.utcOffset(window.to))) {
        const double x = pointOf(at, 0).x();
        const auto label = isClose ? m_formatter.clock(at) : m_formatter.clockMinutes(at);
        painter.setPen(status::tint(colours.outline, colours.ground, 0.6));
        painter.drawLine(QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + 3));
        painter.setPen(colours.second);
        const double half = metrics.horizontalAdvance(label) / 2;
        if (x - half >= plot.left() - 4 && x + half <= plot.right() + half)
            painter.drawText(QPointF(x - half, under), label);
    }
}

void ChartCanvas::paintGaps(QPainter& painter) const
{
    const auto& colours = status::paletteOf(*this);
    const auto plot = chart()->plotArea();
    double hatchedTo = plot.left();
    for (const auto& gap : gapsOf(m_content)) {
        QRectF band(pointOf(gap.from, m_top), pointOf(gap.to, 0));
        // However far away, a gap is seen; those within one pixel are one.
        band.setWidth(std::max(band.width(), leastGap));
        if (band.right() < hatchedTo)
            continue;
        hatchedTo = band.right();
        status::paintHatch(painter, band & plot, contract::DataState::Stale, colours);
    }
    if (isEmpty(m_content)) {
        painter.setPen(colours.second);
        painter.drawText(plot, Qt::AlignCenter, m_content.absence);
    }
}

void ChartCanvas::paintLimit(QPainter& painter) const
{
    if (!m_content.limit)
        return;
    const auto& colours = status::paletteOf(*this);
    const auto plot = chart()->plotArea();
    const double y = pointOf(m_content.window.to, m_content.limit->value).y();
    painter.setPen(QPen(colours.text, 2));
    painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
    painter.setFont(status::scaled(font(), TypeSize::Small));
    painter.drawText(QPointF(plot.left() + 4, y - 4), m_content.limit->name);
}

void ChartCanvas::paintMarks(QPainter& painter) const
{
    const auto& colours = status::paletteOf(*this);
    const auto plot = chart()->plotArea();
    const auto face = status::scaled(font(), TypeSize::Small);
    const QFontMetricsF metrics(face);
    painter.setFont(face);
    double freeTo = width();
    // Newest first: where labels would meet, the older ones are thinned; the lines stay.
    for (auto each = m_content.marks.rbegin(); each != m_content.marks.rend(); ++each) {
        const auto& mark = *each;
        if (!m_content.window.contains(mark.at) || mark.alarm)
            continue;
        if (mark.crossing) {
            const auto centre = pointOf(mark.at, *mark.crossing);
            painter.setPen(QPen(colours.text, 1.5));
            painter.setBrush(colours.ground);
            painter.drawConvexPolygon(QPolygonF{{centre + QPointF(0, -5), centre + QPointF(5, 0),
                    centre + QPointF(0, 5), centre + QPointF(-5, 0)}});
            continue;
        }
        const double x = pointOf(mark.at, 0).x();
        painter.setPen(QPen(colours.second, 1, Qt::DotLine));
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
        const double length = metrics.horizontalAdvance(mark.label);
        const bool isAtEdge = x + length + 4 > plot.right();
        const double from = isAtEdge ? x - length - 3 : x + 3;
        if (from + length > freeTo)
            continue;
        painter.setPen(colours.second);
        painter.drawText(QPointF(from, plot.top() - 2), mark.label);
        freeTo = std::min(from, x) - 8;
    }
}

/// At the foot of the plot, where no label of a command stands. Where several would cover one
/// another the gravest stands for all of them.
void ChartCanvas::paintAlarms(QPainter& painter) const
{
    constexpr double side = 13;
    const auto& colours = status::paletteOf(*this);
    const auto plot = chart()->plotArea();
    std::map<int, contract::AlarmPriority> gravest;
    for (const auto& mark : m_content.marks) {
        if (!mark.alarm || !m_content.window.contains(mark.at))
            continue;
        const int place = static_cast<int>((pointOf(mark.at, 0).x() - plot.left()) / side);
        const auto known = gravest.try_emplace(place, *mark.alarm).first;
        known->second = std::min(known->second, *mark.alarm);
    }
    for (const auto& [place, priority] : gravest) {
        const double x = plot.left() + (place + 0.5) * side;
        painter.setPen(QPen(colours.second, 1, Qt::DotLine));
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom() - side));
        status::paintAlarmMark(painter, QRectF(x - side / 2, plot.bottom() - side - 1, side, side),
                {.priority = priority}, true, status::themeOf(*this));
    }
}

void ChartCanvas::paintNames(QPainter& painter) const
{
    struct Name {
        int index;
        double y;
    };
    const auto& colours = status::paletteOf(*this);
    const auto plot = chart()->plotArea();
    const auto face = status::scaled(font(), TypeSize::Small);
    const double step = QFontMetricsF(face).ascent() * 1.12;
    std::vector<Name> names;
    for (std::size_t i = 0; i < m_content.lines.size(); ++i) {
        const auto last = lastOf(m_content.lines.at(i), m_content.window.to);
        if (!last)
            continue;
        const auto end = pointOf(last->at, m_content.lines.at(i).height(last->value));
        if (m_content.window.contains(last->at))
            paintMarker(painter, end, static_cast<int>(i), colours);
        names.push_back({static_cast<int>(i), end.y()});
    }
    std::stable_sort(names.begin(), names.end(), [](auto a, auto b) { return a.y < b.y; });
    // Pushed apart downwards, then back up from the bottom: nothing overlaps, nothing leaves.
    for (std::size_t i = 1; i < names.size(); ++i)
        names[i].y = std::max(names[i].y, names[i - 1].y + step);
    double floor = plot.bottom();
    for (auto name = names.rbegin(); name != names.rend(); ++name) {
        name->y = std::min(name->y, floor);
        floor = name->y - step;
    }
    painter.setFont(face);
    for (const auto& name : names) {
        const auto& line = m_content.lines.at(static_cast<std::size_t>(name.index));
        paintMarker(painter, {plot.right() + 10, name.y}, name.index, colours);
        painter.setPen(colours.text);
        painter.drawText(QRectF(plot.right() + nameIndent, name.y - step,
                                 width() - plot.right() - nameIndent - 2, 2 * step),
                Qt::AlignLeft | Qt::AlignVCenter,
                m_cursors.hair || (m_cursors.a && m_cursors.b)
                        ? valueAtCursors(m_plain.at(static_cast<std::size_t>(name.index)))
                        : line.name);
    }
}

int ChartCanvas::cutOff() const
{
    const QFontMetricsF metrics(status::scaled(font(), TypeSize::Small));
    const double room = width() - chart()->plotArea().right() - nameIndent - 2;
    double longest = 0;
    for (const auto& line : m_content.lines)
        longest = std::max(longest, metrics.horizontalAdvance(line.name));
    return std::max(0, static_cast<int>(std::ceil(longest - room)));
}

void ChartCanvas::paintCrosshair(QPainter& painter) const
{
    const auto& colours = status::paletteOf(*this);
    const auto plot = chart()->plotArea();
    const double x = pointOf(*m_cursors.hair, 0).x();
    if (x < plot.left() || x > plot.right())
        return;
    painter.setPen(QPen(colours.accent, m_cursors.isHeld ? 2 : 1));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    painter.setFont(status::scaled(font(), TypeSize::Small));
    painter.setPen(colours.text);
    painter.drawText(QRectF(x - 50, plot.top() - 16, 100, 16), Qt::AlignCenter,
            m_formatter.clock(*m_cursors.hair));
}

/// The two cursors, what lies between them, and what the mouse is drawing.
void ChartCanvas::paintCursors(QPainter& painter) const
{
    const auto& colours = status::paletteOf(*this);
    const auto plot = chart()->plotArea();
    auto wash = colours.accent;
    wash.setAlphaF(0.14F);
    const auto band = [&](double from, double to) {
        painter.fillRect(
                QRectF(QPointF(from, plot.top()), QPointF(to, plot.bottom())).normalized() & plot,
                wash);
    };
    if (m_pressed && m_draggedTo)
        band(m_pressed->x(), m_draggedTo->x());
    const auto place = [&](contract::Instant at) { return pointOf(at, 0).x(); };
    if (m_cursors.a && m_cursors.b)
        band(place(*m_cursors.a), place(*m_cursors.b));
    painter.setFont(status::scaled(font(), TypeSize::Small));
    const auto line = [&](const std::optional<contract::Instant>& at, const QString& letter) {
        if (!at || !m_content.window.contains(*at))
            return;
        painter.setPen(QPen(colours.accent, 1, Qt::DashLine));
        painter.drawLine(QPointF(place(*at), plot.top()), QPointF(place(*at), plot.bottom()));
        painter.setPen(colours.text);
        painter.drawText(QPointF(place(*at) + 3, plot.bottom() - 4), letter);
    };
    line(m_cursors.a, QStringLiteral("A"));
    line(m_cursors.b, QStringLiteral("B"));
    if (!m_cursors.a || !m_cursors.b)
        return;
    const auto apart = *m_cursors.b > *m_cursors.a ? *m_cursors.b - *m_cursors.a
                                                   : *m_cursors.a - *m_cursors.b;
    painter.drawText(QPointF(plot.left() + 4, plot.bottom() - 4),
            QStringLiteral("Δt ")
                    + m_formatter.span(std::chrono::duration_cast<std::chrono::seconds>(apart)));
}

} // namespace saikobi::charts
