#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "backend/alarms/alarm_board.h"

namespace saikobi::alarms {

/// Alarms that begin within this time of one another belong together.
inline constexpr std::chrono::seconds firstOutWindow{120};
inline constexpr std::size_t mostHeadlines = 3;

struct ListPlace {
    contract::AlarmId alarm{};
    std::int32_t order = 0; ///< 1 began first
    std::optional<contract::AlarmId> headline{}; ///< what it folds under
};

/// What came first, and what follows from it: by when the trouble began, before any delay; of those
/// that began in the same second the one nearer to the cause (store → backend → payment → inventory
/// → queue) comes first. A later alarm of the same group or of one further down folds under the
/// earliest headline of its window; one nearer to the cause is a headline of its own. Beyond three
/// headlines the rest folds under the last.
std::vector<ListPlace> firstOut(const AlarmBoard& board);

} // namespace saikobi::alarms
