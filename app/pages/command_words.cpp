#include "app/pages/command_words.h"

#include <QStringList>

#include "widgets/status/key_text.h"
#include "widgets/status/timeline_words.h"
#include "widgets/status/words.h"

namespace saikobi::pages {

using commands::Denial;
using contract::CommandState;

QString CommandWords::missingPhase(contract::CommandKind kind)
{
    using contract::CommandKind;
    switch (kind) {
    case CommandKind::OpenNow:
    case CommandKind::MoveOpening:
        return tr("only before the opening", "why a command is not possible");
    case CommandKind::Close:
        return tr("only while open or held", "why a command is not possible");
    case CommandKind::Reopen:
        return tr("only while closed", "why a command is not possible");
    case CommandKind::Call:
        return tr("only while open and paced by hand", "why a command is not possible");
    default:
        return tr("only while held", "why a command is not possible: needs a hold");
    }
}

QString CommandWords::obstacle(Denial denial, contract::CommandKind kind)
{
    switch (denial) {
    case Denial::None:
        return {};
    case Denial::NoSale:
        return tr("nothing was seen of the sale yet", "why a command is not possible");
    case Denial::NotLive:
        return tr("there is no live sale here", "why a command is not possible");
    case Denial::NotOperator:
        return tr("this user may only look", "why a command is not possible");
    case Denial::ReadOnly:
        return tr("this console is READ-ONLY", "why a command is not possible");
    case Denial::OtherVersion:
        return tr("the backend is of another version", "why a command is not possible");
    case Denial::OldData:
        return tr("the data is too old", "why a command is not possible");
    case Denial::WrongPhase:
        return missingPhase(kind);
    case Denial::BadValue:
        return tr("a value is missing or out of range", "why a command is not possible");
    case Denial::NotHolder:
        return tr("this console does not have command", "why a command is not possible");
    case Denial::NotFree:
        return tr("another console has command", "why a command is not possible");
    case Denial::NotOffered:
        return tr("command was not offered to you", "why a command is not possible");
    case Denial::RedisSilent:
        return tr("Redis decides this, and does not answer", "why a command is not possible");
    case Denial::PostgresSilent:
        return tr("Postgres decides this, and does not answer", "why a command is not possible");
    case Denial::Frozen:
        return tr("the screen stands still", "why a command is not possible: FROZEN");
    case Denial::Interlock:
        return tr("the interlocks block this raise", "why a command is not possible");
    case Denial::NoReason:
        return tr("this needs a reason", "why a command is not possible");
    }
    return {};
}

QString CommandWords::notice(Denial denial, const Parties& who, const QWidget& near)
{
    switch (denial) {
    case Denial::None:
        return {};
    case Denial::NoSale:
        return tr("Nothing was seen of the sale yet. Commands become possible once it answers.");
    case Denial::NotLive:
        return tr("This is not a live sale. No commands exist here.");
    case Denial::NotOperator:
        return tr("You are signed in as %1, who may look only. Commands need an operator.",
                "%1: name of the user")
                .arg(who.user);
    case Denial::ReadOnly:
        return tr("This console is READ-ONLY: it can hold the queue (%1) and nothing else. Leave "
                  "READ-ONLY with %2.",
                "%1 and %2: keys")
                .arg(status::keysOf(near, "actionHold"), status::keysOf(near, "actionReadOnly"));
    case Denial::OtherVersion:
        return tr("This dashboard is version %1 and the backend version %2. They do not go "
                  "together, so this console is READ-ONLY: it can hold the queue (%3) and nothing "
                  "else. Use a dashboard of the backend's version.",
                "%1 and %2: version numbers, %3: keys")
                .arg(QStringLiteral(SAIKOBI_VERSION), who.otherVersion,
                        status::keysOf(near, "actionHold"));
    case Denial::Frozen:
        return tr("This screen stands still. Commands exist only in LIVE: %1 goes back. The hold "
                  "(%2) goes back by itself.",
                "%1 and %2: keys")
                .arg(status::keysOf(near, "actionBackToLive"), status::keysOf(near, "actionHold"));
    default:
        break;
    }
    return obstacle(denial, contract::CommandKind::Hold);
}

QString CommandWords::result(const commands::CommandReport& report)
{
    QStringList said{status::Words::of(report.state)};
    if (report.state == CommandState::LostRace && !report.winner.isEmpty())
        said.front()
                = tr("lost the race to %1", "result of a command, %1: who won").arg(report.winner);
    if (report.state == CommandState::Refused && !report.why.isEmpty())
        said.front() = tr("refused: %1", "result of a command, %1: why").arg(why(report));
    if (report.isOverride)
        said << tr("override", "mark in the journal: against the interlocks");
    if (!report.second.isEmpty())
        said << tr("agreed: %1", "mark in the journal, %1: a second person").arg(report.second);
    if (report.isFromReadOnly)
        said << tr("out of READ-ONLY", "mark in the journal: a hold by a desk without command");
    return said.join(QStringLiteral(", "));
}

/// With the one who has command, where that is why.
QString CommandWords::why(const commands::CommandReport& report)
{
    const auto code = status::TimelineWords::refusal(report.why);
    return report.winner.isEmpty() ? code
                                   : tr("%1: %2", "%1: why a command was refused, %2: who it was")
                                             .arg(code, report.winner);
}

QString CommandWords::holder(const contract::SaleSnapshot& sale, const commands::CommandDesk& desk)
{
    if (!sale.line)
        return tr("who has command is not known", "no data");
    const auto holder = QString::fromStdString(sale.line->value.holder);
    const auto offered = QString::fromStdString(sale.line->value.offeredTo);
    if (holder.isEmpty())
        return tr("Nobody has command. The sale goes on at its last rate.");
    if (!offered.isEmpty())
        return tr("%1 has command and offers it to %2.", "%1, %2: names of operators")
                .arg(holder, offered);
    if (desk.hasCommand())
        return tr("%1 has command, on this console.", "%1: name of the operator").arg(holder);
    return tr("%1 has command, on another console.", "%1: name of the operator").arg(holder);
}

QString CommandWords::report(const commands::CommandReport& report)
{
    const auto what = status::Words::of(report.command.kind);
    switch (report.state) {
    case CommandState::Sent:
        return report.acceptedAfter ? tr("%1: accepted after %2 ms, waiting until it is read back",
                       "%1: command, %2: milliseconds")
                                              .arg(what)
                                              .arg(report.acceptedAfter->count())
                                    : tr("%1: sent", "%1: command").arg(what);
    case CommandState::InForce:
        return tr("%1: in force, read back after %2 ms", "%1: command, %2: milliseconds")
                .arg(what)
                .arg(report.inForceAfter ? report.inForceAfter->count() : 0);
    case CommandState::Refused:
        return tr("%1: refused (%2). Nothing was changed.", "%1: command, %2: why")
                .arg(what, why(report));
    case CommandState::Expired:
        return tr("%1: expired, nothing was changed.", "%1: command").arg(what);
    case CommandState::LostRace:
        return tr("%1: %2 was first. Nothing was changed; look again, then decide.",
                "%1: command, %2: who won the race")
                .arg(what, report.winner);
    case CommandState::Unconfirmed:
        return tr(
                "%1: UNCONFIRMED. It was not read back; it may be in force or not.", "%1: command")
                .arg(what);
    }
    return {};
}

} // namespace saikobi::pages
