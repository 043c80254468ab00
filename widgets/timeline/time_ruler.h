#pragma once

#include <vector>

#include "widgets/timeline/time_window.h"

namespace saikobi::timeline {

/// Round times inside `window`, oldest first, at most `most` of them: whole seconds, minutes, five
/// minutes and so on of the clock that is `utcOffset` ahead of UTC.
std::vector<contract::Instant> roundTimes(
        TimeWindow window, int most, std::chrono::seconds utcOffset);

} // namespace saikobi::timeline
