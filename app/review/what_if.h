#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/review/recording.h"
#include "backend/forecast/simulated_sale.h"

/// The people of a recorded sale once more, at another rate, with another hold or with more of
/// them: each second's arrivals as they were, through the pacing of the real line, and every
/// visitor behind the pass in turn with what the recorded visitor did: so long inside, these
/// articles, this end of payment.
namespace saikobi::review {

/// Seconds since the recording began.
struct WhatIfPlan {
    struct Rate {
        double at = 0;
        double perMinute = 0;
    };
    struct Hold {
        double from = 0;
        double to = 0;
    };
    std::vector<Rate> rates{}; ///< by `at`
    std::vector<Hold> holds{}; ///< also the time before the opening, and after the close
    std::map<std::string, std::int64_t> stock{}; ///< by product code
    /// People for each one who came. More are recorded ones again, each somewhat earlier or later;
    /// fewer are some of them.
    double crowd = 1;
};

struct WhatIfOutcome {
    std::int64_t passes = 0;
    std::int64_t orders = 0; ///< paid
    std::vector<int> ordersPerMinute{};
    double peakWaiting = 0;
    std::optional<double> waitP50{}; ///< seconds from joining to being called
    std::optional<double> waitP90{};
    std::map<std::string, double> soldOutAt{}; ///< seconds; those that sold out
};

/// Who stayed away when called, and who of these came back, how long after the call. The recording
/// knows no places, but passes in the order of the line: whoever got one long after those behind
/// had come late.
forecast::Habits habitsOf(const Recording& recording);
/// What really was set: the rates, holds and stock of the recording.
WhatIfPlan planOf(const Recording& recording);
/// What really happened, counted in the same way.
WhatIfOutcome recordedOutcome(const Recording& recording);
/// The same from the same seed.
WhatIfOutcome simulate(const Recording& recording, const WhatIfPlan& plan, std::uint32_t seed);

struct Band {
    double low = 0;
    double middle = 0;
    double high = 0;
};

/// The model on the real plan beside what happened, and the alternative with its 90 % band over
/// `runs` seeds. Empty without arrivals or passes.
struct WhatIf {
    WhatIfOutcome recorded{};
    WhatIfOutcome modelled{};
    double ordersError = 0; ///< share: modelled against recorded
    double passesError = 0;
    double perMinuteError = 0; ///< mean distance of orders per minute, as a share of their mean
    std::optional<double> waitError{}; ///< seconds: modelled median less recorded one
    Band orders{}; ///< of the alternative
    Band passes{};
    Band waitP50{};
    Band peakWaiting{};
    WhatIfOutcome alternative{}; ///< of the first seed
};
std::optional<WhatIf> whatIf(
        const Recording& recording, const WhatIfPlan& alternative, std::uint32_t seed, int runs);

} // namespace saikobi::review
