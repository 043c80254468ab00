#include "widgets/charts/envelope.h"

#include <QImage>
#include <QPainter>

#include <algorithm>
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

/// The nearest whole number, of what is within a screen or two: lround asks for its rounding mode.
int nearest(double value)
{
    constexpr double shift = 1 << 20;
    return static_cast<int>(std::clamp(value, -shift, shift) + shift + 0.5) - (1 << 20);
}

/// Fills upright strokes of one opaque colour inside a part of an image, whose corner is 0, 0.
class Strokes {
public:
    Strokes(QImage& into, const QRect& part, const QColor& colour, int thick)
        : m_stride(into.bytesPerLine() / static_cast<qsizetype>(sizeof(QRgb)))
        , m_bits(reinterpret_cast<QRgb*>(into.bits()) + part.top() * m_stride + part.left())
        , m_size(part.size())
        , m_colour(colour.rgb())
        , m_thick(thick)
    {
    }

    /// From `top` on so many pixels downwards, around column `x`.
    void add(int x, int top, int length)
    {
        const int left = std::max(0, x - m_thick / 2);
        const int width = std::min(m_size.width(), x - m_thick / 2 + m_thick) - left;
        const int first = std::max(0, top - m_thick / 2);
        const int end = std::min(m_size.height(), top - m_thick / 2 + length + m_thick);
        auto* at = m_bits + first * m_stride + left;
        for (int y = first; y < end; ++y, at += m_stride)
            for (int i = 0; i < width; ++i)
                at[i] = m_colour;
    }

    /// The columns between both points.
    void join(QPoint from, QPoint to, Qt::PenStyle style)
    {
        const double slope = static_cast<double>(to.y() - from.y()) / (to.x() - from.x());
        for (int x = from.x() + 1; x < to.x(); ++x) {
            const auto at
                    = [&](double place) { return nearest(from.y() + slope * (place - from.x())); };
            const auto [top, bottom] = std::minmax({at(x - 0.5), at(x + 0.5)});
            if (bottom - top > 1 || isDrawn(style, x))
                add(x, top, bottom - top);
        }
    }

private:
    qsizetype m_stride;
    QRgb* m_bits;
    QSize m_size;
    QRgb m_colour;
    int m_thick;
};

int thicknessOf(const Envelope::Track& track, double scale)
{
    return std::max(1, nearest(track.pen.widthF() * scale));
}

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

/// Of the device, what the plot has of it.
QRect Envelope::pixelsOf(const QImage& image) const
{
    const double scale = image.devicePixelRatioF();
    const QPoint corner(nearest(m_plot.left() * scale), nearest(m_plot.top() * scale));
    const QSize size(static_cast<int>(m_plot.width() * scale),
            nearest(m_plot.bottom() * scale) - corner.y() + 1);
    return QRect(corner, size) & image.rect();
}

void Envelope::paint(QImage& into) const
{
    const auto part = pixelsOf(into);
    if (part.isEmpty())
        return;
    paintGrid(into);
    const auto pixels = static_cast<std::size_t>(part.width());
    // The last line first: the first one is the one that matters.
    for (auto track = m_tracks.rbegin(); track != m_tracks.rend(); ++track)
        if (track->pyramid->samplesIn(m_window) > pixels / pixelsPerPoint)
            paintColumns(into, *track);
        else
            paintPoints(into, *track);
}

void Envelope::paintGrid(QImage& into) const
{
    QPainter painter(&into);
    painter.setPen(m_grid);
    for (int i = 0; i < m_gridLines; ++i) {
        const double y = m_plot.bottom() - m_plot.height() * i / std::max(1, m_gridLines - 1);
        painter.drawLine(QPointF(m_plot.left(), y), QPointF(m_plot.right(), y));
    }
}

/// Pixel by pixel: Qt's painting takes four times as long for ten thousand strokes.
void Envelope::paintColumns(QImage& into, const Track& track) const
{
    const double scale = into.devicePixelRatioF();
    const auto part = pixelsOf(into);
    const auto columns = track.pyramid->columns(m_window, part.width());
    const auto height
            = [&](double value) { return nearest(heightOf(track, value) * scale) - part.top(); };
    Strokes strokes(into, part, track.pen.color(), thicknessOf(track, scale));
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

/// By strokes as well: a pen with dashes takes five times as long.
void Envelope::paintPoints(QImage& into, const Track& track) const
{
    const double scale = into.devicePixelRatioF();
    const auto part = pixelsOf(into);
    Strokes strokes(into, part, track.pen.color(), thicknessOf(track, scale));
    const auto pixelOf = [&](const timeline::Point& point) {
        const double x = m_plot.left() + m_window.position(point.at) * m_plot.width();
        return QPoint(nearest(x * scale), nearest(heightOf(track, point.value) * scale))
                - part.topLeft();
    };
    for (const auto& run : track.pyramid->runs(m_window)) {
        auto before = pixelOf(run.front());
        const int least = run.size() == 1 ? 1 : 0; // a point by itself is to be seen
        for (const auto& point : run) {
            const auto here = pixelOf(point);
            const auto [top, bottom] = std::minmax({before.y(), here.y()});
            if (here.x() == before.x()) {
                strokes.add(here.x(), top, std::max(bottom - top, least));
            } else {
                strokes.join(before, here, track.pen.style());
                if (isDrawn(track.pen.style(), here.x()))
                    strokes.add(here.x(), here.y(), 0);
            }
            before = here;
        }
    }
}

} // namespace saikobi::charts
