#include "backend/forecast/wait.h"

#include <algorithm>

#include "backend/forecast/wait_bands.h"

namespace saikobi::forecast {

namespace {

std::optional<double> minutesToOpening(const contract::LineState& line)
{
    if (line.phase != contract::Phase::Before)
        return 0.0;
    if (!line.opensAt)
        return std::nullopt;
    return std::max(0.0, std::chrono::duration<double>(*line.opensAt - line.at).count() / 60.0);
}

} // namespace

std::optional<Wait> waitOfNewcomer(
        const contract::LineState& line, std::optional<double> passesPerSecond)
{
    if (line.phase == contract::Phase::Held || line.phase == contract::Phase::Closed
            || !line.causes.empty() || line.rate.value < 1)
        return std::nullopt;
    const auto untilOpen = minutesToOpening(line);
    if (!untilOpen)
        return std::nullopt;
    const double set = line.rate.value / 60.0;
    const double rate = std::max(passesPerSecond.value_or(set), set / 2);
    const double coming
            = static_cast<double>(line.waiting()) * (1 - std::clamp(line.absentShare, 0.0, 0.9));
    const double inLine = coming / rate / 60.0;
    const auto span = spanAround(inLine * 60, startingBands());
    return Wait{*untilOpen + span.p10 / 60, *untilOpen + inLine, *untilOpen + span.p90 / 60};
}

} // namespace saikobi::forecast
