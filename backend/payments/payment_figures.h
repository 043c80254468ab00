#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "backend/contract/measures.h"
#include "backend/payments/figures_store.h"
#include "backend/payments/provider_gate.h"

namespace saikobi::stores {
class PostgresExecutor;
}

namespace saikobi::payments {

/// Puts the figures of payments into the measures of each sale: how its accounts stand every
/// second, what Postgres knows of all instances every other. Lives on one executor.
class PaymentFigures : public std::enable_shared_from_this<PaymentFigures> {
public:
    struct Parts {
        boost::asio::any_io_executor executor;
        stores::PostgresExecutor* postgres = nullptr; ///< null: only how the accounts stand
        std::function<contract::Measures&(const std::string& sale)> measures;
        std::function<const ProviderGate*(const std::string& provider)> gateOf;
    };
    /// Sales by the accounts that their buyers may pay through.
    using Accounts = std::map<std::string, std::vector<std::string>>;

    explicit PaymentFigures(Parts parts);

    void setSales(Accounts accounts) { m_accounts = std::move(accounts); }
    void tick(std::chrono::steady_clock::time_point now);
    /// From any thread. Nothing before it was computed.
    std::optional<double> rateAdvised(const std::string& sale) const;

private:
    using Standings = std::vector<ProviderGate::Standing>;
    Standings standingsOf(const std::string& sale) const;
    void showStandings(const std::string& sale);
    void read(const std::string& sale);
    void showRecord(const std::string& sale, const PaymentRecord& record);

    Parts m_parts;
    Accounts m_accounts;
    std::map<std::string, bool> m_isReading; ///< by sale
    std::chrono::steady_clock::time_point m_shownAt{};
    int m_rounds = 0;
    mutable std::mutex m_mutex;
    std::map<std::string, double> m_advised;
};

} // namespace saikobi::payments
