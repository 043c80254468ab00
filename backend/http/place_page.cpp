#include "backend/http/place_page.h"

#include <string>
#include <utility>
#include <variant>

#include "backend/http/json_fields.h"
#include "backend/http/pages.h"
#include "backend/http/place_sections.h"
#include "backend/http/qr_code.h"
#include "backend/http/sale_page.h"
#include "backend/http/tokens.h"
#include "backend/waiting_room/place_moves.h"

namespace saikobi::http {

using contract::Problem;
using waiting_room::PlaceMoves;

namespace {

PlaceView viewFor(const contract::Sale& sale, std::optional<std::int64_t> number)
{
    PlaceView view;
    view.number = number;
    view.groupMax = sale.groupMax;
    return view;
}

void showLink(const Call& call, const PlaceMoves::Code& code, LinkKind kind, PlaceView& view)
{
    view.link = call.parts().publicUrl + "/sales/" + call.sale() + "?"
            + std::string{parameterOf(kind)} + "=" + code.text;
    view.svg = qrSvg(view.link);
    view.linkEnds = code.expiresAt;
    view.now = call.parts().now();
    view.isInvitation = kind == LinkKind::Invite;
}

/// What `show` asks for is put into the view; a problem when it cannot be had.
std::optional<Problem> open(const Call& call, waiting_room::Line& line,
        const waiting_room::Ticket& ticket, std::string_view what, PlaceView& view)
{
    if (what == "slip") {
        view.slip = line.moves().slipOf(ticket);
        return std::nullopt;
    }
    const auto kind = what == "invite" ? LinkKind::Invite : LinkKind::Handover;
    const auto made = kind == LinkKind::Invite ? line.moves().invite(ticket)
                                               : line.moves().handOver(ticket);
    if (const auto* problem = std::get_if<Problem>(&made))
        return *problem;
    showLink(call, std::get<PlaceMoves::Code>(made), kind, view);
    return std::nullopt;
}

} // namespace

void showPlace(const Call& call)
{
    auto* const line = call.line();
    const auto catalogue = line ? call.catalogue() : nullptr;
    if (!catalogue)
        return;
    const auto view = viewFor(catalogue->sale, viewOf(call, *line).number);
    answerPage(call, call.pages().place(catalogue->sale, view, call.language()));
}

void askPlace(const Call& call)
{
    auto* const line = call.line();
    const auto catalogue = line ? call.catalogue() : nullptr;
    if (!catalogue)
        return;
    auto fields = readFields(call.request(), true);
    const auto what = fields.optionalText("show", 16).value_or("");
    if (what != "slip" && what != "handover" && what != "invite" && what != "leave")
        fields.fail("show", "is none of slip, handover, invite, leave");
    if (fields.problem())
        return call.refuse(*fields.problem());
    Response draft;
    PlaceView view;
    if (what == "leave") {
        // Nothing is stored of who waits: without the ticket nobody comes when it is called.
        takeTicket(call, draft);
        view.hasLeft = true;
        return answerPage(
                call, call.pages().place(catalogue->sale, view, call.language()), std::move(draft));
    }
    const auto ticket = line->readTicket(ticketOf(call));
    if (const auto* problem = std::get_if<Problem>(&ticket))
        return call.refuse(*problem);
    const auto& held = std::get<waiting_room::Ticket>(ticket);
    view = viewFor(catalogue->sale, held.number);
    if (const auto problem = open(call, *line, held, what, view))
        return call.refuse(*problem);
    answerPage(call, call.pages().place(catalogue->sale, view, call.language()));
}

} // namespace saikobi::http
