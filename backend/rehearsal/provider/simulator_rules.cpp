#include "backend/rehearsal/provider/simulator_rules.h"

#include <algorithm>
#include <array>

namespace saikobi::rehearsal {

namespace {

constexpr std::int64_t leastYen = 50;
constexpr std::int64_t mostYen = 99'999'999;

ApiError invalid(const char* code, std::string param, const char* message)
{
    return {"invalid_request_error", code, {}, message, std::move(param)};
}

Effect refused(unsigned status, ApiError error, std::vector<std::string> events = {})
{
    return {status, std::move(error), std::move(events)};
}

Effect unexpectedState(const Intent& intent, const char* wanted)
{
    return refused(400,
            {"invalid_request_error", "payment_intent_unexpected_state", {},
                    std::string{"This PaymentIntent could not be "} + wanted
                            + " because it has a status of " + std::string{name(intent.status)}
                            + ".",
                    {}});
}

bool isCancelable(IntentStatus status)
{
    return status != IntentStatus::Succeeded && status != IntentStatus::Canceled;
}

/// The codes that say why a card was declined; all others are codes of their own.
bool isDeclineCode(std::string_view code)
{
    constexpr std::array own{"expired_card", "incorrect_cvc", "processing_error"};
    return std::none_of(own.begin(), own.end(), [code](auto known) { return code == known; });
}

const char* sentenceFor(std::string_view code)
{
    if (code == "expired_card")
        return "Your card has expired.";
    if (code == "incorrect_cvc")
        return "Your card's security code is incorrect.";
    if (code == "processing_error")
        return "An error occurred while processing your card. Try again in a little bit.";
    if (code == "payment_intent_authentication_failure")
        return "The provided PaymentMethod has failed authentication.";
    return code == "authentication_required" ? "This transaction requires authentication."
                                             : "Your card was declined.";
}

Effect decline(Intent& intent, std::string_view code, std::string_view declineCode)
{
    const ApiError error{
            "card_error", std::string{code}, std::string{declineCode}, sentenceFor(code), {}};
    intent.status = IntentStatus::RequiresPaymentMethod;
    intent.lastError = error;
    if (!intent.charges.empty()) {
        intent.charges.back().isFailed = true;
        intent.charges.back().code = code;
    }
    return refused(402, error, {"payment_intent.payment_failed", "charge.failed"});
}

Effect approve(Intent& intent)
{
    intent.lastError.reset();
    if (intent.captureMethod == "manual") {
        intent.status = IntentStatus::RequiresCapture;
        intent.capturable = intent.amount;
        return {200, {}, {"payment_intent.amount_capturable_updated", "charge.succeeded"}};
    }
    intent.status = IntentStatus::Succeeded;
    intent.received = intent.amount;
    return {200, {}, {"payment_intent.succeeded", "charge.succeeded"}};
}

Effect askShopper(Intent& intent, const Form& form, const std::string& actionUrl)
{
    if (form.get("off_session") == "true" || form.get("error_on_requires_action") == "true")
        return decline(intent, "authentication_required", "authentication_required");
    intent.status = IntentStatus::RequiresAction;
    intent.actionUrl = actionUrl;
    return {200, {}, {"payment_intent.requires_action"}};
}

void beginCharge(Intent& intent, std::int64_t nowS)
{
    const auto attempt = intent.charges.size() + 1;
    const auto suffix = attempt > 1 ? '_' + std::to_string(attempt) : std::string{};
    const auto tail = intent.id.substr(std::min<std::size_t>(3, intent.id.size()));
    intent.charges.push_back({"ch_" + tail + suffix, false, {}, intent.paymentMethod, nowS});
}

bool isWord(std::string_view text)
{
    return text.size() <= 40 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || c == '_';
    });
}

} // namespace

std::optional<ApiError> faultOfCreate(const Form& form)
{
    for (const char* needed : {"amount", "currency"})
        if (form.get(needed).empty())
            return invalid("parameter_missing", needed, "Missing required param.");
    const auto amount = form.number("amount");
    if (!amount)
        return invalid("parameter_invalid_integer", "amount", "Invalid integer.");
    if (*amount < leastYen)
        return invalid("amount_too_small", "amount", "Amount must be at least ¥50 jpy.");
    if (*amount > mostYen)
        return invalid("amount_too_large", "amount", "Amount must be no more than ¥99,999,999.");
    if (const auto method = form.get("capture_method"); method != "" && method != "manual"
            && method != "automatic" && method != "automatic_async")
        return invalid("", "capture_method", "Invalid capture_method.");
    if (!isWord(form.get("currency")) || !isWord(form.first("payment_method_types")))
        return invalid("", "payment_method_types", "Invalid currency or type.");
    const auto means = form.get("payment_method");
    if (!means.empty() && !meansOf(means))
        return invalid("resource_missing", "payment_method", "No such PaymentMethod.");
    if (form.get("confirm") == "true" && means.empty())
        return invalid("parameter_missing", "payment_method", "Nothing to confirm with.");
    return std::nullopt;
}

std::optional<ApiError> faultOfConfirm(const Intent& intent, const Form& form)
{
    const auto means = form.get("payment_method");
    if (means.empty() && intent.paymentMethod.empty())
        return invalid("parameter_missing", "payment_method", "Nothing to confirm with.");
    if (!means.empty() && !meansOf(means))
        return invalid("resource_missing", "payment_method", "No such PaymentMethod.");
    return std::nullopt;
}

