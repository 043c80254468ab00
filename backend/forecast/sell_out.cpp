#include "backend/forecast/sell_out.h"

#include <cmath>

namespace saikobi::forecast {

using namespace std::chrono_literals;

namespace {

constexpr auto remembered = 10min;
constexpr auto spacing = 5s; ///< of remembered points; more would say nothing more
constexpr auto leastSeen = 60s;
constexpr std::int64_t leastMoved = 5;
constexpr double farthestSeconds = 24 * 3600;
constexpr double z = 1.28; ///< of a normal distribution: four fifths lie within ± z
/// An order takes one to three units, so units come in clumps: their count varies about twice as
/// much as if each came alone.
constexpr double clumps = 2;

contract::Instant after(contract::Instant at, double seconds)
{
    return at + std::chrono::seconds{static_cast<std::int64_t>(std::min(seconds, farthestSeconds))};
}

} // namespace

void SellOutForecast::note(contract::ProductId product, contract::Instant at, std::int64_t gone)
{
    auto& points = m_points[product];
    if (!points.empty() && at <= points.back().at)
        return;
    // The newest point moves on until it is `spacing` away from the one before it.
    if (points.size() >= 2 && at - points[points.size() - 2].at < spacing)
        points.back() = {at, gone};
    else
        points.push_back({at, gone});
    while (at - points.front().at > remembered)
        points.pop_front();
}

bool SellOutForecast::isKnown(contract::ProductId product) const
{
    const auto found = m_points.find(product);
    return found != m_points.end()
            && found->second.back().at - found->second.front().at >= leastSeen;
}

std::optional<SellOut> SellOutForecast::forecast(
        contract::ProductId product, std::int64_t available) const
{
    const auto found = m_points.find(product);
    if (found == m_points.end() || available <= 0)
        return std::nullopt;
    const auto& first = found->second.front();
    const auto& last = found->second.back();
    const auto moved = last.gone - first.gone;
    if (last.at - first.at < leastSeen || moved < leastMoved)
        return std::nullopt;
    const double perSecond = static_cast<double>(moved)
            / std::chrono::duration<double>(last.at - first.at).count();
    const double left = static_cast<double>(available) / perSecond;
    if (left > farthestSeconds)
        return std::nullopt;
    // Uncertain is the rate that was measured, and what the remaining buyers will do.
    const double strays = std::sqrt(
            clumps / static_cast<double>(moved) + clumps / static_cast<double>(available));
    return SellOut{after(last.at, left * std::exp(-z * strays)),
            after(last.at, left * std::exp(z * strays))};
}

} // namespace saikobi::forecast
