#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace saikobi::stores {

/// What an executor knows of its store.
struct StoreHealth {
    bool isConnected = false;
    std::optional<std::chrono::steady_clock::time_point> lastSuccess{};
    std::optional<double> roundTripMs{}; ///< of the last round trip; empty while not connected
    std::string error{}; ///< why there is no connection
    bool isWarm = false; ///< every connection has been open once, its statements warmed
};

} // namespace saikobi::stores
