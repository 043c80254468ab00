#include "backend/payments/stripe_answers.h"

#include <boost/json.hpp>

#include "backend/contract/json_members.h"

namespace saikobi::payments {

using shop::PaymentAnswer;
using shop::PaymentOutcome;
using shop::PaymentReference;
using shop::PaymentStanding;
namespace json = contract::json;

namespace {

struct Intent {
    std::string id{};
    std::string status{};
    std::string currency{};
    std::string order{};
    std::string redirectUrl{};
    std::string errorCode{};
    std::int64_t amount = 0;
    std::int64_t received = 0;
    bool hasFailed = false;
};

const boost::json::object* child(const boost::json::object& from, const char* key)
{
    const auto* found = json::member(from, key);
    return found && found->is_object() ? &found->get_object() : nullptr;
}

std::string errorCodeOf(const boost::json::object& error)
{
    for (const char* key : {"decline_code", "code", "type"})
        if (auto spelled = json::text(error, key); !spelled.empty())
            return spelled;
    return {};
}

Intent readIntent(const boost::json::object& from)
{
    Intent out{json::text(from, "id"), json::text(from, "status"), json::text(from, "currency"), {},
            {}, {}, json::integer(from, "amount"), json::integer(from, "amount_received"), false};
    if (const auto* metadata = child(from, "metadata"))
        out.order = json::text(*metadata, "order_id");
    if (const auto* next = child(from, "next_action"))
        if (const auto* redirect = child(*next, "redirect_to_url"))
            out.redirectUrl = json::text(*redirect, "url");
    if (const auto* error = child(from, "last_payment_error")) {
        out.hasFailed = true;
        out.errorCode = errorCodeOf(*error);
    }
    return out;
}

/// Whether it is this order's payment at all.
bool belongsTo(const PaymentReference& payment, const Intent& intent)
{
    const bool isSame = payment.reference.empty() || payment.reference == intent.id;
    return isSame && intent.order == payment.order;
}

bool isRightMoney(const PaymentReference& payment, const Intent& intent)
{
    const bool isShort = intent.status == "succeeded" && intent.received != payment.amount.value;
    return intent.amount == payment.amount.value && intent.currency == "jpy" && !isShort;
}

/// Nothing while the provider itself does not know yet.
std::optional<PaymentStanding> standingOf(const Intent& intent)
{
    if (intent.status == "requires_capture")
        return PaymentStanding::Authorised;
    if (intent.status == "succeeded")
        return PaymentStanding::Captured;
    if (intent.status == "canceled")
        return PaymentStanding::Voided;
    if (intent.status == "requires_action")
        return PaymentStanding::ActionRequired;
    if (intent.status == "requires_payment_method")
        return intent.hasFailed ? PaymentStanding::Declined : PaymentStanding::None;
    if (intent.status == "requires_confirmation")
        return PaymentStanding::None;
    return std::nullopt;
}

PaymentOutcome outcomeOfCreate(PaymentStanding standing)
{
    switch (standing) {
    case PaymentStanding::Authorised:
    case PaymentStanding::ActionRequired:
        return PaymentOutcome::Done;
    case PaymentStanding::None:
    case PaymentStanding::Declined:
    case PaymentStanding::Voided:
        return PaymentOutcome::Refused;
    case PaymentStanding::Captured: // we never ask for that in one step
        return PaymentOutcome::Wrong;
    }
    return PaymentOutcome::Unknown;
}

PaymentOutcome outcomeOfFinishing(StripeOperation operation, PaymentStanding standing)
{
    const bool isCapture = operation == StripeOperation::Capture;
    switch (standing) {
    case PaymentStanding::Captured:
        return isCapture ? PaymentOutcome::Done : PaymentOutcome::Refused;
    case PaymentStanding::Voided:
        return isCapture ? PaymentOutcome::Refused : PaymentOutcome::Done;
    case PaymentStanding::Authorised:
        return PaymentOutcome::Again;
    case PaymentStanding::None:
    case PaymentStanding::Declined:
    case PaymentStanding::ActionRequired: // nothing is set aside (any more)
        return isCapture ? PaymentOutcome::Refused : PaymentOutcome::Again;
    }
    return PaymentOutcome::Unknown;
}

PaymentOutcome outcomeOf(StripeOperation operation, PaymentStanding standing)
{
    switch (operation) {
    case StripeOperation::Create:
    case StripeOperation::Confirm:
    case StripeOperation::StartPage:
        return outcomeOfCreate(standing);
    case StripeOperation::ExpirePage:
    case StripeOperation::Capture:
    case StripeOperation::Cancel:
        return outcomeOfFinishing(operation, standing);
    case StripeOperation::Retrieve:
    case StripeOperation::RetrievePage:
    case StripeOperation::List:
        return PaymentOutcome::Done;
    }
    return PaymentOutcome::Unknown;
}

PaymentAnswer coded(PaymentOutcome outcome, std::string spelled)
{
    PaymentAnswer out;
    out.outcome = outcome;
    out.code = std::move(spelled);
    return out;
}

PaymentAnswer answerFrom(
        StripeOperation operation, const PaymentReference& payment, const Intent& intent)
{
    if (!belongsTo(payment, intent)) {
        // Somebody else's: nothing of it may stick to this order, least of all its reference.
        auto out = coded(PaymentOutcome::Wrong, code::mismatch);
        out.reference = payment.reference;
        return out;
    }
    PaymentAnswer out;
    out.reference = intent.id;
    out.amount.value = intent.status == "succeeded" ? intent.received : intent.amount;
    out.redirectUrl = intent.redirectUrl;
    out.code = intent.errorCode;
    const auto standing = standingOf(intent);
    if (!standing)
        return out; // Unknown
    out.standing = *standing;
    out.outcome = outcomeOf(operation, *standing);
    if (!isRightMoney(payment, intent)) {
        out.outcome = PaymentOutcome::Wrong;
        out.code = code::mismatch;
    }
    return out;
}

/// 402: definite. The intent in the error says how the payment stands after it.
PaymentAnswer readCardError(StripeOperation operation, const PaymentReference& payment,
        const boost::json::object& error)
{
    auto out = coded(PaymentOutcome::Refused, errorCodeOf(error));
    out.standing = PaymentStanding::Declined;
    if (const auto* about = child(error, "payment_intent")) {
        const auto intent = answerFrom(operation, payment, readIntent(*about));
        if (intent.code == code::mismatch)
            return intent;
        out.reference = intent.reference;
        if (isFinishing(operation))
            out.standing = intent.standing;
    }
    return out;
}

/// 400: already where we wanted it is success; everything else is a defect of ours.
PaymentAnswer readRequestError(StripeOperation operation, const PaymentReference& payment,
        const boost::json::object& error)
{
    const auto* about = child(error, "payment_intent");
    if (json::text(error, "code") == "payment_intent_unexpected_state" && about)
        return answerFrom(operation, payment, readIntent(*about));
    return coded(PaymentOutcome::Wrong, errorCodeOf(error));
}

PaymentAnswer readError(
        StripeOperation operation, const PaymentReference& payment, const StripeReply& reply)
{
    if (reply.status >= 500)
        return coded(PaymentOutcome::Unknown, reply.isReplayed ? code::storedFailure : "api_error");
    const auto body = json::object(reply.body);
    const auto* error = body ? child(*body, "error") : nullptr;
    if (reply.status == 409)
        return coded(PaymentOutcome::Again, "idempotency_key_in_use");
    if (reply.status == 429)
        return coded(PaymentOutcome::Again,
                reply.limitedReason.empty() ? "lock_timeout" : code::rateLimit);
    if (!error) // not the provider's own words: something in between answered
        return coded(PaymentOutcome::Unknown, "status_" + std::to_string(reply.status));
    if (reply.status == 402)
        return readCardError(operation, payment, *error);
    if (reply.status == 400)
        return readRequestError(operation, payment, *error);
    return coded(PaymentOutcome::Wrong, errorCodeOf(*error));
}

/// Of the page itself: open, paid for, or closed. Its payment is judged apart.
PaymentAnswer pageAnswer(const PaymentReference& payment, const boost::json::object& page)
{
    PaymentAnswer out;
    out.reference = json::text(page, "id");
    out.amount.value = json::integer(page, "amount_total");
    const auto* metadata = child(page, "metadata");
    const bool isOurs = metadata && json::text(*metadata, "order_id") == payment.order;
    const bool isSame = !isPage(payment.reference) || payment.reference == out.reference;
    if (!isOurs || !isSame || out.amount != payment.amount
            || json::text(page, "currency") != "jpy") {
        out = coded(PaymentOutcome::Wrong, code::mismatch);
        out.reference = payment.reference;
        return out;
    }
    const auto status = json::text(page, "status");
    if (status == "open") {
        out.outcome = PaymentOutcome::Done;
        out.standing = PaymentStanding::ActionRequired;
        out.redirectUrl = json::text(page, "url");
    } else if (status == "expired") {
        out.outcome = PaymentOutcome::Done;
        out.standing = PaymentStanding::Voided;
    } // complete: only its payment knows
    return out;
}

} // namespace

PaymentAnswer readAnswer(
        StripeOperation operation, const PaymentReference& payment, const StripeReply& reply)
{
    if (reply.status != 200)
        return readError(operation, payment, reply);
    if (const auto page = readPage(payment, reply))
        return page->answer;
    const auto body = json::object(reply.body);
    if (!body || json::text(*body, "object") != "payment_intent")
        return coded(PaymentOutcome::Unknown, "unreadable");
    return answerFrom(operation, payment, readIntent(*body));
}

std::optional<PageReading> readPage(const PaymentReference& payment, const StripeReply& reply)
{
    const auto body = reply.status == 200 ? json::object(reply.body) : std::nullopt;
    if (!body || json::text(*body, "object") != "checkout.session")
        return std::nullopt;
    PageReading out;
    out.isOpen = json::text(*body, "status") == "open";
    out.answer = pageAnswer(payment, *body);
    if (out.answer.outcome == PaymentOutcome::Wrong)
        return out;
    if (const auto* intent = child(*body, "payment_intent")) {
        auto about = payment;
        about.reference.clear();
        return PageReading{out.isOpen, {},
                judgePage(out, answerFrom(StripeOperation::Retrieve, about, readIntent(*intent)))};
    }
    out.intent = json::text(*body, "payment_intent");
    return out;
}

PaymentAnswer judgePage(PageReading page, const PaymentAnswer& intent)
{
    const bool isDefinite = intent.standing == PaymentStanding::Authorised
            || intent.standing == PaymentStanding::Captured;
    // What was paid is paid, whatever the page says; a failed try leaves an open page as it is.
    if (isDefinite || intent.outcome != PaymentOutcome::Done)
        return intent;
    if (!page.isOpen && page.answer.standing != PaymentStanding::Voided)
        return intent; // complete, and its payment says how
    return page.answer;
}

PaymentAnswer judgeClosing(PaymentAnswer queried)
{
    if (queried.outcome != PaymentOutcome::Done)
        return queried;
    switch (queried.standing) {
    case PaymentStanding::Voided:
        break;
    case PaymentStanding::Authorised:
    case PaymentStanding::Captured:
        queried.outcome = PaymentOutcome::Refused;
        break;
    case PaymentStanding::None:
    case PaymentStanding::Declined:
    case PaymentStanding::ActionRequired:
        queried.outcome = PaymentOutcome::Again;
    }
    return queried;
}

PaymentAnswer judgeFinishing(StripeOperation operation, PaymentAnswer queried)
{
    if (queried.outcome == PaymentOutcome::Done)
        queried.outcome = outcomeOfFinishing(operation, queried.standing);
    return queried;
}

std::optional<SearchPage> readSearch(const PaymentReference& payment, const StripeReply& reply)
{
    const auto body = reply.status == 200 ? json::object(reply.body) : std::nullopt;
    const auto* data = body ? json::member(*body, "data") : nullptr;
    if (!data || !data->is_array())
        return std::nullopt;
    SearchPage out;
    const auto* more = json::member(*body, "has_more");
    out.hasMore = more && more->is_bool() && more->get_bool();
    for (const auto& entry : data->get_array()) {
        if (!entry.is_object())
            return std::nullopt;
        const auto intent = readIntent(entry.get_object());
        out.last = intent.id;
        if (!out.found && intent.order == payment.order)
            out.found = answerFrom(StripeOperation::List, payment, intent);
    }
    return out;
}

} // namespace saikobi::payments
