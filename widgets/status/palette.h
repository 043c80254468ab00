#pragma once

#include <QColor>

#include <array>

#include "backend/contract/words.h"

class QWidget;

namespace saikobi::status {

enum class Theme { Light, Dark };

/// The colours of CONSOLE.md §1. Saturated colour belongs to plot lines, the accent and (with the
/// alarms) alarm marks; everything else is ink on bare ground.
struct Palette {
    QColor ground{};
    QColor text{};
    QColor second{}; ///< second text, fifth line of a plot
    QColor outline{};
    std::array<QColor, 4> series{};
    QColor accent{}; ///< focus ring, mode frame, override
};

const Palette& paletteOf(Theme theme);
/// The theme a widget is painted in, read from the program's palette, so that a change of theme
/// needs no second channel. Not from the widget's own: style sheets leave old colours behind in
/// those.
Theme themeOf(const QWidget& widget);
const Palette& paletteOf(const QWidget& widget);

/// Colour of the stripe that tells a production from a rehearsal; its word always stands beside it.
QColor profileColour(contract::ProfileKind kind, Theme theme);

/// `part` of `ink` over `ground`: for bands and grids that must stay behind the values.
QColor tint(const QColor& ink, const QColor& ground, double part);

} // namespace saikobi::status
