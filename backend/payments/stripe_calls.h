#pragma once

#include <optional>
#include <string>

#include "backend/shop/payment_port.h"

namespace saikobi::payments {

/// The named operations that the provider limits one by one.
enum class StripeOperation {
    Create,
    Confirm,
    Capture,
    Cancel,
    Retrieve,
    List,
    StartPage,
    ExpirePage,
    RetrievePage
};

std::string_view name(StripeOperation operation);

/// Capture, void and the closing of a page: what ends a payment and must never be the one refused.
constexpr bool isFinishing(StripeOperation operation)
{
    return operation == StripeOperation::Capture || operation == StripeOperation::Cancel
            || operation == StripeOperation::ExpirePage;
}

/// What begins a payment; its answer is the outcome that a buyer waits for.
constexpr bool isAuthorising(StripeOperation operation)
{
    return operation == StripeOperation::Create || operation == StripeOperation::Confirm
            || operation == StripeOperation::StartPage;
}

/// "cs_…": a page whose payment has no reference of its own yet.
bool isPage(const std::string& reference);

/// One request, ready to be sent.
struct StripeCall {
    StripeOperation operation = StripeOperation::Retrieve;
    std::string target{};
    std::string key{}; ///< Idempotency-Key; empty: a GET
    std::string body{}; ///< form encoded
};

/// Creates and confirms in one call, with manual capture, so that the answer is the authorisation.
StripeCall authoriseCall(const shop::PaymentRequest& request);

/// Another means of payment for the intent `reference`.
StripeCall confirmCall(const shop::PaymentRequest& request, const std::string& reference);

/// The provider's own page (checkout session). It closes by itself two hours after its order was
/// made, should nobody be left to close it.
StripeCall startPageCall(const shop::PaymentRequest& request);
StripeCall retrievePageCall(const shop::PaymentReference& payment);

/// `round` 1 has the key <order>:cap (or :void). Later rounds only after a failure that the
/// provider stored under the earlier key and a query that found the payment unchanged.
StripeCall captureCall(const shop::PaymentReference& payment, int round);
StripeCall cancelCall(const shop::PaymentReference& payment, int round);
/// Closes what nobody has paid: expires a page, cancels an intent. Key <order>:close.
StripeCall closeCall(const shop::PaymentReference& payment, int round);
StripeCall retrieveCall(const shop::PaymentReference& payment);

/// Where a payment without a reference is looked for, by when its order was made. Nearly every one
/// is near; later ones belong to orders that could not be asked about at once. Together they miss
/// none.
enum class SearchWindow { Near, Late };

/// A page of the payments created in the window, newest first. Of an order whose id does not tell
/// its time: of all payments.
StripeCall searchCall(
        const shop::PaymentReference& payment, SearchWindow window, const std::string& after);

/// When a time-ordered (version 7) UUID was made; nothing for any other.
std::optional<contract::Instant> madeAt(const std::string& uuid);

} // namespace saikobi::payments
