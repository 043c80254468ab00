#pragma once

#include <chrono>
#include <optional>

#include "backend/contract/snapshot.h"

namespace saikobi::forecast {

class SecondLog;

/// What the figures need besides the ticks.
struct FigureInputs {
    std::optional<double> agreedCallsPerSecond{}; ///< R of the provider account
    std::int64_t agreedParallel = 0; ///< C; 0: not limited
    std::optional<std::chrono::seconds> purchaseTime{}; ///< median from pass to paid order
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

} // namespace saikobi::forecast
