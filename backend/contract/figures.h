#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
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
    OpenDifferences,
    PurchaseTime,
    ArrivalsRatio,
    SourceShare,
    LaneUse,
    Cpu,
    PgConnections,
    PgLockWaiters,
    PgOldestTx,
    PgDeadlocks,
    RedisMemory,
    RedisRefused,
    RecordAge,
    DiskFree,
    ResumeOverdue,
    InstancesChanged,
    Held, ///< units of all products together
    HeldOverdue,
    InboxAge,
    MethodP95, ///< of the method that is worst against its usual time, as a multiple of it
    PathRtt,
    Unconfirmed,
    Outside, ///< the slowest of the walks; one that failed counts its whole patience
    Balancer5xx,
    StoreLost, ///< of the store that has been silent for longest
    FeedAge, ///< of the oldest feed
    AuditOversold, ///< rows of each view that `audit_rows` adds up
    AuditDoubleCapture,
    AuditStrandedStock,
    AuditOrphanPayment,
    AuditUnfinishedOrder
};
inline constexpr std::size_t figureCount
        = static_cast<std::size_t>(Figure::AuditUnfinishedOrder) + 1;

/// Which store a figure's inputs come from. Derived figures take the worst of both; what a program
/// measures itself is as old as its own time says.
enum class FeedKind { Redis, Postgres, Both, Own };

struct FigureInfo {
    Figure figure{};
    std::string_view id{};
    FeedKind feed = FeedKind::Redis;
    std::string_view unit{}; ///< as CONSOLE.md §2 writes it; empty: a plain number
    std::chrono::seconds window{0}; ///< what it is counted over; 0: now
    std::chrono::seconds period{1}; ///< how often it is looked at: what "late" means for it
};

const FigureInfo& info(Figure figure);
const std::array<FigureInfo, figureCount>& allFigures();
/// Nothing when no figure has this id.
std::optional<Figure> figureNamed(std::string_view id);

} // namespace saikobi::contract
