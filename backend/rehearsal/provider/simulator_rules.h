#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "backend/rehearsal/provider/simulator_intent.h"
#include "backend/rehearsal/provider/simulator_means.h"

namespace saikobi::rehearsal {

/// A decoded form body; lists come as `x[]` and as `x[0]`.
class Form {
public:
    using Pairs = std::vector<std::pair<std::string, std::string>>;
    Form() = default;
    explicit Form(Pairs pairs)
        : m_pairs(std::move(pairs))
    {
    }
    std::string_view get(std::string_view name) const;
    std::string_view first(const std::string& list) const;
    std::optional<std::int64_t> number(std::string_view name) const; ///< digits only
    /// Every `prefix[x]` as x → value.
    std::map<std::string, std::string> group(const std::string& prefix) const;

private:
    Pairs m_pairs;
};

/// What a call did to a payment.
struct Effect {
    unsigned status = 200;
    std::optional<ApiError> error{};
    std::vector<std::string> events{}; ///< types of the notifications that follow
};

/// Why a call is wrong before anything began; such an answer is kept under no key.
std::optional<ApiError> faultOfCreate(const Form& form);
std::optional<ApiError> faultOfConfirm(const Intent& intent, const Form& form);
std::optional<ApiError> faultOfCapture(const Intent& intent, const Form& form);

/// The state machine of a payment. `actionUrl` is the page for a shopper who must confirm.
Intent newIntent(const Form& form);
Effect confirm(Intent& intent, const Form& form, const std::string& actionUrl);
Effect capture(Intent& intent, const Form& form);
Effect cancel(Intent& intent, const Form& form, std::int64_t nowS);
/// The shopper agreed or refused on that page.
Effect finishAction(Intent& intent, bool isAgreed);

} // namespace saikobi::rehearsal
