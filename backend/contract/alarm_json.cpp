#include "backend/contract/alarm.h"
#include "backend/contract/json_members.h"

namespace saikobi::contract {

namespace {

std::optional<AlarmPriority> priorityOf(std::int64_t number)
{
    return number >= 1 && number <= 3 ? std::optional{static_cast<AlarmPriority>(number)}
                                      : std::nullopt;
}

bool isTrue(const boost::json::object& from, const char* key)
{
    const auto* found = json::member(from, key);
    return found && found->is_bool() && found->get_bool();
}

void putActs(boost::json::object& out, const AlarmRecord& r)
{
    json::put(out, "acknowledged", r.acknowledged);
    out["acknowledged_by"] = r.acknowledgedBy;
    json::put(out, "confirmed", r.confirmed);
    out["confirmed_by"] = r.confirmedBy;
    json::put(out, "tested", r.tested);
    if (!r.shelved)
        return;
    json::put(out, "shelved", r.shelved);
    out["shelved_by"] = r.shelvedBy;
    out["shelved_why"] = r.shelvedWhy;
    json::put(out, "shelved_until", r.shelvedUntil);
    out["until_clear"] = r.isShelvedUntilClear;
}

void readActs(const boost::json::object& from, AlarmRecord& r)
{
    r.acknowledged = json::instant(from, "acknowledged");
    r.acknowledgedBy = json::text(from, "acknowledged_by");
    r.confirmed = json::instant(from, "confirmed");
    r.confirmedBy = json::text(from, "confirmed_by");
    r.tested = json::instant(from, "tested");
    r.shelved = json::instant(from, "shelved");
    r.shelvedBy = json::text(from, "shelved_by");
    r.shelvedWhy = json::text(from, "shelved_why");
    r.shelvedUntil = json::instant(from, "shelved_until");
    r.isShelvedUntilClear = isTrue(from, "until_clear");
    if (!r.shelved)
        return;
    // Shelving without an end, or with too late a one, does not exist.
    const auto latest = *r.shelved + longestShelf;
    r.shelvedUntil = std::min(r.shelvedUntil.value_or(latest), latest);
}

void readOccurrence(const boost::json::object& from, AlarmRecord& r)
{
    r.began = json::instant(from, "began");
    r.raised = json::instant(from, "raised");
    r.rang = json::instant(from, "rang");
    r.cleared = json::instant(from, "cleared");
    r.figure = json::text(from, "figure");
    r.value = json::number(from, "value");
    r.limit = json::number(from, "limit");
    r.raisedBy = json::text(from, "raised_by");
    r.isLatched = isTrue(from, "latched");
    r.isTest = isTrue(from, "test");
    r.order = static_cast<std::int32_t>(json::integer(from, "order"));
    r.headline = alarmNamed(json::text(from, "headline"));
}

} // namespace

std::string toJson(const AlarmRecord& r)
{
    boost::json::object out{{"alarm", name(r.alarm)}, {"version", r.version},
            {"occurrence", r.occurrence}, {"on", r.on}, {"priority", static_cast<int>(r.priority)},
            {"figure", r.figure}, {"value", r.value}, {"limit", r.limit}, {"raised_by", r.raisedBy},
            {"latched", r.isLatched}, {"test", r.isTest}, {"order", r.order}};
    json::put(out, "began", r.began);
    json::put(out, "raised", r.raised);
    json::put(out, "rang", r.rang);
    json::put(out, "cleared", r.cleared);
    if (r.headline)
        out["headline"] = name(*r.headline);
    putActs(out, r);
    return serialize(out);
}

Result<AlarmRecord> alarmFromJson(std::string_view text)
{
    if (text.size() > longestAlarmRecord)
        return Fault{FaultCode::Invalid, "alarm record too long"};
    const auto read = json::object(text);
    const auto alarm = read ? alarmNamed(json::text(*read, "alarm")) : std::nullopt;
    const auto priority = read ? priorityOf(json::integer(*read, "priority", 3)) : std::nullopt;
    if (!alarm || !priority)
        return Fault{FaultCode::Invalid, "not an alarm record"};
    AlarmRecord out;
    out.alarm = *alarm;
    out.priority = *priority;
    out.version = json::integer(*read, "version");
    out.occurrence = json::integer(*read, "occurrence");
    out.on = static_cast<std::uint32_t>(json::integer(*read, "on"));
    readOccurrence(*read, out);
    readActs(*read, out);
    return out;
}

std::string toJson(const AlarmRings& rings)
{
    boost::json::array out;
    for (const auto& ring : rings)
        out.push_back(boost::json::array{toUnixMs(ring.at), static_cast<int>(ring.priority)});
    return serialize(out);
}

AlarmRings ringsFromJson(std::string_view text)
{
    AlarmRings out;
    const auto read = json::object("{\"r\":" + std::string{text} + "}");
    const auto* list = read ? json::member(*read, "r") : nullptr;
    if (!list || !list->is_array())
        return out;
    for (const auto& one : list->get_array()) {
        if (out.size() == mostRings)
            break;
        if (!one.is_array() || one.get_array().size() != 2)
            continue;
        const auto& pair = one.get_array();
        if (const auto priority = priorityOf(static_cast<std::int64_t>(json::number(pair[1]))))
            out.push_back(
                    {fromUnixMs(static_cast<std::int64_t>(json::number(pair[0]))), *priority});
    }
    return out;
}

} // namespace saikobi::contract
