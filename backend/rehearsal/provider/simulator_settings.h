#pragma once

#include <map>
#include <string>
#include <string_view>

#include "backend/contract/result.h"

namespace saikobi::rehearsal {

/// Evenly spread between two bounds, in milliseconds.
struct Latency {
    double from = 0;
    double to = 0;
};

/// Everything that can be turned while the simulator runs (GET and PUT /control). A share is the
/// part of POSTs it happens to, 0 … 1; a limit of 0 is none.
struct SimulatorSettings {
    /// By method of payment; besides `finish` for capture and cancel, `read` for retrieve and list.
    std::map<std::string, Latency> latencyMs{{"card", {1000, 2000}}, {"paypal", {3000, 4000}},
            {"wallet", {190, 210}}, {"finish", {200, 400}}, {"read", {20, 50}}};
    double callsPerSecond = 25; ///< in any sliding second
    double callsPerSecondEndpoint = 25;
    double failureAfterEffect = 0; ///< 500 although it was done, stored under the key
    double failureBeforeEffect = 0; ///< 500 and nothing done, stored under the key
    double hang = 0; ///< done, but the answer comes long after any client has given up
    bool isDown = false; ///< every call is answered 503
    double webhookDelayMs = 50;
};

/// Whole numbers without exponent, so that people can read them too.
std::string toJson(const SimulatorSettings& settings);

/// `text` with only what is to change. Invalid names the member.
contract::Result<SimulatorSettings> changed(SimulatorSettings settings, std::string_view text);

} // namespace saikobi::rehearsal
