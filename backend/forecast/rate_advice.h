#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "backend/forecast/call_budget.h"

namespace saikobi::forecast {

/// What the last ten minutes say of those who entered; all instances together.
struct BuyingMeasured {
    double passes = 0;
    double begun = 0; ///< orders that asked a provider
    double refused = 0; ///< for budget: they would have asked too
    double declined = 0; ///< need no finishing call
    double calls = 0; ///< all that were sent
};

/// One account that buyers of the sale may pay through.
struct AdvisedAccount {
    CallAgreement agreed{};
    double shareLeft = 1; ///< of R′, after what the provider refused
    std::chrono::duration<double> latency{2}; ///< all calls of one payment together
};

/// The rate that keeps a fifth of the budget free: 60 a ÷ (order attempts per pass), CHECKOUT.md
/// §3.1, with ρ and declines as measured. Before enough was measured every pass counts as one
/// attempt. Nothing when the agreement leaves no call.
std::optional<double> adviseRate(
        const std::vector<AdvisedAccount>& accounts, const BuyingMeasured& measured);

} // namespace saikobi::forecast
