// Tickets as clients bring them: what is not exactly what was signed is nobody's. The first byte of
// an input says whether the rest is a ticket as it stands or edits (place, byte) of a good one.
#include <string>

#include "backend/waiting_room/ticket.h"
#include "tests/fuzz/target.h"

using namespace saikobi;
using fuzz::mustHold;

namespace {

const waiting_room::TicketKeys& keys()
{
    static const waiting_room::TicketKeys made{
            {{1, std::string(32, 'a'), {}}, {2, std::string(32, 'b'), {}}}};
    return made;
}

const std::string& goodTicket()
{
    static const std::string made = [] {
        waiting_room::Ticket ticket;
        ticket.sale = "demo";
        ticket.number = 4711;
        ticket.joinedAt = contract::fromUnixMs(1767225600000);
        return keys().sign(ticket, contract::fromUnixMs(1767225600000));
    }();
    return made;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    auto text = size == 0 || data[0] % 2 == 0 ? goodTicket()
                                              : std::string{fuzz::textOf(data + 1, size - 1)};
    if (size > 0 && data[0] % 2 == 0)
        for (std::size_t i = 1; i + 1 < size; i += 2)
            text[data[i] % text.size()] = static_cast<char>(data[i + 1]);
    const auto read = keys().verify(text, "demo");
    mustHold(read || text != goodTicket(), "what was signed is good");
    mustHold(!read || text == goodTicket(), "nothing else is");
    mustHold(!keys().verify(text, "other"), "a ticket of one sale is none of another");
    keys().holderOf(text, "demo"); // must only come back
    return 0;
}
