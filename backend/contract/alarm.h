#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/contract/quantity.h"
#include "backend/contract/result.h"

namespace saikobi::contract {

/// The alarms of CONSOLE.md §4; wire ids "A01" … "A27".
enum class AlarmId {
    A01, ///< oversold
    A02, ///< error_ratio
    A03, ///< own_p95
    A04, ///< page_p95, reloads
    A05, ///< payment_success
    A06, ///< budget_used
    A07, ///< refused_for_rate
    A08, ///< method_p95
    A09, ///< unsettled, inbox_age, open_differences
    A10, ///< lane_use, cpu
    A11, ///< pg_connections
    A12, ///< pg_lock_waiters, pg_oldest_tx, pg_deadlocks
    A13, ///< redis_memory, redis_refused
    A14, ///< store_lost
    A15, ///< feed_age
    A16, ///< path_rtt, unconfirmed
    A17, ///< queue stuck
    A18, ///< rate_actual against rate_set
    A19, ///< wait_new
    A20, ///< conversion
    A21, ///< audit rows other than oversold
    A22, ///< held_overdue
    A23, ///< arrivals_ratio, source_share
    A24, ///< instances_changed
    A25, ///< resume_overdue
    A26, ///< record_age, disk_free, clock_skew
    A27 ///< outside
};
inline constexpr std::size_t alarmCount = static_cast<std::size_t>(AlarmId::A27) + 1;

/// P1 is the most serious.
enum class AlarmPriority : std::uint8_t { P1 = 1, P2, P3 };

/// From cause to consequence: a later group seldom troubles an earlier one.
enum class AlarmGroup { Store, Backend, Payment, Inventory, Queue };

/// Who can see it: instances, a console alone (◈), or both, each naming itself (◆).
enum class AlarmWatcher { Backend, Console, Both };

enum class AlarmStanding {
    Normal,
    Unacknowledged, ///< active: blinks, sounds
    Acknowledged, ///< active and seen
    Returned ///< no longer active, not seen yet; a latched one also not confirmed
};

/// Seen, acted on, put aside, taken back, tried out: five acts, each an entry of its own. Silencing
/// the sound is the console's alone.
enum class AlarmAct { Acknowledge, Confirm, Shelve, Unshelve, Test };

struct AlarmInfo {
    AlarmId id{};
    AlarmGroup group = AlarmGroup::Backend;
    std::string_view card{}; ///< where its first limit sends staff
    AlarmWatcher watcher = AlarmWatcher::Backend;
    bool isQuietBeforeOpening = false; ///< suppressed by design
    bool isQuietWhileHeld = false;
    bool isOnlyWhileOpen = false; ///< from the opening to the close; a hold is part of it
    bool needsQueue = false; ///< says something only while people wait and nobody calls by hand
    std::chrono::minutes again{0}; ///< rings again so often; 0: as acknowledged ones of P1, P2 do
};

const AlarmInfo& info(AlarmId alarm);
const std::array<AlarmInfo, alarmCount>& allAlarms();
std::string_view name(AlarmId alarm); ///< "A01"
std::optional<AlarmId> alarmNamed(std::string_view id);
std::string_view name(AlarmGroup group);
std::string_view name(AlarmStanding standing);

/// Everything known of one alarm. It travels as JSON: a field of {sale:ID}:alarms, a row of table
/// `alarm`. What it means follows from it alone: standingOf().
struct AlarmRecord {
    AlarmId alarm{};
    std::int64_t version = 0; ///< grows with every change; guards the write
    std::int64_t occurrence = 0; ///< grows each time it is raised; 0: never was
    std::uint32_t on = 0; ///< bit i: its limit i of alarmLimits() is passed
    AlarmPriority priority = AlarmPriority::P3; ///< of this occurrence now
    std::optional<Instant> began{}; ///< when the trouble began, before any delay
    std::optional<Instant> raised{}; ///< of this occurrence
    std::optional<Instant> rang{}; ///< last annunciation
    std::optional<Instant> cleared{}; ///< of this occurrence
    std::string figure{}; ///< id of the one whose limit was passed
    double value = 0; ///< then
    double limit = 0;
    std::string raisedBy{}; ///< instance, console, or who tests
    bool isLatched = false;
    bool isTest = false;
    std::optional<Instant> acknowledged{}; ///< of this annunciation
    std::string acknowledgedBy{};
    std::optional<Instant> confirmed{}; ///< of this occurrence
    std::string confirmedBy{};
    std::optional<Instant> shelved{}; ///< empty: not shelved
    std::string shelvedBy{};
    std::string shelvedWhy{};
    std::optional<Instant> shelvedUntil{}; ///< never empty while shelved
    bool isShelvedUntilClear = false; ///< ends with the alarm, if that comes sooner
    std::optional<Instant> tested{}; ///< last TEST
    std::int32_t order = 0; ///< first-out: 1 came first; 0: not in the list
    std::optional<AlarmId> headline{}; ///< what it folds under; empty: it is a headline itself

    bool isOn() const { return on != 0; }
    bool isShelved() const { return shelved.has_value(); }
    bool isListed() const; ///< active, returned or shelved
};

AlarmStanding standingOf(const AlarmRecord& record);

/// Longest shelving.
inline constexpr std::chrono::minutes longestShelf{60};
inline constexpr std::size_t longestAlarmText = 200; ///< characters of a reason
inline constexpr std::size_t longestAlarmRecord = 4096; ///< bytes of JSON that are read

/// An annunciation: something rang. Entries of the timeline that did not are not counted.
struct AlarmRing {
    Instant at{};
    AlarmPriority priority = AlarmPriority::P3;
};
using AlarmRings = std::vector<AlarmRing>; ///< oldest first, at most 4 h and 500 of them
inline constexpr std::chrono::hours ringsKept{4};
inline constexpr std::size_t mostRings = 500;

/// More than ten annunciations in ten minutes: P3 is silent, alarms are grouped, a banner counts.
struct AlarmFlood {
    bool isOn = false;
    std::int64_t count = 0; ///< annunciations of the last ten minutes
};
AlarmFlood floodOf(const AlarmRings& rings, Instant now);

std::string toJson(const AlarmRecord& record);
Result<AlarmRecord> alarmFromJson(std::string_view text);
/// [[unix ms, priority], …]
std::string toJson(const AlarmRings& rings);
AlarmRings ringsFromJson(std::string_view text);

} // namespace saikobi::contract
