#include "backend/http/sale_page.h"

#include <utility>
#include <variant>

#include "backend/http/pages.h"
#include "backend/http/tokens.h"

namespace saikobi::http {

namespace {

void answerPage(const Call& call, Page page)
{
    Response response;
    response.contentType = "text/html; charset=utf-8";
    response.headers.emplace_back("Content-Security-Policy", std::move(page.policy));
    response.headers.emplace_back("Vary", "Accept, Accept-Language, Cookie");
    response.body = std::move(page.html);
    call.answer(std::move(response));
}

LineView viewOf(const Call& call, const waiting_room::Line& line)
{
    const auto status = line.status();
    LineView view;
    view.line = status->line;
    view.isRedisLost = status->isRedisLost;
    const auto ticket = line.readTicket(ticketOf(call));
    if (const auto* valid = std::get_if<waiting_room::Ticket>(&ticket)) {
        const auto place = line.placeOf(*valid);
        view.number = place.number;
        view.ahead = place.ahead;
        view.waitP10 = place.waitP10;
        view.waitP90 = place.waitP90;
        view.called = place.called;
    }
    return view;
}

} // namespace

void showSale(const Call& call)
{
    const auto* line = call.line();
    const auto catalogue = line ? call.catalogue() : nullptr;
    if (!catalogue)
        return;
    const auto view = viewOf(call, *line);
    const auto pass = line->readPass(passOf(call));
    if (const auto* claims = std::get_if<waiting_room::PassClaims>(&pass))
        return answerPage(
                call, call.pages().shop(catalogue->sale, view, claims->expiresAt, call.language()));
    answerPage(call, call.pages().line(catalogue->sale, view, call.language()));
}

void showOrder(const Call& call)
{
    const auto catalogue = call.catalogue();
    if (catalogue)
        answerPage(call, call.pages().order(catalogue->sale, call.order(), call.language()));
}

} // namespace saikobi::http
