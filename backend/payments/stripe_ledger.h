#pragma once

#include <optional>
#include <string>

#include "backend/payments/stripe_answers.h"
#include "backend/shop/ledger_port.h"

namespace saikobi::payments {

/// A page of all payments created since then, newest first, for the comparison with our orders.
StripeCall ledgerCall(contract::Instant since, const std::string& after);

/// Nothing when the answer is no page.
std::optional<shop::LedgerPage> readLedger(const StripeReply& reply);

} // namespace saikobi::payments
