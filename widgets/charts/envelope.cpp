#include "widgets/charts/envelope_item.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

namespace saikobi::charts {

namespace {

/// With fewer samples than this a line of points looks better, and is cheap enough.
constexpr std::size_t pixelsPerPoint = 3;

/// Dashes are left out by place, not by length: a pen that counts them costs more than the line.
bool isDrawn(Qt::PenStyle style, int pixel)
{
    switch (style) {
    case Qt::DashLine:
        return pixel % 9 < 6;
    case Qt::DashDotLine:
        return pixel % 12 < 6 || pixel % 12 == 8;
    case Qt::DotLine:
        return pixel % 3 == 0;
    default:
        return true;
    }
}

} // namespace

EnvelopeItem::EnvelopeItem(QGraphicsItem* chart)
    : QGraphicsItem(chart)
{
    setZValue(5); // above the grid
}

void EnvelopeItem::show(
        std::vector<Track> tracks, timeline::TimeWindow window, QRectF plot, double top)
{
    if (plot != m_plot)
        prepareGeometryChange();
    m_tracks = std::move(tracks);
    m_window = window;
    m_plot = plot;
    m_top = top;
    update();
}

void EnvelopeItem::setGrid(const QPen& pen, int lines)
{
    m_grid = pen;
    m_gridLines = lines;
}

double EnvelopeItem::heightOf(double value) const
{
    return m_plot.bottom() - value / m_top * m_plot.height();
}

void EnvelopeItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    if (m_plot.width() < 1)
        return;
    painter->save();
    painter->setClipRect(m_plot.adjusted(0, 0, 0, 1));
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setPen(m_grid);
    for (int i = 0; i < m_gridLines; ++i) {
        const double y = m_plot.bottom() - m_plot.height() * i / std::max(1, m_gridLines - 1);
        painter->drawLine(QPointF(m_plot.left(), y), QPointF(m_plot.right(), y));
    }
    const double scale = painter->device()->devicePixelRatioF();
    const auto pixels = static_cast<std::size_t>(m_plot.width() * scale);
    // The last line first: the first one is the one that matters.
    for (auto track = m_tracks.rbegin(); track != m_tracks.rend(); ++track)
        if (track->pyramid->samplesIn(m_window) > pixels / pixelsPerPoint)
            paintColumns(*painter, *track, scale);
        else
            paintPoints(*painter, *track);
    painter->restore();
}

void EnvelopeItem::paintColumns(QPainter& painter, const Track& track, double scale) const
{
    const auto columns = track.pyramid->columns(m_window, static_cast<int>(m_plot.width() * scale));
    // In whole device pixels and filled: that is the shortest way through Qt's painting. A pen
    // would cost an outline for every stroke, fractions a path.
    painter.save();
    painter.scale(1 / scale, 1 / scale);
    const int left = static_cast<int>(std::lround(m_plot.left() * scale));
    const int thick = std::max(1, static_cast<int>(std::lround(track.pen.widthF() * scale)));
    const auto height
            = [&](double value) { return static_cast<int>(std::lround(heightOf(value) * scale)); };
    QList<QRect> uprights;
    QList<QLine> joints;
    uprights.reserve(static_cast<qsizetype>(columns.size()));
    const timeline::Column* before = nullptr;
    int beforeAt = 0;
    for (int i = 0; i < static_cast<int>(columns.size()); ++i) {
        const auto& column = columns[static_cast<std::size_t>(i)];
        if (!column)
            continue;
        double low = column->min;
        double high = column->max;
        if (before && column->isJoined && i == beforeAt + 1) {
            low = std::min(low, before->last);
            high = std::max(high, before->last);
        } else if (before && column->isJoined) {
            joints << QLine(left + beforeAt, height(before->last), left + i, height(column->first));
        }
        const int top = height(high);
        const int length = height(low) - top;
        if (length > 1 || isDrawn(track.pen.style(), i))
            uprights << QRect(left + i - thick / 2, top - thick / 2, thick, length + thick);
        before = &*column;
        beforeAt = i;
    }
    auto pen = track.pen;
    pen.setStyle(Qt::SolidLine);
    painter.setPen(pen);
    painter.drawLines(joints);
    painter.setPen(Qt::NoPen);
    painter.setBrush(track.pen.color());
    painter.drawRects(uprights);
    painter.restore();
}

void EnvelopeItem::paintPoints(QPainter& painter, const Track& track) const
{
    painter.setPen(track.pen);
    for (const auto& run : track.pyramid->runs(m_window)) {
        QPolygonF line;
        line.reserve(static_cast<qsizetype>(run.size()));
        for (const auto& point : run)
            line << QPointF(m_plot.left() + m_window.position(point.at) * m_plot.width(),
                    heightOf(point.value));
        if (line.size() > 1)
            painter.drawPolyline(line);
        else
            painter.drawRect(QRectF(line.front() - QPointF(0.5, 0.5), QSizeF(1, 1)));
    }
}

} // namespace saikobi::charts
