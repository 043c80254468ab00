#include "backend/http/sale_page.h"

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>
#include <utility>
#include <variant>

#include "backend/http/pages.h"
#include "backend/http/place_sections.h"
#include "backend/http/tokens.h"
#include "backend/http/visits.h"
#include "backend/waiting_room/base64url.h"
#include "backend/waiting_room/chance.h"

namespace saikobi::http {

namespace json = boost::json;
using contract::Problem;
using contract::ProblemType;

namespace {

/// Without scripts a page reloads itself: whole pages, so not as often as a script asks.
constexpr std::chrono::seconds shortestReload{5};
constexpr std::chrono::seconds longestReload{30};

std::chrono::seconds reloadAfter(
        const waiting_room::OwnPlace& place, const contract::LineState& line)
{
    if (place.called)
        return isDoorOpen(line) ? shortestReload : longestReload;
    if (!place.waitP10 || !place.waitP90)
        return longestReload / 2;
    const auto half = (*place.waitP10 + *place.waitP90) / 2;
    return std::clamp(half / 20, shortestReload, longestReload);
}

/// The last two bytes of a ticket decide whether it is one of those that send signs of life.
unsigned tailOf(std::string_view ticket)
{
    const auto bytes = waiting_room::fromBase64Url(ticket);
    if (!bytes || bytes->size() < 2)
        return 0;
    const auto byte = [&](std::size_t fromEnd) {
        return static_cast<unsigned>(static_cast<unsigned char>((*bytes)[bytes->size() - fromEnd]));
    };
    return byte(2) * 256 + byte(1);
}

bool isCode(std::string_view text)
{
    constexpr std::string_view letters
            = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    return !text.empty() && text.size() <= 128
            && text.find_first_not_of(letters) == std::string_view::npos;
}

/// A link that a buyer opened: nothing happens until its button is pressed.
bool showsLink(const Call& call, const contract::Sale& sale)
{
    for (const auto kind : {LinkKind::Handover, LinkKind::Restore, LinkKind::Invite}) {
        const auto code = call.request().parameter(parameterOf(kind));
        if (!isCode(code))
            continue;
        answerPage(call, call.pages().link(sale, kind, code, call.language()));
        return true;
    }
    return false;
}

/// Where a page's script, or the API behind a form, found the place to be over, it leads here: this
/// page says why and offers another place.
std::optional<Problem> endOf(const Call& call)
{
    const auto over = call.request().parameter("over");
    for (const auto type :
            {ProblemType::Blocked, ProblemType::BadTicket, ProblemType::Closed, ProblemType::Gone})
        if (over == contract::name(type))
            return Problem{type, "as the page was told", {}, {}};
    for (const std::string_view reason : {"used", "left", "expired", "late", "old-run", "moved"})
        if (over == reason)
            return Problem{ProblemType::Gone, "as the page was told", {},
                    {{"reason", std::string{reason}}}};
    return std::nullopt;
}

std::vector<ShownProduct> productsOf(const shop::CatalogueDocument& catalogue,
        const waiting_room::StatusDocument& status, const std::optional<std::int64_t>& place)
{
    std::map<std::int64_t, contract::ProductState> states;
    boost::system::error_code failed;
    const auto document = json::parse(catalogue.body, failed);
    const auto* listed = failed ? nullptr : document.get_object().if_contains("products");
    if (listed)
        for (const auto& each : listed->as_array())
            states[each.at("id").as_int64()] = contract::fromName<contract::ProductState>(
                    std::string_view{each.at("state").as_string()})
                                                       .value_or(contract::ProductState::OnSale);
    std::vector<ShownProduct> out;
    for (const auto& product : catalogue.sale.products)
        if (const auto state = states.find(product.id.value); state != states.end())
            out.push_back({product.name, product.price, state->second,
                    waiting_room::chanceOf(status, product.id, place)});
    return out;
}

Member memberOf(const Call& call)
{
    return {std::string{call.request().parameter("subject")},
            std::string{call.request().parameter("subject_mac")}};
}

std::size_t firstOf(const Call& call)
{
    std::size_t first = 0;
    const auto text = call.request().parameter("from");
    std::from_chars(text.data(), text.data() + text.size(), first);
    return first;
}

} // namespace

void answerPage(const Call& call, Page page, Response draft)
{
    draft.contentType = "text/html; charset=utf-8";
    draft.headers.emplace_back("Content-Security-Policy", std::move(page.policy));
    draft.headers.emplace_back("Vary", "Accept, Accept-Language, Cookie");
    draft.body = std::move(page.html);
    call.answer(std::move(draft));
}

LineView viewOf(const Call& call, const waiting_room::Line& line)
{
    const auto status = line.status();
    LineView view;
    view.line = status->line;
    view.isRedisLost = status->isRedisLost;
    view.isAllGone = status->isAllGone;
    const auto ticket = line.readTicket(ticketOf(call));
    if (const auto* valid = std::get_if<waiting_room::Ticket>(&ticket)) {
        const auto place = line.placeOf(*valid);
        // Lost with the store: joining again, without another word, gives it a number again.
        if (place.needsNewNumber)
            return view;
        view.number = place.number;
        view.place = place.place;
        view.ahead = place.ahead;
        view.waitP10 = place.waitP10;
        view.waitP90 = place.waitP90;
        view.called = place.called;
        view.why = place.why;
        view.ticket = valid->encoded.toString();
        view.poll = reloadAfter(place, view.line);
        view.tail = tailOf(std::string_view{valid->encoded});
    }
    return view;
}

void showSale(const Call& call)
{
    auto* const line = call.line();
    const auto catalogue = line ? call.catalogue() : nullptr;
    if (!catalogue || showsLink(call, catalogue->sale))
        return;
    const auto ended = endOf(call);
    const auto ticket = line->readTicket(ticketOf(call));
    const auto* problem = std::get_if<Problem>(&ticket);
    if (problem && problem->type == ProblemType::Blocked)
        return call.refuse(*problem);
    const auto view = viewOf(call, *line);
    if (!problem)
        noteVisit(
                call, *line, std::get<waiting_room::Ticket>(ticket), Guard::Visit::Page, view.poll);
    const auto pass = line->readPass(passOf(call));
    const auto* claims = std::get_if<waiting_room::PassClaims>(&pass);
    // Of an earlier run: whoever holds it stands outside now, like everybody else.
    if (claims && !line->isOfThisRun(*claims))
        claims = nullptr;
    if (claims && line->isBlocked(*claims))
        return call.refuse({ProblemType::Blocked, {}, {}, {}});
    if (claims) {
        noteShopper(call, *claims);
        return answerPage(
                call, call.pages().shop(catalogue->sale, view, claims->expiresAt, call.language()));
    }
    if (!view.number && ended)
        return call.refuse(*ended);
    Response draft;
    if (problem && problem->type == ProblemType::Gone) {
        // A ticket of an earlier run: said once, then it is taken away.
        takeTicket(call, draft);
        return call.refuse(*problem, std::move(draft));
    }
    if (problem && !ticketOf(call).empty())
        countForgery(call, draft);
    answerPage(call, call.pages().line(catalogue->sale, view, call.language(), memberOf(call)),
            std::move(draft));
}

void showCheck(const Call& call)
{
    const auto catalogue = call.catalogue();
    if (catalogue)
        answerPage(call, call.pages().check(catalogue->sale, memberOf(call), call.language()));
}

void showGoods(const Call& call)
{
    const auto* line = call.line();
    const auto catalogue = line ? call.catalogue() : nullptr;
    if (!catalogue)
        return;
    const auto view = viewOf(call, *line);
    const auto products = productsOf(*catalogue, *line->status(), view.place);
    answerPage(call,
            call.pages().goods(catalogue->sale, view, products, firstOf(call), call.language()));
}

void showOrder(const Call& call)
{
    const auto catalogue = call.catalogue();
    if (catalogue)
        answerPage(call, call.pages().order(catalogue->sale, call.order(), call.language()));
}

} // namespace saikobi::http
