#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "backend/contract/quantity.h"
#include "backend/contract/result.h"

namespace saikobi::stores {
class PostgresExecutor;
}

namespace saikobi::payments {

/// Notifications of the providers: verified, written, answered, then looked at. Lives on one
/// executor.
class Webhooks {
public:
    struct Provider {
        std::string id{};
        std::vector<std::string> secrets{}; ///< whsec_…; two while one is being replaced
    };
    struct Parts {
        boost::asio::any_io_executor executor;
        stores::PostgresExecutor& postgres;
        std::vector<Provider> providers{};
        std::function<contract::Instant()> now;
        /// Asks the provider about an order and goes on with it: Checkout::refresh.
        std::function<void(const std::string& order, std::function<void(contract::Outcome)>)>
                refresh;
        /// Asks the provider about an order that ended unpaid: Checkout::checkEnd.
        std::function<void(const std::string& order, std::function<void(contract::Outcome)>)>
                checkEnd;
    };
    explicit Webhooks(Parts parts);
    ~Webhooks();

    /// One `POST /payments/webhooks`; the signature says which provider it is. Done: committed,
    /// answer 200. Refused or Invalid: 400. Every other fault: 503, the provider repeats it.
    void receive(const std::string& signatureHeader, const std::string& body,
            std::function<void(contract::Outcome)> answer);
    /// Looks again at rows that nobody applied: of an instance that died, or parked because their
    /// order was not there yet (for an hour). The daemon calls it once a second.
    void tick();

private:
    class Impl;
    std::shared_ptr<Impl> m_impl;
};

} // namespace saikobi::payments
