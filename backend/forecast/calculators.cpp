#include "backend/forecast/calculators.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace saikobi::forecast {

namespace {

constexpr double minutesPerMonth = 43'200;
constexpr double businessHours = 3;
constexpr double quietRate = 50; ///< below it twice as much is thought harmless
constexpr double useOfCalls = 0.95;
constexpr double useOfLanes = 0.8;
constexpr double callsPerPayment = 2; ///< authorise, then capture or void

/// 0 where the divisor or the answer makes no sense.
double quotient(double above, double below)
{
    return above > 0 && below > 0 && std::isfinite(above) && std::isfinite(below) ? above / below
                                                                                  : 0;
}

double laneSeconds(const std::vector<MethodLoad>& methods)
{
    double sum = 0;
    for (const auto& method : methods)
        sum += std::max(0.0, method.paymentsPerSecond) * std::max(0.0, method.each.count());
    return sum;
}

} // namespace

double rateFromShoppers(double shoppers, Minutes timeOnSite)
{
    return quotient(shoppers, timeOnSite.count());
}

double shoppersAtRate(double rate, Minutes timeOnSite)
{
    return std::max(0.0, rate) * std::max(0.0, timeOnSite.count());
}

double headsCounted(double rate, Minutes timeOnSite, double unfinished, Minutes timeOut)
{
    const double ghosts = std::clamp(unfinished, 0.0, 1.0);
    return std::max(0.0, rate) * ((1 - ghosts) * timeOnSite.count() + ghosts * timeOut.count());
}

FromMonth rateFromMonth(double ordersPerMonth, bool peaksSlowTheServer)
{
    FromMonth found;
    found.average = quotient(ordersPerMonth, minutesPerMonth);
    found.rate = found.average * businessHours;
    if (found.rate < quietRate && !peaksSlowTheServer)
        found.rate *= 2;
    return found;
}

double rateFromBestMinute(double ordersPerMinute)
{
    return 0.8 * std::max(0.0, ordersPerMinute);
}

FromRequests rateFromRequests(const RequestLoad& load)
{
    FromRequests found;
    const double perSecond = quotient(load.concurrent, load.each.count());
    const double perPurchase = load.pages * load.requestsPerPage;
    found.shoppers = quotient(perSecond * 60 * load.timeOnSite.count(), perPurchase);
    found.rate = rateFromShoppers(found.shoppers, load.timeOnSite);
    found.whenAnswersSlowDown = found.rate / 2;
    found.whenUneven = found.rate / 4;
    return found;
}

double rateFromPayments(double paymentsPerSecond, const Buying& buying)
{
    return quotient(60 * paymentsPerSecond, buying.share * buying.attempts);
}

double paymentsAtRate(double rate, const Buying& buying)
{
    return std::max(0.0, rate * buying.share * buying.attempts / 60);
}

double paymentsFromCallLimit(
        double callsPerSecond, double repeatShare, double endpointCallsPerSecond)
{
    const double repeats = std::max(0.0, repeatShare);
    const double all = quotient(useOfCalls * callsPerSecond, callsPerPayment + repeats);
    if (endpointCallsPerSecond <= 0)
        return all;
    return std::min(all, quotient(useOfCalls * endpointCallsPerSecond, 1 + repeats));
}

double paymentsFromParallel(double parallel, Seconds latency)
{
    return quotient(parallel, latency.count());
}

std::int64_t lanesNeeded(const std::vector<MethodLoad>& methods)
{
    const double lanes = std::ceil(laneSeconds(methods) / useOfLanes);
    constexpr auto most = std::numeric_limits<std::int32_t>::max();
    return static_cast<std::int64_t>(std::clamp<double>(lanes, 0, most));
}

double paymentsFromLanes(std::int64_t lanes, const std::vector<MethodLoad>& methods)
{
    double payments = 0;
    for (const auto& method : methods)
        payments += std::max(0.0, method.paymentsPerSecond);
    const double secondsEach = quotient(laneSeconds(methods), payments);
    return quotient(useOfLanes * static_cast<double>(lanes), secondsEach);
}

double rateFromLoadTest(double reachedRate, bool isMeasuredInASale)
{
    return std::max(0.0, reachedRate) * (isMeasuredInASale ? 0.75 : 0.5);
}

double rateFromPickupDesks(double desks, Seconds perPickup, const Buying& buying)
{
    return quotient(quotient(60 * desks, perPickup.count()), buying.share);
}

double rateFromStock(double units, double unitsPerBuyer, const Buying& buying, Minutes shallLast)
{
    return quotient(units, unitsPerBuyer * buying.share * shallLast.count());
}

} // namespace saikobi::forecast
