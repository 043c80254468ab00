#pragma once

#include "widgets/status/palette.h"
#include "widgets/status/tile.h"

class QPainter;
class QRectF;

namespace saikobi::status {

/// Paints the bar of a gauge: the normal band behind, the value as a solid bar, the target as a
/// thin tick, the limit as a thick one. Without `number` only the scale is painted.
void paintGauge(QPainter& painter, const QRectF& area, const Gauge& gauge,
        std::optional<double> number, const Palette& palette);

} // namespace saikobi::status
