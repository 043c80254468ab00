#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/contract/quantity.h"
#include "backend/contract/result.h"
#include "backend/waiting_room/fixed_text.h"

namespace saikobi::waiting_room {

/// A place in line: a signed number, nothing stored (46 bytes, WAITING_ROOM.md §1).
struct Ticket {
    FixedText<40> sale{};
    contract::Run run{1};
    std::int64_t number = 0;
    contract::Instant joinedAt{};
    std::uint8_t flags
            = 0; ///< bit 0 joined in `before`; 1 subject bound; 2 group; 3 restored; 4–7 hand-overs
    std::uint8_t member = 0; ///< of a group place; its leader, and anybody alone, is 0
    std::uint64_t subject = 0; ///< hash of the shop's member id, or 0
    FixedText<62> encoded{}; ///< base64url

    int handOvers() const { return flags >> 4U; }
};

namespace ticket_flag {
inline constexpr std::uint8_t joinedBefore = 1;
inline constexpr std::uint8_t subjectBound = 2;
inline constexpr std::uint8_t group = 4;
inline constexpr std::uint8_t restored = 8;
} // namespace ticket_flag

inline constexpr std::int64_t highestNumber = 4'000'000'000;
inline constexpr int mostHandOvers = 15; ///< four bits
inline constexpr int mostInGroup = 6;

/// The same flags with another count of hand-overs, 0 to 15.
std::uint8_t withHandOvers(std::uint8_t flags, int count);

struct TicketKey {
    std::uint8_t id = 0;
    std::string secret{}; ///< 32 bytes
    contract::Instant signFrom{};
};

/// The holder of a place as `sub` of their pass names them.
struct Holder {
    std::int64_t number = 0;
    contract::Run run{1};
    std::uint8_t member = 0;
};

/// Signs with the newest key whose time has come (before that: the oldest), verifies with all.
/// These two derive their keys anew each time; whoever reads many asks SaleTickets.
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
    /// Whose request id it is; nothing when it is not one of this sale.
    std::optional<Holder> holderOf(std::string_view requestId, std::string_view sale) const;

    const std::vector<TicketKey>& all() const { return m_keys; }

private:
    std::vector<TicketKey> m_keys; ///< oldest first
};

} // namespace saikobi::waiting_room
