#include "backend/forecast/call_budget.h"

#include <algorithm>
#include <cmath>

namespace saikobi::forecast {

namespace {

/// Of the agreed rate; the rest is for what we cannot know of the provider's clock.
constexpr double share = 0.95;

double seconds(std::chrono::microseconds from)
{
    return std::chrono::duration<double>(from).count();
}

/// Rounded up: a gap that is too short by a fraction would let a call too many through in time.
std::int64_t gapUs(double perSecond)
{
    return static_cast<std::int64_t>(std::ceil(1e6 / perSecond));
}

} // namespace

double safeCallsPerSecond(
        double agreed, std::chrono::microseconds tolerance, std::chrono::microseconds jitter)
{
    const double window = 1 + seconds(tolerance) + seconds(jitter);
    return std::max(0.0, std::min(share * agreed, (agreed - 1) / window));
}

double ordersPerSecond(const CallAgreement& agreed)
{
    return std::min(share * agreed.callsPerSecond / (2 + agreed.repeats),
            share * agreed.callsPerSecondEndpoint / (1 + agreed.repeats));
}

std::optional<CallPlan> planCalls(const CallAgreement& agreed)
{
    const double rate
            = safeCallsPerSecond(agreed.callsPerSecond, agreed.finishingTolerance, agreed.jitter);
    const double endpoint = safeCallsPerSecond(
            agreed.callsPerSecondEndpoint, agreed.finishingTolerance, agreed.jitter);
    const bool isUsable = std::isfinite(rate) && std::isfinite(endpoint) && rate > 0 && endpoint > 0
            && agreed.repeats >= 0;
    if (!isUsable)
        return std::nullopt;
    const double orders = ordersPerSecond(agreed);
    const auto booking = gapUs(orders);
    const double returned = (1 + agreed.repeats) / (2 + agreed.repeats);
    return CallPlan{rate, orders, gapUs(rate), gapUs(endpoint), booking,
            static_cast<std::int64_t>(returned * static_cast<double>(booking)),
            agreed.finishingTolerance.count()};
}

} // namespace saikobi::forecast
