#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "backend/contract/measures.h"
#include "backend/contract/result.h"
#include "backend/shop/ledger_port.h"
#include "backend/shop/payment_port.h"

namespace saikobi::stores {
class PostgresExecutor;
}

namespace saikobi::shop {

/// What one comparison of an account found and did.
struct SweepReport {
    std::int64_t payments = 0; ///< in the provider's books
    std::int64_t paidOrders = 0; ///< that were looked up there
    std::int64_t found = 0; ///< differences that were not known before
    std::int64_t voided = 0; ///< authorisations let go that no order waited for
};

/// Compares provider, orders and stock for ever (CHECKOUT.md §2.3), at its own pace: its reads wait
/// for gaps in the call budget. It repairs what has only one right answer and notes the rest for a
/// person in table `difference`. Lives on one executor; one sweep of an account at a time, by one
/// instance.
class Reconciler {
public:
    struct Parts {
        boost::asio::any_io_executor executor;
        stores::PostgresExecutor& postgres;
        LedgerPort& ledger;
        PaymentPort& payments;
        std::vector<std::string> providers{};
        std::function<contract::Instant()> now;
        /// Asks the provider about an order and goes on with it: Checkout::refresh.
        std::function<void(const std::string& order, std::function<void(contract::Outcome)>)>
                refresh;
        /// Gets `open_differences` of each sale; may be empty.
        std::function<contract::Measures&(const std::string& sale)> measures;
    };
    explicit Reconciler(Parts parts);
    ~Reconciler();

    /// Once a second: every 30 s orders whose shopper has been away for a minute are asked about,
    /// every 5 min each account is compared, every 10 s the open differences are counted.
    void tick();
    /// Now, whoever has the turn; for the final report.
    void sweep(const std::string& provider, contract::Instant since,
            std::function<void(contract::Result<SweepReport>)> done);

private:
    class Impl;
    std::shared_ptr<Impl> m_impl; ///< answers under way hold it weakly
};

} // namespace saikobi::shop
