#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <random>
#include <string>

#include "backend/rehearsal/crowd_spec.h"

namespace saikobi::rehearsal {

/// What one virtual buyer is going to do, all of it decided before the first request, so that the
/// same seed gives the same crowd whatever the server answers.
struct BuyerPlan {
    std::chrono::microseconds arrivesAfter{}; ///< the one before
    std::string address{}; ///< for X-Forwarded-For
    std::string visitor{}; ///< 128 random bits in hex, made before the first join
    std::string language{}; ///< "ja" or "en"
    bool readsPage = false;
    bool asksOwnPlace = false; ///< instead of the public status
    bool isAbsent = false; ///< does not come when called
    std::optional<std::chrono::milliseconds> comesLateAfter{}; ///< absent at first, but comes
    std::chrono::milliseconds answersAfter{}; ///< being called
    std::chrono::milliseconds thinks{};
    bool buys = true;
    bool leavesAfterwards = false; ///< gives the pass back
    /// What the browser does on the provider's pages, if it is sent there.
    enum class AtProvider { Returns, Twice, Stray, Vanishes, Refuses };
    AtProvider atProvider = AtProvider::Returns;
    std::chrono::milliseconds onPage{}; ///< before pressing a button there
    std::string method{};
    std::string means{};
    std::string idempotencyKey{}; ///< of the first order; a changed basket gets another one
    std::uint64_t choices = 0; ///< seed for basket and slot
    std::optional<std::chrono::milliseconds> leavesLineAfter{}; ///< gives up waiting
    bool reloads = false; ///< five times a second while in line
    bool forges = false; ///< only shows tickets that nobody gave
};

/// The buyers of one crowd, in the order of their arrival: a Poisson stream, since people do not
/// know of each other.
class BuyerPlans {
public:
    explicit BuyerPlans(const CrowdSpec& spec);
    BuyerPlan next();

private:
    CrowdSpec m_spec;
    std::uint64_t m_index = 0;
};

/// A UUID out of a random stream (version 4).
std::string uuidFrom(std::mt19937_64& random);

} // namespace saikobi::rehearsal
