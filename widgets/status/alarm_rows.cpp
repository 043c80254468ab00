#include "widgets/status/alarm_rows.h"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

namespace saikobi::status {

using contract::AlarmRecord;
using contract::AlarmStanding;
using contract::Instant;

namespace {

struct Family {
    ListedAlarm headline{};
    std::vector<ListedAlarm> consequences{};
};

Instant raisedAt(const AlarmRecord& record)
{
    return record.raised.value_or(Instant{});
}

/// Smaller comes first. Time alone never decides between equals: the alarm's own number does.
auto rank(const ListedAlarm& one, AlarmSort sort)
{
    const auto& record = one.record;
    const auto old = raisedAt(record).time_since_epoch().count();
    const auto serious = static_cast<int>(record.priority);
    switch (sort) {
    case AlarmSort::UnacknowledgedFirst:
        return std::tuple{isUnseen(record) ? 0 : 1, record.isOn() ? serious : 4, -old, one.key()};
    case AlarmSort::Newest:
        return std::tuple{0, 0, -old, one.key()};
    case AlarmSort::Oldest:
        return std::tuple{0, 0, old, one.key()};
    case AlarmSort::Severity:
        return std::tuple{record.isOn() ? 0 : 1, serious, -old, one.key()};
    }
    return std::tuple{0, 0, old, one.key()};
}

/// A family stands where the foremost of it would.
auto rank(const Family& family, AlarmSort sort)
{
    auto best = rank(family.headline, sort);
    for (const auto& each : family.consequences)
        best = std::min(best, rank(each, sort));
    return best;
}

/// The headline at the end of the chain. One that was put aside or is over leaves its consequences
/// to speak for themselves; records of different seconds may even point at one another.
AlarmKey rootOf(const ListedAlarm& alarm, const std::map<AlarmKey, const ListedAlarm*>& shown)
{
    const auto* at = &alarm;
    for (std::size_t steps = 0; at->record.headline && steps < contract::alarmCount; ++steps) {
        const auto next = shown.find({*at->record.headline, at->isOwn});
        if (next == shown.end() || next->second == at)
            return at->key();
        at = next->second;
    }
    return at->record.headline ? alarm.key() : at->key();
}

std::vector<Family> familiesOf(const std::vector<ListedAlarm>& alarms)
{
    std::map<AlarmKey, const ListedAlarm*> shown;
    for (const auto& one : alarms)
        if (!one.record.isShelved())
            shown[one.key()] = &one;
    std::map<AlarmKey, Family> found;
    for (const auto& [key, one] : shown) {
        const auto root = rootOf(*one, shown);
        if (root == key)
            found[key].headline = *one;
        else
            found[root].consequences.push_back(*one);
    }
    std::vector<Family> out;
    for (auto& [key, family] : found)
        out.push_back(std::move(family));
    return out;
}

AlarmRow foldOf(const Family& family, bool isOpen)
{
    AlarmRow row{.alarm = family.headline, .isFold = true, .isOpen = isOpen};
    for (const auto& each : family.consequences) {
        ++row.folded;
        row.unseen += isUnseen(each.record) ? 1 : 0;
        ++row.byPriority.at(static_cast<std::size_t>(each.record.priority) - 1);
    }
    return row;
}

} // namespace

bool isUnseen(const AlarmRecord& record)
{
    const auto standing = standingOf(record);
    return !record.isShelved() && standing != AlarmStanding::Normal && !record.acknowledged;
}

std::vector<AlarmRow> arrange(const std::vector<ListedAlarm>& alarms, const AlarmView& view)
{
    auto families = familiesOf(alarms);
    std::sort(families.begin(), families.end(), [&view](const auto& a, const auto& b) {
        return rank(a, view.sort) < rank(b, view.sort);
    });
    std::vector<AlarmRow> out;
    for (auto& family : families) {
        out.push_back({.alarm = family.headline});
        if (family.consequences.empty())
            continue;
        const bool isTurned = view.turned.contains(family.headline.key());
        const bool isOpen = view.isFlood == isTurned;
        if (view.isFlood || isTurned)
            out.push_back(foldOf(family, isOpen));
        if (!isOpen)
            continue;
        std::sort(family.consequences.begin(), family.consequences.end(),
                [&view](const auto& a, const auto& b) {
                    return rank(a, view.sort) < rank(b, view.sort);
                });
        for (const auto& each : family.consequences)
            out.push_back({.alarm = each, .isConsequence = true});
    }
    std::vector<ListedAlarm> aside;
    std::copy_if(alarms.begin(), alarms.end(), std::back_inserter(aside),
            [](const auto& one) { return one.record.isShelved(); });
    std::sort(aside.begin(), aside.end(), [&view](const auto& a, const auto& b) {
        return rank(a, view.sort) < rank(b, view.sort);
    });
    for (const auto& each : aside)
        out.push_back({.alarm = each});
    return out;
}

AlarmCounts countOf(const std::vector<ListedAlarm>& alarms)
{
    AlarmCounts out;
    for (const auto& one : alarms) {
        out.unseen += isUnseen(one.record) ? 1 : 0;
        if (one.record.isShelved())
            ++out.shelved;
        else if (one.record.isOn())
            ++out.active.at(static_cast<std::size_t>(one.record.priority) - 1);
    }
    return out;
}

} // namespace saikobi::status
