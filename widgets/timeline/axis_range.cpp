#include "widgets/timeline/axis_range.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace saikobi::timeline {

using namespace std::chrono_literals;

double roundTop(double value)
{
    if (!(value > 0))
        return 1;
    const double magnitude = std::pow(10.0, std::floor(std::log10(value)));
    constexpr std::array<double, 7> rounds{1, 2, 2.5, 4, 5, 8, 10};
    for (const double round : rounds)
        // The tolerance keeps 0.3 / 0.1 from climbing to the next round number.
        if (value <= magnitude * round * (1 + 1e-9))
            return magnitude * round;
    return magnitude * 10;
}

double AxisRange::top(double highest, contract::Instant now)
{
    const double wanted = roundTop(std::max(highest, m_least));
    if (wanted >= m_top) {
        m_top = wanted;
        m_lowSince.reset();
        return m_top;
    }
    if (!m_lowSince)
        m_lowSince = now;
    if (now - *m_lowSince >= 5min) {
        m_top = wanted;
        m_lowSince.reset();
    }
    return m_top;
}

} // namespace saikobi::timeline
