#include "app/pages/history_series.h"

#include <algorithm>

namespace saikobi::pages {

using namespace std::chrono_literals;

namespace {

constexpr int trendColumns = 90;
/// Figures sway; only a crossing that lasts is a turning point.
constexpr auto stays = 60s;

} // namespace

RowValue figureOf(contract::Figure figure)
{
    return [index = static_cast<std::size_t>(figure)](
                   const contract::HistoryRow& row) { return row.values.at(index); };
}

std::vector<timeline::Sample> series(const contract::SaleSnapshot& sale, const RowValue& value)
{
    std::vector<timeline::Sample> samples;
    if (!sale.history)
        return samples;
    samples.reserve(sale.history->size());
    for (const auto& row : *sale.history)
        samples.push_back({row.at, value(row)});
    return samples;
}

std::vector<std::vector<QPointF>> trendOf(const std::vector<timeline::Sample>& samples,
        timeline::TimeWindow window, double low, double high)
{
    const double range = high > low ? high - low : 1.0;
    std::vector<std::vector<QPointF>> trend;
    for (const auto& run : timeline::runs(samples, window, {trendColumns, 3s})) {
        auto& line = trend.emplace_back();
        for (const auto& point : run)
            line.emplace_back(
                    window.position(point.at), std::clamp((point.value - low) / range, 0.0, 1.0));
    }
    return trend;
}

std::optional<Crossing> lastCrossing(
        const std::vector<timeline::Sample>& rising, const std::vector<timeline::Sample>& falling)
{
    std::optional<Crossing> candidate;
    bool wasBelow = false;
    const auto count = std::min(rising.size(), falling.size());
    for (std::size_t i = 0; i < count; ++i) {
        const auto& up = rising[i].value;
        const auto& down = falling[i].value;
        if (!up || !down)
            continue;
        if (*up <= *down) {
            if (candidate && rising[i].at - candidate->at < stays)
                candidate.reset();
            wasBelow = true;
        } else if (wasBelow) {
            candidate = Crossing{rising[i].at, *up};
            wasBelow = false;
        }
    }
    if (candidate && count > 0 && rising[count - 1].at - candidate->at < stays)
        candidate.reset();
    return candidate;
}

} // namespace saikobi::pages
