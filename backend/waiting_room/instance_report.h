#pragma once

#include <string>

namespace saikobi::waiting_room {

/// What an instance reports with each pace, for the automatic causes.
struct InstanceReport {
    std::string instance{};
    bool postgresLost = false;
    bool orderLaneClosed = false;
    bool providerDown = false; ///< every method's breaker has been open for 15 s
    std::string commitment{}; ///< of the draw, for the public record; the line fills it in
};

} // namespace saikobi::waiting_room
