#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "backend/contract/quantity.h"

namespace saikobi::waiting_room {

/// What an instance reports with each pace, for the automatic causes.
struct InstanceReport {
    std::string instance{};
    bool postgresLost = false;
    bool orderLaneClosed = false;
    bool providerDown = false; ///< every method's breaker has been open for 15 s
    std::string commitment{}; ///< of the draw, for the public record; the line fills it in
    std::optional<contract::PassesPerMinute> rateCap{}; ///< what its payments can finish
    std::int64_t orders = 0; ///< of this sale, under way
    bool isRehearsal = false; ///< the kind of the installation, for what only a rehearsal may do
};

} // namespace saikobi::waiting_room
