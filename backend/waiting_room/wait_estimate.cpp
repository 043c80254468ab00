#include "backend/waiting_room/wait_estimate.h"

#include <algorithm>
#include <cmath>

#include "backend/forecast/wait_bands.h"

namespace saikobi::waiting_room {

std::optional<WaitRange> waitFor(std::int64_t ahead, const contract::LineState& line)
{
    if (line.phase != contract::Phase::Open || line.rate.value < 1
            || line.pacing == contract::Pacing::Manual)
        return std::nullopt;
    const auto rate = line.rateCap ? std::min(line.rate, *line.rateCap) : line.rate;
    const auto comingShare = std::clamp(1.0 - line.absentShare, 0.1, 1.0);
    const auto span = forecast::spanAround(
            static_cast<double>(ahead) * comingShare * 60.0 / std::max(1, rate.value),
            forecast::startingBands());
    const auto seconds = [](double s) {
        return std::chrono::seconds{static_cast<std::int64_t>(std::llround(s))};
    };
    return WaitRange{seconds(span.p10), seconds(span.p50), seconds(span.p90)};
}

} // namespace saikobi::waiting_room
