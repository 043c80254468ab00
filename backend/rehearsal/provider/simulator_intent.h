#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace saikobi::rehearsal {

enum class IntentStatus {
    RequiresPaymentMethod,
    RequiresConfirmation,
    RequiresAction,
    RequiresCapture,
    Succeeded,
    Canceled
};

/// Uncaptured authorisations lapse then.
inline constexpr std::int64_t authorisationLifeS = 7 * 24 * 3600;

std::string_view name(IntentStatus status);

/// What the provider says when it does not do something.
struct ApiError {
    std::string_view type{"invalid_request_error"};
    std::string code{};
    std::string declineCode{};
    std::string message{};
    std::string param{};
};

/// One attempt to take money.
struct Charge {
    std::string id{}; ///< ch_…
    bool isFailed = false;
    std::string code{}; ///< of a decline
    std::string paymentMethod{};
    std::int64_t created = 0;
};

/// A payment at the provider.
struct Intent {
    std::string id{}; ///< pi_…
    std::string clientSecret{};
    std::vector<Charge> charges{}; ///< oldest first
    std::int64_t amount = 0;
    std::int64_t capturable = 0;
    std::int64_t received = 0;
    std::int64_t refunded = 0;
    std::string currency{"jpy"};
    std::string captureMethod{"automatic"};
    std::string confirmationMethod{"automatic"};
    std::string description{};
    std::string paymentMethod{}; ///< pm_…
    std::string methodType{"card"};
    std::string returnUrl{};
    std::string actionUrl{}; ///< of the page the shopper is sent to, while one is
    std::string cancellationReason{};
    std::string session{}; ///< cs_… it was made by; empty: the shop made it itself
    std::map<std::string, std::string> metadata{};
    std::int64_t created = 0; ///< Unix seconds
    std::int64_t canceledAt = 0;
    IntentStatus status = IntentStatus::RequiresPaymentMethod;
    std::optional<ApiError> lastError{};

    std::string latestCharge() const { return charges.empty() ? std::string{} : charges.back().id; }
};

/// As the API shows it, with every key of CHECKOUT.md §4.1.
std::string toJson(const Intent& intent);
/// The same with its last charge in full, as `expand[]=latest_charge` asks.
std::string toJsonWithCharge(const Intent& intent);
std::optional<Intent> intentFromJson(std::string_view text);

/// What the API does not show of it but the state file keeps, and back.
std::string hiddenPart(const Intent& intent);
void takeHiddenPart(Intent& into, std::string_view text);

std::string toJson(const Charge& charge, const Intent& of);

/// `{"error": {…}}`, with the intent it is about unless that is null.
std::string toJson(const ApiError& error, const Intent* about);

} // namespace saikobi::rehearsal
