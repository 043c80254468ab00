#include "backend/payments/local_budget.h"

#include <algorithm>

namespace saikobi::payments {

using std::chrono::microseconds;

namespace {

constexpr int slack = 4; ///< bookings ahead of the clock, as in Redis

} // namespace

LocalBudget::LocalBudget(const forecast::CallPlan& plan, Instant from)
    : m_plan(plan)
    , m_call(from)
    , m_book(from)
{
}

PlaceVerdict LocalBudget::take(Kind kind, const std::string& endpoint, Instant now)
{
    auto& ofEndpoint = m_endpoints.try_emplace(endpoint, m_call).first->second;
    const microseconds tolerance{kind == Kind::Finish ? m_plan.finishingToleranceUs : 0};
    auto from = std::max(m_call, ofEndpoint) - tolerance;
    if (kind == Kind::Book)
        from = std::max(from, m_book - slack * microseconds{m_plan.bookingGapUs});
    if (from > now)
        return {PlaceVerdict::Kind::Wait, std::chrono::ceil<microseconds>(from - now), {}};
    if (kind == Kind::Book) {
        m_book = std::max(m_book, now) + microseconds{m_plan.bookingGapUs};
        return {PlaceVerdict::Kind::Yes, {}, {}};
    }
    m_call = std::max(m_call, now) + microseconds{m_plan.gapUs};
    ofEndpoint = std::max(ofEndpoint, now) + microseconds{m_plan.endpointGapUs};
    return {PlaceVerdict::Kind::Yes, {}, {}};
}

void LocalBudget::giveBack(Instant now)
{
    m_book = std::max(now, m_book - microseconds{m_plan.giveBackUs});
}

} // namespace saikobi::payments
