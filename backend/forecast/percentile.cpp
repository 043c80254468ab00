#include "backend/forecast/percentile.h"

#include <cassert>
#include <numeric>

namespace saikobi::forecast {

double sizeOf(const Spread& spread)
{
    return std::accumulate(spread.begin(), spread.end(), 0.0);
}

std::optional<double> percentileMs(const Spread& spread, double share)
{
    assert(share >= 0 && share <= 1);
    const double size = sizeOf(spread);
    if (size <= 0)
        return std::nullopt;
    const auto& bounds = contract::histogramBoundsMs;
    const double wanted = share * size;
    double below = 0;
    for (std::size_t i = 0; i < bounds.size(); ++i) {
        if (spread[i] > 0 && below + spread[i] >= wanted) {
            const double from = i == 0 ? 0 : bounds[i - 1];
            return from + (bounds[i] - from) * (wanted - below) / spread[i];
        }
        below += spread[i];
    }
    return bounds.back();
}

} // namespace saikobi::forecast
