#include "backend/rehearsal/provider/simulator_intent.h"

#include <boost/json.hpp>

#include <array>

#include "backend/contract/json_members.h"
#include "backend/rehearsal/provider/json_text.h"

namespace saikobi::rehearsal {

namespace json = contract::json;
using boost::json::object;

namespace {

constexpr std::array<std::pair<IntentStatus, std::string_view>, 6> spelled{{
        {IntentStatus::RequiresPaymentMethod, "requires_payment_method"},
        {IntentStatus::RequiresConfirmation, "requires_confirmation"},
        {IntentStatus::RequiresAction, "requires_action"},
        {IntentStatus::RequiresCapture, "requires_capture"},
        {IntentStatus::Succeeded, "succeeded"},
        {IntentStatus::Canceled, "canceled"},
}};

/// Of an error, without the object around it.
JsonText membersOf(const ApiError& error)
{
    JsonText out;
    out.text("type", error.type).text("message", error.message);
    for (const auto& [key, text] : {std::pair{"code", &error.code},
                 std::pair{"decline_code", &error.declineCode}, std::pair{"param", &error.param}})
        if (!text->empty())
            out.text(key, *text);
    if (!error.code.empty())
        out.text("doc_url", "https://stripe.com/docs/error-codes/" + error.code);
    return out;
}

std::string nextAction(const Intent& intent)
{
    if (intent.actionUrl.empty())
        return "null";
    JsonText inner;
    if (intent.returnUrl.empty()) {
        inner.text("type", "three_d_secure_redirect").text("stripe_js", intent.actionUrl);
        return JsonText{}
                .text("type", "use_stripe_sdk")
                .json("use_stripe_sdk", inner.take())
                .take();
    }
    inner.text("url", intent.actionUrl).text("return_url", intent.returnUrl);
    return JsonText{}.text("type", "redirect_to_url").json("redirect_to_url", inner.take()).take();
}

std::string written(const Intent& intent, bool withCharge)
{
    JsonText out;
    out.text("id", intent.id).text("object", "payment_intent").number("amount", intent.amount);
    out.number("amount_capturable", intent.capturable).number("amount_received", intent.received);
    out.textOrNull("cancellation_reason", intent.cancellationReason);
    out.text("capture_method", intent.captureMethod).text("client_secret", intent.clientSecret);
    out.text("confirmation_method", intent.confirmationMethod).number("created", intent.created);
    out.text("currency", intent.currency).textOrNull("description", intent.description);
    if (withCharge && !intent.charges.empty())
        out.json("latest_charge", toJson(intent.charges.back(), intent));
    else
        out.textOrNull("latest_charge", intent.latestCharge());
    out.flag("livemode", false).strings("metadata", intent.metadata);
    out.json("next_action", nextAction(intent)).textOrNull("payment_method", intent.paymentMethod);
    out.json("payment_method_options", "{}");
    out.json("payment_method_types", "[\"" + intent.methodType + "\"]");
    out.text("status", name(intent.status)).numberOrNull("canceled_at", intent.canceledAt);
    if (intent.lastError)
        out.json("last_payment_error", membersOf(*intent.lastError).take());
    else
        out.null("last_payment_error");
    for (const char* absent : {"application", "automatic_payment_methods", "customer",
                 "on_behalf_of", "processing", "receipt_email", "review", "setup_future_usage",
                 "shipping", "statement_descriptor", "statement_descriptor_suffix", "transfer_data",
                 "transfer_group"})
        out.null(absent);
    return out.take();
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
    return written(intent, false);
}

std::string toJsonWithCharge(const Intent& intent)
{
    return written(intent, true);
}

std::string toJson(const Charge& charge, const Intent& of)
{
    const bool isLast = !of.charges.empty() && of.charges.back().id == charge.id;
    const bool isPaid = isLast && !charge.isFailed;
    JsonText out;
    out.text("id", charge.id).text("object", "charge").number("amount", of.amount);
    out.number("amount_captured", isPaid ? of.received : 0);
    out.number("amount_refunded", isPaid ? of.refunded : 0);
    out.flag("captured", isPaid && of.received > 0).number("created", charge.created);
    out.text("currency", of.currency).textOrNull("failure_code", charge.code);
    out.flag("livemode", false).strings("metadata", of.metadata).flag("paid", isPaid);
    out.text("payment_intent", of.id).textOrNull("payment_method", charge.paymentMethod);
    out.flag("refunded", isPaid && of.refunded > 0 && of.refunded == of.received);
    out.text("status", charge.isFailed ? "failed" : "succeeded");
    JsonText card;
    if (isPaid && of.status == IntentStatus::RequiresCapture)
        card.number("capture_before", charge.created + authorisationLifeS);
    out.json("payment_method_details",
            JsonText{}.text("type", of.methodType).json(of.methodType, card.take()).take());
    return out.take();
}

std::string toJson(const ApiError& error, const Intent* about)
{
    auto out = membersOf(error);
    if (about) {
        if (!about->charges.empty())
            out.text("charge", about->latestCharge());
        if (error.type == "card_error" && !about->paymentMethod.empty())
            out.json("payment_method",
                    JsonText{}
                            .text("id", about->paymentMethod)
                            .text("object", "payment_method")
                            .text("type", about->methodType)
                            .take());
        out.json("payment_intent", toJson(*about));
    }
    return JsonText{}.json("error", out.take()).take();
}

std::optional<Intent> intentFromJson(std::string_view text)
{
    const auto read = json::object(text);
    if (!read || json::text(*read, "id").empty())
        return std::nullopt;
    Intent out;
    out.id = json::text(*read, "id");
    out.clientSecret = json::text(*read, "client_secret");
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
    if (const auto charge = json::text(*read, "latest_charge"); !charge.empty())
        out.charges.push_back({charge, false, {}, out.paymentMethod, out.created});
    return out;
}

std::string hiddenPart(const Intent& intent)
{
    std::string charges;
    for (const auto& charge : intent.charges)
        charges += (charges.empty() ? "" : ",")
                + JsonText{}
                          .text("id", charge.id)
                          .flag("failed", charge.isFailed)
                          .text("code", charge.code)
                          .text("means", charge.paymentMethod)
                          .number("created", charge.created)
                          .take();
    return JsonText{}
            .number("refunded", intent.refunded)
            .text("session", intent.session)
            .text("return_url", intent.returnUrl)
            .json("charges", '[' + charges + ']')
            .take();
}

void takeHiddenPart(Intent& into, std::string_view text)
{
    const auto read = json::object(text);
    const auto* charges = read ? json::member(*read, "charges") : nullptr;
    if (!charges || !charges->is_array())
        return;
    into.refunded = json::integer(*read, "refunded");
    into.session = json::text(*read, "session");
    into.returnUrl = json::text(*read, "return_url");
    into.charges.clear();
    for (const auto& one : charges->get_array()) {
        if (!one.is_object())
            continue;
        const auto& from = one.get_object();
        const auto* failed = json::member(from, "failed");
        into.charges.push_back({json::text(from, "id"),
                failed && failed->is_bool() && failed->get_bool(), json::text(from, "code"),
                json::text(from, "means"), json::integer(from, "created")});
    }
}

} // namespace saikobi::rehearsal
