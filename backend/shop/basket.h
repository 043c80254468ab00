#pragma once

#include <string>
#include <variant>
#include <vector>

#include "backend/contract/problem.h"
#include "backend/contract/sale.h"
#include "backend/shop/checkout.h"

namespace saikobi::shop {

inline constexpr std::size_t basketLineLimit = 50;
inline constexpr std::size_t idempotencyKeyLimit = 255;

struct PricedLine {
    contract::ProductId product{};
    std::int64_t quantity = 0;
    contract::Yen price{}; ///< of one unit, from the catalogue
};

/// What is bought, frozen: lines of one product merged, in the order of product ids.
struct Basket {
    std::vector<PricedLine> lines{};
    contract::SlotId slot{};
    std::string method{};
    std::string provider{};
    std::string means{};
    contract::PaymentFlow flow = contract::PaymentFlow::Direct;
    bool stockFirst = false;
    contract::Yen amount{};
    /// Slot, method, means and lines in one spelling: the same under the same key is the same
    /// order.
    std::string content{};
};

/// Judges a request by the sale alone. BadRequest names the field in member `field`; LimitReached
/// the product.
std::variant<Basket, contract::Problem> basketFrom(
        const contract::Sale& sale, const OrderRequest& request);

} // namespace saikobi::shop
