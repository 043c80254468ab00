#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "backend/shop/checkout.h"

namespace saikobi::shop {

/// What one order wants of the counters.
struct StockWish {
    enum class Kind {
        Reserve, ///< authorised → capturing, or → voiding when it is refused;
                 ///< stock-first: created → reserved, or → sold_out
        Settle, ///< → paid
        GiveBack, ///< → the end of a void or an expiry; stock-first also reserved → cancelled and
                  ///< capturing or action_required → declined
        PayPoints ///< reserved → paid, or → declined with NotEnoughPoints
    };
    Kind kind = Kind::Reserve;
    std::string order{};
    std::string person{};
    contract::SlotId slot{};
    std::vector<OrderLine> lines{}; ///< one per product
    std::string reference{}; ///< of the captured payment, to settle; of the authorisation, to
                             ///< reserve, where it is written in the same commit
    std::string code{}; ///< why the payment was declined, to give back
};

enum class StockOutcome {
    Done,
    SoldOut,
    SlotFull,
    Limit,
    NotEnoughPoints,
    Moved ///< not this order's turn any more: read it and follow
};

/// A commit costs as much as 150 orders in it: measured one after the other on a slow machine, 256
/// grant 32,800 orders/s, 512 grant 37,400.
inline constexpr std::size_t stockBatchLimit = 512;

} // namespace saikobi::shop
