#include "app/pages/runbook_rows.h"

#include <algorithm>
#include <array>
#include <map>

#include "app/commands/runbook_desk.h"
#include "widgets/status/words.h"

namespace saikobi::pages {

using contract::MarkState;
using contract::StepKind;
using contract::WalkMark;
using runbook::ShownStep;

namespace {

QString bold(const QString& label, const QString& text)
{
    return QStringLiteral("<b>%1</b>　%2").arg(label, text.toHtmlEscaped());
}

QString systemOf(const contract::Card& card)
{
    if (card.alarms.empty())
        return {};
    return QString::fromLatin1(name(contract::info(card.alarms.front()).group).data());
}

} // namespace

CardLabels RunbookRows::labels()
{
    const bool isJapanese = QCoreApplication::translate("saikobi::pages::RunbookRows", "en",
                                    "language of the cards: en or ja")
            == QLatin1String("ja");
    return CardLabels{isJapanese ? CardLabels::Language::Japanese : CardLabels::Language::English};
}

QString RunbookRows::title(const contract::Card& card)
{
    return QStringLiteral("%1  %2").arg(
            QString::fromStdString(card.id), labels().of(card.text.title));
}

QString RunbookRows::text(const contract::Step& step)
{
    const auto lead = labels().lead(step);
    const auto text = labels().of(step.text);
    return lead.isEmpty() ? text : lead + QStringLiteral(" — ") + text;
}

QString RunbookRows::state(MarkState state)
{
    switch (state) {
    case MarkState::Open:
        return tr("not done", "step of a card");
    case MarkState::Done:
        return tr("done", "step of a card");
    case MarkState::Yes:
        return tr("yes", "answer to a step of a card");
    case MarkState::No:
        return tr("no", "answer to a step of a card");
    case MarkState::Deferred:
        return tr("put off", "step of a card");
    case MarkState::Overridden:
        return tr("passed over", "step of a card");
    case MarkState::Started:
        return tr("running", "timer of a card");
    case MarkState::Called:
        return tr("called", "step of a card: somebody was called");
    case MarkState::NoAnswer:
        return tr("no answer", "step of a card: somebody was called");
    case MarkState::Reached:
        return tr("reached", "step of a card: somebody was called");
    case MarkState::Begun:
        return tr("begun", "walk of a card");
    case MarkState::Complete:
        return tr("complete", "walk of a card");
    case MarkState::Left:
        return tr("put away", "walk of a card");
    }
    return {};
}

QString RunbookRows::progress(const contract::Walk* walk, contract::Instant now)
{
    if (!walk)
        return {};
    const auto* end = walk->mark(contract::walk_step::end);
    if (end)
        return QStringLiteral("● ") + state(end->state);
    return QStringLiteral("◐ %1/%2").arg(walk->settledCount(now)).arg(walk->count());
}

QString RunbookRows::next(const commands::RunbookDesk& desk)
{
    const auto* walk = desk.newest();
    const auto* card = walk ? desk.cards().card(walk->name.card) : nullptr;
    if (!card)
        return {};
    const auto id = QString::fromStdString(card->id);
    const auto* current = walk->current(desk.now());
    const auto* step = current ? card->step(current->id) : nullptr;
    if (!step)
        return tr("NEXT  %1: waits for its end: %2", "%1: card, %2: expression")
                .arg(id, labels().watch(card->finished));
    const auto place = std::find_if(walk->steps.begin(), walk->steps.end(),
                               [&](const auto& one) { return one.id == current->id; })
            - walk->steps.begin() + 1;
    return tr("NEXT  %1 step %2/%3: %4", "%1: card, %2 of %3: step, %4: what to do")
            .arg(id)
            .arg(place)
            .arg(card->steps())
            .arg(text(*step));
}

QString RunbookRows::timeOver(
        const commands::RunbookDesk& desk, const std::string& card, const std::string& step)
{
    const auto* walk = desk.walkOf(card);
    const auto* mark = walk ? walk->mark(step) : nullptr;
    const auto* known = desk.cards().card(card);
    const auto* written = known ? known->step(step) : nullptr;
    const auto by = mark ? QString::fromStdString(mark->by) : QString();
    const auto what = written ? labels().of(written->text) : QString();
    const auto id = QString::fromStdString(card + " " + step);
    if (mark && mark->state == MarkState::Called)
        return tr("%1: no answer for 3 minutes (%2). Call the next contact. %3",
                "%1: card and step, %2: who called, %3: what the step says")
                .arg(id, by, what);
    return tr("%1: time is over (%2). %3",
            "%1: card and step, %2: who started the timer, %3: what the step says")
            .arg(id, by, what);
}

const contract::SaleContact* RunbookRows::contactOf(const contract::Step& step,
        const WalkMark* mark, const std::vector<contract::SaleContact>& contacts,
        contract::Instant now)
{
    if (!step.role)
        return nullptr;
    std::vector<const contract::SaleContact*> ofRole;
    for (const auto& one : contacts)
        if (one.role == name(*step.role))
            ofRole.push_back(&one);
    if (ofRole.empty())
        return nullptr;
    const bool isWaiting
            = mark && mark->state == MarkState::Called && now - mark->at < contract::callPatience;
    const bool isReached = mark && mark->state == MarkState::Reached;
    const auto called = std::find_if(ofRole.begin(), ofRole.end(),
            [mark](const auto* one) { return mark && one->name == mark->contact; });
    if (called == ofRole.end())
        return ofRole.front();
    if (isWaiting || isReached)
        return *called;
    return called + 1 == ofRole.end() ? ofRole.front() : *(called + 1);
}

namespace {

struct Scene {
    const View& view;
    const contract::Card& card;
    const contract::Walk* walk = nullptr;
    const commands::RunbookDesk& desk;
};

class Notes {
    Q_DECLARE_TR_FUNCTIONS(saikobi::pages::RunbookRows)

public:
    static QString live(const Scene& scene, const contract::Watch& watch)
    {
        const auto& view = scene.view;
        const auto found = view.observed(watch.figure);
        const auto isOld = view.state(watch.figure) >= contract::DataState::Stale;
        const auto now = found ? QString::number(found->value, 'g', 4) : QString();
        const auto shown = !found ? tr("no data", "nothing was ever seen of a figure")
                : isOld           ? tr("(%1) old, waits", "%1: a figure of some time ago").arg(now)
                                  : now;
        return tr("%1, now %2", "%1: what a step waits for, %2: figure")
                .arg(RunbookRows::labels().watch(watch), shown);
    }

