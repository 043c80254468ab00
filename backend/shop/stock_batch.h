#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "backend/shop/checkout.h"

namespace saikobi::shop {

/// What one order wants of the counters.
struct StockWish {
    enum class Kind {
        Reserve, ///< authorised → reserved → capturing, or → voiding when it is refused
        Settle, ///< → paid
        GiveBack ///< → the end of a void or an expiry
    };
    Kind kind = Kind::Reserve;
    std::string order{};
    std::string person{};
    contract::SlotId slot{};
    std::vector<OrderLine> lines{}; ///< one per product
    std::string reference{}; ///< of the captured payment, to settle
};

enum class StockOutcome {
    Done,
    SoldOut,
    SlotFull,
    Limit,
    Moved ///< not this order's turn any more: read it and follow
};

inline constexpr std::size_t stockBatchLimit = 128;

} // namespace saikobi::shop
