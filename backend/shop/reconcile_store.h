#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "backend/contract/result.h"
#include "backend/shop/reconcile_rules.h"

namespace saikobi::stores {
class PostgresExecutor;
}

namespace saikobi::shop {

/// A difference as table `difference` has it.
struct KnownDifference {
    std::int64_t id = 0;
    Difference difference{};
    std::string kind{};
    std::string repair{}; ///< empty while it is open
};

/// Statements of the reconciler, each one commit. Answers arrive on the executor.
class ReconcileStore {
public:
    template<class T>
    using Answer = std::function<void(contract::Result<T>)>;

    ReconcileStore(stores::PostgresExecutor& postgres, boost::asio::any_io_executor executor);

    /// From when on to compare; nothing: somebody else has the turn.
    void takeTurn(const std::string& provider, std::chrono::seconds every,
            Answer<std::optional<contract::Instant>> answer);
    void finishTurn(const std::string& provider, contract::Instant sweptTo, Answer<bool> answer);

    /// Orders by id, of those that exist.
    void standings(const std::vector<std::string>& orders,
            Answer<std::map<std::string, OrderStanding>> answer);
    /// Notes what differs (how many are new) and closes what was open of payments that agree now.
    void note(const std::string& provider, const std::vector<Difference>& differences,
            const std::vector<LedgerPayment>& agreeing, Answer<int> answer);
    void close(const Difference& difference, const std::string& repair, Answer<bool> answer);

    /// Paid orders after this id that were made since then, by id, at most a thousand.
    void paidOrders(const std::string& provider, contract::Instant since, const std::string& after,
            Answer<std::vector<OrderStanding>> answer);
    /// Orders whose shopper is at the provider's page for a minute, after this id.
    void awaitingNews(const std::string& after, int limit, Answer<std::vector<std::string>> answer);
    void giveBackStranded(Answer<int> answer);
    /// By sale; "" are of no known one.
    void open(Answer<std::map<std::string, std::int64_t>> answer);
    /// All that are open, and those that were closed since then; oldest first.
    void list(contract::Instant closedSince, Answer<std::vector<KnownDifference>> answer);

private:
    stores::PostgresExecutor& m_postgres;
    boost::asio::any_io_executor m_executor;
};

} // namespace saikobi::shop
