#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "app/sources/scripted_sale.h"
#include "backend/contract/figures.h"

/// The invented course of a scripted sale: how many came, entered, paid, second by second.
namespace saikobi::sources {

inline constexpr std::int64_t scriptedAge = 12 * 60 + 31; ///< of the sale at second 0 of the script
inline constexpr double scriptedAbsentShare = 0.09;
inline constexpr double scriptedPresentShare = 0.93; ///< of the waiting
inline constexpr double scriptedCallLimit = 20; ///< agreed with the provider, per second

/// The sale at one second after its opening (before it: negative).
struct ScriptedMoment {
    std::int64_t second = 0;
    double issued = 0;
    double serving = 0;
    double passes = 0;
    double paid = 0;
    double live = 0;
    double passesPerMinute = 0;
    double ordersPerMinute = 0;
    std::int64_t heldSeconds = 0; ///< since when the line is held; 0: it is not
};

/// When things happen on that day. Seconds count from the opening.
struct ScriptedDay {
    const Script& script;
    std::int64_t now = 0; ///< second of the snapshot

    std::int64_t faultSecond() const { return scriptedAge + script.faultAt.count(); }
    bool has(ScriptedFault fault, std::int64_t second) const
    {
        return script.fault == fault && second >= faultSecond();
    }
    contract::Instant at(std::int64_t second) const
    {
        return script.startAt + std::chrono::seconds{second - scriptedAge};
    }
};

using ScriptedValues = std::array<std::optional<double>, contract::figureCount>;

/// A number between -1 and 1 that is the same for the same second and line.
double scriptedNoise(std::int64_t second, std::uint64_t line);
std::int32_t scriptedRateAt(std::int64_t second);
/// Wait forecasts that have come to their outcome by then, and those inside their range.
std::int64_t scriptedForetold(std::int64_t second);
std::int64_t scriptedForetoldWithin(std::int64_t second);
/// One moment a second, from `from` to `until`.
std::vector<ScriptedMoment> play(const ScriptedDay& day, std::int64_t from, std::int64_t until);
ScriptedValues valuesAt(const ScriptedDay& day, const ScriptedMoment& moment);

} // namespace saikobi::sources
