#pragma once

#include <optional>
#include <string>
#include <vector>

#include "backend/rehearsal/provider/simulator_form.h"
#include "backend/rehearsal/provider/simulator_intent.h"
#include "backend/rehearsal/provider/simulator_means.h"

namespace saikobi::rehearsal {

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

std::optional<ApiError> faultOfRefund(const Intent& intent, const Form& form);

/// What a confirmation meets besides its own parameters.
struct Circumstances {
    std::string actionUrl{}; ///< the page for a shopper who must confirm
    std::int64_t nowS = 0;
    std::string_view declineAs{}; ///< a code for what would have passed; empty: none
    bool asks = false; ///< sends to that page who would not have had to
};

/// The state machine of a payment.
Intent newIntent(const Form& form);
Effect confirm(Intent& intent, const Form& form, const Circumstances& met);
Effect capture(Intent& intent, const Form& form);
Effect cancel(Intent& intent, const Form& form, std::int64_t nowS);
/// The shopper agreed or refused on that page.
Effect finishAction(Intent& intent, bool isAgreed);
/// An uncaptured authorisation whose time is over.
Effect lapse(Intent& intent, std::int64_t nowS);
/// Gives captured money back; fails where the means of payment says so.
Effect refund(Intent& intent, const Form& form);

} // namespace saikobi::rehearsal
