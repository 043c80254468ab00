#pragma once

#include <chrono>
#include <optional>

#include "backend/contract/line_state.h"

namespace saikobi::forecast {

/// Minutes until somebody enters: half of all such people are in by p50.
struct Wait {
    double p10 = 0;
    double p50 = 0;
    double p90 = 0;
};

/// For who joins now (WAITING_ROOM.md §5, Wait). `passesPerSecond`: as measured over 3 min while
/// people waited; less than half the set rate is taken for a passing trouble. Nothing while nobody
/// can say: held, closed, or before an unknown opening time.
std::optional<Wait> waitOfNewcomer(
        const contract::LineState& line, std::optional<double> passesPerSecond);

} // namespace saikobi::forecast
