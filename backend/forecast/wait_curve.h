#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "backend/forecast/wait_bands.h"

namespace saikobi::forecast {

/// One point of the public curve. Seconds are from the instant of the curve.
struct WaitPoint {
    std::int64_t place = 0;
    double aheadPresent = 0; ///< people between the front and this place who are still there
    WaitSpan wait{};
};

/// Sorted by place; straight between its points. Empty: nobody can say.
using WaitCurve = std::vector<WaitPoint>;
inline constexpr std::size_t mostCurvePoints = 32;

/// At a place; beyond the last point it goes on as steeply as on the whole. Nothing for an empty
/// curve, and beyond one of an empty line.
std::optional<WaitPoint> waitAt(const WaitCurve& curve, std::int64_t place);

/// The ends and, between them, evenly chosen ones.
WaitCurve thinned(const WaitCurve& curve, std::size_t points);

/// When n people who will come stand ahead, `perSecond` enter and each of the waiting gives up with
/// `leaving` per second: WAITING_ROOM.md §5.
double secondsToServe(double n, double perSecond, double leaving);

/// How soon a page looks again: a twentieth of the wait within 2 to 30 s, 2 s when under a minute
/// remains, 1 s under 15 s.
std::chrono::seconds lookAgainAfter(double waitS);

} // namespace saikobi::forecast
