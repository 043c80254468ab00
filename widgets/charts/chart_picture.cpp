// A recording does not change: its picture is kept, and while only the playhead or what is pointed
// at moves, it is copied instead of painted.
#include <QGraphicsLayout>
#include <QPainter>
#include <QtCharts/QChart>
#include <QtCharts/QValueAxis>

#include <algorithm>

#include "widgets/charts/chart_canvas.h"
#include "widgets/charts/envelope_item.h"
#include "widgets/charts/line_style.h"
#include "widgets/status/palette.h"

namespace saikobi::charts {

void ChartCanvas::spoil()
{
    m_picture = {};
    viewport()->update();
}

void ChartCanvas::drawTracks()
{
    if (!m_envelope)
        m_envelope = new EnvelopeItem(chart());
    const auto& colours = status::paletteOf(*this);
    std::vector<EnvelopeItem::Track> tracks;
    for (std::size_t i = 0; i < m_content.lines.size(); ++i)
        tracks.push_back({m_content.lines[i].track, penOf(static_cast<int>(i), colours)});
    m_envelope->setGrid(m_value->gridLinePen(), m_value->tickCount());
    m_envelope->show(std::move(tracks), m_content.window, chart()->plotArea(), m_top);
}

void ChartCanvas::paintEvent(QPaintEvent* event)
{
    if (!m_content.isRecorded()) {
        QChartView::paintEvent(event);
        return;
    }
    const auto seen = viewport()->rect();
    if (m_picture.isNull()) {
        // What Qt Charts has put off is done now: the picture may stay for long.
        chart()->layout()->activate();
        m_picture = QPixmap(seen.size() * devicePixelRatioF());
        m_picture.setDevicePixelRatio(devicePixelRatioF());
        QPainter picture(&m_picture);
        render(&picture, QRectF(seen), seen);
    }
    QPainter painter(viewport());
    painter.drawPixmap(0, 0, m_picture);
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
