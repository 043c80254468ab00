#include "widgets/charts/chart_canvas.h"

#include <QMouseEvent>
#include <QtCharts/QChart>
#include <QtCharts/QLineSeries>
#include <QtCharts/QValueAxis>

#include <algorithm>
#include <cmath>

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
constexpr auto nearEnough = 2s; ///< a sample this close to the crosshair is its value

double highest(const ChartContent& content)
{
    double top = content.limit ? content.limit->value * 1.05 : 0;
    for (const auto& line : content.lines)
        for (const auto& sample : line.samples)
            if (sample.value && content.window.contains(sample.at))
                top = std::max(top, *sample.value);
    return top;
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
    m_range = timeline::AxisRange(least);
    viewport()->update();
}

void ChartCanvas::present(const ChartContent& content, const status::Formatter& formatter)
{
    m_content = content;
    m_plain = content.lines;
    if (content.isStacked)
        addUp(m_content.lines);
    m_formatter = formatter;
    m_top = m_range.top(highest(m_content), content.window.to);
    m_value->setRange(0, m_top);
    drawLines();
    viewport()->update();
}

void ChartCanvas::showCrosshair(std::optional<contract::Instant> at)
{
    m_crosshair = at;
    viewport()->update();
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

void ChartCanvas::place()
{
    const QFontMetricsF small(status::scaled(font(), status::TypeSize::Small));
    const QFontMetricsF strong(status::scaled(font(), status::TypeSize::Strong));
    const double left = small.horizontalAdvance(QStringLiteral("00,000")) + 8;
    const double right = small.horizontalAdvance(QStringLiteral("M")) * 8.2 + 14;
    // Below the heading a line of its own for the labels of the marks.
    const double top = strong.ascent() * 1.2 + small.ascent() + 8;
    const double bottom = small.ascent() * 1.25 + 5;
    chart()->setPlotArea(
            QRectF(QPointF(0, 0), QSizeF(size())).adjusted(left, top, -right, -bottom));
    viewport()->update();
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
    const auto distance = [at](const timeline::Sample& sample) {
        return sample.at > at ? sample.at - at : at - sample.at;
    };
    const timeline::Sample* nearest = nullptr;
    for (const auto& sample : line.samples)
        if (sample.value && (!nearest || distance(sample) < distance(*nearest)))
            nearest = &sample;
    if (!nearest || distance(*nearest) > nearEnough)
        return tr("no data", "value of a line where nothing was recorded");
    return number(*nearest->value);
}

void ChartCanvas::resizeEvent(QResizeEvent* event)
{
    QChartView::resizeEvent(event);
    place();
    drawLines();
}

void ChartCanvas::mouseMoveEvent(QMouseEvent* event)
{
    QChartView::mouseMoveEvent(event);
    const auto plot = chart()->plotArea();
    if (!plot.contains(event->position()) || plot.width() <= 0) {
        emit pointed(std::nullopt);
        return;
    }
    emit pointed(m_content.window.at((event->position().x() - plot.left()) / plot.width()));
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
