#pragma once

#include <string_view>
#include <variant>

#include "backend/contract/problem.h"
#include "backend/shop/checkout.h"
#include "backend/shop/order_store.h"

namespace saikobi::shop {

/// The order as its buyer may see it.
OrderView viewOf(const OrderRow& order);

/// What the one who placed it is told: the view, or why it was refused after all.
std::variant<OrderView, contract::Problem> answerOf(const OrderRow& order);

/// Whether who asks may see the order: its buyer's pass, or the key of its return address.
bool isBuyerOf(const OrderRow& order, const Buyer& buyer);
bool holdsKeyOf(const OrderRow& order, std::string_view key);

/// What to say when an order could not be read. Away is not the same as not there.
contract::Problem notRead(contract::FaultCode code);

} // namespace saikobi::shop
