#pragma once

#include <optional>
#include <vector>

#include "widgets/timeline/time_window.h"

namespace saikobi::timeline {

/// What one second said. No value means that nothing is known of that second.
struct Sample {
    contract::Instant at{};
    std::optional<double> value{};
};

struct Point {
    contract::Instant at{};
    double value = 0;
};

/// Points that may be joined by a line. Between two runs lies a gap, which stays a gap.
using Run = std::vector<Point>;

struct RunOptions {
    int columns = 300; ///< of the whole window; each keeps its smallest and largest value
    std::chrono::milliseconds gapAfter{3000}; ///< silence longer than this breaks the line
};

/// `samples`, oldest first, thinned for drawing: per column the smallest and the largest value in
/// the order in which they came, so that a spike of one second is still seen.
std::vector<Run> runs(const std::vector<Sample>& samples, TimeWindow window, RunOptions options);

/// The stretches of `window`, longer than `gapAfter`, in which no line at all has a value. Not the
/// part before the first sample: nothing was recorded then, nothing is missing.
std::vector<TimeWindow> gaps(const std::vector<std::vector<Sample>>& lines, TimeWindow window,
        std::chrono::milliseconds gapAfter);

} // namespace saikobi::timeline
