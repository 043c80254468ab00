#pragma once

#include <QBrush>
#include <QString>

#include <optional>

#include "backend/contract/feed.h"
#include "widgets/status/palette.h"

class QPainter;
class QRectF;

namespace saikobi::status {

/// How a value looks that may not be believed any more: brackets and a 45° hatch when stale, a dash
/// when lost, a dot when never seen. None of them can be taken for zero.
QString marked(const QString& value, contract::DataState state);

/// Paints the hatch of a stale area; nothing for any other state.
void paintHatch(
        QPainter& painter, const QRectF& area, contract::DataState state, const Palette& palette);

} // namespace saikobi::status
