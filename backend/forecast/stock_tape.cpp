#include "backend/forecast/stock_tape.h"

namespace saikobi::forecast {

using namespace std::chrono_literals;

namespace {

constexpr auto remembered = 15min;
constexpr auto spacing = 5s; ///< of remembered points; a plot of 15 min shows no more
constexpr auto window = 60s;
constexpr auto leastSeen = 30s;

} // namespace

void StockTape::note(contract::ProductId product, contract::Instant at, std::int64_t available,
        std::int64_t gone)
{
    auto& points = m_points[product];
    if (!points.empty() && at <= points.back().at)
        return;
    // The newest point moves on until it is `spacing` away from the one before it.
    const bool isNear
            = points.size() >= 2 && points.back().at - points[points.size() - 2].at < spacing;
    if (isNear)
        points.pop_back();
    points.push_back({at, available, gone});
    while (at - points.front().at > remembered)
        points.pop_front();
}

std::vector<contract::StockPoint> StockTape::points(contract::ProductId product) const
{
    std::vector<contract::StockPoint> out;
    const auto found = m_points.find(product);
    if (found == m_points.end())
        return out;
    for (const auto& point : found->second)
        out.push_back({point.at, point.available});
    return out;
}

std::optional<double> StockTape::perMinute(contract::ProductId product) const
{
    const auto found = m_points.find(product);
    if (found == m_points.end())
        return std::nullopt;
    const auto& points = found->second;
    auto first = points.end() - 1;
    while (first != points.begin() && points.back().at - (first - 1)->at <= window)
        --first;
    const auto span = std::chrono::duration<double>(points.back().at - first->at);
    if (span < leastSeen)
        return std::nullopt;
    return static_cast<double>(points.back().gone - first->gone) / span.count() * 60;
}

} // namespace saikobi::forecast
