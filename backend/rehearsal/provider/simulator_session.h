#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "backend/rehearsal/provider/simulator_intent.h"

namespace saikobi::rehearsal {

enum class SessionStatus { Open, Complete, Expired };

std::string_view name(SessionStatus status);

/// A hosted page ("link type"). Its payment is made when the shopper first tries to pay.
struct Session {
    std::string id{}; ///< cs_…
    std::string secret{}; ///< part of the page's address: nobody guesses it
    std::string url{};
    std::string intent{}; ///< pi_…, once there is one
    std::int64_t amount = 0;
    std::string currency{"jpy"};
    std::string methodType{"card"};
    std::string captureMethod{"automatic"};
    std::string description{};
    std::string successUrl{}; ///< may contain {CHECKOUT_SESSION_ID}
    std::string cancelUrl{};
    std::string clientReference{};
    std::map<std::string, std::string> metadata{};
    std::map<std::string, std::string> intentMetadata{};
    std::int64_t created = 0; ///< Unix seconds
    std::int64_t expiresAt = 0;
    SessionStatus status = SessionStatus::Open;
};

/// As the API shows it; `intent` is its payment, if there is one.
std::string toJson(const Session& session, const Intent* intent);

/// Everything of it, for the state file, and back.
std::string keptText(const Session& session);
std::optional<Session> sessionFromKept(std::string_view text);

/// Where the shopper goes after paying.
std::string addressAfter(const Session& session);

} // namespace saikobi::rehearsal
