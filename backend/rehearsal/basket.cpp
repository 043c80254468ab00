#include "backend/rehearsal/basket.h"

#include <boost/json.hpp>

#include <algorithm>

#include "backend/contract/words.h"

namespace saikobi::rehearsal {

namespace json = boost::json;

namespace {

constexpr std::size_t mostLines = 3;
constexpr std::int64_t mostOfOne = 3;

std::int64_t integerOf(const json::object& in, std::string_view name)
{
    const auto* found = in.if_contains(name);
    return found && found->is_number() ? found->to_number<std::int64_t>() : 0;
}

std::string textOf(const json::object& in, std::string_view name)
{
    const auto* found = in.if_contains(name);
    return found && found->is_string() ? std::string{found->as_string()} : std::string{};
}

std::vector<json::object> objectsIn(const json::object& document, std::string_view name)
{
    std::vector<json::object> out;
    const auto* list = document.if_contains(name);
    if (list && list->is_array())
        for (const auto& one : list->as_array())
            if (one.is_object())
                out.push_back(one.as_object());
    return out;
}

bool canBeBought(const json::object& product)
{
    const auto state = contract::fromName<contract::ProductState>(textOf(product, "state"));
    return state == contract::ProductState::OnSale || state == contract::ProductState::LastPieces;
}

std::size_t pick(std::size_t count, double chance)
{
    return std::min(count - 1, static_cast<std::size_t>(chance * static_cast<double>(count)));
}

} // namespace

std::optional<Basket> chooseBasket(
        const std::string& catalogue, const std::function<double()>& chance)
{
    boost::system::error_code failed;
    const auto parsed = json::parse(catalogue, failed);
    if (failed || !parsed.is_object())
        return std::nullopt;
    auto products = objectsIn(parsed.as_object(), "products");
    auto slots = objectsIn(parsed.as_object(), "slots");
    std::erase_if(products, [](const auto& product) { return !canBeBought(product); });
    std::erase_if(slots, [](const auto& slot) { return integerOf(slot, "left") <= 0; });
    if (products.empty() || slots.empty())
        return std::nullopt;
    Basket out;
    const auto* offered = parsed.as_object().if_contains("methods");
    if (offered && offered->is_array())
        for (const auto& method : offered->as_array())
            if (method.is_string())
                out.methods.emplace_back(method.as_string());
    out.slot = integerOf(slots[pick(slots.size(), chance())], "id");
    const auto wanted = 1 + pick(std::min(mostLines, products.size()), chance());
    while (out.lines.size() < wanted) {
        const auto at = pick(products.size(), chance());
        const auto limit = std::clamp<std::int64_t>(integerOf(products[at], "limit"), 1, mostOfOne);
        out.lines.push_back({integerOf(products[at], "id"),
                1 + static_cast<std::int64_t>(pick(static_cast<std::size_t>(limit), chance()))});
        products.erase(products.begin() + static_cast<std::ptrdiff_t>(at));
    }
    return out;
}

std::string orderBody(const Basket& basket, const std::string& method, const std::string& means)
{
    json::array lines;
    for (const auto& line : basket.lines)
        lines.push_back(json::object{{"product", line.product}, {"quantity", line.quantity}});
    return json::serialize(json::object{
            {"slot", basket.slot}, {"method", method}, {"means", means}, {"lines", lines}});
}

std::optional<OrderNews> newsFromOrder(const std::string& body)
{
    boost::system::error_code failed;
    const auto parsed = json::parse(body, failed);
    if (failed || !parsed.is_object())
        return std::nullopt;
    const auto& order = parsed.as_object();
    OrderNews out{textOf(order, "order"), textOf(order, "status"), textOf(order, "next_action")};
    if (out.order.empty() || !contract::fromName<contract::OrderStatus>(out.status))
        return std::nullopt;
    return out;
}

} // namespace saikobi::rehearsal
