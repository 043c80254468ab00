#pragma once

#include <memory>

#include "backend/contract/snapshot.h"

namespace saikobi::tests {

inline void put(contract::SaleSnapshot& sale, contract::Figure figure, double value)
{
    sale.figures.at(static_cast<std::size_t>(figure)) = {value, sale.madeAt};
}

/// Every figure that a raise looks at, as on a quiet day: an open line at 300/min, of whom 80 % buy
/// after five minutes.
inline void makeCalm(contract::SaleSnapshot& sale, contract::Instant now)
{
    using contract::Figure;
    sale.madeAt = now;
    contract::LineState line;
    line.at = now;
    line.phase = contract::Phase::Open;
    line.rate.value = 300;
    line.revision.value = 7;
    line.holder = "op-1";
    sale.user = "op-1";
    sale.line = {line, now};
    sale.products = {{}, now};
    sale.alarms = {{}, now};
    for (const auto& [figure, value] : {std::pair{Figure::RateSet, 300.0},
                 {Figure::RateActual, 298.0}, {Figure::Orders, 236.0}, {Figure::Conversion, 80.0},
                 {Figure::PurchaseTime, 5.0}, {Figure::ErrorRatio, 0.2}, {Figure::OwnP95, 0.06},
                 {Figure::PageP95, 0.02}, {Figure::BudgetUsed, 60.0}, {Figure::LaneUse, 40.0},
                 {Figure::Cpu, 45.0}, {Figure::AuditOversold, 0.0}, {Figure::Waiting, 4000.0},
                 {Figure::WaitNew, 30.0}, {Figure::Shoppers, 1500.0}})
        put(sale, figure, value);
    auto history = std::make_shared<contract::History>();
    for (int second = 900; second >= 0; --second) {
        contract::HistoryRow row;
        row.at = now - std::chrono::seconds{second};
        row.values.at(static_cast<std::size_t>(Figure::RateActual)) = 298;
        row.values.at(static_cast<std::size_t>(Figure::Waiting)) = 4000 + second;
        history->push_back(row);
    }
    sale.history = std::move(history);
}

} // namespace saikobi::tests
