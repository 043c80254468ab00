#pragma once

#include <QGraphicsItem>
#include <QPen>

#include <memory>
#include <vector>

#include "widgets/timeline/pyramid.h"

namespace saikobi::charts {

/// Hours of lines inside a QChart, at the cost of their pixels: Qt Charts would map and stroke
/// every point. One upright stroke per pixel from least to greatest, so that no spike vanishes;
/// single points once there are fewer of them than pixels. Never across a gap.
class EnvelopeItem : public QGraphicsItem {
public:
    struct Track {
        std::shared_ptr<const timeline::Pyramid> pyramid{};
        QPen pen{};
    };

    explicit EnvelopeItem(QGraphicsItem* chart);

    /// `top` is the value at the upper edge of `plot`; the lower one is 0.
    void show(std::vector<Track> tracks, timeline::TimeWindow window, QRectF plot, double top);

    /// Qt Charts paints the grid of an axis only where it has a series of its own.
    void setGrid(const QPen& pen, int lines);

    QRectF boundingRect() const override { return m_plot; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    void paintColumns(QPainter& painter, const Track& track, double scale) const;
    void paintPoints(QPainter& painter, const Track& track) const;
    double heightOf(double value) const;

    std::vector<Track> m_tracks{};
    timeline::TimeWindow m_window{};
    QRectF m_plot{};
    double m_top = 1;
    QPen m_grid{};
    int m_gridLines = 0;
};

} // namespace saikobi::charts
