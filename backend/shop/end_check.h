#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "backend/contract/result.h"
#include "backend/shop/order_store.h"
#include "backend/shop/payment_port.h"

namespace saikobi::shop {

/// Looks after orders that ended unpaid here while a notification says that their money moved. The
/// provider's own word decides; money that is still with it is noted as a review, since only a
/// person can say whether the buyer gets the goods or the money.
class EndCheck : public std::enable_shared_from_this<EndCheck> {
public:
    using Answer = std::function<void(contract::Outcome)>;

    EndCheck(OrderStore& store, PaymentPort& payments)
        : m_store(store)
        , m_payments(payments)
    {
    }

    /// Done: all is well, or the review is written. A fault: nobody could say, look again later.
    void look(const std::string& order, Answer answer);

private:
    void judge(const OrderRow& order, const PaymentAnswer& told);
    void note(const std::string& order, const std::string& review);
    void finish(const std::string& order, const contract::Outcome& outcome);

    OrderStore& m_store;
    PaymentPort& m_payments;
    std::map<std::string, Answer> m_asked{}; ///< by order; an order is looked at once at a time
};

} // namespace saikobi::shop
