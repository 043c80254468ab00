#include "app/pages/command_words.h"

#include "widgets/status/timeline_words.h"
#include "widgets/status/words.h"

namespace saikobi::pages {

using commands::Denial;
using contract::CommandState;

QString CommandWords::obstacle(Denial denial)
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
    case Denial::OldData:
        return tr("the data is too old", "why a command is not possible");
    case Denial::WrongPhase:
        return tr("only while held", "why a command is not possible: needs a hold");
    case Denial::BadValue:
        return tr("a value is missing or out of range", "why a command is not possible");
    }
    return {};
}

QString CommandWords::notice(Denial denial, const QString& user)
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
                .arg(user);
    case Denial::ReadOnly:
        return tr("This console is READ-ONLY: it can hold the queue (Ctrl+Shift+H) and nothing "
                  "else. Leave READ-ONLY with Ctrl+Shift+R.");
    case Denial::OldData:
    case Denial::WrongPhase:
    case Denial::BadValue:
        break;
    }
    return obstacle(denial);
}

QString CommandWords::result(const commands::CommandReport& report)
{
    const auto word = status::Words::of(report.state);
    if (report.state == CommandState::LostRace && !report.winner.isEmpty())
        return tr("lost the race to %1", "result of a command, %1: who won").arg(report.winner);
    if (report.state == CommandState::Refused && !report.why.isEmpty())
        return tr("refused: %1", "result of a command, %1: why")
                .arg(status::TimelineWords::refusal(report.why));
    return word;
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
                .arg(what, status::TimelineWords::refusal(report.why));
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
