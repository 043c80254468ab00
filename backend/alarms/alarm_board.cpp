#include "backend/alarms/alarm_board.h"

#include <charconv>

#include "backend/contract/figures.h"

namespace saikobi::alarms {

using contract::AlarmRecord;

namespace {

/// Shortest text that reads back as the same number.
std::string textOf(double value)
{
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

std::map<std::string, std::string> dataOf(const Transition& transition, AlarmChange change)
{
    const auto& record = transition.after;
    std::map<std::string, std::string> out{{"what", std::string{name(change)}},
            {"occurrence", std::to_string(record.occurrence)},
            {"priority", std::to_string(static_cast<int>(record.priority))},
            {"figure", record.figure}, {"value", textOf(record.value)},
            {"limit", textOf(record.limit)}, {"by", record.raisedBy}};
    if (!transition.why.empty())
        out["why"] = transition.why;
    if (transition.rings)
        out["rings"] = "1";
    if (record.isShelved())
        out["shelved"] = "1";
    return out;
}

} // namespace

std::string_view name(AlarmChange change)
{
    switch (change) {
    case AlarmChange::Raised:
        return "raised";
    case AlarmChange::Escalated:
        return "escalated";
    case AlarmChange::Eased:
        return "eased";
    case AlarmChange::Again:
        return "again";
    case AlarmChange::Cleared:
        return "cleared";
    case AlarmChange::ShelfOver:
        return "over";
    }
    return {};
}

AlarmBoard::AlarmBoard()
{
    for (const auto& alarm : contract::allAlarms())
        records.at(static_cast<std::size_t>(alarm.id)).alarm = alarm.id;
}

bool AlarmBoard::apply(const Transition& transition)
{
    auto& record = records.at(static_cast<std::size_t>(transition.after.alarm));
    if (record.version != transition.before)
        return false;
    record = transition.after;
    if (!transition.rings || !record.rang)
        return true;
    rings.push_back({*record.rang, record.priority});
    while (rings.size() > contract::mostRings
            || rings.front().at < rings.back().at - contract::ringsKept)
        rings.erase(rings.begin());
    return true;
}

bool AlarmBoard::take(const AlarmRecord& record)
{
    auto& known = records.at(static_cast<std::size_t>(record.alarm));
    if (record.version <= known.version)
        return false;
    known = record;
    return true;
}

std::vector<contract::TimelineEntry> entriesOf(
        const Transition& transition, const std::string& sale, contract::Run run)
{
    const auto& record = transition.after;
    std::vector<contract::TimelineEntry> out;
    for (const auto change : transition.changes) {
        contract::TimelineEntry entry;
        // The version has been nobody else's: two instances that saw the same say the same.
        entry.id = "alarm:" + sale + ":" + std::string{contract::name(record.alarm)} + ":"
                + std::to_string(record.version) + ":" + std::string{name(change)};
        entry.sale = sale;
        entry.run = run;
        entry.source = record.raisedBy;
        entry.kind = change == AlarmChange::ShelfOver ? "shelve" : "alarm";
        entry.subject = contract::name(record.alarm);
        entry.data = dataOf(transition, change);
        out.push_back(std::move(entry));
    }
    return out;
}

} // namespace saikobi::alarms
