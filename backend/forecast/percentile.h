#pragma once

#include <optional>

#include "backend/forecast/second_log.h"

namespace saikobi::forecast {

/// How many durations the spread has.
double sizeOf(const Spread& spread);

/// The duration in milliseconds that `share` (0…1) of the counted ones do not exceed, by straight
/// line within its class; nothing when empty. Above the last bound nobody knows: the bound is
/// given.
std::optional<double> percentileMs(const Spread& spread, double share);

} // namespace saikobi::forecast
