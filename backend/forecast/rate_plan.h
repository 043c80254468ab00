#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "backend/forecast/calculators.h"

namespace saikobi::forecast {

/// What limits the rate at which people may be let in. Spelled by name(): the viewer picks words.
enum class Bound {
    Shoppers,
    Month,
    BestMinute,
    Requests,
    CallLimit,
    Parallel,
    Lanes,
    LoadTest,
    PickupDesks,
    Stock
};
std::string_view name(Bound bound);

/// What somebody knows about an installation. What they do not know stays empty, and its row is
/// then not there: unknown is no limit and no zero.
struct PlanInputs {
    struct Month {
        double orders = 0;
        bool peaksSlowTheServer = false;
    };
    struct Calls {
        double perSecond = 0;
        double repeatShare = 0;
        double endpointPerSecond = 0; ///< 0: no limit of its own
    };
    struct Parallel {
        double places = 0;
        Seconds latency{};
    };
    struct Lanes {
        std::int64_t lanes = 0;
        std::vector<MethodLoad> mix{};
    };
    struct LoadTest {
        double reachedRate = 0;
        bool isMeasuredInASale = false;
    };
    struct Desks {
        double desks = 0;
        Seconds perPickup{};
    };
    struct Stock {
        double units = 0;
        double unitsPerBuyer = 1;
        Minutes shallLast{};
    };

    Minutes timeOnSite{5};
    Buying buying{};
    std::optional<double> shoppers{}; ///< people in the flow, not sessions nor connections
    std::optional<Month> month{};
    std::optional<double> bestMinute{}; ///< orders
    std::optional<RequestLoad> requests{};
    std::optional<Calls> calls{};
    std::optional<Parallel> parallel{};
    std::optional<Lanes> lanes{};
    std::optional<LoadTest> loadTest{};
    std::optional<Desks> desks{};
    std::optional<Stock> stock{};
};

struct RateRow {
    Bound bound = Bound::Shoppers;
    double passesPerMinute = 0;
};

/// Every row that applies, in the order of Bound.
std::vector<RateRow> rateRows(const PlanInputs& inputs);

/// The least of the rows is the one to keep to: it names the bottleneck. Nothing without rows.
std::optional<RateRow> bindingRow(const std::vector<RateRow>& rows);

/// The next rate may be 20 % above the one in force, rounded to a whole pass, and at least one
/// more.
int largestRaise(int rate);

/// Rates on the way, the last of them `to`; empty when there is nothing to raise. 10 → 100 takes 13
/// steps. Bounded by 200 steps.
std::vector<int> raiseLadder(int from, int to);

/// A raise is judged once a purchase time has gone by, 5 minutes at least, after each step but the
/// last.
Minutes raiseTakes(std::size_t steps, Minutes purchaseTime);

/// Have orders followed the last raise? orders/min ≥ 0.8 × passes/min one purchase time ago × the
/// usual share of those who buy.
bool ordersFollow(double ordersPerMinute, double passesPerMinuteThen, double usualShare);

} // namespace saikobi::forecast
