#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace saikobi::rehearsal {

/// What a waiting page reads, from the public status or from the own place.
struct LineNews {
    std::string phase{}; ///< empty in the own place, which does not tell
    bool isCalled = false;
    std::chrono::milliseconds lookAgainIn{2000};
};

/// From `GET /public/sales/{sale}/status`, for the holder of a number. Empty: not such a document.
std::optional<LineNews> newsFromStatus(const std::string& body, std::int64_t number);
/// From `GET /sales/{sale}/tickets/me`.
std::optional<LineNews> newsFromOwnPlace(const std::string& body);

/// What `POST tickets` answers.
struct JoinNews {
    std::string ticket{};
    std::int64_t number = 0;
    std::string pass{}; ///< nobody waited
};
std::optional<JoinNews> newsFromJoin(const std::string& body);

/// What `POST passes` answers: a pass, or when to ask again.
struct ClaimNews {
    std::string pass{};
    std::chrono::milliseconds askAgainIn{1000};
};
std::optional<ClaimNews> newsFromClaim(const std::string& body);

} // namespace saikobi::rehearsal
