#include "backend/forecast/rate_advice.h"

#include <algorithm>

namespace saikobi::forecast {

namespace {

constexpr double kept = 0.8; ///< the rest stays free
constexpr double least = 20; ///< fewer say nothing

/// Orders a second that an account can begin and finish.
double ordersOf(const AdvisedAccount& account, double repeats, double declines)
{
    const auto& agreed = account.agreed;
    const auto safe = [&agreed, &account](double limit) {
        return account.shareLeft
                * safeCallsPerSecond(limit, agreed.finishingTolerance, agreed.jitter);
    };
    double orders = std::min(safe(agreed.callsPerSecond) / (2 + repeats - declines),
            safe(agreed.callsPerSecondEndpoint) / (1 + repeats));
    if (agreed.parallel > 0 && account.latency.count() > 0)
        orders = std::min(orders, static_cast<double>(agreed.parallel) / account.latency.count());
    return orders;
}

} // namespace

std::optional<double> adviseRate(
        const std::vector<AdvisedAccount>& accounts, const BuyingMeasured& measured)
{
    const bool isBuyingKnown = measured.begun >= least;
    const double declines
            = isBuyingKnown ? std::clamp(measured.declined / measured.begun, 0.0, 1.0) : 0;
    double orders = 0;
    for (const auto& account : accounts) {
        const double repeats = isBuyingKnown
                ? std::clamp(measured.calls / measured.begun - (2 - declines), 0.0, 1.0)
                : account.agreed.repeats;
        orders += ordersOf(account, repeats, declines);
    }
    if (orders <= 0)
        return std::nullopt;
    const double attempts = measured.begun + measured.refused;
    const double perPass
            = measured.passes >= least && attempts >= least ? attempts / measured.passes : 1;
    return 60 * kept * orders / perPass;
}

} // namespace saikobi::forecast
