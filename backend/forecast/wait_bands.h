#pragma once

#include <array>
#include <cstddef>

namespace saikobi::forecast {

/// How far waits of one length stray from their p50, as factors.
struct WaitBand {
    double low = 1;
    double high = 1;
};

/// By length of p50: below 2, 5, 15, 45 minutes, and above.
inline constexpr std::size_t waitClassCount = 5;
using WaitBands = std::array<WaitBand, waitClassCount>;

/// Seconds: half of all such people are called by p50.
struct WaitSpan {
    double p10 = 0;
    double p50 = 0;
    double p90 = 0;
};

/// Before a sale has shown its own. Those of WAITING_ROOM.md §5 from 5 minutes on; shorter waits
/// stray less than these.
WaitBands startingBands();
std::size_t waitClassOf(double p50S);
WaitSpan spanAround(double p50S, const WaitBands& bands);

/// One forecast has come to its outcome: the band of its class moves until 8 of 100 outcomes lie
/// above and 8 below. Compared with the band of today, not with the one told at the time: a row of
/// outcomes told long ago would push it far beyond them.
void learn(WaitBands& bands, double p50S, double outcomeS);

} // namespace saikobi::forecast
