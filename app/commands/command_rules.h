#pragma once

#include <map>
#include <string>

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
    OldData, ///< raising, releasing and admitting need fresh data
    WrongPhase, ///< admitting works only in a hold, releasing needs one
    BadValue ///< a parameter is missing or out of its range
};

inline constexpr int highestRate = 100000;
inline constexpr int mostAdmitted = 10;
inline constexpr int mostCalled = 1000; ///< places, by one command
inline constexpr int longestMessage = 200; ///< characters, per language

/// Whether `sale` (null: nothing seen) lets this user give a command of `kind` at `now`.
Denial rightsOf(const contract::SaleSnapshot* sale, contract::CommandKind kind, bool isReadOnly,
        contract::Instant now);

/// Whether the parameters are complete and within their ranges, and, for a raise, the data fresh.
Denial valuesOf(const contract::SaleSnapshot& sale, contract::CommandKind kind,
        const Parameters& parameters, contract::Instant now);

} // namespace saikobi::commands
