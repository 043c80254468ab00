#pragma once

#include <string_view>

#include "backend/waiting_room/hmac.h"
#include "backend/waiting_room/ticket.h"

namespace saikobi::waiting_room {

/// The last good ticket of one connection: a page that polls over it shows the same one each time.
/// Empty while its number is 0.
struct TicketMemo {
    Ticket ticket{};
};

/// The remembered ticket if it is this very one; null otherwise. The time tells nothing, since
/// behind a proxy the next request on a connection may be somebody else's.
inline const Ticket* remembered(
        const TicketMemo& memo, std::string_view encoded, std::string_view sale)
{
    const auto& ticket = memo.ticket;
    const bool isKnown = ticket.number > 0 && ticket.sale.view() == sale
            && isSameSecret(ticket.encoded, encoded);
    return isKnown ? &ticket : nullptr;
}

} // namespace saikobi::waiting_room
