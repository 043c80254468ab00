#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "app/commands/raise_interlocks.h"
#include "backend/contract/command.h"
#include "backend/contract/snapshot.h"

namespace saikobi::commands {

using Parameters = std::map<std::string, std::string>;

/// Why a command cannot be given.
enum class Denial {
    None,
    NoSale, ///< nothing was ever seen of the sale
    NotLive, ///< a recording or a script
    NotOperator, ///< this user may only look
    ReadOnly, ///< the console is; hold is still possible
    Frozen, ///< the screen stands still; a hold goes back to live first
    OldData, ///< raising, releasing and admitting need fresh data
    WrongPhase, ///< admitting works only in a hold, releasing needs one
    BadValue, ///< a parameter is missing or out of its range
    NotHolder, ///< another console has command, or none: it has to be taken first
    NotFree, ///< somebody has command: only force takes it
    NotOffered, ///< command was not offered to this user
    RedisSilent, ///< Redis decides this one, and does not answer
    PostgresSilent, ///< Postgres decides this one, and does not answer
    Interlock, ///< a raise that the interlocks block; only an override passes
    NoReason, ///< dangerous ones carry a reason
    OtherVersion ///< the backend is of another major version; hold is still possible
};

/// Where a command would be given.
struct Seat {
    bool isReadOnly = true;
    bool isFrozen = false; ///< what is looked at is not what is
    bool isOtherVersion = false; ///< than the backend; then it stays READ-ONLY
    std::string console{}; ///< id of this console
    std::set<contract::Figure> notMeasured{};
};

inline constexpr int highestRate = 100000;
inline constexpr int mostAdmitted = 10;
inline constexpr int mostCalled = 1000; ///< places, by one command
inline constexpr int longestMessage = 200; ///< characters, per language

/// Whether this user has command, and on this console.
bool hasCommand(const contract::SaleSnapshot& sale, const Seat& seat);

/// The version of an instance that does not go with version `own`: another major number. Empty: all
/// that are known do. Those long silent say nothing about today's backend.
std::string otherVersionIn(const contract::SaleSnapshot& sale, std::string_view own);

/// Whether `sale` (null: nothing seen) lets this user give a command of `kind` at `now`.
Denial rightsOf(const contract::SaleSnapshot* sale, contract::CommandKind kind, const Seat& seat,
        contract::Instant now);

/// Whether the parameters are complete and within their ranges, and, for a raise, the interlocks
/// content.
Denial valuesOf(const contract::SaleSnapshot& sale, contract::CommandKind kind,
        const Parameters& parameters, const Seat& seat, contract::Instant now);

/// Whether this one is of the dangerous class (CONSOLE.md §2): it carries a reason, and is executed
/// by typing the sale's id.
bool isDangerous(const contract::SaleSnapshot& sale, contract::CommandKind kind,
        const Parameters& parameters, contract::Instant now);

} // namespace saikobi::commands
