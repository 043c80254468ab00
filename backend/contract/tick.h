#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "backend/contract/line_state.h"
#include "backend/contract/quantity.h"

namespace saikobi::contract {

/// Upper bounds of histogram classes in milliseconds; a last class holds everything above.
inline constexpr std::array<double, 21> histogramBoundsMs{1, 2, 5, 10, 20, 35, 50, 75, 100, 150,
        200, 350, 500, 750, 1000, 1500, 2000, 3500, 5000, 7500, 10000};
using HistogramCounts = std::array<std::int64_t, histogramBoundsMs.size() + 1>;

/// Names of counters in a tick: cumulative since the incarnation began.
namespace counter {
inline constexpr const char* tickets = "tickets"; ///< new places given
inline constexpr const char* passes = "passes"; ///< new passes given
inline constexpr const char* waitsMs = "waits_ms"; ///< of these: joined → pass, all together
inline constexpr const char* orders = "orders"; ///< orders accepted (created)
inline constexpr const char* ordersPaid = "orders_paid";
inline constexpr const char* ordersDeclined = "orders_declined";
inline constexpr const char* ordersSoldOut = "orders_sold_out";
inline constexpr const char* ordersFailed = "orders_failed"; ///< cancelled, expired, capture_failed
inline constexpr const char* ordersRefusedBudget
        = "orders_refused_budget"; ///< 429: no place for both calls
inline constexpr const char* answers = "answers"; ///< HTTP answers to buyers
inline constexpr const char* answersFailed = "answers_failed"; ///< 5xx and broken
inline constexpr const char* answersRefused = "answers_refused"; ///< intended 409, 429, 503 full
inline constexpr const char* providerCalls = "provider_calls"; ///< sent
inline constexpr const char* providerFinishing
        = "provider_finishing"; ///< of these capture and void
inline constexpr const char* providerApproved = "provider_approved"; ///< authorisations granted
inline constexpr const char* providerDeclined = "provider_declined";
inline constexpr const char* providerFailed
        = "provider_failed"; ///< timed out, 5xx, refused for rate
inline constexpr const char* refusedForRate = "refused_for_rate"; ///< 429 from the provider
inline constexpr const char* placeRequests = "place_requests"; ///< page, tickets/me and claims
inline constexpr const char* reloads = "reloads"; ///< of these faster than told to poll
inline constexpr const char* blocked = "blocked"; ///< requests refused by the block list
inline constexpr const char* shedOrders = "shed_p1"; ///< refused for too long a queue, by lane
inline constexpr const char* shedShop = "shed_p2";
inline constexpr const char* shedLooks = "shed_p3";
inline constexpr const char* joinsLimited = "joins_limited"; ///< refused for their address's rate

/// How calls of one method came out, in counters of their own: "provider_approved:card".
namespace outcome {
inline constexpr const char* approved = "provider_approved";
inline constexpr const char* declined = "provider_declined";
inline constexpr const char* refusedForRate = "provider_refused_for_rate";
inline constexpr const char* timedOut = "provider_timed_out";
inline constexpr const char* serverError = "provider_server_error";
inline constexpr const char* ours = "provider_ours"; ///< a defect of ours
} // namespace outcome
inline std::string outcomeOf(const char* outcome, const std::string& method)
{
    return std::string{outcome} + ":" + method;
}
/// One per payment method, its id behind it: sent to the provider's page, and no news in time.
inline const std::string abandoned = "abandoned:";
} // namespace counter

/// Names of histograms (milliseconds). One per payment method besides: "method:" + id.
namespace histogram {
inline constexpr const char* own
        = "own"; ///< order received → answer, less provider and budget wait
inline constexpr const char* checkout = "checkout"; ///< order received → final answer
inline constexpr const char* page = "page"; ///< buyer pages
} // namespace histogram

namespace gauge {
inline constexpr const char* inFlight = "in_flight"; ///< provider calls not answered
inline constexpr const char* cpu = "cpu"; ///< percent of one core over the last second
inline constexpr const char* hostCpu = "host_cpu"; ///< percent of all cores of its host, 10 s
inline constexpr const char* rssMiB = "rss_mib";
inline constexpr const char* postgresRttMs = "postgres_rtt_ms"; ///< absent when it did not answer
inline constexpr const char* redisRttMs = "redis_rtt_ms";
inline constexpr const char* ready = "ready"; ///< 1 or 0
inline constexpr const char* ordersUnfinished = "orders_unfinished";
inline constexpr const char* openDifferences = "open_differences"; ///< that the reconciler found
inline constexpr const char* queueMs = "queue_ms"; ///< shortest wait for the front thread in 100 ms
inline constexpr const char* p0Ms = "p0_ms"; ///< slowest return or notification in 10 s
inline constexpr const char* p0UnderWay = "in_flight_p0"; ///< returns and notifications
inline constexpr const char* p1UnderWay = "in_flight_p1"; ///< questions at the orders' thread
inline constexpr const char* laneUse = "lane_use"; ///< percent: busy time of the busiest lane
inline constexpr const char* rateAdvised = "rate_advised"; ///< passes/min that payments can finish
inline constexpr const char* budgetUsed = "budget_used"; ///< percent, of this instance's demand
inline constexpr const char* callsAllowed = "calls_allowed"; ///< R′ in force, per second
inline constexpr const char* breaker = "breaker"; ///< 0 closed, 1 half open, 2 open
inline constexpr const char* orderLaneClosed = "order_lane_closed"; ///< 1 or 0
inline constexpr const char* localBudget = "local_budget"; ///< 1: on our own share, without Redis
inline constexpr const char* oldestUnsettledS
        = "oldest_unsettled_s"; ///< authorised, neither captured nor voided
inline constexpr const char* inboxAgeS = "inbox_age_s"; ///< oldest notification not applied
inline constexpr const char* inboxParkedS = "inbox_parked_s"; ///< the same, its order not known
inline constexpr const char* redisLostS = "redis_lost_s"; ///< since it answered last
inline constexpr const char* postgresLostS = "postgres_lost_s";
inline constexpr const char* recordAgeS = "record_age_s"; ///< since a row of ours was taken
inline constexpr const char* diskFreeGiB = "disk_free_gib"; ///< where this process runs
// What one instance measures of the stores for all; absent where another one does.
inline constexpr const char* pgConnections = "pg_connections"; ///< percent of the limit
inline constexpr const char* pgLockWaiters = "pg_lock_waiters";
inline constexpr const char* pgOldestTxS = "pg_oldest_tx_s";
inline constexpr const char* pgDeadlocks = "pg_deadlocks"; ///< of the last 60 s
inline constexpr const char* redisMemory = "redis_memory"; ///< percent of the limit
inline constexpr const char* redisRefusedTotal
        = "redis_refused_total"; ///< evictions and refused writes since that server started
// And of the sale.
inline constexpr const char* held = "held_units";
inline constexpr const char* heldOverdue = "held_overdue";
inline constexpr const char* unsettled = "unsettled";
inline constexpr const char* purchaseTimeS = "purchase_time_s";
inline constexpr const char* auditOversold = "audit_oversold";
inline constexpr const char* auditDoubleCapture = "audit_double_capture";
inline constexpr const char* auditStrandedStock = "audit_stranded_stock";
inline constexpr const char* auditOrphanPayment = "audit_orphan_payment";
inline constexpr const char* auditUnfinishedOrder = "audit_unfinished_order";
// Counted on since somebody confirmed the alarm about them.
inline constexpr const char* redisRefused = "redis_refused";
inline constexpr const char* instancesChanged = "instances_changed";
inline std::string inFlightOf(const std::string& method)
{
    return "in_flight:" + method;
}
inline std::string inFlightLimitOf(const std::string& method)
{
    return "in_flight_limit:" + method;
}
} // namespace gauge

/// One second of figures of one instance, or of the whole sale (instance ""), which then has
/// `line`.
struct Tick {
    std::string sale{};
    Run run{1};
    Instant at{};
    std::string instance{};
    std::string incarnation{}; ///< new at every start; counters begin at zero with it
    std::map<std::string, std::int64_t> counters{};
    std::map<std::string, HistogramCounts> histograms{};
    std::map<std::string, double> gauges{};
    std::optional<LineState> line{};
};

/// Stream {sale:ID}:ticks has the fields `instance` and `tick` (this JSON); table `tick` has its
/// members as columns (counters, histograms, gauges, line: jsonb).
std::string toJson(const Tick& tick);
Result<Tick> tickFromJson(std::string_view text);

/// Index of the class that counts a duration.
std::size_t histogramClass(double ms);

} // namespace saikobi::contract
