#include <algorithm>

#include "app/review/sale_report.h"

namespace saikobi::review {

using contract::Instant;
using namespace std::chrono_literals;

namespace {

constexpr auto patience = 30min;
constexpr auto floodWindow = 10min;

std::chrono::seconds since(Instant from, Instant at)
{
    return std::chrono::round<std::chrono::seconds>(at - from);
}

/// A person did something: no entry of the software itself.
bool isAct(const contract::TimelineEntry& entry)
{
    return !entry.actor.empty()
            && (entry.kind == "acknowledge" || entry.kind == "command" || entry.kind == "confirm"
                    || entry.kind == "card" || entry.kind == "step" || entry.kind == "note"
                    || entry.kind == "call" || entry.kind == "shelve" || entry.kind == "silence");
}

void fill(Incident& incident, const Recording& recording)
{
    const auto end = [&incident, &recording] {
        Instant last = incident.from;
        for (const auto& alarm : incident.alarms)
            last = std::max(last, alarm.clearedAt.value_or(recording.meta.to));
        return last;
    }();
    const bool isOver = std::all_of(incident.alarms.begin(), incident.alarms.end(),
            [](const AlarmSpan& alarm) { return alarm.clearedAt.has_value(); });
    if (isOver)
        incident.recovered = since(incident.from, end);
    for (const auto& alarm : incident.alarms)
        if (alarm.acknowledgedAt) {
            const auto after = since(incident.from, *alarm.acknowledgedAt);
            incident.acknowledged = std::min(incident.acknowledged.value_or(after), after);
        }
    for (const auto& entry : recording.timeline) {
        if (entry.at < incident.from || entry.at > end)
            continue;
        if (!incident.noticed && isAct(entry))
            incident.noticed = since(incident.from, entry.at);
        const bool isHold = entry.kind == "phase" && entry.subject == "held";
        if (!incident.held && isHold)
            incident.held = since(incident.from, entry.at);
    }
}

} // namespace

std::vector<Incident> incidentsOf(const Recording& recording)
{
    std::vector<Incident> out;
    Instant lastEnd{};
    for (const auto& alarm : alarmsOf(recording)) {
        if (alarm.isTest)
            continue;
        if (out.empty() || alarm.raisedAt > lastEnd) {
            out.push_back({});
            out.back().from = alarm.raisedAt;
        }
        out.back().alarms.push_back(alarm);
        lastEnd = std::max(lastEnd, alarm.clearedAt.value_or(recording.meta.to));
    }
    for (auto& incident : out)
        fill(incident, recording);
    return out;
}

AlarmLoad alarmLoadOf(const Recording& recording)
{
    AlarmLoad out;
    std::vector<Instant> rang;
    for (const auto& alarm : alarmsOf(recording)) {
        if (alarm.isTest) {
            out.tests += 1;
            continue;
        }
        out.raised += 1;
        const auto end = alarm.clearedAt.value_or(recording.meta.to);
        if (const auto stood = since(alarm.raisedAt, end); stood > out.longest) {
            out.longest = stood;
            out.longestAlarm = alarm.alarm;
        }
        out.standing += alarm.clearedAt ? 0 : 1;
        const auto seen = alarm.acknowledgedAt.value_or(recording.meta.to);
        out.untouched += seen - alarm.raisedAt > patience ? 1 : 0;
        for (const auto& ring : alarm.rings) {
            out.byPriority.at(static_cast<std::size_t>(ring.priority) - 1) += 1;
            rang.push_back(ring.at);
        }
    }
    std::sort(rang.begin(), rang.end());
    out.annunciations = static_cast<int>(rang.size());
    const std::chrono::duration<double> length = recording.meta.to - recording.meta.from;
    if (length > 0s)
        out.perTenMinutes = out.annunciations * (floodWindow / length);
    for (auto from = rang.begin(); from != rang.end(); ++from)
        out.mostInTenMinutes = std::max(out.mostInTenMinutes,
                static_cast<int>(std::count_if(
                        from, rang.end(), [&](Instant at) { return at - *from < floodWindow; })));
    for (const auto& entry : recording.timeline)
        out.shelved += entry.kind == "shelve" && dataOf(entry, "what") != "over" ? 1 : 0;
    return out;
}

} // namespace saikobi::review
