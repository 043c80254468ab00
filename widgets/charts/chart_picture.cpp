// A recording does not change: its picture is kept, and while only the playhead or what is pointed
// at moves, it is copied instead of painted.
#include <QPainter>
#include <QtCharts/QChart>
#include <QtCharts/QValueAxis>

#include "widgets/charts/chart_canvas.h"
#include "widgets/charts/line_style.h"
#include "widgets/status/palette.h"

namespace saikobi::charts {

void ChartCanvas::spoil()
{
    m_isSpoilt = true;
    // All of a recorded picture is painted; a live one leaves its ground to the widget.
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent, m_content.isRecorded());
    viewport()->update();
}

/// Into the same memory as the one before, as long as it has the size: asking for it anew costs as
/// much as all lines.
void ChartCanvas::paintPicture(QRect seen)
{
    if (m_picture.size() != seen.size() * devicePixelRatioF())
        m_picture = QImage(seen.size() * devicePixelRatioF(), QImage::Format_RGB32);
    m_picture.setDevicePixelRatio(devicePixelRatioF());
    // Not by Qt Charts, which has no line of it: its scene alone costs a millisecond a plot.
    drawTracks(); // in the colours of this theme, which may have changed since
    m_picture.fill(backgroundBrush().color());
    m_envelope.paint(m_picture);
    QPainter picture(&m_picture);
    picture.setFont(font());
    picture.setRenderHint(QPainter::Antialiasing);
    drawForeground(&picture, QRectF(seen));
    m_isSpoilt = false;
}

void ChartCanvas::drawTracks()
{
    const auto& colours = status::paletteOf(*this);
    std::vector<Envelope::Track> tracks;
    for (std::size_t i = 0; i < m_content.lines.size(); ++i) {
        const auto& line = m_content.lines[i];
        const double top = line.scale ? m_top * line.scale->full / 100 : m_top;
        tracks.push_back({line.track, penOf(static_cast<int>(i), colours), top});
    }
    m_envelope.setGrid(m_value->gridLinePen(), m_value->tickCount());
    m_envelope.show(std::move(tracks), m_content.window, chart()->plotArea());
}

void ChartCanvas::paintEvent(QPaintEvent* event)
{
    if (!m_content.isRecorded()) {
        QChartView::paintEvent(event);
        return;
    }
    if (m_isSpoilt)
        paintPicture(viewport()->rect());
    QPainter painter(viewport());
    painter.drawImage(0, 0, m_picture);
    painter.setRenderHint(QPainter::Antialiasing);
    paintPointing(painter);
}

/// The names at the ends of the lines give way to the values of what is pointed at.
void ChartCanvas::paintPointing(QPainter& painter) const
{
    paintNames(painter);
    paintCursors(painter);
    if (m_cursors.playhead)
        paintPlayhead(painter);
    if (m_cursors.hair)
        paintCrosshair(painter);
}

void ChartCanvas::paintPlayhead(QPainter& painter) const
{
    const auto plot = chart()->plotArea();
    if (!m_content.window.contains(*m_cursors.playhead))
        return;
    const double x = pointOf(*m_cursors.playhead, 0).x();
    const auto& colours = status::paletteOf(*this);
    painter.setPen(QPen(colours.accent, 2));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours.accent);
    const QPointF tip(x, plot.top() + 2);
    painter.drawConvexPolygon(
            QPolygonF{{tip + QPointF(-5, -7), tip + QPointF(5, -7), tip + QPointF(0, 1)}});
    painter.setBrush(Qt::NoBrush);
}

} // namespace saikobi::charts
