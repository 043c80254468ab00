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
    BudgetStore(boost::asio::any_io_executor executor, stores::RedisExecutor& redis,
            const std::string& provider);

    /// An authorisation and its finishing call.
    void book(const std::string& endpoint, BudgetLane::Verdict answer);
    void finish(const std::string& endpoint, BudgetLane::Verdict answer);
    void read(const std::string& endpoint, BudgetLane::Verdict answer);
    /// A finishing call that will not be needed.
    void giveBack();
    void settle(const forecast::CallPlan& plan, std::function<void(contract::Outcome)> answer);

private:
    void ask(const char* function, const std::string& endpoint, BudgetLane::Verdict answer);

    boost::asio::any_io_executor m_executor;
    stores::RedisExecutor& m_redis;
    std::string m_key;
};

} // namespace saikobi::payments
