#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <variant>

#include "backend/http/call.h"
#include "backend/waiting_room/pass.h"

namespace saikobi::http {

/// Ticket and pass travel as `Authorization: Bearer` or as a cookie of the sale; the header wins.
std::string ticketOf(const Call& call);
/// The same, read by the line. Where the header's copy is no good, or none is there, the cookie's
/// counts: a browser that lost one copy keeps its place by the other.
std::variant<waiting_room::Ticket, contract::Problem> readTicket(
        const Call& call, const waiting_room::Line& line);
/// The same for a page that polls: a ticket that this connection has shown before is not checked
/// again. Valid until the next request of the connection; `copy` is used where it has no memory.
std::variant<const waiting_room::Ticket*, contract::Problem> readTicketAgain(
        const Call& call, const waiting_room::Line& line, waiting_room::TicketMemo& copy);
std::string passOf(const Call& call);

/// Cookies of a sale are sent to /sales/{sale} only, and so never reach /public/.
void giveTicket(const Call& call, const std::string& ticket, Response& response);
void givePass(const Call& call, const waiting_room::GrantedPass& pass, Response& response);
/// The key of one order's return address: shows that order without a pass. Its cookie is sent to
/// the order's own page only.
std::string orderKeyOf(const Call& call);
void giveOrderKey(
        const Call& call, const std::string& order, const std::string& key, Response& response);
void takeTicket(const Call& call, Response& response);
void takePass(const Call& call, Response& response);

} // namespace saikobi::http
