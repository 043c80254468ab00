#include "widgets/charts/line_style.h"

#include <QPaintEngine>
#include <QPainter>
#include <QPixmapCache>

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

namespace {

constexpr double r = 3.5; ///< of a marker, in pixels of the screen
constexpr int room = 10; ///< for all of it

void drawMarker(QPainter& painter, QPointF centre, int index, const status::Palette& palette)
{
    const auto colour = penOf(index, palette).color();
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

QPixmap markerOf(int index, const status::Palette& palette, double scale)
{
    const auto key = QStringLiteral("saikobi-marker-%1-%2-%3-%4")
                             .arg(index)
                             .arg(penOf(index, palette).color().rgba())
                             .arg(palette.ground.rgba())
                             .arg(scale);
    QPixmap out;
    if (QPixmapCache::find(key, &out))
        return out;
    out = QPixmap(QSize(room, room) * scale);
    out.setDevicePixelRatio(scale);
    out.fill(Qt::transparent);
    QPainter painter(&out);
    painter.setRenderHint(QPainter::Antialiasing);
    drawMarker(painter, {room / 2.0, room / 2.0}, index, palette);
    painter.end();
    QPixmapCache::insert(key, out);
    return out;
}

} // namespace

/// Of the screen kept as a picture: a small circle costs as much as a line of text.
void paintMarker(QPainter& painter, QPointF centre, int index, const status::Palette& palette)
{
    if (painter.paintEngine()->type() != QPaintEngine::Raster) // a report's, at any size
        return drawMarker(painter, centre, index, palette);
    const double scale = painter.device()->devicePixelRatioF();
    const auto corner = (centre - QPointF(room, room) / 2) * scale;
    painter.drawPixmap(QPointF(corner.toPoint()) / scale, markerOf(index, palette, scale));
}

} // namespace saikobi::charts
