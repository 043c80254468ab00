#include "widgets/charts/chart_canvas.h"

#include <QMouseEvent>
#include <QtCharts/QChart>
#include <QtCharts/QLineSeries>
#include <QtCharts/QValueAxis>

#include <algorithm>
#include <cmath>
#include <utility>

#include "widgets/charts/line_style.h"
#include "widgets/status/palette.h"
#include "widgets/status/type_scale.h"

namespace saikobi::charts {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t mostLines = 5;
/// A feed that flaps more often than this within 15 min keeps its newest runs.
constexpr std::size_t mostRuns = 16;
constexpr double pixelsPerColumn = 2;
constexpr double rulerless = 9; ///< pixels below a plot without times: half of a lowest figure
constexpr double leastDrag = 5; ///< pixels; less is a click
constexpr auto nearEnough = 2s; ///< a sample this close to the crosshair is its value

double highest(const ChartContent& content)
{
    double top = content.limit ? content.limit->value * 1.05 : 0;
    if (content.band)
        top = std::max(top, content.band->high * 1.05);
    for (const auto& line : content.lines)
        if (line.track) {
            if (const auto extent = line.track->extent(content.window))
                top = std::max(top, line.height(extent->max));
        } else {
            for (const auto& sample : line.samples)
                if (sample.value && content.window.contains(sample.at))
                    top = std::max(top, *sample.value);
        }
    return top;
}

std::optional<double> sampleAt(const Line& line, contract::Instant at)
{
    if (line.track)
        return line.track->at(at, nearEnough);
    const auto distance = [at](const timeline::Sample& sample) {
        return sample.at > at ? sample.at - at : at - sample.at;
    };
    const timeline::Sample* nearest = nullptr;
    for (const auto& sample : line.samples)
        if (sample.value && (!nearest || distance(sample) < distance(*nearest)))
            nearest = &sample;
    return nearest && distance(*nearest) <= nearEnough ? nearest->value : std::nullopt;
}

void addUp(std::vector<Line>& lines)
{
    for (std::size_t i = 1; i < lines.size(); ++i) {
        auto& above = lines[i].samples;
        const auto& below = lines[i - 1].samples;
        for (std::size_t s = 0; s < std::min(above.size(), below.size()); ++s)
            if (above[s].value && below[s].value)
                *above[s].value += *below[s].value;
    }
}

} // namespace

QMarginsF plotMargins(const QFont& font)
{
    const QFontMetricsF small(status::scaled(font, status::TypeSize::Small));
    const QFontMetricsF strong(status::scaled(font, status::TypeSize::Strong));
    const double left = small.horizontalAdvance(QStringLiteral("00,000")) + 8;
    const double right = small.horizontalAdvance(QStringLiteral("M")) * 8.5 + 14;
    // Below the heading a line of its own for the labels of the marks.
    const double top = strong.ascent() * 1.2 + small.ascent() + 8;
    return {left, top, right, small.ascent() * 1.25 + 5};
}

ChartCanvas::ChartCanvas(QWidget* parent)
    : QChartView(parent)
    , m_time(new QValueAxis(this))
    , m_value(new QValueAxis(this))
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setMouseTracking(true);
    setRenderHint(QPainter::Antialiasing);
    setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
    chart()->setBackgroundVisible(false);
    chart()->legend()->hide();
    chart()->setAnimationOptions(QChart::NoAnimation);
    m_time->setRange(0, 1);
    m_time->setLabelsVisible(false);
    m_time->setLineVisible(false);
    m_time->setGridLineVisible(false);
    m_value->setTickCount(3);
    m_value->setLabelsVisible(false);
    m_value->setLineVisible(false);
    chart()->addAxis(m_time, Qt::AlignBottom);
    chart()->addAxis(m_value, Qt::AlignLeft);
    m_series.resize(mostLines);
    dress();
}

void ChartCanvas::setHeading(const QString& heading, const QString& unit, double least)
{
    m_heading = heading;
    m_unit = unit;
    m_least = least;
    m_range = timeline::AxisRange(least);
    spoil();
}

void ChartCanvas::present(
        const ChartContent& content, timeline::TimeWindow shown, const status::Formatter& formatter)
{
    m_content = content;
    m_plain = content.lines;
    if (content.isStacked)
        addUp(m_content.lines);
    m_formatter = formatter;
    // A recording has seen its highest already.
    m_top = m_content.isRecorded() ? timeline::roundTop(std::max(m_least, highest(m_content)))
                                   : m_range.top(highest(m_content), content.window.to);
    m_value->setRange(0, m_top);
    m_content.window = shown;
    if (!m_content.isRecorded())
        drawLines();
    spoil();
}

void ChartCanvas::showCursors(const PlotCursors& cursors)
{
    m_cursors = cursors;
    viewport()->update();
}

void ChartCanvas::setFocused(bool on)
{
    m_isFocused = on;
    spoil();
}

void ChartCanvas::dress()
{
    const auto& colours = status::paletteOf(*this);
    setBackgroundBrush(colours.ground);
    m_value->setGridLinePen(QPen(status::tint(colours.outline, colours.ground, 0.35), 1));
    for (std::size_t i = 0; i < m_series.size(); ++i)
        for (auto* series : m_series.at(i))
            series->setPen(penOf(static_cast<int>(i), colours));
    place();
}

