#pragma once

#include <QPen>
#include <QRectF>

#include <memory>
#include <vector>

#include "widgets/timeline/pyramid.h"

class QImage;
class QPainter;

namespace saikobi::charts {

/// Hours of lines, at the cost of their pixels: Qt Charts would map and stroke every point, and its
/// scene costs more than these lines. One upright stroke per pixel from least to greatest, so that
/// no spike vanishes; single points once there are fewer of them than pixels. Never across a gap.
class Envelope {
public:
    struct Track {
        std::shared_ptr<const timeline::Pyramid> pyramid{};
        QPen pen{};
        double top = 1; ///< its value at the upper edge of the plot; the lower one is 0
    };

    void show(std::vector<Track> tracks, timeline::TimeWindow window, QRectF plot);
    void setGrid(const QPen& pen, int lines);
    /// Into an image of 32 bits whose ground is opaque.
    void paint(QImage& into) const;

private:
    QRect pixelsOf(const QImage& image) const;
    void paintGrid(QImage& into) const;
    void paintColumns(QImage& into, const Track& track) const;
    void paintPoints(QImage& into, const Track& track) const;
    double heightOf(const Track& track, double value) const;

    std::vector<Track> m_tracks{};
    timeline::TimeWindow m_window{};
    QRectF m_plot{};
    QPen m_grid{};
    int m_gridLines = 0;
};

} // namespace saikobi::charts
