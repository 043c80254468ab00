#include "backend/forecast/rate_plan.h"

#include <algorithm>
#include <cmath>

namespace saikobi::forecast {

namespace {

constexpr double stepUp = 1.2;
constexpr std::size_t mostSteps = 200;
constexpr Minutes shortestSoak{5};
constexpr double followingShare = 0.8;

} // namespace

std::string_view name(Bound bound)
{
    switch (bound) {
    case Bound::Shoppers:
        return "shoppers";
    case Bound::Month:
        return "month";
    case Bound::BestMinute:
        return "best_minute";
    case Bound::Requests:
        return "requests";
    case Bound::CallLimit:
        return "call_limit";
    case Bound::Parallel:
        return "parallel";
    case Bound::Lanes:
        return "lanes";
    case Bound::LoadTest:
        return "load_test";
    case Bound::PickupDesks:
        return "pickup_desks";
    case Bound::Stock:
        return "stock";
    }
    return {};
}

std::vector<RateRow> rateRows(const PlanInputs& in)
{
    std::vector<RateRow> rows;
    const auto put = [&rows](Bound bound, double rate) { rows.push_back({bound, rate}); };
    if (in.shoppers)
        put(Bound::Shoppers, rateFromShoppers(*in.shoppers, in.timeOnSite));
    if (in.month)
        put(Bound::Month, rateFromMonth(in.month->orders, in.month->peaksSlowTheServer).rate);
    if (in.bestMinute)
        put(Bound::BestMinute, rateFromBestMinute(*in.bestMinute));
    if (in.requests)
        put(Bound::Requests, rateFromRequests(*in.requests).whenUneven);
    if (in.calls)
        put(Bound::CallLimit,
                rateFromPayments(paymentsFromCallLimit(in.calls->perSecond, in.calls->repeatShare,
                                         in.calls->endpointPerSecond),
                        in.buying));
    if (in.parallel)
        put(Bound::Parallel,
                rateFromPayments(paymentsFromParallel(in.parallel->places, in.parallel->latency),
                        in.buying));
    if (in.lanes)
        put(Bound::Lanes,
                rateFromPayments(paymentsFromLanes(in.lanes->lanes, in.lanes->mix), in.buying));
    if (in.loadTest)
        put(Bound::LoadTest,
                rateFromLoadTest(in.loadTest->reachedRate, in.loadTest->isMeasuredInASale));
    if (in.desks)
        put(Bound::PickupDesks,
                rateFromPickupDesks(in.desks->desks, in.desks->perPickup, in.buying));
    if (in.stock)
        put(Bound::Stock,
                rateFromStock(
                        in.stock->units, in.stock->unitsPerBuyer, in.buying, in.stock->shallLast));
    return rows;
}

std::optional<RateRow> bindingRow(const std::vector<RateRow>& rows)
{
    const auto least = std::min_element(rows.begin(), rows.end(),
            [](const auto& a, const auto& b) { return a.passesPerMinute < b.passesPerMinute; });
    return least == rows.end() ? std::nullopt : std::optional{*least};
}

int largestRaise(int rate)
{
    return std::max(rate + 1, static_cast<int>(std::lround(stepUp * rate)));
}

std::vector<int> raiseLadder(int from, int to)
{
    std::vector<int> rates;
    for (int rate = std::max(1, from); rate < to && rates.size() < mostSteps;) {
        rate = std::min(to, largestRaise(rate));
        rates.push_back(rate);
    }
    return rates;
}

Minutes raiseTakes(std::size_t steps, Minutes purchaseTime)
{
    const double pauses = steps == 0 ? 0 : static_cast<double>(steps - 1);
    return pauses * std::max(purchaseTime, shortestSoak);
}

bool ordersFollow(double ordersPerMinute, double passesPerMinuteThen, double usualShare)
{
    return ordersPerMinute >= followingShare * passesPerMinuteThen * usualShare;
}

} // namespace saikobi::forecast
