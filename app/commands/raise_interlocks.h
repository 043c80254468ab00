#pragma once

#include <array>
#include <optional>
#include <set>

#include "backend/contract/alarm.h"
#include "backend/contract/snapshot.h"

namespace saikobi::commands {

/// What must be so before more people are let in (CONSOLE.md §2), in the order of the screen.
enum class Interlock {
    Step, ///< at most a fifth more than the rate in force
    Soak, ///< the last raise or release has shown its effect
    OrdersFollow, ///< those let in do buy
    Errors,
    OwnTime, ///< our own share of a payment, and the pages
    Budget, ///< provider calls, at the new rate
    Lanes, ///< our executors and lanes, at the new rate
    Machines, ///< processors; connections and locks of Postgres (A11, A12)
    FreshData, ///< every input is fresh, no identity is broken
    NoAlarm ///< no P1 or P2, shelved ones included
};
inline constexpr std::size_t interlockCount = static_cast<std::size_t>(Interlock::NoAlarm) + 1;

enum class Verdict { Ok, Blocked, Unknown };

/// One line of the list. `figure` and `limit` are in the unit of the line: percent, seconds left to
/// soak, orders/min, seconds; empty where there is nothing to measure.
struct InterlockLine {
    Interlock interlock{};
    Verdict verdict = Verdict::Unknown;
    std::optional<double> figure{};
    std::optional<double> limit{};
    std::optional<contract::Figure> of{}; ///< the figure that decided, or the one that is missing
    std::optional<contract::AlarmId> alarm{}; ///< the one that decided
    bool isLeftOut = false; ///< passed because the figure is not measured here, by configuration
};
using InterlockLines = std::array<InterlockLine, interlockCount>;

struct RaiseQuestion {
    const contract::SaleSnapshot& sale;
    int rate = 0; ///< wanted, per minute
    contract::Instant now{};
    /// What this installation does not measure by its own choice: named, and blocks nothing.
    std::set<contract::Figure> notMeasured{};
};

InterlockLines raiseInterlocks(const RaiseQuestion& question);
bool mayRaise(const InterlockLines& lines);

/// The highest rate that the first line lets pass: a fifth more, and always one more.
int highestStep(int rate);

/// What the screen advises before anybody drafts a rate.
struct Proposal {
    enum class Kind {
        Unknown,
        NoRaiseNeeded, ///< the line shrinks or grows ever more slowly, and the wait is bearable
        Raise,
        Lower ///< the rate in force is above what payments and lanes can take
    };
    Kind kind = Kind::Unknown;
    int rate = 0; ///< for Raise and Lower
};
Proposal proposedRate(const contract::SaleSnapshot& sale, contract::Instant now);

/// A figure now and what it would become at another rate; empty where nobody can say.
struct Foreseen {
    contract::Figure figure{};
    std::optional<double> before{};
    std::optional<double> after{};
};
/// `wait_new`, `budget_used`, `shoppers` (rate × purchase time), `lane_use`.
std::array<Foreseen, 4> foreseenAt(const contract::SaleSnapshot& sale, int rate);

} // namespace saikobi::commands
