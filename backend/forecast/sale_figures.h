#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>

#include "backend/contract/planned_arrivals.h"
#include "backend/contract/snapshot.h"

namespace saikobi::forecast {

class MethodLog;
class SecondLog;

/// What the figures need besides the ticks.
struct FigureInputs {
    std::optional<double> agreedCallsPerSecond{}; ///< R of the provider account
    std::int64_t agreedParallel = 0; ///< C; 0: not limited
    std::optional<std::chrono::seconds> purchaseTime{}; ///< median from pass to paid order
    /// By method: the longest that its provider takes on an ordinary day.
    std::map<std::string, std::chrono::milliseconds> usualTimes{};
    contract::ArrivalPlan arrivals{}; ///< empty: nobody planned
};

struct SaleFigures {
    contract::FigureValues values{};
    std::optional<contract::Observed<contract::Range>> waitNewRange{};
};

/// The figures of contract/figures.h that ticks can tell, with the windows and least counts of
/// CONSOLE.md §2. What cannot be said honestly is absent: too few cases, nothing measured, not
/// known. Rates are per minute unless the table there says /s; shares are percent; durations
/// seconds, `wait_new` minutes. A value is as old as the newest tick of its kind.
SaleFigures figuresOf(const SecondLog& log, const FigureInputs& inputs);
/// And `method_p95`, of the method that is worst against its usual time.
SaleFigures figuresOf(const SecondLog& log, const MethodLog& methods, const FigureInputs& inputs);

} // namespace saikobi::forecast
