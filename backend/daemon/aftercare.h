#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <string>
#include <vector>

#include "backend/contract/measures.h"
#include "backend/daemon/serve_config.h"
#include "backend/daemon/store_set.h"
#include "backend/payments/payments.h"
#include "backend/payments/webhooks.h"
#include "backend/shop/checkout.h"
#include "backend/shop/reconciler.h"

namespace saikobi::daemon {

/// What brings orders to their end without their buyers: notifications of the provider, and the
/// comparison of its books with ours. Lives on the thread of the orders.
class Aftercare {
public:
    struct Parts {
        boost::asio::any_io_executor executor;
        const ServeConfig& config;
        StoreSet& stores;
        payments::Payments& payments;
        shop::Checkout& checkout;
        std::vector<std::string> providers{}; ///< accounts that sales pay through
        std::function<contract::Measures&(const std::string& sale)> measures;
    };
    explicit Aftercare(const Parts& parts);

    payments::Webhooks& webhooks() { return m_webhooks; }
    void tick(); ///< every second

private:
    payments::Webhooks m_webhooks;
    shop::Reconciler m_reconciler;
};

} // namespace saikobi::daemon
