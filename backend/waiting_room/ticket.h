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
    std::uint8_t flags = 0; ///< bit 0 joined in `before`; 1 subject bound; 2 group; 3 restored; 4–7 hand-overs
    std::uint8_t member = 0;
    std::uint64_t subject = 0;
    std::string encoded{}; ///< base64url, 62 characters
};

struct TicketKey {
    std::uint8_t id = 0;
    std::string secret{}; ///< 32 bytes
    contract::Instant signFrom{};
};

/// Signs with the newest key whose time has come, verifies with all.
class TicketKeys {
public:
    explicit TicketKeys(std::vector<TicketKey> keys);

    std::string sign(const Ticket& ticket, contract::Instant now) const;
    /// Invalid: forged, malformed or of another sale. An old run is not judged here.
    contract::Result<Ticket> verify(std::string_view encoded, std::string_view sale) const;

private:
    std::vector<TicketKey> m_keys;
};

} // namespace saikobi::waiting_room
