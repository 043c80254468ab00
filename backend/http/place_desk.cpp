#include "backend/http/place_desk.h"

#include <boost/json.hpp>

#include <algorithm>
#include <chrono>
#include <variant>

#include "backend/http/json_fields.h"
#include "backend/http/move_desk.h"
#include "backend/http/pages.h"
#include "backend/http/place_document.h"
#include "backend/http/tokens.h"
#include "backend/http/visits.h"

namespace saikobi::http {

namespace json = boost::json;
using contract::Problem;

namespace {

void putPass(json::object& into, const waiting_room::GrantedPass& pass)
{
    into["pass"] = pass.token;
    into["expires_at"] = contract::toUnixMs(pass.expiresAt);
}

/// Pages without scripts go back to the sale's page; the cookie says the rest.
void answerTokens(const Call& call, unsigned status, const json::object& document, Response draft)
{
    if (call.isForm())
        return call.sendTo(salePath(call.sale(), call.language()), std::move(draft));
    call.answerJson(status, json::serialize(document), std::move(draft));
}

void answerJoin(const Call& call, const waiting_room::JoinAnswer& answer)
{
    Response draft;
    giveTicket(call, answer.ticket, draft);
    json::object document{{"ticket", answer.ticket}, {"number", answer.number}};
    if (answer.pass) {
        givePass(call, *answer.pass, draft);
        putPass(document, *answer.pass);
    }
    answerTokens(call, answer.isNew ? 201 : 200, document, std::move(draft));
    // Whoever has just joined is there.
    waiting_room::Ticket joined;
    joined.number = answer.number;
    joined.encoded = answer.ticket;
    if (auto* const line = answer.pass ? nullptr : call.line())
        line->noteSeen(joined, call.request().receivedAt);
}

std::string_view nameOf(waiting_room::ClaimAnswer::State state)
{
    using State = waiting_room::ClaimAnswer::State;
    switch (state) {
    case State::Granted:
    case State::Same:
        return "inside";
    case State::Waiting:
        return "waiting";
    case State::AtDoor:
        return "door";
    case State::Held:
        return "held";
    }
    return {};
}

void answerClaim(const Call& call, const waiting_room::ClaimAnswer& answer)
{
    using State = waiting_room::ClaimAnswer::State;
    Response draft;
    json::object document{{"state", nameOf(answer.state)}};
    if (answer.pass) {
        givePass(call, *answer.pass, draft);
        putPass(document, *answer.pass);
        return answerTokens(
                call, answer.state == State::Granted ? 201 : 200, document, std::move(draft));
    }
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(answer.retryAfter).count();
    draft.headers.emplace_back("Retry-After", std::to_string(std::max<std::int64_t>(1, seconds)));
    document["ahead"] = answer.ahead;
    document["retry_ms"] = answer.retryAfter.count();
    answerTokens(call, 202, document, std::move(draft));
}

/// For whatever gives a visitor a place.
auto answering(const CallPtr& call)
{
    return [call](const std::variant<waiting_room::JoinAnswer, Problem>& result) {
        if (const auto* problem = std::get_if<Problem>(&result))
            return call->refuse(*problem);
        answerJoin(*call, std::get<waiting_room::JoinAnswer>(result));
    };
}

} // namespace

void refuseTicket(const Call& call, const Problem& problem)
{
    Response draft;
    const bool isOver = problem.type == contract::ProblemType::Gone
            || problem.type == contract::ProblemType::BadTicket;
    if (isOver && call.request().bearer().empty())
        takeTicket(call, draft);
    if (problem.type == contract::ProblemType::BadTicket && !ticketOf(call).empty())
        countForgery(call, draft);
    call.refuse(problem, std::move(draft));
}

void join(const CallPtr& call)
{
    auto* const line = call->line();
    if (!line)
        return;
    auto fields = readFields(call->request(), true);
    const JoinRequest asked{fields.optionalText("visitor", 64).value_or(""),
            fields.optionalText("salt", 32).value_or(""),
            fields.optionalText("nonce", 32).value_or("")};
    if (asked.visitor.find_first_not_of("0123456789abcdefABCDEF-") != std::string::npos)
        fields.fail("visitor", "must be hexadecimal");
    const auto over = readTakeOver(fields);
    const auto subject = readSubject(fields, *line);
    if (fields.problem())
        return call->refuse(*fields.problem());
    if (const auto* problem = std::get_if<Problem>(&subject))
        return call->refuse(*problem);
    const waiting_room::Visitor visitor{asked.visitor, std::get<std::uint64_t>(subject)};
    if (over.isAsked())
        return takeOver(call, *line, over, visitor, answering(call));
    const auto known = readTicket(*call, *line);
    if (const auto* ticket = std::get_if<waiting_room::Ticket>(&known)) {
        if (!line->needsNewNumber(*ticket))
            return answerJoin(*call, {ticket->encoded.toString(), ticket->number, false, {}});
        // The ticket stands for the visitor: all its copies get the same new number.
        const waiting_room::Visitor holder{ticket->encoded.toString(), ticket->subject};
        return line->join(holder, answering(call));
    }
    // A place that staff have blocked is no reason for another one.
    if (std::get<Problem>(known).type == contract::ProblemType::Blocked)
        return call->refuse(std::get<Problem>(known));
    if (const auto problem = joinRefusal(*call, *line, asked))
        return call->refuse(*problem);
    line->join(visitor, [call](const std::variant<waiting_room::JoinAnswer, Problem>& result) {
        const auto* joined = std::get_if<waiting_room::JoinAnswer>(&result);
        if (!joined || !joined->isNew)
            takeBackJoin(*call);
        if (!joined)
            return call->refuse(std::get<Problem>(result));
        if (joined->isNew)
            noteJoin(*call);
        answerJoin(*call, *joined);
    });
}

void ownPlace(const Call& call)
{
    auto* const line = call.line();
    if (!line)
        return;
    waiting_room::TicketMemo copy;
    const auto read = readTicketAgain(call, *line, copy);
    if (const auto* problem = std::get_if<Problem>(&read))
        return refuseTicket(call, *problem);
    const auto& ticket = *std::get<const waiting_room::Ticket*>(read);
    const auto place = line->placeOf(ticket);
    noteVisit(call, *line, ticket, Guard::Visit::Poll, place.lookAgainIn);
    call.answerJson(200, placeDocument(place));
}

void claim(const CallPtr& call)
{
    auto* const line = call->line();
    if (!line)
        return;
    auto fields = readFields(call->request(), true);
    if (fields.problem())
        return call->refuse(*fields.problem());
    const auto ticket = readTicket(*call, *line);
    if (const auto* problem = std::get_if<Problem>(&ticket))
        return refuseTicket(*call, *problem);
    if (const auto problem = claimRefusal(*call, std::get<waiting_room::Ticket>(ticket)))
        return call->refuse(*problem);
    const auto& asking = std::get<waiting_room::Ticket>(ticket);
    line->claim(asking,
            [call, line, asking](const std::variant<waiting_room::ClaimAnswer, Problem>& result) {
                if (const auto* problem = std::get_if<Problem>(&result))
                    return refuseTicket(*call, *problem);
                const auto& answer = std::get<waiting_room::ClaimAnswer>(result);
                noteVisit(*call, *line, asking, Guard::Visit::Claim, answer.retryAfter);
                answerClaim(*call, answer);
            });
}

void leave(const CallPtr& call)
{
    auto* const line = call->line();
    if (!line)
        return;
    const auto pass = line->readPass(passOf(*call));
    if (const auto* problem = std::get_if<Problem>(&pass))
        return call->refuse(*problem);
    line->leave(std::get<waiting_room::PassClaims>(pass),
            [call](const std::variant<contract::Nothing, Problem>& result) {
                if (const auto* problem = std::get_if<Problem>(&result))
                    return call->refuse(*problem);
                Response draft;
                draft.status = 204;
                takeTicket(*call, draft);
                takePass(*call, draft);
                call->answer(std::move(draft));
            });
}

} // namespace saikobi::http
