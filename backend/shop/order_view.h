#pragma once

#include <variant>

#include "backend/contract/problem.h"
#include "backend/shop/checkout.h"
#include "backend/shop/order_store.h"

namespace saikobi::shop {

/// The order as its buyer may see it.
OrderView viewOf(const OrderRow& order);

/// What the one who placed it is told: the view, or why it was refused after all.
std::variant<OrderView, contract::Problem> answerOf(const OrderRow& order);

} // namespace saikobi::shop
