#pragma once

#include <optional>

#include "backend/contract/sale.h"

namespace saikobi::waiting_room {

/// Passes a minute whose orders the payment accounts of this sale can finish, if everybody who
/// enters buys once (WAITING_ROOM.md §6 with c·a = 1): a rate that follows it never makes buyers
/// wait for their payment. Each account counts once, however many methods it serves. Empty where an
/// account leaves no room to reckon with.
std::optional<contract::PassesPerMinute> budgetRate(const contract::Sale& sale);

} // namespace saikobi::waiting_room
