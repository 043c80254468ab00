#include "backend/forecast/wait_curve.h"

#include <algorithm>
#include <cmath>

namespace saikobi::forecast {

namespace {

WaitPoint between(const WaitPoint& a, const WaitPoint& b, std::int64_t place)
{
    const auto width = static_cast<double>(b.place - a.place);
    const double t = width > 0 ? static_cast<double>(place - a.place) / width : 0;
    const auto mixed = [t](double from, double to) { return from + t * (to - from); };
    return {place, mixed(a.aheadPresent, b.aheadPresent),
            {mixed(a.wait.p10, b.wait.p10), mixed(a.wait.p50, b.wait.p50),
                    mixed(a.wait.p90, b.wait.p90)}};
}

} // namespace

std::optional<WaitPoint> waitAt(const WaitCurve& curve, std::int64_t place)
{
    if (curve.empty())
        return std::nullopt;
    if (place <= curve.front().place)
        return WaitPoint{place, 0, {}};
    // An empty line told nobody's wait; whoever has joined since waits for something, not for
    // nothing.
    if (place > curve.back().place && curve.front().place == curve.back().place)
        return std::nullopt;
    if (place > curve.back().place)
        return between(curve.front(), curve.back(), place);
    const auto next = std::lower_bound(curve.begin(), curve.end(), place,
            [](const WaitPoint& point, std::int64_t p) { return point.place < p; });
    return next == curve.begin() ? *next : between(*std::prev(next), *next, place);
}

WaitCurve thinned(const WaitCurve& curve, std::size_t points)
{
    if (curve.size() <= points)
        return curve;
    WaitCurve out;
    if (points < 2) // one point alone says nothing
        return out;
    for (std::size_t i = 0; i < points; ++i)
        out.push_back(curve[i * (curve.size() - 1) / (points - 1)]);
    return out;
}

double secondsToServe(double n, double perSecond, double leaving)
{
    if (n <= 0)
        return 0;
    const double straight = n / std::max(perSecond, 1e-9);
    return leaving * straight < 1e-6 ? straight : std::log1p(leaving * straight) / leaving;
}

std::chrono::seconds lookAgainAfter(double waitS)
{
    const double pace = waitS < 15 ? 1 : waitS < 60 ? 2 : std::clamp(waitS / 20, 2.0, 30.0);
    return std::chrono::seconds{static_cast<std::int64_t>(pace)};
}

} // namespace saikobi::forecast
