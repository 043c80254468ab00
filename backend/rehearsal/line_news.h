#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace saikobi::rehearsal {

/// What a waiting page reads, from the public status or from the own place.
struct LineNews {
    /// Seconds from now: the range that was told, and its middle.
    struct Wait {
        double p10 = 0;
        double p50 = 0;
        double p90 = 0;
    };
    std::string phase{}; ///< empty in the own place, which does not tell
    bool isCalled = false;
    std::chrono::milliseconds lookAgainIn{2000};
    std::optional<Wait> wait{}; ///< only the own place tells
    std::optional<std::int64_t> place{}; ///< only the own place tells
    bool needsOwnPlace = false; ///< drawn: the status says nothing to its holder yet
    std::int64_t divisor = 0; ///< of the tickets that send signs of life; 0: not told
    std::chrono::seconds signEvery{20};
};

/// From `GET /public/sales/{sale}/status`, for the holder of a number; `place`: where it was drawn
/// to, once the own place has told. Empty: not such a document.
std::optional<LineNews> newsFromStatus(const std::string& body, std::int64_t number,
        std::optional<std::int64_t> place = std::nullopt);
/// The last two bytes of the ticket's MAC, by which a ticket is sampled.
std::int64_t tailOf(std::string_view ticket);
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