void ChartCanvas::setRuler(bool on)
{
    m_hasRuler = on;
    place();
}

void ChartCanvas::place()
{
    auto margins = plotMargins(font());
    if (!m_hasRuler)
        margins.setBottom(rulerless);
    chart()->setPlotArea(QRectF(QPointF(0, 0), QSizeF(size())).marginsRemoved(margins));
    spoil();
}

void ChartCanvas::drawLines()
{
    const auto& colours = status::paletteOf(*this);
    const int columns
            = std::max(10, static_cast<int>(chart()->plotArea().width() / pixelsPerColumn));
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        std::vector<timeline::Run> runs;
        if (i < m_content.lines.size())
            runs = timeline::runs(m_content.lines.at(i).samples, m_content.window, {columns, 3s});
        if (runs.size() > mostRuns)
            runs.erase(runs.begin(), runs.end() - mostRuns);
        auto& pool = m_series.at(i);
        while (pool.size() < runs.size()) {
            auto* series = new QLineSeries(this);
            series->setPen(penOf(static_cast<int>(i), colours));
            chart()->addSeries(series);
            series->attachAxis(m_time);
            series->attachAxis(m_value);
            pool.push_back(series);
        }
        for (std::size_t run = 0; run < pool.size(); ++run) {
            QList<QPointF> points;
            if (run < runs.size())
                for (const auto& point : runs.at(run))
                    points << QPointF(m_content.window.position(point.at), point.value);
            if (!points.isEmpty() || pool.at(run)->count() > 0)
                pool.at(run)->replace(points);
        }
    }
}

QPointF ChartCanvas::pointOf(contract::Instant at, double value) const
{
    const auto plot = chart()->plotArea();
    return {plot.left() + m_content.window.position(at) * plot.width(),
            plot.bottom() - value / m_top * plot.height()};
}

QString ChartCanvas::number(double value) const
{
    if (m_top <= 2)
        return m_formatter.decimal(value, 2);
    if (m_top >= 100'000)
        return m_formatter.thousands(value);
    const bool isHalved = std::fmod(m_top, 2) != 0; // the middle of the axis needs a decimal
    return m_top < 20 || isHalved ? m_formatter.decimal(value, 1) : m_formatter.count(value);
}

QString ChartCanvas::valueAt(const Line& line, contract::Instant at) const
{
    const auto value = sampleAt(line, at);
    return value ? number(*value) : tr("no data", "value of a line where nothing was recorded");
}

/// What lies between the two cursors; without them, the value under the crosshair.
QString ChartCanvas::valueAtCursors(const Line& line) const
{
    if (!m_cursors.a || !m_cursors.b)
        return valueAt(line, m_cursors.hair.value_or(m_content.window.to));
    const auto from = sampleAt(line, *m_cursors.a);
    const auto to = sampleAt(line, *m_cursors.b);
    if (!from || !to)
        return tr("no data", "value of a line where nothing was recorded");
    const auto sign = *to < *from ? QStringLiteral("−") : QStringLiteral("+");
    return QStringLiteral("Δ ") + sign + number(std::abs(*to - *from));
}

void ChartCanvas::resizeEvent(QResizeEvent* event)
{
    QChartView::resizeEvent(event);
    place();
    if (!m_content.isRecorded())
        drawLines();
}

std::optional<contract::Instant> ChartCanvas::instantAt(QPointF position) const
{
    const auto plot = chart()->plotArea();
    if (!plot.contains(position) || plot.width() <= 0)
        return std::nullopt;
    return m_content.window.at((position.x() - plot.left()) / plot.width());
}

void ChartCanvas::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && instantAt(event->position()))
        m_pressed = event->position();
    event->ignore(); // the plot around takes the keyboard
}

void ChartCanvas::mouseMoveEvent(QMouseEvent* event)
{
    QChartView::mouseMoveEvent(event);
    if (!m_pressed) {
        emit pointed(instantAt(event->position()));
        return;
    }
    const auto plot = chart()->plotArea();
    if (std::abs(event->position().x() - m_pressed->x()) >= leastDrag)
        m_draggedTo
                = {std::clamp(event->position().x(), plot.left(), plot.right()), plot.center().y()};
    viewport()->update();
}

void ChartCanvas::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_pressed)
        return;
    const auto from = instantAt(*std::exchange(m_pressed, std::nullopt));
    const auto end = std::exchange(m_draggedTo, std::nullopt);
    const auto to = end ? instantAt(*end) : std::nullopt;
    if (from && to)
        emit dragged(*from, *to);
    else if (from)
        emit clicked(*from);
}

void ChartCanvas::leaveEvent(QEvent* event)
{
    QChartView::leaveEvent(event);
    emit pointed(std::nullopt);
}

void ChartCanvas::changeEvent(QEvent* event)
{
    QChartView::changeEvent(event);
    // Qt Charts keeps its own pens and brushes.
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange
            || event->type() == QEvent::FontChange)
        dress();
}

} // namespace saikobi::charts
