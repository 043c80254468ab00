#include "backend/rehearsal/provider/session_rules.h"

#include <algorithm>

namespace saikobi::rehearsal {

namespace {

constexpr std::int64_t shortestLifeS = 30 * 60;
constexpr std::int64_t longestLifeS = 24 * 3600;
constexpr int mostItems = 100;

ApiError invalid(const char* code, std::string param, const char* message)
{
    return {"invalid_request_error", code, {}, message, std::move(param)};
}

/// Yen for one line; empty: it is not there or cannot be read.
std::optional<std::int64_t> amountOfItem(const Form& form, const std::string& item)
{
    const auto unit = form.number(item + "[price_data][unit_amount]");
    const auto quantity = form.number(item + "[quantity]");
    if (!unit || !quantity || *quantity == 0 || *unit > 99'999'999 || *quantity > 1'000'000)
        return std::nullopt;
    return *unit * *quantity;
}

std::string itemAt(int index)
{
    return "line_items[" + std::to_string(index) + ']';
}

bool isItem(const Form& form, const std::string& item)
{
    return form.has(item + "[quantity]") || form.has(item + "[price_data][unit_amount]")
            || form.has(item + "[price_data][currency]");
}

std::int64_t totalOf(const Form& form)
{
    std::int64_t total = 0;
    for (int i = 0; i < mostItems && isItem(form, itemAt(i)); ++i)
        total += amountOfItem(form, itemAt(i)).value_or(0);
    return total;
}

} // namespace

std::optional<ApiError> faultOfSession(const Form& form, std::int64_t nowS)
{
    if (form.get("mode") != "payment")
        return invalid(form.has("mode") ? "" : "parameter_missing", "mode", "Must be payment.");
    if (form.get("success_url").empty())
        return invalid("parameter_missing", "success_url", "Missing required param.");
    for (int i = 0; i < mostItems && (i == 0 || isItem(form, itemAt(i))); ++i) {
        const auto item = itemAt(i);
        if (!amountOfItem(form, item))
            return invalid("parameter_missing", item, "Needs price_data and quantity.");
        // The amount, currency and type of the payment to come are judged as those of any other.
        if (const auto name = form.get(item + "[price_data][product_data][name]"); name.empty())
            return invalid("parameter_missing", item + "[price_data][product_data][name]",
                    "Missing required param.");
    }
    const Form payment{{{"amount", std::to_string(totalOf(form))},
            {"currency", std::string{form.get("line_items[0][price_data][currency]")}},
            {"capture_method", std::string{form.get("payment_intent_data[capture_method]")}},
            {"payment_method_types[]", std::string{form.first("payment_method_types")}}}};
    if (auto fault = faultOfCreate(payment))
        return fault;
    if (!form.has("expires_at"))
        return std::nullopt;
    const auto expires = form.number("expires_at").value_or(0);
    if (expires < nowS + shortestLifeS || expires > nowS + longestLifeS)
        return invalid("", "expires_at",
                "Must be between 30 minutes and 24 hours from Checkout Session creation.");
    return std::nullopt;
}

Session newSession(const Form& form, std::int64_t nowS)
{
    Session out;
    const auto take = [&form](const char* key, std::string& into) {
        if (const auto text = form.get(key); !text.empty())
            into = text;
    };
    out.amount = totalOf(form);
    take("line_items[0][price_data][currency]", out.currency);
    take("payment_intent_data[capture_method]", out.captureMethod);
    take("payment_intent_data[description]", out.description);
    take("success_url", out.successUrl);
    take("cancel_url", out.cancelUrl);
    take("client_reference_id", out.clientReference);
    if (const auto type = form.first("payment_method_types"); !type.empty())
        out.methodType = type;
    out.metadata = form.group("metadata");
    out.intentMetadata = form.group("payment_intent_data[metadata]");
    out.created = nowS;
    out.expiresAt = form.number("expires_at").value_or(nowS + longestLifeS);
    return out;
}

Intent intentOf(const Session& session)
{
    Intent out;
    out.amount = session.amount;
    out.currency = session.currency;
    out.captureMethod = session.captureMethod;
    out.description = session.description;
    out.methodType = session.methodType;
    out.metadata = session.intentMetadata;
    out.session = session.id;
    out.returnUrl = addressAfter(session);
    return out;
}

Effect follow(Session& session, const Intent& intent)
{
    const bool isDone = intent.status == IntentStatus::RequiresCapture
            || intent.status == IntentStatus::Succeeded;
    if (session.status != SessionStatus::Open || !isDone)
        return {};
    session.status = SessionStatus::Complete;
    return {200, {}, {"checkout.session.completed"}};
}

Effect expire(Session& session, Intent* intent, std::int64_t nowS)
{
    if (session.status != SessionStatus::Open)
        return {400,
                ApiError{"invalid_request_error", {}, {},
                        "Only Checkout Sessions with a status in [\"open\"] can be expired. This "
                        "Checkout Session has a status of "
                                + std::string{name(session.status)} + '.',
                        {}},
                {}};
    Effect out{200, {}, {"checkout.session.expired"}};
    session.status = SessionStatus::Expired;
    if (intent && cancel(*intent, {}, nowS).status == 200) {
        intent->cancellationReason = "automatic";
        out.events.emplace_back("payment_intent.canceled");
    }
    return out;
}

} // namespace saikobi::rehearsal
