#include "backend/shop/basket.h"

#include <algorithm>
#include <map>

namespace saikobi::shop {

using contract::Problem;
using contract::ProblemType;

namespace {

Problem badField(const char* field, const std::string& why)
{
    return {ProblemType::BadRequest, std::string{field} + " " + why, {}, {{"field", field}}};
}

/// Where an id stands in a list of the sale, or null.
template<class Item, class Id>
const Item* find(const std::vector<Item>& items, const Id& id)
{
    const auto found = std::find_if(
            items.begin(), items.end(), [&](const Item& item) { return item.id == id; });
    return found == items.end() ? nullptr : &*found;
}

std::string contentOf(const Basket& basket)
{
    std::string out
            = std::to_string(basket.slot.value) + "\n" + basket.method + "\n" + basket.means;
    for (const auto& line : basket.lines)
        out += "\n" + std::to_string(line.product.value) + "*" + std::to_string(line.quantity);
    return out;
}

std::optional<Problem> readLines(
        const contract::Sale& sale, const OrderRequest& request, Basket& basket)
{
    if (request.lines.empty() || request.lines.size() > basketLineLimit)
        return badField("lines", "must have 1 to " + std::to_string(basketLineLimit) + " entries");
    std::map<contract::ProductId, std::int64_t> merged;
    for (const auto& line : request.lines) {
        const auto* product = find(sale.products, line.product);
        if (!product)
            return badField("product", "is not in this sale");
        if (line.quantity < 1)
            return badField("quantity", "must be at least 1");
        // Compared before it is added: a sum of two huge numbers must not wrap.
        auto& quantity = merged[line.product];
        if (line.quantity > product->perPerson - quantity)
            return Problem{ProblemType::LimitReached, "more than one person may have", {},
                    {{"product", std::to_string(line.product.value)},
                            {"limit", std::to_string(product->perPerson)}}};
        quantity += line.quantity;
    }
    for (const auto& [id, quantity] : merged) {
        const auto price = find(sale.products, id)->price;
        basket.lines.push_back({id, quantity, price});
        basket.amount.value += price.value * quantity;
    }
    return std::nullopt;
}

} // namespace

std::variant<Basket, Problem> basketFrom(const contract::Sale& sale, const OrderRequest& request)
{
    if (request.idempotencyKey.empty() || request.idempotencyKey.size() > idempotencyKeyLimit)
        return badField("Idempotency-Key", "is missing or too long");
    const auto* method = find(sale.methods, request.method);
    if (!method)
        return badField("method", "is not offered in this sale");
    if (!find(sale.pickupSlots, request.slot))
        return badField("slot", "is not in this sale");
    // Only our own calls need the provider's token; elsewhere the buyer chooses on the page.
    if (request.means.empty() && method->flow == contract::PaymentFlow::Direct)
        return badField("means", "is missing");
    Basket basket;
    basket.slot = request.slot;
    basket.method = method->id;
    basket.provider = method->provider;
    basket.flow = method->flow;
    basket.stockFirst = method->stockFirst;
    basket.means = method->flow == contract::PaymentFlow::Direct ? request.means : "";
    if (auto problem = readLines(sale, request, basket))
        return *problem;
    basket.content = contentOf(basket);
    return basket;
}

} // namespace saikobi::shop
