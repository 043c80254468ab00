#include "app/pages/review_lanes.h"

#include <algorithm>
#include <array>
#include <map>

#include "app/review/spans.h"
#include "widgets/status/timeline_words.h"
#include "widgets/status/words.h"

namespace saikobi::pages {

using contract::TimelineEntry;

namespace {

bool isInForce(const TimelineEntry& entry)
{
    return review::dataOf(entry, "result") == "in_force";
}

/// "in force" stands for a plain command; what came of the others is their sentence.
QString labelOf(const TimelineEntry& entry)
{
    const auto kind = contract::fromName<contract::CommandKind>(entry.subject);
    if (!kind || !isInForce(entry))
        return status::TimelineWords::sentence(entry);
    const auto change = status::TimelineWords::change(entry);
    return change.isEmpty() ? status::Words::of(*kind) : change;
}

} // namespace

charts::Lane ReviewLanes::phases(const review::Recording& recording)
{
    charts::Lane lane{tr("phase", "lane of a recording"), {}};
    for (const auto& span : review::phasesOf(recording))
        lane.events.push_back(
                {span.time.from, span.time.to, status::Words::of(span.phase), {}, {}});
    return lane;
}

charts::Lane ReviewLanes::commands(const std::vector<TimelineEntry>& entries)
{
    charts::Lane lane{tr("commands", "lane of a recording"), {}};
    for (const auto& entry : entries)
        if (entry.kind == "command")
            lane.events.push_back({entry.at, entry.at, labelOf(entry), {}, {}});
    return lane;
}

charts::Lane ReviewLanes::alarms(const review::Recording& recording)
{
    charts::Lane lane{tr("alarms", "lane of a recording"), {}};
    for (const auto& span : review::alarmsOf(recording)) {
        const auto id = QString::fromStdString(span.alarm);
        const auto label
                = span.isTest ? tr("%1 TEST", "alarm that was tried out, %1: id").arg(id) : id;
        lane.events.push_back({span.raisedAt, span.clearedAt.value_or(recording.meta.to), label,
                span.priority, span.acknowledgedAt});
    }
    return lane;
}

charts::Lane ReviewLanes::notes(const std::vector<TimelineEntry>& entries)
{
    static constexpr std::array kinds{"note", "pin", "card", "step", "call", "message"};
    charts::Lane lane{tr("notes", "lane of a recording: notes, pins, cards"), {}};
    for (const auto& entry : entries)
        if (std::find(kinds.begin(), kinds.end(), entry.kind) != kinds.end())
            lane.events.push_back(
                    {entry.at, entry.at, status::TimelineWords::sentence(entry), {}, {}});
    return lane;
}

charts::Lane ReviewLanes::gaps(const review::Recording& recording,
        const std::vector<TimelineEntry>& entries, const std::string& console)
{
    charts::Lane lane{tr("gaps", "lane of a recording"), {}};
    const auto add = [&lane](contract::Instant from, contract::Instant to, const QString& label) {
        charts::LaneEvent event{from, to, label, {}, {}};
        event.isGap = to > from;
        lane.events.push_back(std::move(event));
    };
    for (const auto& gap : review::gapsOf(recording))
        add(gap.from, gap.to, tr("nothing recorded", "a gap in a recording"));
    // A feed was lost at the console from the entry that says so to its next state.
    std::map<std::string, contract::Instant> lostSince;
    for (const auto& entry : entries) {
        if (entry.kind == "gap")
            add(entry.at, entry.at, status::TimelineWords::sentence(entry));
        if (entry.kind != "feed" || review::dataOf(entry, "console") != console)
            continue;
        const auto feed = review::dataOf(entry, "feed");
        const auto state = review::dataOf(entry, "state");
        const auto lost = lostSince.find(feed);
        if (state == "lost" || state == "stale") {
            lostSince.try_emplace(feed, entry.at);
        } else if (lost != lostSince.end()) {
            add(lost->second, entry.at, QString::fromStdString(feed));
            lostSince.erase(lost);
        }
    }
    for (const auto& [feed, since] : lostSince)
        add(since, recording.meta.to, QString::fromStdString(feed));
    std::stable_sort(lane.events.begin(), lane.events.end(),
            [](const auto& a, const auto& b) { return a.from < b.from; });
    return lane;
}

std::vector<charts::Lane> ReviewLanes::of(const review::Recording& recording,
        const std::vector<TimelineEntry>& entries, const std::string& console)
{
    return {phases(recording), commands(entries), alarms(recording), notes(entries),
            gaps(recording, entries, console)};
}

std::vector<charts::Mark> ReviewLanes::marks(const review::Recording& recording)
{
    std::vector<charts::Mark> out;
    for (const auto& entry : recording.timeline)
        if ((entry.kind == "command" && isInForce(entry)) || entry.kind == "phase")
            out.push_back({entry.at, QString(), {}, {}});
    for (const auto& span : review::alarmsOf(recording))
        out.push_back({span.raisedAt, QString(), {}, span.priority});
    std::stable_sort(
            out.begin(), out.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
    return out;
}

} // namespace saikobi::pages
