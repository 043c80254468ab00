#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/review/recording.h"
#include "backend/contract/alarm.h"
#include "widgets/timeline/time_window.h"

/// What the entries of a recording say happened, as stretches of time.
namespace saikobi::review {

struct PhaseSpan {
    contract::Phase phase{};
    timeline::TimeWindow time{};
    std::string causes{}; ///< of a hold
};

/// An annunciation: the moment at which an alarm called for somebody.
struct AlarmRing {
    contract::Instant at{};
    contract::AlarmPriority priority = contract::AlarmPriority::P3; ///< of that moment
};

/// An alarm from its raise to its end.
struct AlarmSpan {
    std::string alarm{};
    contract::AlarmPriority priority = contract::AlarmPriority::P3; ///< the gravest it reached
    contract::Instant raisedAt{};
    std::optional<contract::Instant> acknowledgedAt{};
    std::optional<contract::Instant> clearedAt{}; ///< empty: still on at the end
    std::string acknowledgedBy{};
    std::vector<AlarmRing> rings{}; ///< none while it was shelved
    bool isTest = false; ///< somebody tried it out: it was over at once
};

/// In order and without holes from the first second to the last; before the first entry the phase
/// is that of the record of figures, else `Before`.
std::vector<PhaseSpan> phasesOf(const Recording& recording);
/// By `raisedAt`.
std::vector<AlarmSpan> alarmsOf(const Recording& recording);
/// Stretches above 3 s in which no figure at all was recorded.
std::vector<timeline::TimeWindow> gapsOf(const Recording& recording);

/// When the line opened for the first time: as it was, else as planned.
std::optional<contract::Instant> openingOf(const Recording& recording);
/// First alarm that was no test.
std::optional<contract::Instant> firstAlarmOf(const Recording& recording);

/// What two recordings are laid upon each other by.
enum class AlignBy { Opening, FirstAlarm, Mark };

/// By how much the second has to be moved so that both have that instant at one place. For `Mark`:
/// the entry of the second that is of the same kind and subject, as often as it had happened before
/// in the first. Empty: one of them has none.
std::optional<contract::Instant::duration> offsetOf(const Recording& first, const Recording& second,
        AlignBy by, const contract::TimelineEntry* mark = nullptr);

/// A field of an entry's data; empty when it has none.
std::string dataOf(const contract::TimelineEntry& entry, const char* name);

} // namespace saikobi::review
