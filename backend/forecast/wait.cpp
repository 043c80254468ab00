#include "backend/forecast/wait.h"

#include <algorithm>
#include <array>

namespace saikobi::forecast {

namespace {

/// How far waits of this length stray, before a sale has shown its own figures.
struct Band {
    double belowMinutes;
    double low;
    double high;
};
constexpr std::array bands{Band{2, 0.92, 1.08}, Band{5, 0.87, 1.13}, Band{15, 0.82, 1.20},
        Band{45, 0.75, 1.32}, Band{1e9, 0.70, 1.45}};
constexpr double marginMinutes = 3.0 / 60.0;

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
    const auto band = std::find_if(bands.begin(), bands.end(),
            [inLine](const Band& b) { return inLine < b.belowMinutes; });
    return Wait{*untilOpen + std::max(0.0, inLine * band->low - marginMinutes), *untilOpen + inLine,
            *untilOpen + inLine * band->high + marginMinutes};
}

} // namespace saikobi::forecast
