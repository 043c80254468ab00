#include "backend/shop/order_view.h"

#include "backend/shop/life_cycle.h"

namespace saikobi::shop {

using contract::OrderStatus;
using contract::Problem;
using contract::ProblemType;

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
    out.attempt = order.attempt;
    out.returnKey = order.returnKey;
    return out;
}

std::variant<OrderView, Problem> answerOf(const OrderRow& order)
{
    if (order.status == OrderStatus::SoldOut)
        return soldOutProblem(order.reason, order.id);
    return viewOf(order);
}

bool isBuyerOf(const OrderRow& order, const Buyer& buyer)
{
    return order.buyer.sale == buyer.sale && order.buyer.subject == buyer.subject;
}

bool holdsKeyOf(const OrderRow& order, std::string_view key)
{
    const auto& known = order.returnKey;
    if (known.empty() || known.size() != key.size())
        return false;
    // As long for a near miss as for a far one.
    unsigned difference = 0;
    for (std::size_t i = 0; i < known.size(); ++i)
        difference |= static_cast<unsigned char>(known[i] ^ key[i]);
    return difference == 0;
}

Problem notRead(contract::FaultCode code)
{
    using std::chrono::seconds;
    if (code == contract::FaultCode::NotFound)
        return {ProblemType::NotFound, "no such order", {}, {}};
    return {ProblemType::OrdersPaused, "orders cannot be read now", seconds{2}, {}};
}

} // namespace saikobi::shop
