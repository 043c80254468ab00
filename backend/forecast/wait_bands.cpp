#include "backend/forecast/wait_bands.h"

#include <algorithm>
#include <cmath>

namespace saikobi::forecast {

namespace {

constexpr std::array<double, waitClassCount - 1> classEndS{120, 300, 900, 2700};
constexpr double slackS = 3;
constexpr double step = 0.04;
constexpr double outsideShare = 0.08; ///< wanted on either side

} // namespace

WaitBands startingBands()
{
    return {{{0.955, 1.045}, {0.955, 1.045}, {0.82, 1.20}, {0.75, 1.32}, {0.70, 1.45}}};
}

std::size_t waitClassOf(double p50S)
{
    const auto found = std::upper_bound(classEndS.begin(), classEndS.end(), p50S);
    return static_cast<std::size_t>(found - classEndS.begin());
}

WaitSpan spanAround(double p50S, const WaitBands& bands)
{
    const auto& band = bands.at(waitClassOf(p50S));
    return {std::max(0.0, band.low * p50S - slackS), p50S, band.high * p50S + slackS};
}

void learn(WaitBands& bands, double p50S, double outcomeS)
{
    const auto span = spanAround(p50S, bands);
    auto& band = bands.at(waitClassOf(p50S));
    const double above = outcomeS > span.p90 ? 1 : 0;
    const double below = outcomeS < span.p10 ? 1 : 0;
    // Of short waits the slack alone holds most: the band narrows, but keeps p50 inside.
    band.high = std::clamp(band.high * std::exp(step * (above - outsideShare)), 1.0, 3.0);
    band.low = std::clamp(band.low * std::exp(-step * (below - outsideShare)), 0.2, 1.0);
}

} // namespace saikobi::forecast
