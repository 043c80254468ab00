#include "backend/http/visits.h"

#include <algorithm>

#include "backend/waiting_room/block_list.h"

namespace saikobi::http {

using namespace std::chrono_literals;
using contract::Problem;
using contract::ProblemType;

namespace {

/// The window of the join limit slides; by then a good part of it has gone.
constexpr auto limitedFor = 20s;

void count(const Call& call, const char* counter)
{
    if (auto* const measures = call.parts().measures(call.sale()))
        measures->count(counter);
}

waiting_room::AddressBytes addressOf(const Call& call)
{
    return bytesOf(call.request().address);
}

std::uint64_t seatNumber(std::int64_t place, std::uint8_t member)
{
    return static_cast<std::uint64_t>(waiting_room::seatOf(place, member));
}

Problem limited()
{
    return {ProblemType::Limited, {}, limitedFor, {}};
}

} // namespace

std::optional<Problem> joinRefusal(
        const Call& call, const waiting_room::Line& line, const JoinRequest& asked)
{
    auto& guard = *call.parts().guard;
    const auto now = call.request().receivedAt;
    const auto sale = call.knownCatalogue();
    const auto joins = sale ? guard.joinsOf(*sale, addressOf(call), now) : Guard::Joins::Few;
    if (joins == Guard::Joins::TooMany) {
        count(call, contract::counter::joinsLimited);
        return limited();
    }
    const auto wanted = std::clamp<std::int64_t>(
            line.status()->line.workBits, 0, waiting_room::work::mostBits);
    const bool isMany = joins == Guard::Joins::Many;
    const auto bits = isMany ? std::max(workAboveLimit, wanted) : wanted;
    if (bits > 0 && !line.hasWorked({asked.salt, asked.visitor, asked.nonce}, bits)) {
        if (isMany)
            count(call, contract::counter::joinsLimited);
        // A page without scripts cannot work. Only its network's joins pass by waiting.
        if (call.isForm() && isMany && wanted == 0)
            return limited();
        return Problem{ProblemType::WorkNeeded, {}, {},
                {{"salt", line.workSalt()}, {"bits", std::to_string(bits)}}};
    }
    guard.countJoin(call.sale(), addressOf(call), now);
    return std::nullopt;
}

void takeBackJoin(const Call& call)
{
    call.parts().guard->takeBackJoin(call.sale(), addressOf(call), call.request().receivedAt);
}

void countForgery(const Call& call, Response& draft)
{
    if (call.parts().guard->countForgery(addressOf(call), call.request().receivedAt))
        draft.closes = true;
}

std::optional<Problem> claimRefusal(const Call& call, const waiting_room::Ticket& ticket)
{
    if (call.parts().guard->mayClaim(ticket, call.request().receivedAt))
        return std::nullopt;
    return Problem{ProblemType::Limited, {}, 500ms, {}}; // a second, after spreading
}

void noteJoin(const Call& call)
{
    auto& guard = *call.parts().guard;
    const auto sale = call.knownCatalogue();
    if (sale && !guard.isExempt(*sale, addressOf(call)))
        guard.sources().note(
                call.sale(), addressOf(call), SourceBook::Sign::Join, call.request().receivedAt);
}

void noteRefusal(const Call& call)
{
    call.parts().guard->sources().note(
            call.sale(), addressOf(call), SourceBook::Sign::Refusal, call.request().receivedAt);
}

void noteShopper(const Call& call, const waiting_room::PassClaims& pass)
{
    call.parts().guard->sources().noteShopper(call.sale(), addressOf(call),
            seatNumber(pass.place, pass.member), call.request().receivedAt);
}

void noteVisit(const Call& call, waiting_room::Line& line, const waiting_room::Ticket& ticket,
        Guard::Visit visit, std::chrono::milliseconds told)
{
    const bool isReload
            = call.parts().guard->noteVisit(visit, ticket, call.request().receivedAt, told);
    if (auto* const counts = call.counts())
        counts->notePlaceRequest(isReload);
    call.parts().guard->sources().noteWaiting(call.sale(), addressOf(call),
            seatNumber(ticket.number, ticket.member), call.request().receivedAt);
    // A sign of life; it is stored later, together with others.
    line.noteSeen(ticket, call.request().receivedAt);
}

} // namespace saikobi::http
