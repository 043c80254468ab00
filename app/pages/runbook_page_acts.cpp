#include <QLabel>
#include <QLineEdit>

#include "app/commands/runbook_desk.h"
#include "app/pages/runbook_page.h"
#include "app/pages/runbook_rows.h"
#include "widgets/runbook/card_view.h"

/// What a person does to the chosen step.
namespace saikobi::pages {

using commands::MarkDetail;
using contract::MarkState;
using contract::StepKind;

bool RunbookPage::mark(MarkState state, const MarkDetail& detail)
{
    if (!card())
        return false;
    if (m_desk.mark(m_card, stepId(), state, detail))
        return true;
    const auto* walk = m_desk.walkOf(m_card);
    emit said(walk && walk->isEnded() && m_desk.mayMark()
                    ? tr("This card is finished. It begins anew from its alarm.")
                    : tr("Only operators of a live sale tick steps."));
    return false;
}

/// Open-loop steps; the others say who ticks them.
void RunbookPage::tick()
{
    const auto* chosen = step();
    const auto state = stateOfStep();
    if (state == MarkState::Overridden) {
        mark(MarkState::Open, {});
        return;
    }
    const auto kind = chosen ? chosen->kind : StepKind::Watch;
    if (kind == StepKind::Watch) {
        emit said(tr("This step ticks itself from its figure. O passes it over, with a reason."));
        return;
    }
    if (kind == StepKind::Decide) {
        emit said(tr("Answer with Y or N."));
        return;
    }
    if (kind == StepKind::Call) {
        yes();
        return;
    }
    const bool wasDone = state == MarkState::Done || state == MarkState::Started;
    if (mark(wasDone ? MarkState::Open : MarkState::Done, {}) && !wasDone)
        chooseCurrent();
}

void RunbookPage::yes()
{
    answer(true);
}

void RunbookPage::no()
{
    answer(false);
}

void RunbookPage::answer(bool isYes)
{
    const auto* chosen = step();
    if (!chosen || (chosen->kind != StepKind::Decide && chosen->kind != StepKind::Call)) {
        emit said(tr("Y and N answer decisions and calls."));
        return;
    }
    if (chosen->kind == StepKind::Decide) {
        if (mark(isYes ? MarkState::Yes : MarkState::No, {}))
            chooseCurrent();
        return;
    }
    // Who was reached is who was being called, else the next one of this role.
    const auto* walk = m_desk.walkOf(m_card);
    const auto* before = walk ? walk->mark(chosen->id) : nullptr;
    MarkDetail detail;
    if (before && before->state == MarkState::Called)
        detail.contact = before->contact;
    else if (const auto* contact
            = RunbookRows::contactOf(*chosen, before, m_desk.contacts(), m_desk.now()))
        detail.contact = contact->name;
    if (mark(isYes ? MarkState::Reached : MarkState::NoAnswer, detail) && isYes)
        chooseCurrent();
}

void RunbookPage::defer()
{
    if (stateOfStep() == MarkState::Deferred) {
        mark(MarkState::Open, {});
        return;
    }
    MarkDetail detail;
    detail.until = m_desk.now() + deferral;
    if (mark(MarkState::Deferred, detail))
        chooseCurrent();
}

/// A timer starts; of a call: somebody is being called, and has three minutes to answer.
void RunbookPage::timer()
{
    const auto* chosen = step();
    if (!chosen || (chosen->kind != StepKind::Timer && chosen->kind != StepKind::Call)) {
        emit said(tr("T starts timers, and the three minutes of a call."));
        return;
    }
    MarkDetail detail;
    if (chosen->kind == StepKind::Timer) {
        detail.until = m_desk.now() + chosen->time;
        mark(MarkState::Started, detail);
        return;
    }
    const auto* walk = m_desk.walkOf(m_card);
    const auto* contact = RunbookRows::contactOf(
            *chosen, walk ? walk->mark(chosen->id) : nullptr, m_desk.contacts(), m_desk.now());
    if (contact)
        detail.contact = contact->name;
    detail.until = m_desk.now() + contract::callPatience;
    mark(MarkState::Called, detail);
}

void RunbookPage::openControl()
{
    if (m_reason->hasFocus()) { // the same key ends what is written there
        answered();
        return;
    }
    const auto* chosen = step();
    if (!chosen || !chosen->form) {
        emit said(tr("This step has no control to open."));
        return;
    }
    emit controlWanted(*chosen->form, chosen->values);
}

/// The place for the reason is always there; it is only open while something asks for one.
void RunbookPage::ask(Asks what)
{
    m_asks = what;
    const bool isOpen = what != Asks::Nothing && card();
    m_reason->setEnabled(isOpen);
    m_reason->clear();
    m_askName->setText(what == Asks::Leave ? tr("Why the card is put away:", "field: reason")
                                           : tr("Why the step is passed over:", "field: reason"));
    m_askName->setEnabled(isOpen);
    if (isOpen)
        m_reason->setFocus(Qt::OtherFocusReason);
    else if (m_reason->hasFocus())
        m_view->setFocus(Qt::OtherFocusReason);
}

void RunbookPage::answered()
{
    const auto reason = m_reason->text().trimmed();
    if (m_asks == Asks::Nothing || reason.isEmpty())
        return;
    MarkDetail detail;
    detail.reason = reason;
    const bool isLeave = m_asks == Asks::Leave;
    const bool isDone = isLeave
            ? m_desk.mark(m_card, contract::walk_step::end, MarkState::Left, detail)
            : mark(MarkState::Overridden, detail);
    ask(Asks::Nothing);
    if (isDone && !isLeave)
        chooseCurrent();
}

} // namespace saikobi::pages
