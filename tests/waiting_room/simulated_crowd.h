#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <queue>
#include <random>
#include <vector>

#include "tests/waiting_room/paced_line.h"

namespace saikobi::tests {

/// Phones that answer a call after 0.3 to 2.5 s and ask again as they are told; some stay away,
/// half of them for good. Repeats exactly from its seed.
class SimulatedCrowd {
public:
    SimulatedCrowd(PacedLine& line, double absentShare, std::uint32_t seed);

    /// Steps of 100 ms: pace, then all whose time has come claim.
    contract::LineState run(std::chrono::milliseconds span);
    /// Times of all passes, in milliseconds since the crowd began.
    const std::vector<std::int64_t>& passes() const { return m_passes; }
    /// Passes in [from, to) after the beginning.
    int passesBetween(std::chrono::milliseconds from, std::chrono::milliseconds to) const;
    /// The most passes of any window of this length.
    int mostWithin(std::chrono::milliseconds window) const;

private:
    void meetTheCalled(std::int64_t serving);
    void claimDue();

    PacedLine& m_line;
    double m_absentShare;
    std::mt19937 m_random;
    std::int64_t m_nowMs = 0;
    std::int64_t m_met = 0; ///< places up to here have decided when they answer
    std::multimap<std::int64_t, std::int64_t> m_due{}; ///< time → place
    std::vector<std::int64_t> m_passes{};
};

} // namespace saikobi::tests
