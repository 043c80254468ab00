#include "backend/alarms/alarm_acts.h"

#include <algorithm>

#include "backend/contract/alarm_limits.h"

namespace saikobi::alarms {

using contract::AlarmAct;
using contract::AlarmRecord;
using contract::AlarmStanding;

namespace {

ActAnswer refused(const AlarmRecord& record, const char* why)
{
    return {record, why, {}};
}

ActAnswer lost(const AlarmRecord& record, const std::string& winner)
{
    return {record, "lost-race", winner};
}

ActAnswer done(AlarmRecord record)
{
    ++record.version;
    return {std::move(record), {}, {}};
}

ActAnswer acknowledge(const AlarmRecord& record, const ActAsked& asked)
{
    if (record.occurrence != asked.occurrence)
        return refused(record, "other-occurrence");
    if (record.acknowledged)
        return lost(record, record.acknowledgedBy);
    if (standingOf(record) == AlarmStanding::Normal)
        return refused(record, "not-active");
    auto after = record;
    after.acknowledged = asked.at;
    after.acknowledgedBy = asked.actor;
    return done(std::move(after));
}

ActAnswer confirm(const AlarmRecord& record, const ActAsked& asked)
{
    if (record.occurrence != asked.occurrence)
        return refused(record, "other-occurrence");
    if (record.confirmed)
        return lost(record, record.confirmedBy);
    if (standingOf(record) == AlarmStanding::Normal)
        return refused(record, "not-active");
    auto after = record;
    after.confirmed = asked.at;
    after.confirmedBy = asked.actor;
    return done(std::move(after));
}

ActAnswer shelve(const AlarmRecord& record, const ActAsked& asked)
{
    if (asked.why.empty())
        return refused(record, "no-reason");
    if (!asked.until || *asked.until <= asked.at
            || *asked.until > asked.at + contract::longestShelf)
        return refused(record, "bad-value");
    if (record.isShelved())
        return lost(record, record.shelvedBy);
    auto after = record;
    after.shelved = asked.at;
    after.shelvedBy = asked.actor;
    after.shelvedWhy = asked.why;
    after.shelvedUntil = asked.until;
    after.isShelvedUntilClear = asked.isUntilClear;
    return done(std::move(after));
}

ActAnswer unshelve(const AlarmRecord& record)
{
    if (!record.isShelved())
        return refused(record, "not-shelved");
    auto after = record;
    after.shelved.reset();
    after.shelvedUntil.reset();
    return done(std::move(after));
}

/// Rings like the real one and is marked; it waits to be acknowledged and needs no confirming.
ActAnswer test(const AlarmRecord& record, const ActAsked& asked)
{
    if (record.isOn() || standingOf(record) != AlarmStanding::Normal)
        return refused(record, "active");
    AlarmRecord after = record;
    ++after.occurrence;
    after.isTest = true;
    after.isLatched = false;
    after.tested = after.began = after.raised = after.rang = after.cleared = asked.at;
    after.acknowledged.reset();
    after.confirmed.reset();
    after.acknowledgedBy.clear();
    after.confirmedBy.clear();
    after.raisedBy = asked.actor;
    after.figure.clear();
    after.value = after.limit = 0;
    after.priority = contract::AlarmPriority::P3;
    for (const auto& limit : contract::alarmLimits())
        if (limit.alarm == record.alarm)
            after.priority = std::min(after.priority, limit.priority);
    return done(std::move(after));
}

} // namespace

ActAnswer act(const AlarmRecord& record, const ActAsked& asked)
{
    switch (asked.act) {
    case AlarmAct::Acknowledge:
        return acknowledge(record, asked);
    case AlarmAct::Confirm:
        return confirm(record, asked);
    case AlarmAct::Shelve:
        return shelve(record, asked);
    case AlarmAct::Unshelve:
        return unshelve(record);
    case AlarmAct::Test:
        return test(record, asked);
    }
    return refused(record, "bad-value");
}

} // namespace saikobi::alarms
