#include "backend/contract/figures.h"

#include <cassert>

namespace saikobi::contract {

namespace {

constexpr std::array<FigureInfo, figureCount> figures{{
        {Figure::Waiting, "waiting", FeedKind::Redis},
        {Figure::Arrivals, "arrivals", FeedKind::Redis},
        {Figure::Front, "front", FeedKind::Redis},
        {Figure::RateSet, "rate_set", FeedKind::Redis},
        {Figure::RateActual, "rate_actual", FeedKind::Redis},
        {Figure::PassAge, "pass_age", FeedKind::Redis},
        {Figure::CalledNotCome, "called_not_come", FeedKind::Redis},
        {Figure::AbsentShare, "absent_share", FeedKind::Redis},
        {Figure::WaitNew, "wait_new", FeedKind::Redis},
        {Figure::Shoppers, "shoppers", FeedKind::Redis},
        {Figure::Orders, "orders", FeedKind::Redis},
        {Figure::Conversion, "conversion", FeedKind::Redis},
        {Figure::Calls, "calls", FeedKind::Redis},
        {Figure::CallsFinishing, "calls_finishing", FeedKind::Redis},
        {Figure::RefusedForRate, "refused_for_rate", FeedKind::Redis},
        {Figure::BudgetUsed, "budget_used", FeedKind::Both},
        {Figure::PaymentSuccess, "payment_success", FeedKind::Redis},
        {Figure::Declines, "declines", FeedKind::Redis},
        {Figure::ErrorRatio, "error_ratio", FeedKind::Redis},
        {Figure::Refused, "refused", FeedKind::Redis},
        {Figure::OwnP95, "own_p95", FeedKind::Redis},
        {Figure::CheckoutP95, "checkout_p95", FeedKind::Redis},
        {Figure::PageP95, "page_p95", FeedKind::Redis},
        {Figure::InFlight, "in_flight", FeedKind::Redis},
        {Figure::Unsettled, "unsettled", FeedKind::Postgres},
        {Figure::AuditRows, "audit_rows", FeedKind::Postgres, std::chrono::seconds{10}},
        {Figure::ClockSkew, "clock_skew", FeedKind::Redis},
        {Figure::Present, "present", FeedKind::Redis},
        {Figure::WaitLast, "wait_last", FeedKind::Redis},
        {Figure::WaitCoverage, "wait_coverage", FeedKind::Redis},
        {Figure::Reloads, "reloads", FeedKind::Redis},
        {Figure::RateAdvised, "rate_advised", FeedKind::Redis},
        {Figure::OpenDifferences, "open_differences", FeedKind::Redis},
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

} // namespace saikobi::contract
