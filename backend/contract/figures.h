#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <string_view>

namespace saikobi::contract {

/// The figures of the screens. Their ids are what cards, alarms, CSV and reports use; units and
/// windows are those of CONSOLE.md §2.
enum class Figure {
    Waiting,
    Arrivals,
    Front,
    RateSet,
    RateActual,
    PassAge,
    CalledNotCome,
    AbsentShare,
    WaitNew,
    Shoppers,
    Orders,
    Conversion,
    Calls,
    CallsFinishing,
    RefusedForRate,
    BudgetUsed,
    PaymentSuccess,
    Declines,
    ErrorRatio,
    Refused,
    OwnP95,
    CheckoutP95,
    PageP95,
    InFlight,
    Unsettled,
    AuditRows,
    ClockSkew,
    Present,
    WaitLast,
    WaitCoverage,
    Reloads,
    RateAdvised,
    OpenDifferences
};
inline constexpr std::size_t figureCount = static_cast<std::size_t>(Figure::OpenDifferences) + 1;

/// Which store a figure's inputs come from. Derived figures take the worst of both.
enum class FeedKind { Redis, Postgres, Both };

struct FigureInfo {
    Figure figure{};
    std::string_view id{};
    FeedKind feed = FeedKind::Redis;
    std::chrono::seconds period{1}; ///< how often it is looked at: what "late" means for it
};

const FigureInfo& info(Figure figure);
const std::array<FigureInfo, figureCount>& allFigures();

} // namespace saikobi::contract
