#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "backend/contract/alarm.h"
#include "backend/contract/timeline_entry.h"

namespace saikobi::alarms {

/// What became of an alarm. Each is an entry of the timeline.
enum class AlarmChange {
    Raised,
    Escalated,
    Eased, ///< active still, with less weight
    Again, ///< rings again: acknowledged long ago, or still no news
    Cleared,
    ShelfOver
};
std::string_view name(AlarmChange change);

/// One guarded write: it counts only where the record still has version `before`.
struct Transition {
    contract::AlarmRecord after{};
    std::int64_t before = 0;
    std::vector<AlarmChange> changes{}; ///< none: only its place in the list changed
    std::string why{}; ///< `suppressed`, `out_of_service`, `time`, `cleared`; else empty
    bool rings = false; ///< an annunciation
};

/// All alarms of a sale, and what rang.
struct AlarmBoard {
    AlarmBoard();
    std::array<contract::AlarmRecord, contract::alarmCount> records{};
    contract::AlarmRings rings{};

    const contract::AlarmRecord& of(contract::AlarmId alarm) const
    {
        return records.at(static_cast<std::size_t>(alarm));
    }
    /// False when the record has moved on meanwhile: then nothing changes.
    bool apply(const Transition& transition);
    /// A record from elsewhere, if it is newer.
    bool take(const contract::AlarmRecord& record);
};

/// Entries of kind `alarm` (subject: its id) or `shelve`, with ids that make each count once.
std::vector<contract::TimelineEntry> entriesOf(
        const Transition& transition, const std::string& sale, contract::Run run);

} // namespace saikobi::alarms
