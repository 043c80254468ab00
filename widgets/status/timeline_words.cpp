#include "widgets/status/timeline_words.h"

#include <QStringList>

#include "backend/contract/walk.h"
#include "widgets/status/alarm_entry_words.h"
#include "widgets/status/words.h"

namespace saikobi::status {

namespace {

QString text(const std::string& value)
{
    return QString::fromStdString(value);
}

QString field(const contract::TimelineEntry& entry, const char* name)
{
    const auto found = entry.data.find(name);
    return found == entry.data.end() ? QString() : text(found->second);
}

/// Values of a change are numbers, phases, or lists of causes; the last two have words.
QString valueWord(const QString& value)
{
    if (const auto phase = contract::fromName<contract::Phase>(value.toStdString()))
        return Words::of(*phase);
    QStringList words;
    for (const auto& part : value.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        const auto cause = contract::fromName<contract::Cause>(part.toStdString());
        words << (cause ? Words::of(*cause) : part);
    }
    return words.join(QStringLiteral(", "));
}

} // namespace

QString TimelineWords::change(const contract::TimelineEntry& entry)
{
    const auto kind = contract::fromName<contract::CommandKind>(entry.subject);
    if (kind == contract::CommandKind::Message)
        return {}; // two texts: too long for a row
    const auto before = valueWord(field(entry, "old"));
    const auto after = valueWord(field(entry, "new"));
    if (before.isEmpty() && after.isEmpty())
        return {};
    const auto nothing = QStringLiteral("–");
    return QStringLiteral("%1 → %2").arg(
            before.isEmpty() ? nothing : before, after.isEmpty() ? nothing : after);
}

QString TimelineWords::mark(const contract::TimelineEntry& entry)
{
    const auto state = contract::markStateNamed(field(entry, "state").toStdString());
    using State = contract::MarkState;
    switch (state.value_or(State::Open)) {
    case State::Open:
        return tr("not done", "a step of a card, again");
    case State::Done:
        return tr("done", "a step of a card");
    case State::Yes:
        return tr("yes", "answer to a step of a card");
    case State::No:
        return tr("no", "answer to a step of a card");
    case State::Deferred:
        return tr("put off", "a step of a card");
    case State::Overridden:
        return tr("passed over", "a step of a card");
    case State::Started:
        return tr("timer started", "a step of a card");
    case State::Called:
        return tr("called", "a step of a card: somebody");
    case State::NoAnswer:
        return tr("no answer", "a step of a card: of somebody who was called");
    case State::Reached:
        return tr("reached", "a step of a card: somebody");
    case State::Begun:
    case State::Complete:
    case State::Left:
        break;
    }
    return {};
}

/// A card that is walked, its steps and calls.
QString TimelineWords::walk(const contract::TimelineEntry& entry)
{
    const auto card = text(entry.subject);
    const auto state = field(entry, "state");
    const auto step = field(entry, "step");
    const auto more = entry.reason.empty() ? field(entry, "contact") : text(entry.reason);
    if (state == QLatin1String("begun")) {
        const auto alarm = field(entry, "alarm");
        return alarm.isEmpty()
                ? tr("card %1 begun", "%1: card").arg(card)
                : tr("card %1 begun from %2", "%1: card, %2: alarm").arg(card, alarm);
    }
    if (state == QLatin1String("complete"))
        return tr("card %1 complete", "%1: card").arg(card);
    if (state == QLatin1String("left"))
        return tr("card %1 put away: %2", "%1: card, %2: reason").arg(card, more);
    if (more.isEmpty())
        return tr("%1 step %2 %3", "%1: card, %2: step, %3: what became of it")
                .arg(card, step, mark(entry));
    return tr("%1 step %2 %3: %4", "%1: card, %2: step, %3: what became of it, %4: why or who")
            .arg(card, step, mark(entry), more);
}

QString TimelineWords::alarmRefusal(const QString& code)
{
    if (code == QLatin1String("other-occurrence"))
        return tr("it rang anew meanwhile", "why an act on an alarm was refused");
    if (code == QLatin1String("not-active"))
        return tr("it is over already", "why an act on an alarm was refused");
    if (code == QLatin1String("active"))
        return tr("it is active", "why a test of an alarm was refused");
    if (code == QLatin1String("not-shelved"))
        return tr("it is not shelved", "why an act on an alarm was refused");
    if (code == QLatin1String("not-ready"))
        return tr("the alarms are not known yet", "why an act on an alarm was refused");
    return {};
}

QString TimelineWords::refusal(const QString& code)
{
    if (code == QLatin1String("bad-value"))
        return tr("the value is out of range", "why a command was refused");
    if (code == QLatin1String("not-held"))
        return tr("the queue is not held", "why a command was refused");
    if (code == QLatin1String("not-before"))
        return tr("the sale has opened already", "why a command was refused");
    if (code == QLatin1String("not-open"))
        return tr("the sale is not open", "why a command was refused");
    if (code == QLatin1String("not-closed"))
        return tr("the sale is not closed", "why a command was refused");
    if (code == QLatin1String("too-long"))
        return tr("the message is too long", "why a command was refused");
    if (code == QLatin1String("not-idle"))
        return tr("it is over, or another one is the oldest now",
                "why ending a transaction was refused");
    if (code == QLatin1String("clock"))
        return tr("this computer's clock is wrong", "why a command was refused");
    if (code == QLatin1String("step"))
        return tr("more than +20 %", "why a command was refused: a raise");
    if (code == QLatin1String("soak"))
        return tr("the last raise has not soaked", "why a command was refused: a raise");
    if (code == QLatin1String("no-reason"))
        return tr("it needs a reason", "why a command was refused");
    if (code == QLatin1String("not-holder"))
        return tr("another console has command", "why a command was refused");
    if (code == QLatin1String("not-offered"))
        return tr("command was not offered", "why a command was refused");
    if (code == QLatin1String("not-manual"))
        return tr("this sale is not paced by hand", "why a command was refused");
    if (code == QLatin1String("passes-alive"))
        return tr("people still have passes", "why a new run was refused");
    if (code == QLatin1String("orders-under-way"))
        return tr("orders are under way", "why a new run was refused");
    if (code == QLatin1String("run-over"))
        return tr("the next run is about to begin", "why a command was refused");
    if (code == QLatin1String("full"))
        return tr("the list is full", "why a command was refused");
    if (code == QLatin1String("not-blocked"))
        return tr("it is not on the block list", "why a command was refused");
    if (const auto alarm = alarmRefusal(code); !alarm.isEmpty())
        return alarm;
    if (code == QLatin1String("newer-release"))
        return tr("a newer release came first", "why a hold no longer counts");
    return code;
}

QString TimelineWords::ofCommand(const contract::TimelineEntry& entry)
{
    const auto kind = contract::fromName<contract::CommandKind>(entry.subject);
    const auto word = kind ? Words::of(*kind) : text(entry.subject);
    const auto state
            = contract::fromName<contract::CommandState>(field(entry, "result").toStdString());
    const auto who = text(entry.actor);
    const auto changed = change(entry);
    if (state == contract::CommandState::Refused)
        return tr("%1 refused: %2 (%3)", "%1: command, %2: why, %3: who gave it")
                .arg(word, refusal(field(entry, "why")), who);
    if (state == contract::CommandState::LostRace)
        return tr("%1 lost the race to %2 (%3)", "%1: command, %2: who won, %3: who gave it")
                .arg(word, field(entry, "winner"), who);
    if (state == contract::CommandState::Expired)
        return tr("%1 expired (%2)", "%1: command, %2: who gave it").arg(word, who);
    if (changed.isEmpty())
        return tr("%1 in force (%2)", "%1: command, %2: who gave it").arg(word, who);
    if (field(entry, "override") == QLatin1String("1"))
        return tr("%1 %2 in force by override (%3)",
                "%1: command, %2: old and new value, %3: who gave it")
                .arg(word, changed, who);
    return tr("%1 %2 in force (%3)", "%1: command, %2: old and new value, %3: who gave it")
            .arg(word, changed, who);
}

QString TimelineWords::ofPhase(const contract::TimelineEntry& entry)
{
    const auto phase = contract::fromName<contract::Phase>(entry.subject);
    const auto word = phase ? Words::of(*phase) : text(entry.subject);
    const auto causes = valueWord(field(entry, "causes"));
    if (causes.isEmpty())
        return tr("phase: %1", "%1: phase of the sale").arg(word);
    return tr("phase: %1 (%2)", "%1: phase of the sale, %2: causes of a hold").arg(word, causes);
}

QString TimelineWords::ofHolder(const contract::TimelineEntry& entry)
{
    const auto from = field(entry, "from");
    const auto to = field(entry, "to");
    if (to.isEmpty())
        return tr("nobody has command: %1 fell silent", "%1: name of an operator").arg(from);
    if (entry.subject == "forced")
        return tr("%1 took command from %2 by force", "%1, %2: names of operators").arg(to, from);
    if (entry.subject == "accepted")
        return tr("%1 accepted command from %2", "%1, %2: names of operators").arg(to, from);
    return tr("%1 took command", "%1: name of an operator").arg(to);
}

QString TimelineWords::ofInstance(const contract::TimelineEntry& entry)
{
    const auto name = text(entry.source);
    if (entry.subject == "started")
        return tr("instance %1 started", "%1: name of a backend instance").arg(name);
    if (entry.subject == "stopped")
        return tr("instance %1 stopped", "%1: name of a backend instance").arg(name);
    return tr("instance %1: %2", "%1: name of a backend instance, %2: what happened to it")
            .arg(name, text(entry.subject));
}

QString TimelineWords::ofNote(const contract::TimelineEntry& entry)
{
    if (entry.subject == "beacon")
        return tr("the draw is fixed by a public beacon");
    if (entry.subject == "kept_offer")
        return tr("kept units offered: %1", "%1: number of units").arg(field(entry, "units"));
    const auto who = text(entry.actor);
    return who.isEmpty()
            ? tr("note: %1", "%1: text somebody wrote").arg(text(entry.reason))
            : tr("%1: %2", "a note, %1: who wrote it, %2: its text").arg(who, text(entry.reason));
}

QString TimelineWords::ofDifference(const contract::TimelineEntry& entry)
{
    const auto order = text(entry.subject).right(8);
    if (!field(entry, "repair").isEmpty())
        return tr("difference settled: order …%1", "%1: end of an order's id").arg(order);
    return field(entry, "needs_person") == QLatin1String("true")
            ? tr("difference found, a person must decide: order …%1", "%1: end of an order's id")
                      .arg(order)
            : tr("difference found: order …%1", "%1: end of an order's id").arg(order);
}

QString TimelineWords::reason(const contract::TimelineEntry& entry)
{
    // Kept at this console alone so far.
    if (field(entry, "local") == QLatin1String("1"))
        return tr("not shared", "a note that only this console has");
    const bool isSaid = entry.kind == "note" || entry.kind == "pin" || entry.kind == "difference"
            || entry.kind == "card" || entry.kind == "step" || entry.kind == "call";
    return isSaid ? QString() : text(entry.reason);
}

QString TimelineWords::sentence(const contract::TimelineEntry& entry)
{
    if (entry.kind == "command")
        return ofCommand(entry);
    if (const auto alarm = AlarmEntryWords::sentence(entry))
        return *alarm;
    if (entry.kind == "card" || entry.kind == "step" || entry.kind == "call")
        return walk(entry);
    if (entry.kind == "phase")
        return ofPhase(entry);
    if (entry.kind == "holder")
        return ofHolder(entry);
    if (entry.kind == "instance")
        return ofInstance(entry);
    if (entry.kind == "gap")
        return tr("gap in the record: %1", "%1: what is missing").arg(text(entry.subject));
    if (entry.kind == "feed")
        return tr("feed %1", "%1: name of a data feed and its state").arg(text(entry.subject));
    if (entry.kind == "note")
        return ofNote(entry);
    if (entry.kind == "pin")
        return tr("pin: %1", "a mark somebody set on the timeline, %1: text")
                .arg(text(entry.reason));
    if (entry.kind == "difference")
        return ofDifference(entry);
    if (entry.kind == "config")
        return tr("configuration: %1", "%1: what was changed").arg(text(entry.subject));
    return QStringLiteral("%1: %2").arg(text(entry.kind), text(entry.subject));
}

} // namespace saikobi::status
