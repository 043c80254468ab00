#include <QPainter>
#include <QtCharts/QChart>

#include <algorithm>

#include "widgets/charts/chart_canvas.h"
#include "widgets/status/palette.h"
#include "widgets/status/type_scale.h"

namespace saikobi::charts {

namespace {

constexpr float wash = 0.13F;
constexpr double indent = 4;

} // namespace

/// A time set apart and the band where values are expected: a light wash under the lines, its edges
/// dotted, so that it is neither a gap nor a limit.
void ChartCanvas::paintSetApart(QPainter& painter) const
{
    const auto& colours = status::paletteOf(*this);
    const auto plot = chart()->plotArea();
    auto fill = colours.outline;
    fill.setAlphaF(wash);
    const QPen edge(colours.outline, 1, Qt::DotLine);
    painter.setFont(status::scaled(font(), status::TypeSize::Small));
    const QFontMetricsF metrics(painter.font());
    const auto say = [&](const QRectF& area, const QString& name) {
        painter.setPen(colours.second);
        const auto text = metrics.elidedText(name, Qt::ElideRight, area.width() - 2 * indent);
        painter.drawText(QPointF(area.left() + indent, area.top() + metrics.ascent()), text);
    };
    if (const auto& shade = m_content.shade) {
        const auto from = std::max(shade->from, m_content.window.from);
        const auto to = std::min(shade->to, m_content.window.to);
        if (from < to) {
            const QRectF area(pointOf(from, m_top), pointOf(to, 0));
            painter.fillRect(area, fill);
            painter.setPen(edge);
            painter.drawLine(area.topLeft(), area.bottomLeft());
            painter.drawLine(area.topRight(), area.bottomRight());
            say(area, shade->name);
        }
    }
    if (const auto& band = m_content.band) {
        const auto high = pointOf(m_content.window.to, std::min(band->high, m_top)).y();
        const auto low = pointOf(m_content.window.to, std::min(band->low, m_top)).y();
        const QRectF area(plot.left(), high, plot.width(), low - high);
        painter.fillRect(area, fill);
        painter.setPen(edge);
        painter.drawLine(area.topLeft(), area.topRight());
        painter.drawLine(area.bottomLeft(), area.bottomRight());
        say(area, band->name);
    }
}

} // namespace saikobi::charts
