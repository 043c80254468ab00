#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "backend/forecast/wait_bands.h"
#include "backend/forecast/wait_curve.h"

namespace saikobi::forecast {

/// Places that nobody holds, both ends included.
struct PlaceGap {
    std::int64_t from = 0;
    std::int64_t to = 0;
};

/// Why waits have grown lately.
enum class WaitGrowth { None, Rate, Late, Hold, Slow };
std::string_view name(WaitGrowth growth); ///< "" for none

/// The line at one instant, as the forecaster looks at it every few seconds.
struct LineSight {
    double atS = 0; ///< Redis's clock
    double clockS = 0; ///< the line's own seconds, which stand still in a hold
    bool isOpen = false; ///< places are being called at the set rate
    double ratePerSecond = 0;
    std::int64_t serving = 0;
    std::int64_t issued = 0;
    std::int64_t passes = 0;
    std::int64_t latePasses = 0; ///< of these to people who came late
    std::vector<PlaceGap> gaps{};
    double called = 0; ///< judged since the last look, and how many of them came in time
    double came = 0;
    /// Signs of life of the sampled tickets during the last 210 s.
    struct Sign {
        std::int64_t place = 0;
        double ageS = 0;
    };
    std::vector<Sign> signs{};
    double divisor = 1; ///< one of so many tickets is sampled: what `sampling` counts
    double presenceAgeS = 0; ///< for how long signs have been gathered
};

/// One forecast that waits for its outcome.
struct Foretold {
    std::int64_t place = 0;
    double atS = 0;
    WaitSpan told{};
};

/// Which tickets send signs of life, and which of them are counted.
struct PresenceSampling {
    std::uint32_t reporting = 1;
    std::uint32_t counting = 1; ///< never smaller
    double changedAtS = 0;
};

/// Everything the next look needs of the earlier ones. All instances share it, so that whoever
/// looks next goes on where the last one stopped.
struct WaitMemory {
    bool hasLook = false;
    LineSight last{}; ///< without gaps and signs
    double came = 0, called = 0; ///< fading sums: show = came ÷ called
    double calledPresent = 0, calledSeen = 0; ///< of the called: shown as present, and all
    double absentees = 0; ///< of the run: called while present who did not come in time
    double dueBack = 0; ///< of these, had they all meant to come late: back by now
    double gone = 0, stayed = 0; ///< of those present two minutes ago, fading
    struct Step {
        double seconds = 0;
        double expected = 0; ///< passes at the set rate
        double passes = 0; ///< without the late lane's
        double late = 0;
    };
    std::vector<Step> steps{}; ///< of three minutes in which people waited
    struct Issued {
        double atS = 0;
        std::int64_t number = 0;
    };
    std::vector<Issued> issued{}; ///< of the last two minutes and a half
    WaitBands bands = startingBands();
    double rememberedAtS = 0;
    std::vector<Foretold> foretold{};
    std::int64_t outcomes = 0;
    std::int64_t within = 0; ///< of the outcomes
    std::int64_t dropped = 0; ///< forecasts that a hold or a new rate made void
    struct Promise {
        double atS = 0;
        std::int64_t place = 0;
        double dueS = 0; ///< when it was thought to be called
        double rate = 0;
        double stoodS = 0; ///< the line had stood so long since it began
    };
    std::vector<Promise> promises{}; ///< of the last five minutes
    double stoodS = 0;
    PresenceSampling sampling{};
};

inline constexpr std::size_t mostForetold = 4096;

struct WaitOutlook {
    std::optional<std::int64_t> present{}; ///< of the waiting; empty while it is not known
    double leavingPerSecond = 0;
    double kappa = 1; ///< people who come per person present
    double passesPerSecond = 0;
    WaitCurve curve{}; ///< empty while nobody can say: before, held, closed
    WaitGrowth growth = WaitGrowth::None;
};

/// Looks at the line, learns from what has come true since, and says how long people will wait
/// (WAITING_ROOM.md §5). Without trustworthy signs of life everybody who joined counts as present.
WaitOutlook lookAhead(WaitMemory& memory, const LineSight& sight);

} // namespace saikobi::forecast
