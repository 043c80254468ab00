#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "backend/contract/problem.h"
#include "backend/shop/gate_port.h"
#include "backend/shop/payment_port.h"

namespace saikobi::shop {

/// Whether money may be asked for now, for this buyer and with this provider account.
struct Admission {
    std::optional<contract::Problem> refusal{};
    bool isForBudget = false; ///< refused because the provider's budget is used up
    bool isBooked = false; ///< places of two calls, to be given back when they are not needed
    std::chrono::milliseconds budgetTime{}; ///< spent waiting for them
};

/// Can the provider be asked at all? · pass alive, sale open, pieces left? · both calls booked? A
/// refusal leaves nothing behind, not at the gate either. An empty provider is our own ledger: it
/// needs no budget.
void askAdmission(GatePort& gate, PaymentPort& payments, const Buyer& buyer,
        const StockWanted& wanted, const std::string& provider,
        const std::function<double()>& chance, std::function<void(Admission)> answer);

/// Postgres is away, or a budget that nobody can read: never a yes.
contract::Problem ordersPaused();

} // namespace saikobi::shop
