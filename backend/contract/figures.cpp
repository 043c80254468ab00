#include "backend/contract/figures.h"

#include <algorithm>
#include <cassert>

namespace saikobi::contract {

using namespace std::chrono_literals;

namespace {

constexpr std::array<FigureInfo, figureCount> figures{{
        {Figure::Waiting, "waiting", FeedKind::Redis, "people"},
        {Figure::Arrivals, "arrivals", FeedKind::Redis, "/min", 60s},
        {Figure::Front, "front", FeedKind::Redis, "/min", 60s},
        {Figure::RateSet, "rate_set", FeedKind::Redis, "passes/min"},
        {Figure::RateActual, "rate_actual", FeedKind::Redis, "passes/min", 60s},
        {Figure::PassAge, "pass_age", FeedKind::Redis, "s"},
        {Figure::CalledNotCome, "called_not_come", FeedKind::Redis, "%", 5min},
        {Figure::AbsentShare, "absent_share", FeedKind::Redis, "%"},
        {Figure::WaitNew, "wait_new", FeedKind::Redis, "min"},
        {Figure::Shoppers, "shoppers", FeedKind::Redis, "passes"},
        {Figure::Orders, "orders", FeedKind::Redis, "/min", 60s},
        {Figure::Conversion, "conversion", FeedKind::Redis, "%", 10min},
        {Figure::Calls, "calls", FeedKind::Redis, "/s", 10s},
        {Figure::CallsFinishing, "calls_finishing", FeedKind::Redis, "/s", 10s},
        {Figure::RefusedForRate, "refused_for_rate", FeedKind::Redis, "/min", 60s},
        {Figure::BudgetUsed, "budget_used", FeedKind::Both, "%", 10s},
        {Figure::PaymentSuccess, "payment_success", FeedKind::Redis, "%", 120s},
        {Figure::Declines, "declines", FeedKind::Redis, "%", 120s},
        {Figure::ErrorRatio, "error_ratio", FeedKind::Redis, "%", 60s},
        {Figure::Refused, "refused", FeedKind::Redis, "/s", 60s},
        {Figure::OwnP95, "own_p95", FeedKind::Redis, "s", 60s},
        {Figure::CheckoutP95, "checkout_p95", FeedKind::Redis, "s", 60s},
        {Figure::PageP95, "page_p95", FeedKind::Redis, "s", 60s},
        {Figure::InFlight, "in_flight", FeedKind::Redis, "calls"},
        {Figure::Unsettled, "unsettled", FeedKind::Postgres, "orders"},
        {Figure::AuditRows, "audit_rows", FeedKind::Postgres, "rows", 0s, 10s},
        {Figure::ClockSkew, "clock_skew", FeedKind::Redis, "s"},
        {Figure::Present, "present", FeedKind::Redis, "people"},
        {Figure::WaitLast, "wait_last", FeedKind::Redis, "min"},
        {Figure::WaitCoverage, "wait_coverage", FeedKind::Redis, "%"},
        {Figure::Reloads, "reloads", FeedKind::Redis, "%", 60s},
        {Figure::RateAdvised, "rate_advised", FeedKind::Redis, "passes/min"},
        {Figure::OpenDifferences, "open_differences", FeedKind::Redis, "differences"},
        {Figure::PurchaseTime, "purchase_time", FeedKind::Postgres, "min", 15min, 10s},
        {Figure::ArrivalsRatio, "arrivals_ratio", FeedKind::Redis, "", 60s},
        {Figure::SourceShare, "source_share", FeedKind::Redis, "%", 60s},
        {Figure::LaneUse, "lane_use", FeedKind::Redis, "%", 10s},
        {Figure::Cpu, "cpu", FeedKind::Redis, "%", 10s},
        {Figure::PgConnections, "pg_connections", FeedKind::Redis, "%", 0s, 5s},
        {Figure::PgLockWaiters, "pg_lock_waiters", FeedKind::Redis, "connections", 0s, 5s},
        {Figure::PgOldestTx, "pg_oldest_tx", FeedKind::Redis, "s", 0s, 5s},
        {Figure::PgDeadlocks, "pg_deadlocks", FeedKind::Redis, "/min", 60s, 5s},
        {Figure::RedisMemory, "redis_memory", FeedKind::Redis, "%", 0s, 5s},
        {Figure::RedisRefused, "redis_refused", FeedKind::Redis, "", 0s, 5s},
        {Figure::RecordAge, "record_age", FeedKind::Redis, "s"},
        {Figure::DiskFree, "disk_free", FeedKind::Redis, "GiB", 0s, 5s},
        {Figure::ResumeOverdue, "resume_overdue", FeedKind::Redis, "min"},
        {Figure::InstancesChanged, "instances_changed", FeedKind::Redis, "instances"},
        {Figure::Held, "held", FeedKind::Postgres, "units"},
        {Figure::HeldOverdue, "held_overdue", FeedKind::Redis, "units", 0s, 5s},
        {Figure::InboxAge, "inbox_age", FeedKind::Redis, "s"},
        {Figure::MethodP95, "method_p95", FeedKind::Redis, "", 60s},
        {Figure::PathRtt, "path_rtt", FeedKind::Own, "ms"},
        {Figure::Unconfirmed, "unconfirmed", FeedKind::Own, "commands"},
        {Figure::Outside, "outside", FeedKind::Redis, "s", 0s, 10s},
        {Figure::Balancer5xx, "balancer_5xx", FeedKind::Redis, "%", 60s, 10s},
        {Figure::StoreLost, "store_lost", FeedKind::Own, "s"},
        {Figure::FeedAge, "feed_age", FeedKind::Own, "s"},
        {Figure::AuditOversold, "audit_oversold", FeedKind::Postgres, "rows", 0s, 10s},
        {Figure::AuditDoubleCapture, "audit_double_capture", FeedKind::Postgres, "rows", 0s, 10s},
        {Figure::AuditStrandedStock, "audit_stranded_stock", FeedKind::Postgres, "rows", 0s, 10s},
        {Figure::AuditOrphanPayment, "audit_orphan_payment", FeedKind::Postgres, "rows", 0s, 10s},
        {Figure::AuditUnfinishedOrder, "audit_unfinished_order", FeedKind::Postgres, "rows", 0s,
                10s},
}};

} // namespace

const FigureInfo& info(Figure figure)
{
    const auto& found = figures.at(static_cast<std::size_t>(figure));
    assert(found.figure == figure);
    return found;
}

const std::array<FigureInfo, figureCount>& allFigures()
{
    return figures;
}

std::optional<Figure> figureNamed(std::string_view id)
{
    const auto found = std::find_if(
            figures.begin(), figures.end(), [id](const auto& one) { return one.id == id; });
    return found == figures.end() ? std::nullopt : std::optional{found->figure};
}

} // namespace saikobi::contract
