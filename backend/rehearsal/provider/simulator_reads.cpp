#include "backend/rehearsal/provider/simulator_effects.h"
#include "backend/rehearsal/provider/simulator_lists.h"

namespace saikobi::rehearsal {

namespace {

Made found(std::string body)
{
    return {200, std::make_shared<const std::string>(std::move(body)), "none", {}};
}

Made missing(const char* kind, const std::string& id)
{
    return {404,
            textOf({"invalid_request_error", "resource_missing", {},
                    std::string{"No such "} + kind + ": '" + id + '\'', "id"}),
            "refused", {}};
}

Made charge(SimulatorWorld& world, const std::string& id)
{
    const auto tail = id.starts_with("ch_") ? id.substr(3) : std::string{};
    const auto* intent = world.book->find("pi_" + tail.substr(0, tail.find('_')));
    if (intent)
        for (const auto& one : intent->charges)
            if (one.id == id)
                return found(toJson(one, *intent));
    return missing("charge", id);
}

} // namespace

Made lookUp(SimulatorWorld& world, const SimulatorCall& call)
{
    auto& book = *world.book;
    switch (call.operation) {
    case Operation::Retrieve:
        if (const auto* intent = book.find(call.object))
            return found(call.form.expands("latest_charge") ? toJsonWithCharge(*intent)
                                                            : toJson(*intent));
        return missing("payment_intent", call.object);
    case Operation::SessionRetrieve:
        if (const auto* session = book.findSession(call.object))
            return found(toJson(*session, book.find(session->intent)));
        return missing("checkout.session", call.object);
    case Operation::RefundRetrieve:
        if (const auto* refund = book.refund(call.object))
            return found(*refund);
        return missing("refund", call.object);
    case Operation::ChargeRetrieve:
        return charge(world, call.object);
    case Operation::List:
        return found(listJson(book, listQuery(call.form)));
    case Operation::SessionList:
        return found(sessionListJson(book, listQuery(call.form), call.form));
    case Operation::ChargeList:
        return found(chargeListJson(book, listQuery(call.form), call.form));
    default:
        return missing("object", call.object);
    }
}

} // namespace saikobi::rehearsal
