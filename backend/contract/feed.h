#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "backend/contract/quantity.h"

namespace saikobi::contract {

/// How far a value on the screen may be believed (CONSOLE.md §3). Worse states come later.
enum class DataState { Live, Late, Stale, Lost, NoData };

/// One store as a console sees it.
struct Feed {
    std::optional<Instant> lastSuccess{}; ///< of any round trip
    std::optional<Instant> newestData{}; ///< time stamp of the newest tick or row
    std::optional<double> roundTripMs{};
    std::string error{}; ///< empty while it answers
    std::optional<Instant> nextTry{};
};

/// LIVE up to 2 periods, LATE above, STALE above max(5 s, 3 periods), LOST on error or above 15 s.
DataState dataState(std::optional<std::chrono::milliseconds> age, std::chrono::milliseconds period,
        bool feedFailed);

constexpr DataState worse(DataState a, DataState b)
{
    return a > b ? a : b;
}

} // namespace saikobi::contract
