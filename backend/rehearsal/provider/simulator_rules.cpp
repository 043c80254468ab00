#include "backend/rehearsal/provider/simulator_rules.h"

#include <charconv>

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

Effect decline(Intent& intent, std::string_view code, std::string_view declineCode)
{
    const ApiError error{"card_error", std::string{code}, std::string{declineCode},
            "Your card was declined.", {}};
    intent.status = IntentStatus::RequiresPaymentMethod;
    intent.lastError = error;
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

} // namespace

std::string_view Form::get(std::string_view wanted) const
{
    for (const auto& [key, value] : m_pairs)
        if (key == wanted)
            return value;
    return {};
}

std::string_view Form::first(const std::string& list) const
{
    const auto bare = get(list + "[]");
    return bare.empty() ? get(list + "[0]") : bare;
}

std::optional<std::int64_t> Form::number(std::string_view wanted) const
{
    const auto text = get(wanted);
    std::int64_t out = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), out);
    if (text.empty() || read.ec != std::errc{} || read.ptr != text.data() + text.size() || out < 0)
        return std::nullopt;
    return out;
}

std::map<std::string, std::string> Form::group(const std::string& prefix) const
{
    std::map<std::string, std::string> out;
    for (const auto& [key, value] : m_pairs)
        if (key.size() > prefix.size() + 2 && key.starts_with(prefix + '[') && key.back() == ']')
            out[key.substr(prefix.size() + 1, key.size() - prefix.size() - 2)] = value;
    return out;
}

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

Effect confirm(Intent& intent, const Form& form, const std::string& actionUrl)
{
    if (intent.status != IntentStatus::RequiresPaymentMethod
            && intent.status != IntentStatus::RequiresConfirmation)
        return unexpectedState(intent, "confirmed");
    if (const auto means = form.get("payment_method"); !means.empty())
        intent.paymentMethod = means;
    if (const auto url = form.get("return_url"); !url.empty())
        intent.returnUrl = url;
    const auto means = meansOf(intent.paymentMethod);
    intent.charge = "ch_" + intent.id.substr(3);
    if (!means || means->conduct == Means::Conduct::Declines)
        return decline(intent, means ? means->code : "card_declined",
                means ? means->declineCode : "generic_decline");
    return means->asks() ? askShopper(intent, form, actionUrl) : approve(intent);
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

} // namespace saikobi::rehearsal
