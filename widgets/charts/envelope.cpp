#include "widgets/charts/envelope.h"

#include <QImage>
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

/// Fills upright strokes of one opaque colour.
class Strokes {
public:
    Strokes(QImage& into, const QColor& colour, int thick)
        : m_bits(reinterpret_cast<QRgb*>(into.bits()))
        , m_stride(into.bytesPerLine() / static_cast<qsizetype>(sizeof(QRgb)))
        , m_whole(into.rect())
        , m_colour(colour.rgb())
        , m_thick(thick)
    {
    }

    /// From `top` on so many pixels downwards, around column `x`.
    void add(int x, int top, int length)
    {
        const auto stroke
                = m_whole & QRect(x - m_thick / 2, top - m_thick / 2, m_thick, length + m_thick);
        for (int y = stroke.top(); y <= stroke.bottom(); ++y)
            std::fill_n(m_bits + y * m_stride + stroke.left(), stroke.width(), m_colour);
    }

    /// The columns between both points.
    void join(QPoint from, QPoint to, Qt::PenStyle style)
    {
        const double slope = static_cast<double>(to.y() - from.y()) / (to.x() - from.x());
        for (int x = from.x() + 1; x < to.x(); ++x) {
            const auto at = [&](double place) {
                return static_cast<int>(std::lround(from.y() + slope * (place - from.x())));
            };
            const auto [top, bottom] = std::minmax({at(x - 0.5), at(x + 0.5)});
            if (bottom - top > 1 || isDrawn(style, x))
                add(x, top, bottom - top);
        }
    }

private:
    QRgb* m_bits;
    qsizetype m_stride;
    QRect m_whole;
    QRgb m_colour;
    int m_thick;
};

} // namespace

void Envelope::show(std::vector<Track> tracks, timeline::TimeWindow window, QRectF plot)
{
    m_tracks = std::move(tracks);
    m_window = window;
    m_plot = plot;
}

void Envelope::setGrid(const QPen& pen, int lines)
{
    m_grid = pen;
    m_gridLines = lines;
}

double Envelope::heightOf(const Track& track, double value) const
{
    return m_plot.bottom() - value / track.top * m_plot.height();
}

void Envelope::paint(QPainter& painter) const
{
    if (m_plot.width() < 1)
        return;
    painter.save();
    painter.setClipRect(m_plot.adjusted(0, 0, 0, 1));
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(m_grid);
    for (int i = 0; i < m_gridLines; ++i) {
        const double y = m_plot.bottom() - m_plot.height() * i / std::max(1, m_gridLines - 1);
        painter.drawLine(QPointF(m_plot.left(), y), QPointF(m_plot.right(), y));
    }
    const double scale = painter.device()->devicePixelRatioF();
    const auto pixels = static_cast<std::size_t>(m_plot.width() * scale);
    QImage columns;
    const auto putDown = [&] {
        if (!columns.isNull())
            painter.drawImage(
                    QRectF(originAt(scale) / scale, QSizeF(columns.size()) / scale), columns);
        columns = {};
    };
    // The last line first: the first one is the one that matters.
    for (auto track = m_tracks.rbegin(); track != m_tracks.rend(); ++track)
        if (track->pyramid->samplesIn(m_window) > pixels / pixelsPerPoint) {
            if (columns.isNull())
                columns = emptyImage(scale);
            paintColumns(columns, *track, scale);
        } else {
            putDown();
            paintPoints(painter, *track);
        }
    putDown();
    painter.restore();
}

QPoint Envelope::originAt(double scale) const
{
    return {static_cast<int>(std::lround(m_plot.left() * scale)),
            static_cast<int>(std::lround(m_plot.top() * scale))};
}

/// As large as the plot, in pixels of the device.
QImage Envelope::emptyImage(double scale) const
{
    const auto height = std::lround(m_plot.bottom() * scale) - originAt(scale).y() + 1;
    QImage out(static_cast<int>(m_plot.width() * scale), static_cast<int>(height),
            QImage::Format_ARGB32_Premultiplied);
    out.fill(Qt::transparent);
    return out;
}

/// Pixel by pixel: Qt's painting takes four times as long for ten thousand strokes.
void Envelope::paintColumns(QImage& into, const Track& track, double scale) const
{
    const auto columns = track.pyramid->columns(m_window, into.width());
    const int thick = std::max(1, static_cast<int>(std::lround(track.pen.widthF() * scale)));
    const int floor = originAt(scale).y();
    const auto height = [&](double value) {
        return static_cast<int>(std::lround(heightOf(track, value) * scale)) - floor;
    };
    Strokes strokes(into, track.pen.color(), thick);
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
            strokes.join({beforeAt, height(before->last)}, {i, height(column->first)},
                    track.pen.style());
        }
        const int top = height(high);
        const int length = height(low) - top;
        if (length > 1 || isDrawn(track.pen.style(), i))
            strokes.add(i, top, length);
        before = &*column;
        beforeAt = i;
    }
}

void Envelope::paintPoints(QPainter& painter, const Track& track) const
{
    painter.setPen(track.pen);
    for (const auto& run : track.pyramid->runs(m_window)) {
        QPolygonF line;
        line.reserve(static_cast<qsizetype>(run.size()));
        for (const auto& point : run)
            line << QPointF(m_plot.left() + m_window.position(point.at) * m_plot.width(),
                    heightOf(track, point.value));
        if (line.size() > 1)
            painter.drawPolyline(line);
        else
            painter.drawRect(QRectF(line.front() - QPointF(0.5, 0.5), QSizeF(1, 1)));
    }
}

} // namespace saikobi::charts
