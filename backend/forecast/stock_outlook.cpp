#include "backend/forecast/stock_outlook.h"

#include <algorithm>
#include <cmath>

namespace saikobi::forecast {

namespace {

constexpr double likely = 0.8416; ///< Φ(0.8416) = 0.8

/// The number of passes after which (available − a·d)/√(a·v) has fallen to z. With x = √a it is the
/// positive root of d·x² + z·√v·x − available = 0.
double passesUntil(double available, double d, double v, double z)
{
    const double b = z * std::sqrt(v);
    const double x = (-b + std::sqrt(b * b + 4 * d * available)) / (2 * d);
    return x * x;
}

} // namespace

Chance chanceOf(const StockOutlook& outlook, std::int64_t place)
{
    if (place <= outlook.likelyTo)
        return Chance::Likely;
    return outlook.unlikelyFrom && place >= *outlook.unlikelyFrom ? Chance::Unlikely
                                                                  : Chance::Uncertain;
}

std::vector<StockOutlook> stockOutlook(
        const std::vector<StockDemand>& demand, const PassesAhead& ahead)
{
    std::vector<StockOutlook> out;
    for (const auto& one : demand) {
        if (one.isSoldOut) {
            out.push_back({one.product, 0, 0, true});
            continue;
        }
        if (one.orders < leastOrdersForOutlook || one.passes <= 0)
            continue;
        StockOutlook told{one.product, ahead.issued, std::nullopt, false};
        const double d = one.units / one.passes;
        const double v = std::max(0.0, one.squares / one.passes - d * d);
        if (d <= 0) { // nobody wants it so far
            out.push_back(told);
            continue;
        }
        const auto placeAfter = [&](double passes) {
            const double places = (passes - ahead.undecided) / std::max(0.05, ahead.perPlace);
            return ahead.serving
                    + static_cast<std::int64_t>(std::floor(std::clamp(places, 0.0, 4e9)));
        };
        const auto available = static_cast<double>(std::max<std::int64_t>(0, one.available));
        told.likelyTo = std::min(ahead.issued, placeAfter(passesUntil(available, d, v, likely)));
        const auto unlikely = placeAfter(passesUntil(available, d, v, -likely)) + 1;
        if (unlikely <= ahead.issued)
            told.unlikelyFrom = unlikely;
        out.push_back(told);
    }
    return out;
}

} // namespace saikobi::forecast
