#pragma once

#include "backend/contract/tick.h"
#include "backend/contract/words.h"

namespace saikobi::shop {

/// The counter that an order's end belongs to.
inline const char* counterOf(contract::OrderStatus end)
{
    switch (end) {
    case contract::OrderStatus::Paid:
        return contract::counter::ordersPaid;
    case contract::OrderStatus::Declined:
        return contract::counter::ordersDeclined;
    case contract::OrderStatus::SoldOut:
        return contract::counter::ordersSoldOut;
    default:
        return contract::counter::ordersFailed;
    }
}

} // namespace saikobi::shop
