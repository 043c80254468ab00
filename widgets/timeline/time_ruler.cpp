#include "widgets/timeline/time_ruler.h"

#include <array>
#include <cassert>

namespace saikobi::timeline {

using namespace std::chrono_literals;

namespace {

constexpr std::array<std::chrono::seconds, 16> steps{1s, 2s, 5s, 10s, 15s, 30s, 60s, 120s, 300s,
        600s, 900s, 1800s, 3600s, 7200s, 21600s, 86400s};

} // namespace

std::vector<contract::Instant> roundTimes(
        TimeWindow window, int most, std::chrono::seconds utcOffset)
{
    assert(most > 0);
    if (window.to <= window.from)
        return {};
    auto step = steps.back();
    for (const auto candidate : steps)
        if ((window.to - window.from) / candidate < most) {
            step = candidate;
            break;
        }
    const auto local
            = std::chrono::ceil<std::chrono::seconds>(window.from.time_since_epoch()) + utcOffset;
    auto next = local + (step - local % step) % step;
    std::vector<contract::Instant> result;
    while (contract::Instant{next - utcOffset} <= window.to
            && result.size() < static_cast<std::size_t>(most)) {
        result.emplace_back(next - utcOffset);
        next += step;
    }
    return result;
}

} // namespace saikobi::timeline
