#pragma once

#include <optional>
#include <string>

#include "backend/shop/payment_port.h"

namespace saikobi::payments {

/// The named operations that the provider limits one by one.
enum class StripeOperation { Create, Capture, Cancel, Retrieve, List };

std::string_view name(StripeOperation operation);

/// Capture and void: what ends a payment and must never be the one refused.
constexpr bool isFinishing(StripeOperation operation)
{
    return operation == StripeOperation::Capture || operation == StripeOperation::Cancel;
}

/// One request, ready to be sent.
struct StripeCall {
    StripeOperation operation = StripeOperation::Retrieve;
    std::string target{};
    std::string key{}; ///< Idempotency-Key; empty: a GET
    std::string body{}; ///< form encoded
};

/// Creates and confirms in one call, with manual capture, so that the answer is the authorisation.
StripeCall authoriseCall(const shop::PaymentRequest& request);

/// `round` 1 has the key <order>:cap (or :void). Later rounds only after a failure that the
/// provider stored under the earlier key and a query that found the payment unchanged.
StripeCall captureCall(const shop::PaymentReference& payment, int round);
StripeCall cancelCall(const shop::PaymentReference& payment, int round);
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
