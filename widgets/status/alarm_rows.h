#pragma once

#include <QString>

#include <array>
#include <compare>
#include <set>
#include <vector>

#include "backend/contract/alarm.h"

namespace saikobi::status {

/// One alarm as a console lists it: shared by all, or raised by this console about what it sees.
struct AlarmKey {
    contract::AlarmId alarm{};
    bool isOwn = false;
    friend auto operator<=>(const AlarmKey&, const AlarmKey&) = default;
};

struct ListedAlarm {
    contract::AlarmRecord record{};
    bool isOwn = false;
    QString asked{}; ///< what is on its way to the stores and was not read back yet
    QString card{}; ///< "C3"
    AlarmKey key() const { return {record.alarm, isOwn}; }
};

enum class AlarmSort { UnacknowledgedFirst, Newest, Oldest, Severity };

/// A line of the list: an alarm, or the fold under which the consequences of one stand.
struct AlarmRow {
    ListedAlarm alarm{}; ///< of a fold: what it folds under
    bool isFold = false;
    bool isConsequence = false;
    bool isOpen = false; ///< a fold that shows what is in it
    int folded = 0; ///< alarms in the fold
    int unseen = 0; ///< of these, not acknowledged
    std::array<int, 3> byPriority{}; ///< of these, P1, P2, P3
};

struct AlarmView {
    AlarmSort sort = AlarmSort::UnacknowledgedFirst;
    bool isFlood = false; ///< then consequences fold unless somebody opens them
    std::set<AlarmKey> turned{}; ///< headlines whose fold somebody opened or shut by hand
};

/// Lines in the order of the list: each headline, its consequences behind it; what was put aside
/// comes last. The same alarms in the same state always give the same lines.
std::vector<AlarmRow> arrange(const std::vector<ListedAlarm>& alarms, const AlarmView& view);

/// Active alarms by priority, and those put aside.
struct AlarmCounts {
    std::array<int, 3> active{}; ///< P1, P2, P3
    int shelved = 0;
    int unseen = 0; ///< not acknowledged, also of those that have returned
};
AlarmCounts countOf(const std::vector<ListedAlarm>& alarms);

/// Nobody has acknowledged it, and it was not put aside.
bool isUnseen(const contract::AlarmRecord& record);

} // namespace saikobi::status
