#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "backend/contract/quantity.h"
#include "backend/contract/result.h"

namespace saikobi::payments {

/// How old, or how far ahead, a signature may be.
inline constexpr std::chrono::seconds signatureLife{300};

/// `Stripe-Signature: t=<unix>,v1=<hex>[,v1=…]` over the raw body. Any v1 may match any of the
/// secrets (two while one is being replaced); comparing takes the same time whatever is wrong.
/// Refused says which: "malformed", "stale" or "forged".
contract::Outcome verifySignature(std::string_view header, std::string_view body,
        const std::vector<std::string>& secrets, contract::Instant now);

/// What a notification is about. It is a hint, never proof: the provider is asked before anything
/// moves.
struct WebhookNotice {
    std::string event{}; ///< evt_…
    std::string type{};
    std::string order{}; ///< UUID from the metadata; empty when there is none
    std::string reference{}; ///< pi_… of the payment; cs_… of a page without one
};

/// Invalid when it is no event.
contract::Result<WebhookNotice> readNotice(std::string_view body);

/// Whether the provider should be asked, given the status the order has with us (empty: unknown
/// order). While an instance works on the order its own call brings the answer; a query would only
/// take a place in the budget.
bool deservesQuery(std::string_view type, std::string_view orderStatus);

/// Whether it says that money moved of an order that ended unpaid with us. Money that we let go
/// after it had been set aside is none: its notification only comes late.
bool contradictsEnd(std::string_view type, std::string_view orderStatus);

} // namespace saikobi::payments