std::optional<ApiError> faultOfCapture(const Intent& intent, const Form& form)
{
    if (form.get("amount_to_capture").empty() || intent.status != IntentStatus::RequiresCapture)
        return std::nullopt;
    const auto amount = form.number("amount_to_capture");
    if (!amount || *amount == 0)
        return invalid("parameter_invalid_integer", "amount_to_capture", "Invalid integer.");
    if (*amount > intent.capturable)
        return invalid("amount_too_large", "amount_to_capture", "More than was authorised.");
    return std::nullopt;
}

std::optional<ApiError> faultOfRefund(const Intent& intent, const Form& form)
{
    if (intent.status != IntentStatus::Succeeded || intent.refunded >= intent.received)
        return invalid("charge_already_refunded", "payment_intent", "Nothing to be refunded.");
    if (!form.has("amount"))
        return std::nullopt;
    const auto amount = form.number("amount");
    if (!amount || *amount == 0)
        return invalid("parameter_invalid_integer", "amount", "Invalid integer.");
    if (*amount > intent.received - intent.refunded)
        return invalid("amount_too_large", "amount", "More than was captured.");
    return std::nullopt;
}

Intent newIntent(const Form& form)
{
    Intent out;
    const auto take = [&form](const char* key, std::string& into) {
        if (const auto text = form.get(key); !text.empty())
            into = text;
    };
    out.amount = form.number("amount").value_or(0);
    take("currency", out.currency);
    take("capture_method", out.captureMethod);
    take("confirmation_method", out.confirmationMethod);
    take("description", out.description);
    take("payment_method", out.paymentMethod);
    take("return_url", out.returnUrl);
    if (const auto type = form.first("payment_method_types"); !type.empty())
        out.methodType = type;
    out.metadata = form.group("metadata");
    if (!out.paymentMethod.empty())
        out.status = IntentStatus::RequiresConfirmation;
    return out;
}

Effect confirm(Intent& intent, const Form& form, const Circumstances& met)
{
    if (intent.status != IntentStatus::RequiresPaymentMethod
            && intent.status != IntentStatus::RequiresConfirmation)
        return unexpectedState(intent, "confirmed");
    if (const auto means = form.get("payment_method"); !means.empty())
        intent.paymentMethod = means;
    if (const auto url = form.get("return_url"); !url.empty())
        intent.returnUrl = url;
    const auto means = meansOf(intent.paymentMethod);
    beginCharge(intent, met.nowS);
    if (!means || means->conduct == Means::Conduct::Declines)
        return decline(intent, means ? means->code : "card_declined",
                means ? means->declineCode : "generic_decline");
    if (!met.declineAs.empty())
        return isDeclineCode(met.declineAs) ? decline(intent, "card_declined", met.declineAs)
                                            : decline(intent, met.declineAs, "");
    const bool asks = means->asks() || (met.asks && means->method == "card");
    return asks ? askShopper(intent, form, met.actionUrl) : approve(intent);
}

Effect capture(Intent& intent, const Form& form)
{
    if (intent.status != IntentStatus::RequiresCapture)
        return unexpectedState(intent, "captured");
    intent.received = form.number("amount_to_capture").value_or(intent.capturable);
    intent.capturable = 0;
    intent.status = IntentStatus::Succeeded;
    return {200, {}, {"payment_intent.succeeded", "charge.captured"}};
}

Effect cancel(Intent& intent, const Form& form, std::int64_t nowS)
{
    if (!isCancelable(intent.status))
        return unexpectedState(intent, "canceled");
    intent.status = IntentStatus::Canceled;
    intent.cancellationReason = form.get("cancellation_reason");
    intent.canceledAt = nowS;
    intent.capturable = 0;
    intent.actionUrl.clear();
    return {200, {}, {"payment_intent.canceled"}};
}

Effect finishAction(Intent& intent, bool isAgreed)
{
    if (intent.status != IntentStatus::RequiresAction)
        return unexpectedState(intent, "confirmed");
    intent.actionUrl.clear();
    const auto means = meansOf(intent.paymentMethod);
    if (!isAgreed)
        return decline(intent, "payment_intent_authentication_failure", "");
    if (!means || means->conduct == Means::Conduct::AsksThenDeclines)
        return decline(intent, "card_declined", "generic_decline");
    return approve(intent);
}

Effect lapse(Intent& intent, std::int64_t nowS)
{
    if (intent.status != IntentStatus::RequiresCapture)
        return unexpectedState(intent, "expired");
    intent.status = IntentStatus::Canceled;
    intent.cancellationReason = "automatic";
    intent.canceledAt = nowS;
    intent.capturable = 0;
    return {200, {}, {"charge.expired", "payment_intent.canceled"}};
}

Effect refund(Intent& intent, const Form& form)
{
    const auto means = meansOf(intent.paymentMethod);
    if (means && means->refundFails)
        return {200, {}, {"charge.refund.updated"}};
    intent.refunded += form.number("amount").value_or(intent.received - intent.refunded);
    return {200, {}, {"charge.refunded"}};
}

} // namespace saikobi::rehearsal
