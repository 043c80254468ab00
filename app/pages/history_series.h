#pragma once

#include <QPointF>

#include <functional>
#include <optional>
#include <vector>

#include "backend/contract/snapshot.h"
#include "widgets/timeline/runs.h"

namespace saikobi::pages {

using RowValue = std::function<std::optional<double>(const contract::HistoryRow&)>;

RowValue figureOf(contract::Figure figure);
/// One sample per row; empty without a history.
std::vector<timeline::Sample> series(const contract::SaleSnapshot& sale, const RowValue& value);

/// Runs scaled for a small picture: x over `window`, y from `low` to `high`, both 0…1.
std::vector<std::vector<QPointF>> trendOf(const std::vector<timeline::Sample>& samples,
        timeline::TimeWindow window, double low, double high);

/// The newest instant at which `rising` came to stand above `falling` and stayed there for a
/// minute.
struct Crossing {
    contract::Instant at{};
    double value = 0;
};
std::optional<Crossing> lastCrossing(
        const std::vector<timeline::Sample>& rising, const std::vector<timeline::Sample>& falling);

} // namespace saikobi::pages
