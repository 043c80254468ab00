#pragma once

#include <string>

namespace saikobi::waiting_room {

/// What an instance reports with each pace, for the automatic causes.
struct InstanceReport {
    std::string instance{};
    bool postgresLost = false;
    bool orderLaneClosed = false;
    bool providerDown = false; ///< every method's breaker has been open for 15 s
};

} // namespace saikobi::waiting_room
