#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "backend/contract/result.h"

namespace saikobi::rehearsal {

/// A virtual crowd in one line: `600/min[,for=3m][,seed=1][,absent=30%][,think=8s]
/// [,leave=10%][,reload=5%][,forge=1%]`.
struct CrowdSpec {
    double arrivalsPerMinute = 600;
    std::optional<std::chrono::milliseconds> duration{}; ///< of arrivals; empty: until stopped
    std::uint64_t seed = 1; ///< the same seed, the same buyers
    double absentShare = 0.1; ///< of the called who do not come; half of them come minutes later
    std::chrono::milliseconds think{8000}; ///< mean time between entering and ordering
    double leaveShare = 0; ///< of those who join and give up 10 s to 12 min later, if not called
    double reloadShare
            = 0; ///< of those in line who ask five times a second, whatever they are told
    double forgeShare = 0; ///< of the arrivals who bring tickets of their own making, and no others
};

/// Invalid says which part cannot be read and what is expected there.
contract::Result<CrowdSpec> parseCrowdSpec(std::string_view text);

/// "600/min", "10/s"; per minute.
contract::Result<double> parseArrivals(std::string_view text);
/// "90s", "3m", "1h", "500ms".
contract::Result<std::chrono::milliseconds> parseSpan(std::string_view text);
/// "30%" → 0.3.
contract::Result<double> parseShare(std::string_view text);

} // namespace saikobi::rehearsal
