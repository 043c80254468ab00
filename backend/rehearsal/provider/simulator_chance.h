#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "backend/rehearsal/provider/simulator_settings.h"

namespace saikobi::rehearsal {

/// The chance that one call or one notification meets: the same for the same seed and number,
/// whatever else happens at the time. A stream shared by all would depend on who came first.
class Chance {
public:
    Chance(std::uint64_t seed, std::uint64_t number);

    std::uint64_t bits();
    double share(); ///< evenly in [0, 1)
    bool hits(double probability) { return share() < probability; }
    double milliseconds(const Latency& latency);
    /// A name by its share; what is missing to 1 is `otherwise`.
    std::string choice(const std::map<std::string, double>& shares, const char* otherwise);

private:
    std::uint64_t m_state;
};

} // namespace saikobi::rehearsal
