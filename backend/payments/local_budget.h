#pragma once

#include <chrono>
#include <map>
#include <string>

#include "backend/forecast/call_budget.h"
#include "backend/payments/budget_lane.h"

namespace saikobi::payments {

/// The limiter of resources/redis/50_budget.lua with one instance's own share, for as long as
/// nobody can ask Redis. The instant is passed in.
class LocalBudget {
public:
    using Instant = std::chrono::steady_clock::time_point;
    enum class Kind { Book, Finish, Read };

    LocalBudget(const forecast::CallPlan& plan, Instant from);
    /// Another number of instances: the clocks go on.
    void change(const forecast::CallPlan& plan) { m_plan = plan; }

    PlaceVerdict take(Kind kind, const std::string& endpoint, Instant now);
    void giveBack(Instant now);
    const forecast::CallPlan& plan() const { return m_plan; }

private:
    forecast::CallPlan m_plan;
    Instant m_call; ///< when the next call may go
    Instant m_book;
    std::map<std::string, Instant> m_endpoints;
};

} // namespace saikobi::payments
