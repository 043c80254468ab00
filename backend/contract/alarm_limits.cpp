#include "backend/contract/alarm_limits.h"

#include <algorithm>
#include <cmath>

#include "backend/contract/json_members.h"

namespace saikobi::contract {

using namespace std::chrono_literals;
using F = Figure;
using Id = AlarmId;
using enum AlarmPriority;
using enum AlarmSense;
using enum AlarmBasis;

namespace {

constexpr std::chrono::seconds longestDelay{3600};

/// The table of CONSOLE.md §4, one row a limit.
std::vector<AlarmLimit> shippedLimits()
{
    const std::string practice{"practice"};
    return {
            {Id::A01, P1, F::AuditOversold, AtLeast, 1, 0s, 0, 0s, Value, true},
            {Id::A02, P3, F::ErrorRatio, AtLeast, 1, 30s, 0.5, 60s},
            {Id::A02, P2, F::ErrorRatio, AtLeast, 5, 15s, 2, 60s},
            {Id::A02, P1, F::ErrorRatio, AtLeast, 20, 10s, 10, 60s},
            {Id::A03, P3, F::OwnP95, AtLeast, 0.2, 30s, 0.15, 60s, Value, false, false, {},
                    practice},
            {Id::A03, P2, F::OwnP95, AtLeast, 0.5, 15s, 0.35, 60s},
            {Id::A04, P3, F::PageP95, AtLeast, 1, 30s, 0.8, 60s, Value, false, false, {}, practice},
            {Id::A04, P3, F::Reloads, AtLeast, 5, 60s, 3, 60s},
            {Id::A05, P3, F::PaymentSuccess, Below, 97, 30s, 99, 120s},
            {Id::A05, P2, F::PaymentSuccess, Below, 90, 30s, 92, 120s},
            {Id::A05, P1, F::PaymentSuccess, Below, 50, 30s, 52, 120s},
            {Id::A06, P3, F::BudgetUsed, AtLeast, 80, 30s, 70, 60s},
            {Id::A06, P2, F::BudgetUsed, AtLeast, 95, 10s, 85, 60s},
            {Id::A07, P2, F::RefusedForRate, AtLeast, 3, 0s, 0, 120s},
            {Id::A08, P3, F::MethodP95, Above, 2, 60s, 1.5, 120s, Value, false, false, {},
                    practice},
            {Id::A09, P2, F::Unsettled, AtLeast, 5, 30s, 0, 60s},
            {Id::A09, P2, F::InboxAge, Above, 60, 30s, 10, 60s, Age},
            {Id::A09, P2, F::OpenDifferences, AtLeast, 1, 600s, 0, 60s},
            {Id::A10, P3, F::LaneUse, AtLeast, 80, 30s, 70, 60s},
            {Id::A10, P2, F::LaneUse, AtLeast, 95, 15s, 85, 60s},
            {Id::A10, P3, F::Cpu, AtLeast, 80, 30s, 70, 60s},
            {Id::A10, P2, F::Cpu, AtLeast, 95, 15s, 85, 60s},
            {Id::A11, P3, F::PgConnections, AtLeast, 80, 15s, 70, 60s},
            {Id::A11, P2, F::PgConnections, AtLeast, 95, 15s, 85, 60s},
            {Id::A12, P3, F::PgLockWaiters, AtLeast, 10, 5s, 3, 60s},
            {Id::A12, P3, F::PgOldestTx, Above, 10, 5s, 5, 60s, Age},
            {Id::A12, P2, F::PgLockWaiters, AtLeast, 30, 15s, 10, 60s},
            {Id::A12, P2, F::PgOldestTx, Above, 30, 15s, 10, 60s, Age},
            {Id::A12, P2, F::PgDeadlocks, AtLeast, 5, 0s, 0, 60s},
            {Id::A13, P3, F::RedisMemory, AtLeast, 80, 30s, 70, 60s},
            {Id::A13, P1, F::RedisRefused, AtLeast, 1, 0s, 0, 0s, Value, true},
            {Id::A14, P2, F::StoreLost, AtLeast, 5, 0s, 2, 5s, Age},
            {Id::A14, P1, F::StoreLost, AtLeast, 15, 0s, 2, 5s, Age, false, true},
            {Id::A15, P3, F::FeedAge, Above, 5, 0s, 2, 5s, Age},
            {Id::A15, P2, F::FeedAge, Above, 15, 0s, 2, 5s, Age},
            {Id::A16, P3, F::PathRtt, AtLeast, 500, 15s, 300, 60s},
            {Id::A16, P2, F::PathRtt, AtLeast, 2000, 10s, 1000, 60s},
            {Id::A16, P2, F::Unconfirmed, AtLeast, 1, 0s, 0, 20s},
            {Id::A17, P2, F::PassAge, AtLeast, 30, 0s, 20, 10s, Age},
            {Id::A18, P3, F::RateActual, AtLeast, 15, 60s, 8, 60s, OffSetRate},
            {Id::A18, P3, F::AbsentShare, AtLeast, 90, 120s, 89, 60s},
            {Id::A19, P3, F::WaitNew, AtLeast, 50, 60s, 45, 120s, Value, false, false, {},
                    practice},
            {Id::A20, P2, F::Conversion, AtLeast, 50, 120s, 25, 120s, BelowOwnMean},
            {Id::A21, P2, F::AuditStrandedStock, AtLeast, 1, 10s, 0, 30s, Value, false, false,
                    "C6"},
            {Id::A21, P2, F::AuditOrphanPayment, AtLeast, 1, 10s, 0, 30s},
            {Id::A21, P2, F::AuditUnfinishedOrder, AtLeast, 1, 10s, 0, 30s},
            {Id::A21, P1, F::AuditDoubleCapture, AtLeast, 1, 0s, 0, 0s, Value, true},
            {Id::A22, P3, F::HeldOverdue, AtLeast, 5, 60s, 0, 60s, ShareOfHeld},
            {Id::A23, P3, F::ArrivalsRatio, AtLeast, 3, 30s, 2, 120s},
            {Id::A23, P3, F::SourceShare, Above, 5, 60s, 3, 120s},
            {Id::A24, P2, F::InstancesChanged, AtLeast, 1, 0s, 0, 0s, Value, true},
            {Id::A25, P3, F::ResumeOverdue, AtLeast, 5, 0s, 0, 0s},
            {Id::A26, P2, F::RecordAge, Above, 2, 5s, 1.5, 30s, Age},
            {Id::A26, P2, F::DiskFree, Below, 1, 5s, 1.1, 30s},
            {Id::A26, P2, F::ClockSkew, Above, 2, 5s, 1.5, 30s, Size},
            {Id::A27, P2, F::Outside, Above, 5, 10s, 4.5, 20s},
            {Id::A27, P2, F::Balancer5xx, AtLeast, 1, 30s, 0.5, 60s},
    };
}

/// The off-limit on the calm side of the on-limit; equal ones would chatter.
bool isSound(const AlarmLimit& limit)
{
    const bool isCalmer = limit.sense == Below ? limit.off > limit.on : limit.off < limit.on;
    return std::isfinite(limit.on) && std::isfinite(limit.off) && isCalmer && limit.onDelay >= 0s
            && limit.onDelay <= longestDelay && limit.offDelay >= 0s
            && limit.offDelay <= longestDelay;
}

void change(AlarmLimit& limit, const AlarmChange& by)
{
    limit.on = by.on.value_or(limit.on);
    limit.off = by.off.value_or(limit.off);
    limit.onDelay = by.onDelay.value_or(limit.onDelay);
    limit.offDelay = by.offDelay.value_or(limit.offDelay);
    limit.reason = by.reason;
}

AlarmChange changeIn(const boost::json::object& from)
{
    AlarmChange out;
    out.reason = json::text(from, "reason");
    const auto seconds = [&from](const char* key) {
        return json::member(from, key)
                ? std::optional{std::chrono::seconds{json::integer(from, key, -1)}}
                : std::nullopt;
    };
    if (json::member(from, "on"))
        out.on = json::number(from, "on", std::nan(""));
    if (json::member(from, "off"))
        out.off = json::number(from, "off", std::nan(""));
    out.onDelay = seconds("on_delay_s");
    out.offDelay = seconds("off_delay_s");
    return out;
}

Outcome readOne(const std::string& key, const boost::json::object& from, AlarmSettings& into)
{
    if (const auto alarm = alarmNamed(key)) {
        const auto why = json::text(from, "out_of_service");
        if (why.empty() || why.size() > longestAlarmText)
            return Fault{FaultCode::Invalid, key + ": out_of_service needs a reason"};
        into.outOfService[*alarm] = why;
        return Nothing{};
    }
    auto limits = shippedLimits();
    const auto found = std::find_if(limits.begin(), limits.end(),
            [&key](const auto& limit) { return keyOf(limit) == key; });
    if (found == limits.end())
        return Fault{FaultCode::Invalid, key + ": no such limit"};
    auto wanted = changeIn(from);
    if (wanted.reason.empty() || wanted.reason.size() > longestAlarmText)
        return Fault{FaultCode::Invalid, key + ": needs a reason"};
    change(*found, wanted);
    if (!isSound(*found))
        return Fault{FaultCode::Invalid, key + ": limits that never end or would chatter"};
    into.changes[key] = std::move(wanted);
    return Nothing{};
}

boost::json::object toObject(const AlarmChange& from)
{
    boost::json::object out{{"reason", from.reason}};
    if (from.on)
        out["on"] = *from.on;
    if (from.off)
        out["off"] = *from.off;
    if (from.onDelay)
        out["on_delay_s"] = from.onDelay->count();
    if (from.offDelay)
        out["off_delay_s"] = from.offDelay->count();
    return out;
}

} // namespace

std::string_view cardOf(const AlarmRecord& record, Phase phase, std::optional<Instant> opensAt,
        Instant now, bool isRedisAlone)
{
    if (record.alarm == AlarmId::A14 && isRedisAlone)
        return "C8";
    if (record.alarm == AlarmId::A04 && phase == Phase::Before)
        return "C1";
    if (record.alarm == AlarmId::A23 && opensAt && now < *opensAt + 10min)
        return "C1";
    static const auto limits = shippedLimits();
    for (const auto& limit : limits)
        if (limit.alarm == record.alarm && !limit.card.empty()
                && info(limit.figure).id == record.figure)
            return limit.card;
    return info(record.alarm).card;
}

std::string keyOf(const AlarmLimit& limit)
{
    return std::string{name(limit.alarm)} + "." + std::string{info(limit.figure).id} + "."
            + std::to_string(static_cast<int>(limit.priority));
}

std::vector<AlarmLimit> alarmLimits(const AlarmSettings& settings)
{
    auto out = shippedLimits();
    for (auto& limit : out)
        if (const auto found = settings.changes.find(keyOf(limit)); found != settings.changes.end())
            change(limit, found->second);
    return out;
}

Result<AlarmSettings> alarmSettingsFromJson(std::string_view text)
{
    const auto read = json::object(text);
    if (!read)
        return Fault{FaultCode::Invalid, "alarms: not an object"};
    AlarmSettings out;
    for (const auto& [key, value] : *read) {
        const std::string name{key};
        if (!value.is_object())
            return Fault{FaultCode::Invalid, name + ": not an object"};
        if (const auto done = readOne(name, value.get_object(), out); !done)
            return done.error();
    }
    return out;
}

std::string toJson(const AlarmSettings& settings)
{
    boost::json::object out;
    for (const auto& [key, wanted] : settings.changes)
        out[key] = toObject(wanted);
    for (const auto& [alarm, why] : settings.outOfService)
        out[name(alarm)] = boost::json::object{{"out_of_service", why}};
    return serialize(out);
}

} // namespace saikobi::contract
