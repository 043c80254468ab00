#pragma once

#include <set>
#include <string>

#include "backend/contract/measures.h"
#include "backend/shop/order_store.h"

namespace saikobi::shop {

/// Tells the figures by which method and product our own part of an order's time is long: one slow
/// product is how a bad plan shows itself. Ticks must stay small, so that only the first products
/// of a sale have names; all others share one.
class OwnShare {
public:
    void observe(contract::Measures& measures, const OrderRow& order, double wholeMs, double ownMs);

private:
    std::string nameOf(contract::ProductId product);

    std::set<contract::ProductId> m_named{};
};

} // namespace saikobi::shop
