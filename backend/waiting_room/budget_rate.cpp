#include "backend/waiting_room/budget_rate.h"

#include <algorithm>
#include <cmath>

#include "backend/forecast/call_budget.h"

namespace saikobi::waiting_room {

namespace {

bool isUsed(const contract::Sale& sale, const contract::ProviderAccount& account)
{
    return std::any_of(sale.methods.begin(), sale.methods.end(),
            [&account](const auto& method) { return method.provider == account.id; });
}

} // namespace

std::optional<contract::PassesPerMinute> budgetRate(const contract::Sale& sale)
{
    double perSecond = 0;
    for (const auto& account : sale.providers) {
        if (!isUsed(sale, account))
            continue;
        forecast::CallAgreement agreed;
        agreed.callsPerSecond = account.callsPerSecond;
        agreed.callsPerSecondEndpoint = account.callsPerSecondEndpoint;
        const auto plan = forecast::planCalls(agreed);
        if (!plan)
            return std::nullopt;
        perSecond += plan->ordersPerSecond;
    }
    const auto perMinute = std::floor(perSecond * 60);
    if (perMinute < 1)
        return std::nullopt;
    return contract::PassesPerMinute{static_cast<std::int32_t>(std::min(perMinute, 100'000.0))};
}

} // namespace saikobi::waiting_room
