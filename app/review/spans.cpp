#include "app/review/spans.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "widgets/timeline/pyramid.h"

namespace saikobi::review {

using contract::Instant;
using namespace std::chrono_literals;

namespace {

contract::Phase firstPhase(const Recording& recording)
{
    const auto* phases = recording.find("line.phase");
    if (!phases)
        return contract::Phase::Before;
    const auto known = std::find_if(phases->values.begin(), phases->values.end(),
            [](float value) { return !std::isnan(value); });
    return known == phases->values.end() ? contract::Phase::Before
                                         : static_cast<contract::Phase>(std::lround(*known));
}

contract::AlarmPriority priorityOf(const contract::TimelineEntry& entry)
{
    const auto said = dataOf(entry, "priority");
    if (said == "1")
        return contract::AlarmPriority::P1;
    return said == "2" ? contract::AlarmPriority::P2 : contract::AlarmPriority::P3;
}

/// Entries of one change of an alarm have the same text before the last colon of their id: a shelf
/// that ends with a raise is two entries and one ring.
std::string changeOf(const contract::TimelineEntry& entry)
{
    const auto end = entry.id.rfind(':');
    return end == std::string::npos ? std::string{} : entry.id.substr(0, end);
}

/// Alarms while they are on.
class AlarmReader {
public:
    void read(const contract::TimelineEntry& entry)
    {
        if (entry.kind == "alarm")
            readAlarm(entry);
        else if (entry.kind == "test")
            readTest(entry);
        else if (entry.kind == "acknowledge")
            readAcknowledge(entry);
        if (entry.kind == "alarm" || entry.kind == "shelve")
            readRing(entry);
    }

    std::vector<AlarmSpan> take() { return std::move(m_spans); }

private:
    AlarmSpan& begin(const contract::TimelineEntry& entry)
    {
        m_newest[entry.subject] = m_spans.size();
        AlarmSpan span;
        span.alarm = entry.subject;
        span.priority = priorityOf(entry);
        span.raisedAt = entry.at;
        m_spans.push_back(std::move(span));
        return m_spans.back();
    }

    AlarmSpan* newest(const std::string& alarm)
    {
        const auto found = m_newest.find(alarm);
        return found == m_newest.end() ? nullptr : &m_spans[found->second];
    }

    void readTest(const contract::TimelineEntry& entry)
    {
        auto& span = begin(entry);
        span.isTest = true;
        span.clearedAt = entry.at;
    }

    void readAlarm(const contract::TimelineEntry& entry)
    {
        const auto what = dataOf(entry, "what");
        auto* span = newest(entry.subject);
        const bool isOn = span && !span->clearedAt;
        if (what == "cleared") {
            if (isOn)
                span->clearedAt = entry.at;
        } else if (!isOn) {
            begin(entry);
        } else if (what == "raised") { // its end was never told
            span->clearedAt = entry.at;
            begin(entry);
        } else {
            span->priority = std::min(span->priority, priorityOf(entry));
        }
    }

    void readRing(const contract::TimelineEntry& entry)
    {
        auto* span = newest(entry.subject);
        if (!span || dataOf(entry, "rings") != "1")
            return;
        const auto change = changeOf(entry);
        if (!change.empty() && std::exchange(m_lastRing[entry.subject], change) == change)
            return;
        span->rings.push_back({entry.at, priorityOf(entry)});
    }

    /// Also of one that is over: it was acknowledged afterwards.
    void readAcknowledge(const contract::TimelineEntry& entry)
    {
        auto* span = newest(entry.subject);
        if (!span || span->acknowledgedAt)
            return;
        span->acknowledgedAt = entry.at;
        span->acknowledgedBy = entry.actor;
    }

