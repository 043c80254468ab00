#include "backend/http/move_desk.h"

#include <boost/json.hpp>

#include <utility>

#include "backend/http/network_list.h"
#include "backend/http/pages.h"
#include "backend/http/place_desk.h"
#include "backend/http/qr_code.h"
#include "backend/http/tokens.h"
#include "backend/waiting_room/place_moves.h"
#include "backend/waiting_room/slip.h"

namespace saikobi::http {

namespace json = boost::json;
using contract::Problem;
using contract::ProblemType;
using waiting_room::PlaceMoves;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t longestCode = 128;

using MadeCode = std::variant<PlaceMoves::Code, Problem>;

/// `parameter` of the page that the link opens.
void answerCode(const Call& call, const char* parameter,
        MadeCode (PlaceMoves::*make)(const waiting_room::Ticket&) const)
{
    auto* const line = call.line();
    if (!line)
        return;
    const auto ticket = readTicket(call, *line);
    if (const auto* problem = std::get_if<Problem>(&ticket))
        return refuseTicket(call, *problem);
    const auto made = (line->moves().*make)(std::get<waiting_room::Ticket>(ticket));
    if (const auto* problem = std::get_if<Problem>(&made))
        return call.refuse(*problem);
    const auto& code = std::get<PlaceMoves::Code>(made);
    const auto url
            = call.parts().publicUrl + "/sales/" + call.sale() + "?" + parameter + "=" + code.text;
    call.answerJson(201,
            json::serialize(json::object{{"code", code.text}, {"url", url}, {"svg", qrSvg(url)},
                    {"expires_at", contract::toUnixMs(code.expiresAt)}}));
}

Problem tooManyTries()
{
    return {ProblemType::Limited, {}, 60s, {}};
}

/// Whoever guesses may do so 5 times a minute, and 20 times an hour about one number.
void takeBySlip(const Call& call, waiting_room::Line& line, const std::string& slip,
        const waiting_room::Visitor& visitor, JoinAnswered answer)
{
    auto& tries = *call.parts().codeTries;
    const auto now = call.request().receivedAt;
    const auto written = waiting_room::readSlipText(slip);
    if (written && !tries.mayTry(call.sale(), written->number, now))
        return answer(tooManyTries());
    const auto holder = line.moves().readSlip(slip);
    if (holder)
        return line.moves().takeBySlip(*holder, visitor, std::move(answer));
    if (written)
        tries.noteWrong(call.sale(), written->number, now);
    answer(Problem{ProblemType::BadTicket, "not a slip of this sale", {}, {}});
}

} // namespace

void makeHandOver(const Call& call)
{
    answerCode(call, "handover", &PlaceMoves::handOver);
}

void makeInvite(const Call& call)
{
    answerCode(call, "invite", &PlaceMoves::invite);
}

void showSlip(const Call& call)
{
    auto* const line = call.line();
    if (!line)
        return;
    const auto ticket = readTicket(call, *line);
    if (const auto* problem = std::get_if<Problem>(&ticket))
        return refuseTicket(call, *problem);
    const auto slip = line->moves().slipOf(std::get<waiting_room::Ticket>(ticket));
    call.answerJson(200, json::serialize(json::object{{"slip", slip}}));
}

TakeOver readTakeOver(JsonFields& fields)
{
    TakeOver out;
    int count = 0;
    for (const auto& [name, into] : {std::pair{"slip", &out.slip}, {"handover", &out.handOver},
                 {"invite", &out.invite}, {"restore", &out.restore}}) {
        *into = fields.optionalText(name, longestCode).value_or("");
        if (!into->empty() && ++count > 1)
            fields.fail(name, "must be the only code");
    }
    return out;
}

std::variant<std::uint64_t, Problem> readSubject(JsonFields& fields, const waiting_room::Line& line)
{
    const auto subject = fields.optionalText("subject", 256).value_or("");
    const auto mac = fields.optionalText("subject_mac", 64).value_or("");
    return line.readSubject(subject, mac);
}

void takeOver(const CallPtr& call, waiting_room::Line& line, const TakeOver& asked,
        const waiting_room::Visitor& visitor, JoinAnswered answer)
{
    auto& moves = line.moves();
    if (!asked.handOver.empty())
        return moves.takeByCode(asked.handOver, visitor, std::move(answer));
    if (!asked.invite.empty())
        return moves.joinGroup(asked.invite, visitor, std::move(answer));
    const auto& request = call->request();
    if (!call->parts().codeTries->mayTry(bytesOf(request.address), request.receivedAt))
        return answer(tooManyTries());
    if (!asked.slip.empty())
        return takeBySlip(*call, line, asked.slip, visitor, std::move(answer));
    moves.restore(asked.restore, visitor, std::move(answer));
}

} // namespace saikobi::http
