#include "backend/rehearsal/provider/operations.h"

#include <algorithm>
#include <array>

namespace saikobi::rehearsal {

namespace {

struct Route {
    Operation operation;
    std::string_view name;
    std::string_view method;
    std::string_view collection;
    bool hasObject;
    std::string_view action;
};

constexpr std::string_view intents{"/v1/payment_intents"};
constexpr std::string_view sessions{"/v1/checkout/sessions"};
constexpr std::string_view charges{"/v1/charges"};
constexpr std::string_view refunds{"/v1/refunds"};

constexpr std::array routes{Route{Operation::Create, "create", "POST", intents, false, ""},
        Route{Operation::Confirm, "confirm", "POST", intents, true, "confirm"},
        Route{Operation::Capture, "capture", "POST", intents, true, "capture"},
        Route{Operation::Cancel, "cancel", "POST", intents, true, "cancel"},
        Route{Operation::Retrieve, "retrieve", "GET", intents, true, ""},
        Route{Operation::List, "list", "GET", intents, false, ""},
        Route{Operation::SessionCreate, "session_create", "POST", sessions, false, ""},
        Route{Operation::SessionRetrieve, "session_retrieve", "GET", sessions, true, ""},
        Route{Operation::SessionExpire, "session_expire", "POST", sessions, true, "expire"},
        Route{Operation::SessionList, "session_list", "GET", sessions, false, ""},
        Route{Operation::ChargeRetrieve, "charge_retrieve", "GET", charges, true, ""},
        Route{Operation::ChargeList, "charge_list", "GET", charges, false, ""},
        Route{Operation::RefundCreate, "refund_create", "POST", refunds, false, ""},
        Route{Operation::RefundRetrieve, "refund_retrieve", "GET", refunds, true, ""}};

} // namespace

std::string_view name(Operation operation)
{
    for (const auto& route : routes)
        if (route.operation == operation)
            return route.name;
    return {};
}

bool isOperation(std::string_view wanted)
{
    return std::any_of(routes.begin(), routes.end(),
            [wanted](const Route& route) { return route.name == wanted; });
}

bool isReading(Operation operation)
{
    return std::any_of(routes.begin(), routes.end(), [operation](const Route& route) {
        return route.operation == operation && route.method == "GET";
    });
}

Wanted wantedBy(std::string_view method, std::string_view path)
{
    for (const auto& route : routes) {
        if (route.method != method || !path.starts_with(route.collection))
            continue;
        auto rest = path.substr(route.collection.size());
        if (rest.empty() && !route.hasObject)
            return {route.operation, {}};
        if (rest.size() < 2 || rest.front() != '/' || !route.hasObject)
            continue;
        rest.remove_prefix(1);
        const auto slash = rest.find('/');
        const auto action
                = slash == std::string_view::npos ? std::string_view{} : rest.substr(slash + 1);
        if (action == route.action && (slash == std::string_view::npos) == route.action.empty())
            return {route.operation, std::string{rest.substr(0, slash)}};
    }
    return {};
}

} // namespace saikobi::rehearsal
