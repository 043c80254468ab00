#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "backend/contract/quantity.h"
#include "backend/waiting_room/ticket.h"

namespace saikobi::waiting_room {

/// 32 bytes that nobody has seen.
std::string newDrawSeed();

/// A seed as it may lie in a table that many people read: AES-256-GCM under a key derived from a
/// ticket key, bound to sale and run. 12 bytes nonce, 32 of the seed, 16 of the tag.
std::string sealSeed(
        const TicketKey& key, std::string_view sale, contract::Run run, std::string_view seed);
/// Nothing when it was sealed under another key, for another sale or run, or was changed.
std::optional<std::string> openSeed(
        const TicketKey& key, std::string_view sale, contract::Run run, std::string_view sealed);

} // namespace saikobi::waiting_room
