#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "backend/contract/quantity.h"
#include "backend/contract/result.h"

namespace saikobi::waiting_room {

/// A place in line: a signed number, nothing stored (46 bytes, WAITING_ROOM.md §1).
struct Ticket {
    std::string sale{};
    contract::Run run{1};
    std::int64_t number = 0;
    contract::Instant joinedAt{};
    std::uint8_t flags
            = 0; ///< bit 0 joined in `before`; 1 subject bound; 2 group; 3 restored; 4–7 hand-overs
    std::uint8_t member = 0;
    std::uint64_t subject = 0;
    std::string encoded{}; ///< base64url, 62 characters
};

namespace ticket_flag {
inline constexpr std::uint8_t joinedBefore = 1;
} // namespace ticket_flag

inline constexpr std::int64_t highestNumber = 4'000'000'000;

struct TicketKey {
    std::uint8_t id = 0;
    std::string secret{}; ///< 32 bytes
    contract::Instant signFrom{};
};

/// Signs with the newest key whose time has come (before that: the oldest), verifies with all.
class TicketKeys {
public:
    /// At least one key; with none, nothing can be signed and everything is forged.
    explicit TicketKeys(std::vector<TicketKey> keys);

    std::string sign(const Ticket& ticket, contract::Instant now) const;
    /// Invalid: forged, malformed or of another sale. An old run is not judged here.
    contract::Result<Ticket> verify(std::string_view encoded, std::string_view sale) const;
    /// The `sub` of the ticket's pass: opaque, not guessable, the same for every ticket of a number
    /// (README: why it does not hold the time of joining). Written like a UUID.
    std::string requestId(const Ticket& ticket) const;

private:
    std::vector<TicketKey> m_keys; ///< oldest first
};

} // namespace saikobi::waiting_room
