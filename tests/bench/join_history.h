#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

namespace saikobi::bench {

/// One join as its client saw it.
struct Join {
    std::chrono::steady_clock::time_point writtenAt{}; ///< before the request was written
    std::chrono::steady_clock::time_point readAt{}; ///< after the answer was read
    std::int64_t number = 0;
};

/// Numbers that more than one join got.
long long duplicatesIn(const std::vector<Join>& joins);
/// Joins whose number is smaller than one that somebody had in hand before they were written: the
/// promise is that such numbers are always larger. O(n log n).
long long inversionsIn(std::vector<Join> joins);

} // namespace saikobi::bench
