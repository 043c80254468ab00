#include "widgets/status/words.h"

namespace saikobi::status {

QString Words::of(contract::Phase phase)
{
    switch (phase) {
    case contract::Phase::Before:
        return tr("before", "phase of a sale: not open yet");
    case contract::Phase::Open:
        return tr("open", "phase of a sale");
    case contract::Phase::Held:
        return tr("HELD", "phase of a sale: nobody is let in");
    case contract::Phase::Closed:
        return tr("closed", "phase of a sale");
    }
    return {};
}

QString Words::of(contract::Cause cause)
{
    switch (cause) {
    case contract::Cause::Operator:
        return tr("staff", "cause of a hold: an operator");
    case contract::Cause::Maintenance:
        return tr("maintenance", "cause of a hold");
    case contract::Cause::Redis:
        return tr("Redis lost", "cause of a hold");
    case contract::Cause::Postgres:
        return tr("Postgres lost", "cause of a hold");
    case contract::Cause::Provider:
        return tr("payment provider", "cause of a hold");
    }
    return {};
}

QString Words::of(contract::CommandKind kind)
{
    switch (kind) {
    case contract::CommandKind::SetRate:
        return tr("rate", "command: set the admission rate");
    case contract::CommandKind::Hold:
        return tr("hold", "command: stop admission");
    case contract::CommandKind::Release:
        return tr("release", "command: go on after a hold");
    case contract::CommandKind::Admit:
        return tr("admit", "command: give n passes while held");
    case contract::CommandKind::Maintenance:
        return tr("maintenance", "command: hold, and refuse orders");
    case contract::CommandKind::OpenNow:
        return tr("open now", "command");
    case contract::CommandKind::MoveOpening:
        return tr("move opening", "command: another opening time");
    case contract::CommandKind::Close:
        return tr("close", "command: end the sale");
    case contract::CommandKind::Reopen:
        return tr("open again", "command");
    case contract::CommandKind::Message:
        return tr("message", "command: text on the waiting page");
    case contract::CommandKind::Call:
        return tr("call more", "command: call n more places by hand");
    case contract::CommandKind::NewRun:
        return tr("new run", "command: begin the line anew");
    case contract::CommandKind::RestorePlace:
        return tr("restore place", "command: give a lost number back to its owner");
    case contract::CommandKind::Block:
        return tr("block", "command: put on the block list");
    case contract::CommandKind::Unblock:
        return tr("unblock", "command: take off the block list");
    case contract::CommandKind::SetWorkBits:
        return tr("proof of work", "command: how much work a new ticket costs");
    case contract::CommandKind::Probe:
        return tr("probe", "command without effect that measures the path");
    case contract::CommandKind::TakeCommand:
        return tr("take command", "command: this console alone may command the sale");
    case contract::CommandKind::OfferCommand:
        return tr("offer command", "command: another operator may take over");
    case contract::CommandKind::AcceptCommand:
        return tr("accept command", "command: take over what was offered");
    case contract::CommandKind::RenewCommand:
        return tr("keep command", "command: sent by itself while a console has command");
    case contract::CommandKind::AlarmAcknowledge:
        return tr("acknowledge", "command: an alarm was seen");
    case contract::CommandKind::AlarmConfirm:
        return tr("confirm", "command: an alarm was acted on");
    case contract::CommandKind::AlarmShelve:
        return tr("shelve", "command: put an alarm aside for a while");
    case contract::CommandKind::AlarmUnshelve:
        return tr("unshelve", "command: take back an alarm that was put aside");
    case contract::CommandKind::AlarmTest:
        return tr("test alarm", "command: try an alarm out");
    case contract::CommandKind::Walk:
        return tr("step of a card", "command: a step of the runbook was ticked");
    case contract::CommandKind::StopProduct:
        return tr("stop product", "command: sell no more of a product");
    case contract::CommandKind::StartProduct:
        return tr("start product", "command: sell a stopped product again");
    case contract::CommandKind::DisableMethod:
        return tr("disable method", "command: take no new orders by a payment method");
    case contract::CommandKind::EnableMethod:
        return tr("enable method", "command: offer a payment method again");
    case contract::CommandKind::OfferKept:
        return tr("offer kept units", "command: sell units that were given back, at a set time");
    case contract::CommandKind::SetProviderLimit:
        return tr("provider limit", "command: how many calls the payment provider takes");
    case contract::CommandKind::EndIdle:
        return tr("end idle transaction", "command: end a database session that does nothing");
    }
    return {};
}

QString Words::of(contract::CommandState state)
{
    switch (state) {
    case contract::CommandState::Sent:
        return tr("sent", "state of a command: no answer yet");
    case contract::CommandState::InForce:
        return tr("in force", "state of a command: read back");
    case contract::CommandState::Refused:
        return tr("refused", "state of a command");
    case contract::CommandState::Expired:
        return tr("expired", "state of a command: not applied within 10 s");
    case contract::CommandState::LostRace:
        return tr("lost race", "state of a command: somebody else was first");
    case contract::CommandState::Unconfirmed:
        return tr("unconfirmed", "state of a command: not read back within 3 s");
    }
    return {};
}

QString Words::of(contract::ProfileKind kind)
{
    switch (kind) {
    case contract::ProfileKind::Production:
        return tr("PRODUCTION", "kind of a profile: the real sale");
    case contract::ProfileKind::Rehearsal:
        return tr("REHEARSAL", "kind of a profile");
    case contract::ProfileKind::Development:
        return tr("DEVELOPMENT", "kind of a profile");
    }
    return {};
}

QString Words::of(contract::ProductState state)
{
    switch (state) {
    case contract::ProductState::OnSale:
        return tr("on sale", "state of a product");
    case contract::ProductState::LastPieces:
        return tr("last pieces", "state of a product");
    case contract::ProductState::SoldOut:
        return tr("sold out", "state of a product");
    case contract::ProductState::Stopped:
        return tr("stopped", "state of a product: staff stopped it");
    }
    return {};
}

QString Words::of(contract::DataState state)
{
    switch (state) {
    case contract::DataState::Live:
        return tr("LIVE", "state of data: fresh");
    case contract::DataState::Late:
        return tr("LATE", "state of data: a little old");
    case contract::DataState::Stale:
        return tr("STALE", "state of data: too old to act on");
    case contract::DataState::Lost:
        return tr("LOST", "state of data: the store does not answer");
    case contract::DataState::NoData:
        return tr("NO DATA", "state of data: never seen");
    }
    return {};
}

QString Words::of(Mode mode)
{
    switch (mode) {
    case Mode::Connecting:
        return tr("CONNECTING", "mode of the console: nothing was seen yet");
    case Mode::Live:
        return tr("LIVE", "mode of the console: commands are possible");
    case Mode::Frozen:
        return tr("FROZEN", "mode of the console: the screen stands still");
    case Mode::ReadOnly:
        return tr("READ-ONLY", "mode of the console");
    case Mode::Demo:
        return tr("DEMO", "mode of the console: scripted figures, no sale");
    case Mode::Replay:
        return tr("REPLAY", "mode of the console: a recording");
    }
    return {};
}

} // namespace saikobi::status
