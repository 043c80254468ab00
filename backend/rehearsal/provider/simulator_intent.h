#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace saikobi::rehearsal {

enum class IntentStatus {
    RequiresPaymentMethod,
    RequiresConfirmation,
    RequiresAction,
    RequiresCapture,
    Succeeded,
    Canceled
};

std::string_view name(IntentStatus status);

/// What the provider says when it does not do something.
struct ApiError {
    std::string_view type{"invalid_request_error"};
    std::string code{};
    std::string declineCode{};
    std::string message{};
    std::string param{};
};

/// A payment at the provider.
struct Intent {
    std::string id{}; ///< pi_…
    std::string clientSecret{};
    std::string charge{}; ///< ch_…, once there was an attempt
    std::int64_t amount = 0;
    std::int64_t capturable = 0;
    std::int64_t received = 0;
    std::string currency{"jpy"};
    std::string captureMethod{"automatic"};
    std::string confirmationMethod{"automatic"};
    std::string description{};
    std::string paymentMethod{}; ///< pm_…
    std::string methodType{"card"};
    std::string returnUrl{};
    std::string actionUrl{}; ///< of the page the shopper is sent to, while one is
    std::string cancellationReason{};
    std::map<std::string, std::string> metadata{};
    std::int64_t created = 0; ///< Unix seconds
    std::int64_t canceledAt = 0;
    IntentStatus status = IntentStatus::RequiresPaymentMethod;
    std::optional<ApiError> lastError{};
};

/// As the API shows it, with every key of CHECKOUT.md §4.1.
std::string toJson(const Intent& intent);
/// From the same text, which is also what the state file keeps.
std::optional<Intent> intentFromJson(std::string_view text);

/// `{"error": {…}}`, with the intent it is about unless that is null.
std::string toJson(const ApiError& error, const Intent* about);

} // namespace saikobi::rehearsal
