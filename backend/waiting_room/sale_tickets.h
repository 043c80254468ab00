#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/waiting_room/hmac_state.h"
#include "backend/waiting_room/place_code.h"
#include "backend/waiting_room/ticket.h"

namespace saikobi::waiting_room {

/// Signs and reads what one sale gives its visitors: tickets, slips, codes. It keeps the key of
/// each run it has met half-finished; a check of a ticket asks for no memory. Used by one thread.
class SaleTickets {
public:
    /// `keys` outlives it.
    SaleTickets(const TicketKeys& keys, std::string_view sale);

    std::string sign(const Ticket& ticket, contract::Instant now) const;
    /// Nothing: forged, malformed or of another sale. An old run is not judged here.
    std::optional<Ticket> verify(std::string_view encoded) const;

    /// To write down or say on the telephone: `12345-RYQ0DP`.
    std::string slip(const Holder& holder, contract::Instant now) const;
    /// Read as people write: small letters, spaces, O for 0, I and L for 1. Members up to
    /// `groupMax` are tried.
    std::optional<Holder> readSlip(std::string_view text, contract::Run run, int groupMax) const;

    std::string signCode(const PlaceCode& code, contract::Instant now) const;
    /// Nothing: forged or of another sale. Expiry and run are not judged here.
    std::optional<PlaceCode> readCode(std::string_view text) const;

private:
    struct Known {
        std::uint8_t key = 0;
        contract::Run run{};
        HmacState state;
    };

    const TicketKey& signer(contract::Instant now) const;
    const HmacState* stateFor(std::uint8_t key, contract::Run run) const;
    const HmacState& stateFor(const TicketKey& key, contract::Run run) const;

    const TicketKeys& m_keys;
    std::string m_sale;
    std::uint32_t m_tag = 0; ///< first bytes of its hash, in every ticket
    mutable std::vector<Known> m_known{};
    mutable std::size_t m_oldest = 0; ///< of m_known, the next to be forgotten
};

} // namespace saikobi::waiting_room
