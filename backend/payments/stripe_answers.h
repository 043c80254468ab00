#pragma once

#include <optional>
#include <string>

#include "backend/payments/stripe_calls.h"

namespace saikobi::payments {

/// An HTTP answer of the provider, with the headers that change its meaning.
struct StripeReply {
    unsigned status = 0;
    std::string body{};
    bool isReplayed = false; ///< `idempotent-replayed: true`
    std::string limitedReason{}; ///< `stripe-rate-limited-reason`
};

/// Codes of our own beside the provider's.
namespace code {
inline constexpr const char* storedFailure = "stored_failure"; ///< a 5xx replayed under our key
inline constexpr const char* mismatch = "mismatch"; ///< another id, amount, currency or order
inline constexpr const char* budgetLost = "budget_lost"; ///< nothing was sent
inline constexpr const char* rateLimit = "rate_limit"; ///< 429: more calls than agreed
inline constexpr const char* noAnswer = "no_answer"; ///< broken or too late
inline constexpr const char* tooMany = "too_many_payments"; ///< a search that found no end
inline constexpr const char* nothingToCapture = "nothing_to_capture"; ///< no payment of the order
inline constexpr const char* noConnection = "no_connection"; ///< nothing was sent
inline constexpr const char* providerDown = "provider_down"; ///< nothing was sent: breaker open
inline constexpr const char* retryBudget = "retry_budget"; ///< nothing was sent: too many repeats
inline constexpr const char* inFlight = "in_flight"; ///< nothing was sent: too many under way
} // namespace code

/// What the answer to a call about `payment` means (CHECKOUT.md §4.2). An empty reference is not
/// compared. A 200 that is not about this order, amount or currency is Wrong.
shop::PaymentAnswer readAnswer(
        StripeOperation operation, const shop::PaymentReference& payment, const StripeReply& reply);

/// A page as its own answer describes it, judged by its payment where that came with it.
struct PageReading {
    bool isOpen = false;
    std::string intent{}; ///< "pi_…" of which the answer had only the name; empty: none, or judged
    shop::PaymentAnswer answer{}; ///< Done + ActionRequired with its URL while it is open
};

/// Nothing when the answer is no page (any more): readAnswer tells what it is instead.
std::optional<PageReading> readPage(
        const shop::PaymentReference& payment, const StripeReply& reply);

/// How a page stands whose payment was asked about.
shop::PaymentAnswer judgePage(PageReading page, const shop::PaymentAnswer& intent);

/// What a query says about an attempt to close: Done with Voided, Refused when the payment was
/// first, Again while both are still possible.
shop::PaymentAnswer judgeClosing(shop::PaymentAnswer queried);

/// What a query says about a finishing call whose own answer is not known: Done, Refused, or Again
/// when the payment is still as it was.
shop::PaymentAnswer judgeFinishing(StripeOperation operation, shop::PaymentAnswer queried);

/// One page of a search by order.
struct SearchPage {
    std::optional<shop::PaymentAnswer> found{}; ///< the newest payment of this order
    std::string last{}; ///< id to continue after
    bool hasMore = false;
};

/// Nothing when the answer is no page.
std::optional<SearchPage> readSearch(
        const shop::PaymentReference& payment, const StripeReply& reply);

} // namespace saikobi::payments
