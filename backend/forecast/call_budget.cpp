#include "backend/forecast/call_budget.h"

#include <algorithm>
#include <cmath>

namespace saikobi::forecast {

namespace {

/// Of the agreed rate; the rest is for what we cannot know of the provider's clock.
constexpr double share = 0.95;
/// Of R′, for all instances together that cannot ask each other.
constexpr double localShare = 0.8;

double seconds(std::chrono::microseconds from)
{
    return std::chrono::duration<double>(from).count();
}

/// Rounded up: a gap that is too short by a fraction would let a call too many through in time.
std::int64_t gapUs(double perSecond)
{
    return static_cast<std::int64_t>(std::ceil(1e6 / perSecond));
}

std::optional<CallPlan> planOf(
        const CallAgreement& agreed, double rate, double endpoint, double orders)
{
    const bool isUsable = std::isfinite(rate) && std::isfinite(endpoint) && rate > 0 && endpoint > 0
            && orders > 0 && agreed.repeats >= 0;
    if (!isUsable)
        return std::nullopt;
    const auto booking = gapUs(orders);
    const double returned = (1 + agreed.repeats) / (2 + agreed.repeats);
    return CallPlan{rate, orders, gapUs(rate), gapUs(endpoint), booking,
            static_cast<std::int64_t>(returned * static_cast<double>(booking)),
            agreed.finishingTolerance.count(), agreed.parallel};
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
    return planOf(agreed, rate, endpoint, ordersPerSecond(agreed));
}

std::optional<CallPlan> planLocalShare(const CallAgreement& agreed, std::int64_t instances)
{
    if (instances < 1)
        return std::nullopt;
    const auto count = static_cast<double>(instances);
    const auto ownRate = [&agreed, count](double limit) {
        const double together = localShare
                * safeCallsPerSecond(limit, agreed.finishingTolerance, agreed.jitter) / count;
        return std::min(together,
                safeCallsPerSecond(limit / count, agreed.finishingTolerance, agreed.jitter));
    };
    const double rate = ownRate(agreed.callsPerSecond);
    const double part = rate
            / safeCallsPerSecond(agreed.callsPerSecond, agreed.finishingTolerance, agreed.jitter);
    auto plan = planOf(
            agreed, rate, ownRate(agreed.callsPerSecondEndpoint), part * ordersPerSecond(agreed));
    if (plan && agreed.parallel > 0)
        plan->parallel = static_cast<std::int64_t>(
                localShare * static_cast<double>(agreed.parallel) / count);
    if (plan && agreed.parallel > 0 && plan->parallel == 0)
        return std::nullopt;
    return plan;
}

CallPlan planBesideLocal(const CallAgreement& agreed, std::int64_t local, std::int64_t instances)
{
    auto left = agreed;
    if (const auto taken = planLocalShare(agreed, instances)) {
        const double window = 1 + seconds(agreed.finishingTolerance) + seconds(agreed.jitter);
        const auto count = static_cast<double>(local);
        left.callsPerSecond -= count * (1 + window * taken->callsPerSecond);
        left.callsPerSecondEndpoint
                -= count * (1 + window * 1e6 / static_cast<double>(taken->endpointGapUs));
        left.parallel = agreed.parallel > 0
                ? std::max<std::int64_t>(1, agreed.parallel - local * taken->parallel)
                : 0;
    }
    if (const auto plan = planCalls(left))
        return *plan;
    constexpr std::int64_t minute = 60'000'000;
    return {1.0 / 60, 1.0 / 60, minute, minute, minute, 0, agreed.finishingTolerance.count(),
            left.parallel};
}

} // namespace saikobi::forecast
