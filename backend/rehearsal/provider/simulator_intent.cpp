#include "backend/rehearsal/provider/simulator_intent.h"

#include <boost/json.hpp>

#include <array>

#include "backend/contract/json_members.h"

namespace saikobi::rehearsal {

namespace json = contract::json;
using boost::json::object;
using boost::json::value;

namespace {

constexpr std::array<std::pair<IntentStatus, std::string_view>, 6> spelled{{
        {IntentStatus::RequiresPaymentMethod, "requires_payment_method"},
        {IntentStatus::RequiresConfirmation, "requires_confirmation"},
        {IntentStatus::RequiresAction, "requires_action"},
        {IntentStatus::RequiresCapture, "requires_capture"},
        {IntentStatus::Succeeded, "succeeded"},
        {IntentStatus::Canceled, "canceled"},
}};

/// Null where the provider has null and not an empty text. (With braces it would be a list of one.)
value orNull(const std::string& text)
{
    return text.empty() ? value(nullptr) : value(text);
}

object errorObject(const ApiError& error)
{
    object out{{"type", error.type}, {"message", error.message}};
    for (const auto& [key, text] : {std::pair{"code", &error.code},
                 std::pair{"decline_code", &error.declineCode}, std::pair{"param", &error.param}})
        if (!text->empty())
            out[key] = *text;
    return out;
}

value nextAction(const Intent& intent)
{
    if (intent.actionUrl.empty())
        return nullptr;
    if (intent.returnUrl.empty())
        return object{{"type", "use_stripe_sdk"},
                {"use_stripe_sdk",
                        {{"type", "three_d_secure_redirect"}, {"stripe_js", intent.actionUrl}}}};
    return object{{"type", "redirect_to_url"},
            {"redirect_to_url", {{"url", intent.actionUrl}, {"return_url", intent.returnUrl}}}};
}

object intentObject(const Intent& intent)
{
    object out{{"id", intent.id}, {"object", "payment_intent"}, {"amount", intent.amount},
            {"amount_capturable", intent.capturable}, {"amount_received", intent.received},
            {"cancellation_reason", orNull(intent.cancellationReason)},
            {"capture_method", intent.captureMethod}, {"client_secret", intent.clientSecret},
            {"confirmation_method", intent.confirmationMethod}, {"created", intent.created},
            {"currency", intent.currency}, {"description", orNull(intent.description)},
            {"latest_charge", orNull(intent.charge)}, {"livemode", false},
            {"metadata", json::strings(intent.metadata)}, {"next_action", nextAction(intent)},
            {"payment_method", orNull(intent.paymentMethod)}, {"payment_method_options", object{}},
            {"payment_method_types", boost::json::array{value(intent.methodType)}},
            {"status", name(intent.status)}};
    out["canceled_at"] = intent.canceledAt ? value(intent.canceledAt) : value(nullptr);
    out["last_payment_error"]
            = intent.lastError ? value(errorObject(*intent.lastError)) : value(nullptr);
    for (const char* absent : {"application", "automatic_payment_methods", "customer",
                 "on_behalf_of", "processing", "receipt_email", "review", "setup_future_usage",
                 "shipping", "statement_descriptor", "statement_descriptor_suffix", "transfer_data",
                 "transfer_group"})
        out[absent] = nullptr;
    return out;
}

std::optional<ApiError> readLastError(const object& from)
{
    const auto* error = json::member(from, "last_payment_error");
    if (!error || !error->is_object())
        return std::nullopt;
    const auto& read = error->get_object();
    return ApiError{"card_error", json::text(read, "code"), json::text(read, "decline_code"),
            json::text(read, "message"), {}};
}

void readNextAction(const object& from, Intent& into)
{
    const auto* action = json::member(from, "next_action");
    if (!action || !action->is_object())
        return;
    for (const auto& [kind, detail] : action->get_object()) {
        if (!detail.is_object())
            continue;
        const auto& read = detail.get_object();
        into.returnUrl = json::text(read, "return_url");
        into.actionUrl = json::text(read, kind == "redirect_to_url" ? "url" : "stripe_js");
    }
}

} // namespace

std::string_view name(IntentStatus status)
{
    for (const auto& [known, text] : spelled)
        if (known == status)
            return text;
    return {};
}

std::string toJson(const Intent& intent)
{
    return serialize(intentObject(intent));
}

std::string toJson(const ApiError& error, const Intent* about)
{
    auto out = errorObject(error);
    if (about) {
        out["payment_intent"] = intentObject(*about);
        if (!about->charge.empty())
            out["charge"] = about->charge;
    }
    return serialize(object{{"error", out}});
}

std::optional<Intent> intentFromJson(std::string_view text)
{
    const auto read = json::object(text);
    if (!read || json::text(*read, "id").empty())
        return std::nullopt;
    Intent out;
    out.id = json::text(*read, "id");
    out.clientSecret = json::text(*read, "client_secret");
    out.charge = json::text(*read, "latest_charge");
    out.amount = json::integer(*read, "amount");
    out.capturable = json::integer(*read, "amount_capturable");
    out.received = json::integer(*read, "amount_received");
    out.currency = json::text(*read, "currency");
    out.captureMethod = json::text(*read, "capture_method");
    out.confirmationMethod = json::text(*read, "confirmation_method");
    out.description = json::text(*read, "description");
    out.paymentMethod = json::text(*read, "payment_method");
    const auto* types = json::member(*read, "payment_method_types");
    if (types && types->is_array() && !types->get_array().empty() && types->at(0).is_string())
        out.methodType = std::string{types->at(0).get_string()};
    out.cancellationReason = json::text(*read, "cancellation_reason");
    out.metadata = json::strings(*read, "metadata");
    out.created = json::integer(*read, "created");
    out.canceledAt = json::integer(*read, "canceled_at");
    for (const auto& [status, word] : spelled)
        if (word == json::text(*read, "status"))
            out.status = status;
    out.lastError = readLastError(*read);
    readNextAction(*read, out);
    return out;
}

} // namespace saikobi::rehearsal
