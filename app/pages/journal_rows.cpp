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

const auto notKnown = QStringLiteral("·");
constexpr int longestText = 24; ///< of a message, in the column of a table

/// A latency that nobody measured is not known, which is not "at once".
QString latency(const std::optional<std::chrono::milliseconds>& after, const View& view)
{
    return after ? view.formatter.milliseconds(static_cast<double>(after->count())) : notKnown;
}

QString beginningOf(const QString& text)
{
    if (text.isEmpty())
        return QStringLiteral("–");
    return text.size() <= longestText ? text : text.left(longestText - 1) + QStringLiteral("…");
}

/// The change, of a message the beginning of both texts.
QString changeOf(const contract::TimelineEntry& entry)
{
    if (entry.subject != contract::name(contract::CommandKind::Message))
        return status::TimelineWords::change(entry);
    const auto text = [&entry](const char* name) {
        const auto found = entry.data.find(name);
        return found == entry.data.end() ? QString() : QString::fromStdString(found->second);
    };
    return QStringLiteral("%1 → %2").arg(beginningOf(text("old")), beginningOf(text("new")));
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
    row.change = changeOf(asEntry(report));
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
    row.change = changeOf(entry);
    row.reason = QString::fromStdString(entry.reason);
    told.isOverride = field("override") == "1";
    told.second = QString::fromStdString(field("second"));
    told.isFromReadOnly = field("read_only") == "1";
    row.result = CommandWords::result(told);
    // Of others only the backend's own measure is known: from the making to the decision.
    row.sent = row.accepted = row.inForce = notKnown;
    if (told.state == contract::CommandState::InForce && !field("ms").empty())
        row.inForce = view.formatter.milliseconds(std::stod("0" + field("ms")));
    return {entry.at, row};
}

void addLoad(controls::JournalRow& row, contract::Instant at, const View& view, LoadNotes& loads)
{
    const auto note = loads.of(row.id, at, view);
    if (!note.isEmpty())
        row.result += QStringLiteral(" · ") + note;
}

} // namespace

std::vector<controls::JournalRow> journalRows(
        const View& view, const std::vector<commands::CommandReport>& own, LoadNotes& loads)
{
    std::vector<Dated> dated;
    std::set<std::string> mine;
    for (const auto& report : own) {
        if (report.command.kind == contract::CommandKind::Probe)
            continue;
        mine.insert(report.command.id);
        dated.push_back(ofOwn(report, view));
        if (report.command.kind == contract::CommandKind::Block
                && report.state == contract::CommandState::InForce)
            addLoad(dated.back().row, report.command.madeAt, view, loads);
    }
    for (const auto& entry : view.sale.timeline) {
        const auto id = entry.data.find("id");
        const bool isMine
                = mine.contains(entry.id) || (id != entry.data.end() && mine.contains(id->second));
        if (entry.kind != "command" || entry.subject == "probe" || isMine)
            continue;
        dated.push_back(ofEntry(entry, view));
        const auto result = entry.data.find("result");
        if (entry.subject == contract::name(contract::CommandKind::Block)
                && result != entry.data.end() && result->second == "in_force")
            addLoad(dated.back().row, entry.at, view, loads);
    }
    std::stable_sort(
            dated.begin(), dated.end(), [](const auto& a, const auto& b) { return a.at > b.at; });
    std::vector<controls::JournalRow> rows;
    for (auto& one : dated)
        rows.push_back(std::move(one.row));
    return rows;
}

} // namespace saikobi::pages
