#include "backend/contract/alarm.h"

#include <algorithm>
#include <cassert>

namespace saikobi::contract {

using namespace std::chrono_literals;
using Group = AlarmGroup;
using Watcher = AlarmWatcher;

namespace {

constexpr std::size_t floodOver = 10;
constexpr auto floodWindow = 10min;

constexpr std::array<AlarmInfo, alarmCount> alarms{{
        {AlarmId::A01, Group::Inventory, "C6"},
        {AlarmId::A02, Group::Backend, "C2"},
        {AlarmId::A03, Group::Backend, "C2"},
        {AlarmId::A04, Group::Backend, "C2"},
        {AlarmId::A05, Group::Payment, "C3"},
        {AlarmId::A06, Group::Payment, "C3"},
        {AlarmId::A07, Group::Payment, "C3"},
        {AlarmId::A08, Group::Payment, "C4"},
        {AlarmId::A09, Group::Payment, "C4"},
        {AlarmId::A10, Group::Backend, "C2"},
        {AlarmId::A11, Group::Store, "C7"},
        {AlarmId::A12, Group::Store, "C7"},
        {AlarmId::A13, Group::Store, "C8"},
        {AlarmId::A14, Group::Store, "C7", Watcher::Both},
        {AlarmId::A15, Group::Store, "C9", Watcher::Console},
        {AlarmId::A16, Group::Store, "C9", Watcher::Console},
        {AlarmId::A17, Group::Queue, "C5", Watcher::Backend, true, true, false, true},
        {AlarmId::A18, Group::Queue, "C5", Watcher::Backend, true, true, false, true},
        {AlarmId::A19, Group::Queue, "C5", Watcher::Backend, true},
        {AlarmId::A20, Group::Payment, "C4", Watcher::Backend, true, true},
        {AlarmId::A21, Group::Inventory, "C4"},
        {AlarmId::A22, Group::Inventory, "C6"},
        {AlarmId::A23, Group::Queue, "C10", Watcher::Backend, true},
        {AlarmId::A24, Group::Backend, "C11", Watcher::Backend, false, false, true},
        {AlarmId::A25, Group::Queue, "C5", Watcher::Backend, false, false, false, false, 5min},
        {AlarmId::A26, Group::Store, "C9", Watcher::Both},
        {AlarmId::A27, Group::Backend, "C2", Watcher::Both},
}};

constexpr std::array<std::string_view, alarmCount> names{"A01", "A02", "A03", "A04", "A05", "A06",
        "A07", "A08", "A09", "A10", "A11", "A12", "A13", "A14", "A15", "A16", "A17", "A18", "A19",
        "A20", "A21", "A22", "A23", "A24", "A25", "A26", "A27"};

} // namespace

const AlarmInfo& info(AlarmId alarm)
{
    const auto& found = alarms.at(static_cast<std::size_t>(alarm));
    assert(found.id == alarm);
    return found;
}

const std::array<AlarmInfo, alarmCount>& allAlarms()
{
    return alarms;
}

std::string_view name(AlarmId alarm)
{
    return names.at(static_cast<std::size_t>(alarm));
}

std::optional<AlarmId> alarmNamed(std::string_view id)
{
    const auto found = std::find(names.begin(), names.end(), id);
    return found == names.end() ? std::nullopt
                                : std::optional{static_cast<AlarmId>(found - names.begin())};
}

std::string_view name(AlarmGroup group)
{
    switch (group) {
    case AlarmGroup::Store:
        return "store";
    case AlarmGroup::Backend:
        return "backend";
    case AlarmGroup::Payment:
        return "payment";
    case AlarmGroup::Inventory:
        return "inventory";
    case AlarmGroup::Queue:
        return "queue";
    }
    return {};
}

std::string_view name(AlarmStanding standing)
{
    switch (standing) {
    case AlarmStanding::Normal:
        return "normal";
    case AlarmStanding::Unacknowledged:
        return "unacknowledged";
    case AlarmStanding::Acknowledged:
        return "acknowledged";
    case AlarmStanding::Returned:
        return "returned";
    }
    return {};
}

AlarmStanding standingOf(const AlarmRecord& record)
{
    if (record.isOn())
        return record.acknowledged ? AlarmStanding::Acknowledged : AlarmStanding::Unacknowledged;
    const bool isDone = record.acknowledged && (!record.isLatched || record.confirmed);
    return record.occurrence == 0 || isDone ? AlarmStanding::Normal : AlarmStanding::Returned;
}

bool AlarmRecord::isListed() const
{
    return isShelved() || standingOf(*this) != AlarmStanding::Normal;
}

AlarmFlood floodOf(const AlarmRings& rings, Instant now)
{
    const auto count = std::count_if(rings.begin(), rings.end(),
            [now](const AlarmRing& ring) { return ring.at <= now && ring.at > now - floodWindow; });
    return {static_cast<std::size_t>(count) > floodOver, count};
}

} // namespace saikobi::contract
