#include "backend/waiting_room/wait_estimate.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace saikobi::waiting_room {

namespace {

struct Band {
    double below = 0; ///< seconds of p50 up to which it holds
    double low = 0;
    double high = 0;
};

constexpr std::array bands{Band{120, 0.92, 1.08}, Band{300, 0.87, 1.13}, Band{900, 0.82, 1.20},
        Band{2700, 0.75, 1.32}, Band{1e18, 0.70, 1.45}};
constexpr double slackS = 3;

} // namespace

std::optional<WaitRange> waitFor(std::int64_t ahead, const contract::LineState& line)
{
    if (line.phase != contract::Phase::Open || line.rate.value < 1)
        return std::nullopt;
    const auto comingShare = std::clamp(1.0 - line.absentShare, 0.1, 1.0);
    const auto p50 = static_cast<double>(ahead) * comingShare * 60.0 / line.rate.value;
    const auto& band = *std::find_if(
            bands.begin(), bands.end(), [p50](const Band& b) { return p50 < b.below; });
    const auto seconds = [](double s) {
        return std::chrono::seconds{static_cast<std::int64_t>(std::llround(std::max(0.0, s)))};
    };
    return WaitRange{seconds(band.low * p50 - slackS), seconds(band.high * p50 + slackS)};
}

} // namespace saikobi::waiting_room
