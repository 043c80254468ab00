#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "backend/contract/quantity.h"

namespace saikobi::waiting_room {

class TicketKeys;

/// A puzzle that costs the visitor a moment and us one hash: SHA-256(salt ‖ visitor ‖ nonce) shall
/// begin with so many zero bits. The salt is the minute under a key of ours, so nothing is stored;
/// an answer used again leads to the same visitor's place. All three are texts of fixed or limited
/// length: 32 hex digits, 32 hex digits, 1 to 32 characters.
namespace work {

inline constexpr std::int64_t mostBits = 20; ///< some seconds of a telephone
inline constexpr std::chrono::minutes saltLife{5};

struct Answer {
    std::string_view salt{};
    std::string_view visitor{};
    std::string_view nonce{};
};

std::string saltOf(const TicketKeys& keys, std::string_view sale, contract::Instant now);
/// Ours, of this sale, and not older than its life.
bool isSalt(std::string_view salt, const TicketKeys& keys, std::string_view sale,
        contract::Instant now);
/// Is the work done, whatever the salt? False for parts of other lengths: their border could be
/// moved, and one answer would serve many visitors.
bool isDone(const Answer& answer, std::int64_t bits);

} // namespace work

} // namespace saikobi::waiting_room
