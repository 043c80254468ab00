#include "backend/rehearsal/provider/simulator_effects.h"

#include "backend/rehearsal/provider/json_text.h"
#include "backend/rehearsal/provider/session_rules.h"

namespace saikobi::rehearsal {

namespace {

EarlyRefusal missing(const char* kind, const std::string& id, const char* param)
{
    return {404,
            {"invalid_request_error", "resource_missing", {},
                    std::string{"No such "} + kind + ": '" + id + '\'', param}};
}

std::optional<EarlyRefusal> as400(std::optional<ApiError> fault)
{
    if (!fault)
        return std::nullopt;
    return EarlyRefusal{400, std::move(*fault)};
}

/// Of a refund: by its payment or by the charge of one.
std::string refundedPayment(const Form& form)
{
    const std::string charge{form.get("charge")};
    if (!charge.starts_with("ch_"))
        return std::string{form.get("payment_intent")};
    return "pi_" + charge.substr(3, charge.find('_', 3) - 3);
}

Made answerOf(SimulatorWorld& world, const SimulatorCall& call, const Intent& intent,
        const Effect& effect)
{
    auto text = world.keep(intent, effect.events, call.ledger.key);
    Made out{effect.status, text, std::string{name(intent.status)}, intent.id};
    if (effect.error) {
        out.body = textOf(*effect.error, &intent);
        out.of.clear();
    } else if (call.form.expands("latest_charge")) {
        out.body = std::make_shared<const std::string>(toJsonWithCharge(intent));
        out.of.clear();
    }
    return out;
}

Made create(SimulatorWorld& world, SimulatorCall& call)
{
    auto intent = newIntent(call.form);
    intent.id = "pi_" + world.freshId();
    intent.clientSecret = intent.id + "_secret_" + world.freshId();
    intent.created = world.nowS();
    call.ledger.intent = intent.id;
    Effect effect;
    if (call.form.get("confirm") == "true")
        effect = confirm(intent, call.form, world.circumstances(intent, call.chance));
    effect.events.insert(effect.events.begin(), "payment_intent.created");
    return answerOf(world, call, intent, effect);
}

Made change(SimulatorWorld& world, SimulatorCall& call)
{
    auto intent = *world.book->find(call.object);
    Effect effect;
    if (call.operation == Operation::Confirm)
        effect = confirm(intent, call.form, world.circumstances(intent, call.chance));
    else if (call.operation == Operation::Capture)
        effect = capture(intent, call.form);
    else
        effect = cancel(intent, call.form, world.nowS());
    return answerOf(world, call, intent, effect);
}

Made ofSession(SimulatorWorld& world, const Session& session, const Effect& effect)
{
    Made out{effect.status, {}, std::string{name(session.status)}, {}};
    out.body = effect.error ? textOf(*effect.error)
                            : std::make_shared<const std::string>(
                                    toJson(session, world.book->find(session.intent)));
    return out;
}

Made createSession(SimulatorWorld& world, SimulatorCall& call)
{
    auto session = newSession(call.form, world.nowS());
    session.id = "cs_test_" + world.freshId();
    session.secret = world.freshId();
    session.url = world.base + "/pay/" + session.id + "?key=" + session.secret;
    call.ledger.intent = session.id;
    world.keep(session, {}, call.ledger.key);
    if (world.onPage)
        world.onPage(session);
    return ofSession(world, session, {});
}

Made expireSession(SimulatorWorld& world, SimulatorCall& call)
{
    auto session = *world.book->findSession(call.object);
    auto* const known = world.book->find(session.intent);
    auto intent = known ? *known : Intent{};
    const auto effect = expire(session, known ? &intent : nullptr, world.nowS());
    if (!effect.error) {
        if (known)
            world.book->put(intent);
        world.keep(session, effect.events, call.ledger.key);
    }
    return ofSession(world, session, effect);
}

Made createRefund(SimulatorWorld& world, SimulatorCall& call)
{
    auto intent = *world.book->find(refundedPayment(call.form));
    const auto before = intent.refunded;
    const auto effect = refund(intent, call.form);
    const bool isDone = intent.refunded > before;
    const auto id = "re_" + world.freshId();
    call.ledger.intent = intent.id;
    JsonText out;
    out.text("id", id).text("object", "refund");
    out.number("amount", call.form.number("amount").value_or(intent.received - before));
    out.text("charge", intent.latestCharge()).number("created", world.nowS());
    out.text("currency", intent.currency).strings("metadata", call.form.group("metadata"));
    out.text("payment_intent", intent.id).textOrNull("reason", call.form.get("reason"));
    out.text("status", isDone ? "succeeded" : "failed");
    auto body = std::make_shared<const std::string>(out.take());
    world.book->putRefund(id, *body);
    world.keep(intent, effect.events, call.ledger.key);
    return {200, std::move(body), isDone ? "refunded" : "refund_failed", {}};
}

} // namespace

Text textOf(const ApiError& error, const Intent* about)
{
    return std::make_shared<const std::string>(toJson(error, about));
}

std::optional<EarlyRefusal> earlyRefusalOf(SimulatorWorld& world, const SimulatorCall& call)
{
    const auto& form = call.form;
    if (call.operation == Operation::Create)
        return as400(faultOfCreate(form));
    if (call.operation == Operation::SessionCreate)
        return as400(faultOfSession(form, world.nowS()));
    if (call.operation == Operation::SessionExpire)
        return world.book->findSession(call.object)
                ? std::nullopt
                : std::optional{missing("checkout.session", call.object, "session")};
    const bool isRefund = call.operation == Operation::RefundCreate;
    const auto id = isRefund ? refundedPayment(form) : call.object;
    const auto* intent = world.book->find(id);
    if (!intent)
        return missing("payment_intent", id, isRefund ? "payment_intent" : "intent");
    if (isRefund)
        return as400(faultOfRefund(*intent, form));
    if (call.operation == Operation::Confirm)
        return as400(faultOfConfirm(*intent, form));
    return call.operation == Operation::Capture ? as400(faultOfCapture(*intent, form))
                                                : std::nullopt;
}

std::string lockOf(SimulatorWorld& world, const SimulatorCall& call)
{
    if (call.operation == Operation::RefundCreate)
        return refundedPayment(call.form);
    const auto* intent = world.book->find(call.object);
    // A page and its payment change together.
    return intent && !intent->session.empty() ? intent->session : call.object;
}

std::string latencyKindOf(SimulatorWorld& world, const SimulatorCall& call)
{
    if (isReading(call.operation))
        return "read";
    if (call.operation != Operation::Create && call.operation != Operation::Confirm)
        return "finish";
    const auto* known = world.book->find(call.object);
    const auto token = call.form.get("payment_method");
    const auto means = meansOf(token.empty() && known ? known->paymentMethod : token);
    return means ? std::string{means->method} : "finish";
}

Made carryOut(SimulatorWorld& world, SimulatorCall& call)
{
    switch (call.operation) {
    case Operation::Create:
        return create(world, call);
    case Operation::Confirm:
    case Operation::Capture:
    case Operation::Cancel:
        return change(world, call);
    case Operation::SessionCreate:
        return createSession(world, call);
    case Operation::SessionExpire:
        return expireSession(world, call);
    case Operation::RefundCreate:
        return createRefund(world, call);
    case Operation::None:
    case Operation::Retrieve:
    case Operation::List:
    case Operation::SessionRetrieve:
    case Operation::SessionList:
    case Operation::ChargeRetrieve:
    case Operation::ChargeList:
    case Operation::RefundRetrieve:
        break;
    }
    return {};
}

} // namespace saikobi::rehearsal
