#pragma once

#include <cstdint>

#include "backend/contract/quantity.h"

namespace saikobi::waiting_room {

/// What a code in a link or QR picture is good for. A code of one purpose opens nothing else.
enum class CodePurpose : std::uint8_t { HandOver = 1, Invite = 2 };

/// What such a code says: whose place, and for how long. It holds all that the new ticket takes
/// over from the old one, since nobody stores that.
struct PlaceCode {
    CodePurpose purpose = CodePurpose::HandOver;
    contract::Run run{1};
    std::int64_t number = 0;
    contract::Instant joinedAt{};
    std::uint8_t flags = 0; ///< of the ticket that made it, with its count of hand-overs
    std::uint8_t member = 0;
    std::uint64_t subject = 0;
    contract::Instant expiresAt{}; ///< whole seconds
};

} // namespace saikobi::waiting_room
