#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "backend/contract/result.h"

namespace saikobi::rehearsal {

/// Milliseconds: evenly spread between two bounds, or log-normal with half of them below `p50`.
struct Latency {
    double from = 0;
    double to = 0;
    double p50 = 0; ///< 0: evenly between the bounds
    double p99 = 0;
};
using Latencies = std::map<std::string, Latency>;

/// So many calls in a time. None when `calls` is 0.
struct RateLimit {
    enum class Kind { Sliding, Fixed, Bucket };
    RateLimit() = default;
    RateLimit(double perSecond) // as most limits are given
        : calls(perSecond)
    {
    }
    Kind kind = Kind::Sliding;
    double calls = 0; ///< of a bucket: its size
    double windowMs = 1000;
    double rate = 0; ///< of a bucket: refilled per second

    friend bool operator==(const RateLimit&, const RateLimit&) = default;
};

/// Faults that share what they apply to.
struct FaultScope {
    std::set<std::string> only{}; ///< operations; empty: all of them
    std::int64_t times = -1; ///< so many more, then none; -1: no end
};

struct TransportFaults : FaultScope {
    double lostBefore = 0; ///< reset before anything ran
    double lostAfter = 0; ///< done, then reset instead of an answer
    double resetBody = 0; ///< done, half the answer, then reset
    double hang = 0; ///< done, but answered long after any client has given up
    double hangMs = 25'000;
};

/// Of POSTs, besides the two failures of SimulatorSettings.
struct AnswerFaults : FaultScope {
    double unavailable = 0; ///< 503 and nothing done, nothing stored
    double inUse = 0; ///< 409, as if another call had that key
    double lockTimeout = 0; ///< 429, as if another call held the payment
};

/// How payments go and what shoppers do. The shares of a group that are missing to 1 go to its
/// first member.
struct Outcomes {
    std::map<std::string, double> declines{}; ///< by code, of what would have been approved
    double asks = 0; ///< cards that are sent to 3DS although their token does not say so
    bool plays = false; ///< the simulator is the shopper on its own pages
    Latency afterMs{2000, 8000}; ///< a shopper's time on a page
    double lateMs = 1'800'000;
    std::map<std::string, double> threeds{}; ///< accepted, refused, abandoned, late
    std::map<std::string, double> page{}; ///< paid, never_returns, twice, abandoned
};

struct WebhookSettings {
    std::string target{}; ///< http://HOST:PORT/payments/webhooks; empty: no notifications
    std::vector<std::string> secrets{}; ///< whsec_…; each signs, as while one is rotated
    Latency delayMs{50, 50};
    double duplicates = 0;
    double drop = 0;
    double wrongSignature = 0;
    double oldSignature = 0; ///< signed ten minutes ago
    double reorderMs = 0; ///< up to so much more, each by chance
    bool isPaused = false; ///< nothing leaves until it is over
    std::vector<std::string> types{"payment_intent.requires_action",
            "payment_intent.amount_capturable_updated", "payment_intent.succeeded",
            "payment_intent.payment_failed", "payment_intent.canceled", "charge.expired",
            "charge.refunded", "checkout.session."}; ///< beginnings of what the shop asked for
};

struct WorldSettings {
    enum class Down { Unavailable, Reset, Silence };
    bool isDown = false;
    Down downAs = Down::Unavailable;
    double downForMs = 0; ///< from the moment it is set; 0: until told otherwise
    double clockSkewMs = 0;
    std::string crashAt{}; ///< point, or point:n
};

/// Everything that can be turned while the simulator runs (GET and PUT /control). A share is the
/// part of POSTs it happens to, 0 … 1; a limit of 0 is none.
struct SimulatorSettings {
    std::uint64_t seed = 1;
    int seedings = 0; ///< how often it was set: each time chance begins again
    /// By method of payment; besides `finish` for what ends a payment or page, `read` for the rest.
    Latencies latencyMs{{"card", {1000, 2000}}, {"paypal", {3000, 4000}}, {"wallet", {190, 210}},
            {"finish", {200, 400}}, {"read", {20, 50}}};
    std::map<double, Latencies> latencySteps{}; ///< seconds since it was set → what is other then
    RateLimit callsPerSecond{25};
    RateLimit callsPerSecondEndpoint{25}; ///< each operation that has none of its own
    std::map<std::string, RateLimit> endpoints{};
    double parallel = 0; ///< calls at once
    double parallelEndpoint = 0;
    double updatesPerPayment = 1000; ///< in an hour
    double failureAfterEffect = 0; ///< 500 although it was done, stored under the key
    double failureBeforeEffect = 0; ///< 500 and nothing done, stored under the key
    AnswerFaults faults{};
    TransportFaults transport{};
    Outcomes outcomes{};
    WebhookSettings webhooks{};
    WorldSettings world{};
};

/// Whole numbers without exponent, so that people can read them too.
std::string toJson(const SimulatorSettings& settings);

/// `text` with only what is to change. Invalid names the member.
contract::Result<SimulatorSettings> changed(SimulatorSettings settings, std::string_view text);

} // namespace saikobi::rehearsal
