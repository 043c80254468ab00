#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "backend/contract/result.h"

namespace saikobi::rehearsal {

/// Methods of payment and their shares of all.
using MethodMix = std::vector<std::pair<std::string, double>>;

/// A virtual crowd in one line: `600/min[,for=3m][,seed=1][,absent=30%][,think=8s]
/// [,leave=10%][,reload=5%][,forge=1%]
/// [,methods=card:70/page:20/points:10][,secure=10%][,refuse=5%][,vanish=5%][,stray=5%][,twice=5%]`
struct CrowdSpec {
    double arrivalsPerMinute = 600;
    std::optional<std::chrono::milliseconds> duration{}; ///< of arrivals; empty: until stopped
    std::uint64_t seed = 1; ///< the same seed, the same buyers
    double absentShare = 0.1; ///< of the called who do not come; half of them come minutes later
    std::chrono::milliseconds think{8000}; ///< mean time between entering and ordering
    double leaveShare = 0; ///< of those who join and give up 10 s to 12 min later, if not called
    double reloadShare
            = 0; ///< of those in line who ask five times a second, whatever they are told
    /// How they pay, by method; empty: as usual (70 % by card, 20 % PayPal, 10 % wallet).
    MethodMix methods{};
    double secureShare = 0; ///< of cards, that are sent to 3D Secure
    double refuseShare = 0; ///< of those at the provider's pages: press the other button
    double vanishShare = 0; ///< press none and are gone
    double strayShare = 0; ///< pay, and their browser never comes back
    double twiceShare = 0; ///< come back twice
    double forgeShare = 0; ///< of the arrivals who bring tickets of their own making, and no others
};

/// Invalid says which part cannot be read and what is expected there.
contract::Result<CrowdSpec> parseCrowdSpec(std::string_view text);

/// "600/min", "10/s"; per minute.
contract::Result<double> parseArrivals(std::string_view text);
/// "90s", "3m", "1h", "500ms".
contract::Result<std::chrono::milliseconds> parseSpan(std::string_view text);
/// "card:70/points:30" → their shares of all.
contract::Result<MethodMix> parseMethods(std::string_view text);
/// "30%" → 0.3.
contract::Result<double> parseShare(std::string_view text);

} // namespace saikobi::rehearsal
