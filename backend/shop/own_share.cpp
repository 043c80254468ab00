#include "backend/shop/own_share.h"

#include "backend/contract/measure_names.h"

namespace saikobi::shop {

namespace histogram = contract::histogram;

void OwnShare::observe(
        contract::Measures& measures, const OrderRow& order, double wholeMs, double ownMs)
{
    measures.observe(histogram::ownOfMethod + order.method, ownMs);
    for (const auto& line : order.lines)
        measures.observe(nameOf(line.product), ownMs);
    // Points have no provider: what they take is all ours.
    if (order.flow == contract::PaymentFlow::Points)
        measures.observe(histogram::method + order.method, wholeMs);
}

std::string OwnShare::nameOf(contract::ProductId product)
{
    const bool isNamed = m_named.contains(product)
            || (m_named.size() < histogram::mostOwnProducts && m_named.insert(product).second);
    return histogram::ownOfProduct + std::to_string(isNamed ? product.value : 0);
}

} // namespace saikobi::shop