    static QString mark(const Scene& scene, const WalkMark& mark)
    {
        const auto& f = scene.view.formatter;
        QStringList out;
        auto what = QStringLiteral("%1 %2").arg(RunbookRows::state(mark.state), f.clock(mark.at));
        if (mark.source == contract::MarkSource::Figures)
            what += QString(QLatin1Char(' ') + tr("by the figures", "who ticked a step"));
        else if (!mark.by.empty())
            what += QString(QLatin1Char(' ')
                    + tr("by %1", "%1: who did it").arg(QString::fromStdString(mark.by)));
        out << what;
        if (mark.until)
            out << tr("until %1", "%1: clock time").arg(f.clock(*mark.until));
        if (!mark.contact.empty())
            out << QString::fromStdString(mark.contact);
        if (!mark.reason.empty())
            out << QString::fromStdString(mark.reason);
        if (!scene.desk.isShared(mark))
            out << tr("not shared", "only this console knows of it yet");
        return out.join(QStringLiteral(" · "));
    }

    static QString call(const Scene& scene, const contract::Step& step, const WalkMark* mark)
    {
        const auto* contact
                = RunbookRows::contactOf(step, mark, scene.desk.contacts(), scene.view.now);
        if (!contact)
            return tr("nobody of this role is on file", "contacts");
        return QString::fromStdString(contact->name + "  " + contact->call);
    }
};

ShownStep shownStep(const Scene& scene, const contract::Step& step)
{
    ShownStep out;
    out.id = step.id;
    out.text = RunbookRows::text(step);
    if (step.watch)
        out.figure = Notes::live(scene, *step.watch);
    const auto* walked = scene.walk ? scene.walk->step(step.id) : nullptr;
    const auto* mark = scene.walk ? scene.walk->mark(step.id) : nullptr;
    if (walked) {
        out.isGreyed = scene.walk->isGreyed(step.id);
        out.isSettled = scene.walk->isSettled(*walked, scene.view.now);
    }
    if (step.kind == StepKind::Call)
        out.figure = Notes::call(scene, step, mark);
    if (mark) {
        out.state = mark->state;
        out.isAlone = !scene.desk.isShared(*mark);
        out.isDue = mark->state == MarkState::Deferred && mark->until
                && scene.view.now >= *mark->until;
        if (out.isDue)
            out.state = MarkState::Open;
        out.note = Notes::mark(scene, *mark);
    }
    out.standing = RunbookRows::state(out.state);
    return out;
}

ShownStep shownEnd(const Scene& scene)
{
    ShownStep out;
    out.id = contract::walk_step::finish;
    const auto labels = RunbookRows::labels();
    out.text = labels.finished() + QStringLiteral("  ") + labels.watch(scene.card.finished)
            + QStringLiteral("  ") + labels.of(scene.card.text.finished);
    out.figure = Notes::live(scene, scene.card.finished);
    const auto* mark = scene.walk ? scene.walk->mark(contract::walk_step::finish) : nullptr;
    if (mark) {
        out.state = mark->state;
        out.isSettled = mark->state == MarkState::Done || mark->state == MarkState::Overridden;
        out.note = Notes::mark(scene, *mark);
    }
    if (const auto* end = scene.walk ? scene.walk->mark(contract::walk_step::end) : nullptr)
        out.note = Notes::mark(scene, *end);
    out.standing = RunbookRows::state(out.state);
    return out;
}

} // namespace

runbook::ShownCard RunbookRows::card(
        const View& view, const contract::Card& card, const commands::RunbookDesk& desk, int chosen)
{
    const Scene scene{view, card, desk.walkOf(card.id), desk};
    const auto words = labels();
    runbook::ShownCard out;
    out.id = card.id;
    out.title = title(card);
    out.progress = progress(scene.walk, view.now);
    out.heading = QStringLiteral("%1 · %2 · %3")
                          .arg(card.isRoutine() ? words.pick("定例", "Routine")
                                                : QString::fromLatin1(name(card.severity).data()),
                                  words.roles(card), words.dates(card));
    out.paragraphs = {bold(words.when(), words.of(card.text.when)),
            bold(words.aim(), words.of(card.text.aim)),
            bold(words.look(), words.of(card.text.look))};
    out.firstHeading = words.first();
    out.thenHeading = words.then();
    for (const auto& step : card.first)
        out.first.push_back(shownStep(scene, step));
    for (const auto& step : card.then)
        out.then.push_back(shownStep(scene, step));
    out.venue = bold(words.venue(), words.of(card.text.venue));
    out.finished = shownEnd(scene);
    out.chosen = chosen;
    return out;
}

namespace {

std::vector<std::string> neededNow(const View& view, const commands::RunbookDesk& desk)
{
    std::vector<std::string> out;
    const auto add = [&out](const std::string& id) {
        if (std::find(out.begin(), out.end(), id) == out.end())
            out.push_back(id);
    };
    for (const auto& walk : desk.walks())
        if (walk.isOpen())
            add(walk.name.card);
    if (view.sale.alarms)
        for (const auto& record : view.sale.alarms->value.records)
            if (record.isOn() && !record.isShelved())
                add(std::string{contract::info(record.alarm).card});
    return out;
}

} // namespace

std::vector<runbook::IndexGroup> RunbookRows::index(
        const View& view, const commands::RunbookDesk& desk)
{
    const auto entry = [&](const contract::Card& card) {
        auto text = title(card);
        const auto* walk = desk.walkOf(card.id);
        if (walk && walk->isOpen())
            text += QString(QStringLiteral("  ") + progress(walk, view.now));
        return runbook::IndexEntry{card.id, text};
    };
    std::vector<runbook::IndexGroup> out(4);
    out[0].title = tr("NOW", "group of cards: alarms that are on, and cards that are open");
    out[1].title = tr("BY ALARM", "group of cards");
    out[2].title = tr("BY SYSTEM", "group of cards");
    out[3].title = tr("ROUTINE", "group of cards");
    for (const auto& id : neededNow(view, desk))
        if (const auto* card = desk.cards().card(id))
            out[0].entries.push_back(entry(*card));
    std::map<QString, std::vector<runbook::IndexEntry>> bySystem;
    std::map<contract::AlarmId, const contract::Card*> byAlarm;
    for (const auto& card : desk.cards().all) {
        for (const auto alarm : card.alarms)
            byAlarm.emplace(alarm, &card);
        if (card.isRoutine())
            out[3].entries.push_back(entry(card));
        else
            bySystem[systemOf(card)].push_back(entry(card));
    }
    // The titles stand once, by system: here it is the way from an alarm that counts.
    for (const auto& [alarm, card] : byAlarm)
        out[1].entries.push_back({card->id,
                QString::fromLatin1(name(alarm).data(), 3) + QStringLiteral("  → ")
                        + QString::fromStdString(card->id)});
    for (const auto* system : {"store", "backend", "payment", "inventory", "queue", ""})
        for (auto& one : bySystem[QLatin1String(system)])
            out[2].entries.push_back(std::move(one));
    return out;
}

} // namespace saikobi::pages
