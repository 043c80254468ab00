#include "backend/shop/order_view.h"

#include "backend/shop/life_cycle.h"

namespace saikobi::shop {

using contract::OrderStatus;
using contract::Problem;

OrderView viewOf(const OrderRow& order)
{
    OrderView out;
    out.order = order.id;
    out.status = order.status;
    out.amount = order.amount;
    out.slot = order.slot;
    out.method = order.method;
    out.lines = order.lines;
    out.pickupCode = order.pickupCode;
    out.nextAction = order.nextAction;
    out.createdAt = order.createdAt;
    return out;
}

std::variant<OrderView, Problem> answerOf(const OrderRow& order)
{
    if (order.status == OrderStatus::SoldOut)
        return soldOutProblem(order.reason, order.id);
    return viewOf(order);
}

} // namespace saikobi::shop
