#include "app/model/alarm_calls.h"

#include <optional>

namespace saikobi::model {

using contract::AlarmPriority;
using contract::AlarmStanding;
using contract::Instant;

namespace {

std::optional<std::chrono::seconds> patienceFor(const contract::AlarmRecord& record)
{
    if (record.isTest || record.priority == AlarmPriority::P3)
        return std::nullopt;
    return record.priority == AlarmPriority::P1 ? AlarmCalls::unseenP1 : AlarmCalls::unseenP2;
}

} // namespace

bool isCalling(const contract::AlarmRecord& record)
{
    if (record.isShelved() || record.acknowledged)
        return false;
    const auto standing = standingOf(record);
    return standing == AlarmStanding::Unacknowledged
            || (record.isTest && standing == AlarmStanding::Returned);
}

std::vector<AlarmCall> AlarmCalls::look(
        const std::vector<CallingAlarm>& alarms, const contract::AlarmFlood& flood, Instant now)
{
    std::vector<AlarmCall> out;
    for (const auto& one : alarms) {
        const auto& record = one.record;
        if (!isCalling(record))
            continue;
        const auto rang = record.rang.value_or(record.raised.value_or(Instant{}));
        auto& heard = m_heard[{record.alarm, one.isOwn}];
        const bool isP3 = record.priority == AlarmPriority::P3;
        if (rang > heard.rang) {
            heard = {rang, false};
            out.push_back({CallKind::Rang, one, flood.isOn && isP3});
        }
        const auto patience = patienceFor(record);
        if (patience && !heard.isUnseenTold && now - rang >= *patience) {
            heard.isUnseenTold = true;
            out.push_back({CallKind::Unseen, one, false});
        }
    }
    return out;
}

} // namespace saikobi::model
