#pragma once

#include <QPen>
#include <QPointF>

#include "widgets/status/palette.h"

class QPainter;

namespace saikobi::charts {

/// Colour, dash and marker of the line at `index` (0…4). The fifth is dotted second text.
QPen penOf(int index, const status::Palette& palette);
void paintMarker(QPainter& painter, QPointF centre, int index, const status::Palette& palette);

} // namespace saikobi::charts