    std::map<std::string, std::size_t> m_newest{}; ///< by alarm: its last place in m_spans
    std::map<std::string, std::string> m_lastRing{}; ///< by alarm
    std::vector<AlarmSpan> m_spans{};
};

bool isSame(const contract::TimelineEntry& a, const contract::TimelineEntry& b)
{
    return a.kind == b.kind && a.subject == b.subject && dataOf(a, "what") == dataOf(b, "what");
}

std::optional<Instant> counterpart(
        const Recording& first, const Recording& second, const contract::TimelineEntry& mark)
{
    const auto before = std::count_if(first.timeline.begin(), first.timeline.end(),
            [&mark](const auto& entry) { return entry.at < mark.at && isSame(entry, mark); });
    auto left = before;
    for (const auto& entry : second.timeline)
        if (isSame(entry, mark) && left-- == 0)
            return entry.at;
    return std::nullopt;
}

} // namespace

std::string dataOf(const contract::TimelineEntry& entry, const char* name)
{
    const auto found = entry.data.find(name);
    return found == entry.data.end() ? std::string{} : found->second;
}

std::vector<PhaseSpan> phasesOf(const Recording& recording)
{
    std::vector<PhaseSpan> spans;
    const auto& meta = recording.meta;
    spans.push_back({firstPhase(recording), {meta.from, meta.to}, {}});
    for (const auto& entry : recording.timeline) {
        const auto phase = contract::fromName<contract::Phase>(entry.subject);
        if (entry.kind != "phase" || !phase)
            continue;
        const auto at = std::clamp(entry.at, meta.from, meta.to);
        auto& last = spans.back();
        if (last.phase == *phase) {
            last.causes = dataOf(entry, "causes"); // one more cause of the same hold
            continue;
        }
        last.time.to = at;
        if (last.time.from == at && spans.size() > 1)
            spans.pop_back();
        spans.push_back({*phase, {at, meta.to}, dataOf(entry, "causes")});
    }
    if (spans.size() > 1 && spans.front().time.from == spans.front().time.to)
        spans.erase(spans.begin());
    return spans;
}

std::vector<AlarmSpan> alarmsOf(const Recording& recording)
{
    AlarmReader reader;
    for (const auto& entry : recording.timeline)
        reader.read(entry);
    return reader.take();
}

std::vector<timeline::TimeWindow> gapsOf(const Recording& recording)
{
    // One line that is known wherever anything is.
    auto any = std::make_shared<std::vector<float>>(recording.meta.seconds(), std::nanf(""));
    for (const auto& series : recording.series)
        for (std::size_t i = 0; i < std::min(any->size(), series.values.size()); ++i)
            if (!std::isnan(series.values[i]))
                (*any)[i] = 1;
    const timeline::Pyramid all(*any, {recording.meta.from, 1s, 3s}, any);
    return all.gaps({recording.meta.from, recording.meta.to});
}

std::optional<Instant> openingOf(const Recording& recording)
{
    if (recording.meta.openedAt)
        return recording.meta.openedAt;
    for (const auto& entry : recording.timeline)
        if (entry.kind == "phase" && entry.subject == "open")
            return entry.at;
    return recording.meta.opensAt;
}

std::optional<Instant> firstAlarmOf(const Recording& recording)
{
    for (const auto& span : alarmsOf(recording))
        if (!span.isTest)
            return span.raisedAt;
    return std::nullopt;
}

std::optional<Instant::duration> offsetOf(const Recording& first, const Recording& second,
        AlignBy by, const contract::TimelineEntry* mark)
{
    std::optional<Instant> a;
    std::optional<Instant> b;
    switch (by) {
    case AlignBy::Opening:
        a = openingOf(first);
        b = openingOf(second);
        break;
    case AlignBy::FirstAlarm:
        a = firstAlarmOf(first);
        b = firstAlarmOf(second);
        break;
    case AlignBy::Mark:
        if (mark) {
            a = mark->at;
            b = counterpart(first, second, *mark);
        }
        break;
    }
    return a && b ? std::optional{*a - *b} : std::nullopt;
}

} // namespace saikobi::review
