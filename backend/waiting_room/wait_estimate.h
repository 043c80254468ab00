#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "backend/contract/line_state.h"

namespace saikobi::waiting_room {

struct WaitRange {
    std::chrono::seconds p10{};
    std::chrono::seconds p50{};
    std::chrono::seconds p90{};
};

/// How long somebody with `ahead` people before them will wait, when nothing is known of who is
/// still there: everybody who joined counts, ghosts included. Only those who come use up passes, so
/// the front moves rate ÷ (1 − absent share) places a minute. Nothing while that cannot be known:
/// before opening, held, closed, or called by hand.
std::optional<WaitRange> waitFor(std::int64_t ahead, const contract::LineState& line);

} // namespace saikobi::waiting_room
