#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "backend/contract/measures.h"
#include "backend/contract/result.h"
#include "backend/contract/sale.h"
#include "backend/shop/ledger_port.h"
#include "backend/shop/payment_port.h"

namespace saikobi::stores {
class PostgresExecutor;
class RedisExecutor;
} // namespace saikobi::stores

namespace saikobi::payments {

/// A provider account as this instance is configured for it.
struct ProviderConfig {
    contract::ProviderAccount account{}; ///< the agreed limits; Postgres decides them
    std::string url{}; ///< https://HOST[:PORT], or http:// on this machine
    std::string secret{}; ///< sk_…
    std::string caFile{}; ///< PEM of who may vouch for it; empty: whom the system trusts
    /// Of an ordinary day, by method: where the number in flight begins.
    std::map<std::string, std::chrono::milliseconds> usual{};
};

/// The payments of one instance. Callable from any thread: it works on `executor` (one thread or a
/// strand), answers on `answers`, and must outlive neither.
class Payments final : public shop::PaymentPort, public shop::LedgerPort {
public:
    struct Parts {
        boost::asio::any_io_executor executor;
        boost::asio::any_io_executor answers;
        stores::RedisExecutor& redis;
        std::vector<ProviderConfig> providers{};
        std::function<contract::Measures&(const std::string& sale)> measures; ///< from `executor`
        /// Where table `instance` is, and who we are in it: without Redis, an instance sends on its
        /// own share once that is written. Null: it then sends nothing.
        stores::PostgresExecutor* postgres = nullptr;
        std::string instance{};
        std::string incarnation{};
        std::function<double()> chance{}; ///< 0 … 1, from `executor`
    };
    /// Invalid: an address or a limit that cannot be used; the detail names it.
    static contract::Result<std::unique_ptr<Payments>> open(Parts parts);
    ~Payments() override;

    /// Writes the limits into every budget; done when all are written. Part of becoming ready.
    void prepare(std::function<void(contract::Outcome)> done);
    /// Which sales there are and the accounts their buyers may pay through, for the figures.
    void setSales(std::map<std::string, std::vector<std::string>> accounts);
    /// Passes per minute that payments can finish with a fifth of the budget left free; from any
    /// thread. Nothing before it was computed.
    std::optional<double> rateAdvised(const std::string& sale) const;
    /// A limit was changed in Postgres.
    void setLimits(const contract::ProviderAccount& account);

    void book(const std::string& provider, std::function<void(shop::BudgetAnswer)> answer) override;
    void giveBack(const std::string& provider) override;
    void authorise(const shop::PaymentRequest& request, Answer answer) override;
    void confirm(const shop::PaymentRequest& request, const std::string& reference,
            Answer answer) override;
    void start(const shop::PaymentRequest& request, Answer answer) override;
    void capture(const shop::PaymentReference& payment, Answer answer) override;
    void release(const shop::PaymentReference& payment, Answer answer) override;
    void close(const shop::PaymentReference& payment, Answer answer) override;
    void query(const shop::PaymentReference& payment, Answer answer) override;
    void list(const std::string& provider, contract::Instant since, const std::string& after,
            std::function<void(contract::Result<shop::LedgerPage>)> answer) override;
    shop::ProviderState state(const std::string& provider) const override;

private:
    class Impl;
    explicit Payments(std::shared_ptr<Impl> impl);
    std::shared_ptr<Impl> m_impl; ///< its timer holds it weakly
};

} // namespace saikobi::payments
