#include "app/pages/journal_rows.h"

#include <algorithm>
#include <set>

#include "app/pages/command_words.h"
#include "widgets/status/timeline_words.h"
#include "widgets/status/words.h"

namespace saikobi::pages {

namespace {

struct Dated {
    contract::Instant at{};
    controls::JournalRow row{};
};

QString latency(const std::optional<std::chrono::milliseconds>& after, const View& view)
{
    return after ? view.formatter.milliseconds(static_cast<double>(after->count())) : QString();
}

/// The same words for a change, whether the backend or this console tells of it.
contract::TimelineEntry asEntry(const commands::CommandReport& report)
{
    contract::TimelineEntry entry;
    entry.kind = "command";
    entry.subject = contract::name(report.command.kind);
    entry.data = {{"old", report.oldValue.toStdString()}, {"new", report.newValue.toStdString()}};
    return entry;
}

Dated ofOwn(const commands::CommandReport& report, const View& view)
{
    controls::JournalRow row;
    row.id = report.command.id;
    row.time = view.formatter.clock(report.command.madeAt);
    row.who = QString::fromStdString(view.sale.user);
    row.command = status::Words::of(report.command.kind);
    row.change = status::TimelineWords::change(asEntry(report));
    row.reason = QString::fromStdString(report.command.reason);
    row.sent = latency(report.sentAfter, view);
    row.accepted = latency(report.acceptedAfter, view);
    row.inForce = latency(report.inForceAfter, view);
    row.result = CommandWords::result(report);
    return {report.command.madeAt, row};
}

Dated ofEntry(const contract::TimelineEntry& entry, const View& view)
{
    commands::CommandReport told;
    if (const auto kind = contract::fromName<contract::CommandKind>(entry.subject))
        told.command.kind = *kind;
    const auto field = [&entry](const char* name) {
        const auto found = entry.data.find(name);
        return found == entry.data.end() ? std::string() : found->second;
    };
    told.state = contract::fromName<contract::CommandState>(field("result"))
                         .value_or(contract::CommandState::Sent);
    told.why = QString::fromStdString(field("why"));
    told.winner = QString::fromStdString(field("winner"));
    controls::JournalRow row;
    row.id = entry.id;
    row.time = view.formatter.clock(entry.at);
    row.who = QString::fromStdString(entry.actor);
    row.command = status::Words::of(told.command.kind);
    row.change = status::TimelineWords::change(entry);
    row.reason = QString::fromStdString(entry.reason);
    told.isOverride = field("override") == "1";
    told.second = QString::fromStdString(field("second"));
    told.isFromReadOnly = field("read_only") == "1";
    row.result = CommandWords::result(told);
    // Of others only the backend's own measure is known: from the making to the decision.
    if (told.state == contract::CommandState::InForce && !field("ms").empty())
        row.inForce = view.formatter.milliseconds(std::stod("0" + field("ms")));
    return {entry.at, row};
}

} // namespace

std::vector<controls::JournalRow> journalRows(
        const View& view, const std::vector<commands::CommandReport>& own)
{
    std::vector<Dated> dated;
    std::set<std::string> mine;
    for (const auto& report : own) {
        if (report.command.kind == contract::CommandKind::Probe)
            continue;
        mine.insert(report.command.id);
        dated.push_back(ofOwn(report, view));
    }
    for (const auto& entry : view.sale.timeline) {
        const auto id = entry.data.find("id");
        const bool isMine
                = mine.contains(entry.id) || (id != entry.data.end() && mine.contains(id->second));
        if (entry.kind == "command" && entry.subject != "probe" && !isMine)
            dated.push_back(ofEntry(entry, view));
    }
    std::stable_sort(
            dated.begin(), dated.end(), [](const auto& a, const auto& b) { return a.at > b.at; });
    std::vector<controls::JournalRow> rows;
    for (auto& one : dated)
        rows.push_back(std::move(one.row));
    return rows;
}

} // namespace saikobi::pages
