#include "widgets/charts/line_style.h"

#include <QPainter>

#include <array>

namespace saikobi::charts {

QPen penOf(int index, const status::Palette& palette)
{
    constexpr std::array<Qt::PenStyle, 5> dashes{
            Qt::SolidLine, Qt::DashLine, Qt::SolidLine, Qt::DashDotLine, Qt::DotLine};
    const auto at = static_cast<std::size_t>(index);
    const auto colour = at < palette.series.size() ? palette.series.at(at) : palette.second;
    QPen pen(colour, at == 2 ? 2 : 1, dashes.at(at));
    pen.setCosmetic(true);
    return pen;
}

void paintMarker(QPainter& painter, QPointF centre, int index, const status::Palette& palette)
{
    const auto colour = penOf(index, palette).color();
    constexpr double r = 3.5;
    painter.setPen(QPen(colour, 1.5));
    painter.setBrush(colour);
    switch (index) {
    case 0:
        painter.drawEllipse(centre, r, r);
        return;
    case 1:
        painter.drawRect(QRectF(centre.x() - r + 0.5, centre.y() - r + 0.5, 2 * r - 1, 2 * r - 1));
        return;
    case 2:
        painter.drawConvexPolygon(QPolygonF{
                {centre + QPointF(0, -r), centre + QPointF(r, r), centre + QPointF(-r, r)}});
        return;
    case 3:
        painter.setBrush(palette.ground);
        painter.drawEllipse(centre, r - 0.5, r - 0.5);
        return;
    default:
        painter.drawLine(centre + QPointF(-r, 0), centre + QPointF(r, 0));
        painter.drawLine(centre + QPointF(0, -r), centre + QPointF(0, r));
    }
}

} // namespace saikobi::charts
