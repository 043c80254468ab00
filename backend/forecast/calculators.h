#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

/// How many people a minute an installation can let in, from whatever its people know about it.
/// Each formula is one row of WAITING_ROOM.md §6. Rates are passes per minute, not rounded. An
/// input that makes no sense (nothing, or below it) gives 0: a rate that nobody can set.
namespace saikobi::forecast {

using Minutes = std::chrono::duration<double, std::ratio<60>>;
using Seconds = std::chrono::duration<double>;

/// rate = C / T, Little's law (J. D. C. Little, Operations Research 9(3), 1961): 500 shoppers of
/// 5 minutes each are 100 a minute.
double rateFromShoppers(double shoppers, Minutes timeOnSite);

/// C = rate · T, the same law read the other way.
double shoppersAtRate(double rate, Minutes timeOnSite);

/// What a counter of heads shows at `rate` when `unfinished` (0…1) of the people just close the
/// page and are counted until a time-out: rate · ((1 − u)·T + u·time-out). 100 a minute for 5
/// minutes with 10 % and 20 minutes look like 650, not 500; a line that lets one in for each one
/// out waits for these ghosts.
double headsCounted(double rate, Minutes timeOnSite, double unfinished, Minutes timeOut);

struct FromMonth {
    double average = 0; ///< M / 43 200 minutes of a month
    double rate = 0; ///< × 3 for business hours; × 2 if that is below 50 and peaks do no harm
};
/// 100 000 orders a month: 2.3 → 7 → 14 a minute.
FromMonth rateFromMonth(double ordersPerMonth, bool peaksSlowTheServer);

/// × 0.8 of the best minute of the month: nobody knows how many orders that minute lost. 60 → 48.
double rateFromBestMinute(double ordersPerMinute);

/// What a server is known to bear, counted in requests.
struct RequestLoad {
    double concurrent = 0; ///< Q, requests at the same time
    Seconds each{0.5}; ///< s; half a second where unknown
    double pages = 0; ///< P of a purchase
    double requestsPerPage = 0; ///< H
    Minutes timeOnSite{}; ///< T
};
struct FromRequests {
    double shoppers = 0; ///< C = (Q/s) · 60 · T / (P · H)
    double rate = 0; ///< C / T
    double whenAnswersSlowDown = 0; ///< half: answers take longer under load
    double whenUneven = 0; ///< half again: requests come in bursts
};
/// 500 requests of 0.5 s, 6 pages of 36, 5 minutes: 1 389 shoppers, 278 → 139 → 70 a minute.
FromRequests rateFromRequests(const RequestLoad& load);

/// What part of the entered buys, and how often one who buys tries.
struct Buying {
    double share = 0.5; ///< c, 0…1
    double attempts = 1; ///< a, order attempts per buyer
};
/// rate = 60 · payments per second / (c · a).
double rateFromPayments(double paymentsPerSecond, const Buying& buying);
/// Payments per second = rate · c · a / 60.
double paymentsAtRate(double rate, const Buying& buying);

/// min(0.95·L / (2 + ρ), the endpoint's limit): each payment is two calls, and ρ of them are
/// repeated. CHECKOUT.md §3.1 tells what an endpoint bears: 0.95·E / (1 + ρ). 20 calls/s with ρ = 0
/// are 9.5 payments/s, with c = 0.5 and one attempt 1 140 passes a minute. `endpointCallsPerSecond`
/// 0: no limit of its own.
double paymentsFromCallLimit(
        double callsPerSecond, double repeatShare, double endpointCallsPerSecond = 0);

/// C / s by Little's law. 50 in flight at 2 s are 25 payments/s, so 3 000 passes a minute.
double paymentsFromParallel(double parallel, Seconds latency);

/// One payment method at a certain rate: so many payments a second, each so long.
struct MethodLoad {
    double paymentsPerSecond = 0;
    Seconds each{};
};
/// Σ payments/s × seconds ÷ 0.8, rounded up: lanes (workers, connections) at 80 % of use. Card
/// 8/s × 1.5 s and PayPal 1.5/s × 3.5 s are 17.25 ÷ 0.8 → 22 lanes.
std::int64_t lanesNeeded(const std::vector<MethodLoad>& methods);
/// The same backwards: what so many lanes bear of the same mix of methods.
double paymentsFromLanes(std::int64_t lanes, const std::vector<MethodLoad>& methods);

/// Half of what a load test reached for a first sale; three quarters once a sale has confirmed the
/// measurement (our own default). 200 → 100, then 150.
double rateFromLoadTest(double reachedRate, bool isMeasuredInASale);

/// Desks that hand out goods while the sale goes on: desks · 60 / seconds per pickup buyers a
/// minute, and c of those who enter buy. 10 desks at 30 s, c = 0.5: 40 a minute.
double rateFromPickupDesks(double desks, Seconds perPickup, const Buying& buying);

/// The stock shall last so long: units / (units per buyer · c · minutes). 6 000 units, 2 each,
/// c = 0.5, 60 minutes: 100 a minute. Faster, and people enter to find nothing left.
double rateFromStock(double units, double unitsPerBuyer, const Buying& buying, Minutes shallLast);

} // namespace saikobi::forecast
