#include "app/sources/scripted_alarms.h"

#include <algorithm>
#include <set>
#include <string>

namespace saikobi::sources {

using contract::AlarmId;
using contract::AlarmPriority;
using contract::Figure;
using enum contract::AlarmId;
using enum contract::AlarmPriority;

namespace {

/// One annunciation: an alarm is raised, or rings again with more weight.
struct Ring {
    std::int64_t second = 0; ///< after the fault
    AlarmId alarm{};
    AlarmPriority priority{};
    Figure figure{};
    double value = 0;
    double limit = 0;
};

constexpr std::array course{Ring{5, A12, P3, Figure::PgLockWaiters, 12, 10},
        Ring{14, A12, P2, Figure::PgLockWaiters, 41, 30},
        Ring{18, A03, P2, Figure::OwnP95, 0.8, 0.5}, Ring{19, A10, P3, Figure::LaneUse, 84, 80},
        Ring{22, A11, P3, Figure::PgConnections, 82, 80},
        Ring{24, A02, P3, Figure::ErrorRatio, 2, 1}, Ring{26, A10, P2, Figure::LaneUse, 97, 95},
        Ring{28, A04, P3, Figure::PageP95, 1.4, 1}, Ring{30, A02, P2, Figure::ErrorRatio, 7, 5},
        Ring{33, A06, P3, Figure::BudgetUsed, 83, 80},
        Ring{34, A07, P2, Figure::RefusedForRate, 6, 3},
        Ring{35, A06, P2, Figure::BudgetUsed, 96, 95},
        Ring{38, A11, P2, Figure::PgConnections, 96, 95},
        Ring{41, A08, P3, Figure::MethodP95, 2.4, 2},
        Ring{44, A05, P3, Figure::PaymentSuccess, 95, 97},
        Ring{48, A05, P2, Figure::PaymentSuccess, 86, 90},
        Ring{50, A09, P2, Figure::Unsettled, 9, 5}, Ring{52, A02, P1, Figure::ErrorRatio, 24, 20},
        Ring{55, A13, P3, Figure::RedisMemory, 81, 80}, Ring{58, A14, P2, Figure::StoreLost, 5, 5},
        Ring{60, A20, P2, Figure::Conversion, 55, 50},
        Ring{63, A22, P3, Figure::HeldOverdue, 14, 5},
        Ring{66, A21, P2, Figure::AuditStrandedStock, 2, 1},
        Ring{68, A14, P1, Figure::StoreLost, 15, 15}, Ring{70, A17, P2, Figure::PassAge, 30, 30},
        Ring{73, A05, P1, Figure::PaymentSuccess, 44, 50},
        Ring{76, A18, P3, Figure::RateActual, 38, 15}, Ring{79, A19, P3, Figure::WaitNew, 58, 50},
        Ring{82, A24, P2, Figure::InstancesChanged, 1, 1},
        Ring{85, A26, P2, Figure::RecordAge, 4, 2}, Ring{88, A27, P2, Figure::Outside, 60, 5},
        Ring{91, A01, P1, Figure::AuditOversold, 1, 1},
        Ring{94, A23, P3, Figure::ArrivalsRatio, 3.4, 3},
        Ring{97, A13, P1, Figure::RedisRefused, 3, 1},
        Ring{100, A21, P1, Figure::AuditDoubleCapture, 1, 1},
        Ring{104, A25, P3, Figure::ResumeOverdue, 5, 5},
        Ring{107, A03, P2, Figure::OwnP95, 1.6, 0.5},
        Ring{110, A07, P2, Figure::RefusedForRate, 22, 3},
        Ring{114, A09, P2, Figure::Unsettled, 31, 5}, Ring{118, A17, P2, Figure::PassAge, 78, 30}};
static_assert(course.size() == 40);

constexpr std::int64_t acknowledgedAfter = 40; ///< the first of them, by op-1
constexpr std::int64_t shelvedAfter = 60; ///< page_p95: known
constexpr auto shelvedWhy = "known: the load test of the pages still runs";
constexpr AlarmId ofItsOwn = A23; ///< nothing of the cascade: a second headline

void ring(contract::AlarmRecord& record, const Ring& one, const ScriptedDay& day)
{
    const auto at = day.at(day.faultSecond() + one.second);
    if (record.occurrence == 0) {
        record.alarm = one.alarm;
        record.occurrence = 1;
        record.on = 1;
        record.raised = at;
        record.began = day.at(day.faultSecond() + std::max<std::int64_t>(0, one.second - 5));
        record.raisedBy = "serve-1";
        record.isLatched = one.alarm == A01 || one.alarm == A24;
    }
    ++record.version;
    record.rang = at;
    record.priority = one.priority;
    record.figure = contract::info(one.figure).id;
    record.value = one.value;
    record.limit = one.limit;
}

void act(contract::AlarmRecord& record, const ScriptedDay& day, std::int64_t elapsed)
{
    if (record.alarm == A12 && elapsed >= acknowledgedAfter) {
        record.acknowledged = day.at(day.faultSecond() + acknowledgedAfter);
        record.acknowledgedBy = "op-1";
    }
    if (record.alarm == A04 && elapsed >= shelvedAfter) {
        record.shelved = day.at(day.faultSecond() + shelvedAfter);
        record.shelvedBy = "op-2";
        record.shelvedWhy = shelvedWhy;
        record.shelvedUntil = *record.shelved + std::chrono::minutes{30};
    }
}

/// An alarm that was tried out before the fault, and nobody has acknowledged yet.
contract::AlarmRecord testRecord(const ScriptedDay& day)
{
    contract::AlarmRecord out;
    out.alarm = A16;
    out.occurrence = out.version = 1;
    out.isTest = true;
    out.priority = P2;
    out.raisedBy = "op-1";
    out.tested = out.raised = out.rang = out.cleared = day.at(day.faultSecond() - 30);
    return out;
}

} // namespace

contract::AlarmList scriptedAlarms(const ScriptedDay& day)
{
    contract::AlarmList out;
    if (!day.has(ScriptedFault::AlarmCascade, day.now))
        return out;
    const auto elapsed = day.now - day.faultSecond();
    for (const auto& one : course) {
        if (one.second > elapsed)
            break;
        auto found = std::find_if(out.records.begin(), out.records.end(),
                [&one](const auto& record) { return record.alarm == one.alarm; });
        if (found == out.records.end()) {
            found = out.records.insert(found, contract::AlarmRecord{});
            found->order = static_cast<std::int32_t>(out.records.size());
            if (one.alarm != course.front().alarm && one.alarm != ofItsOwn)
                found->headline = course.front().alarm;
        }
        ring(*found, one, day);
        out.rings.push_back({*found->rang, one.priority});
    }
    for (auto& record : out.records)
        act(record, day, elapsed);
    out.records.push_back(testRecord(day));
    return out;
}

std::vector<contract::TimelineEntry> scriptedAlarmEntries(const ScriptedDay& day)
{
    std::vector<contract::TimelineEntry> out;
    if (!day.has(ScriptedFault::AlarmCascade, day.now))
        return out;
    const auto elapsed = day.now - day.faultSecond();
    const auto add = [&](std::int64_t second, const char* kind, AlarmId alarm) -> auto&
    {
        auto& entry = out.emplace_back();
        entry.id = "scripted-alarm-" + std::to_string(out.size());
        entry.sale = "shop-a";
        entry.at = day.at(day.faultSecond() + second);
        entry.kind = kind;
        entry.subject = contract::name(alarm);
        return entry;
    };
    std::set<AlarmId> known;
    for (const auto& one : course) {
        if (one.second > elapsed)
            break;
        auto& entry = add(one.second, "alarm", one.alarm);
        entry.source = "serve-1";
        entry.data = {{"what", known.insert(one.alarm).second ? "raised" : "escalated"},
                {"rings", "1"}, {"priority", std::to_string(static_cast<int>(one.priority))},
                {"figure", std::string{contract::info(one.figure).id}},
                {"value", std::to_string(one.value)}};
    }
    if (elapsed >= acknowledgedAfter)
        add(acknowledgedAfter, "acknowledge", A12).actor = "op-1";
    if (elapsed >= shelvedAfter) {
        auto& shelved = add(shelvedAfter, "shelve", A04);
        shelved.actor = "op-2";
        shelved.reason = shelvedWhy;
    }
    return out;
}

} // namespace saikobi::sources
