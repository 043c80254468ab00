#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <string>

#include "backend/contract/result.h"
#include "backend/forecast/call_budget.h"
#include "backend/payments/budget_lane.h"

namespace saikobi::stores {
class RedisExecutor;
}

namespace saikobi::payments {

/// The shared budget of one provider account in Redis (resources/redis/50_budget.lua). Whatever is
/// not a clear yes is no yes: an error, an unknown outcome and missing settings are all Lost.
class BudgetStore {
public:
    struct Events {
        std::function<void(bool isThere)> heard; ///< whether the server itself answered
        std::function<void(double share)> share; ///< of R′ that the provider's refusals left, 0 … 1
    };
    BudgetStore(boost::asio::any_io_executor executor, stores::RedisExecutor& redis,
            const std::string& provider, Events events);

    /// A place for an authorisation and for its finishing call. Takes no call yet.
    void book(const std::string& endpoint, BudgetLane::Verdict answer);
    void finish(const std::string& endpoint, BudgetLane::Verdict answer);
    void read(const std::string& endpoint, BudgetLane::Verdict answer);
    /// A finishing call that will not be needed.
    void giveBack();
    void free(const std::string& lease);
    /// The provider refused a call for its rate.
    void refused();
    void settle(const forecast::CallPlan& plan, std::function<void(contract::Outcome)> answer);

private:
    void ask(const char* function, const std::string& endpoint, BudgetLane::Verdict answer);
    void tell(const char* function, const std::string& key, const std::string& argument);

    boost::asio::any_io_executor m_executor;
    stores::RedisExecutor& m_redis;
    Events m_events;
    std::string m_key;
    std::string m_flightKey;
    std::string m_leasePrefix; ///< of this life of this instance
    std::uint64_t m_leases = 0;
    bool m_isParallelLimited = false;
};

} // namespace saikobi::payments
