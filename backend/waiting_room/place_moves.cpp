#include "backend/waiting_room/place_moves.h"

#include <utility>

#include "backend/waiting_room/big_endian.h"
#include "backend/waiting_room/hex.h"
#include "backend/waiting_room/hmac_state.h"
#include "backend/waiting_room/line_answers.h"

namespace saikobi::waiting_room {

using namespace std::chrono_literals;
using contract::Problem;
using contract::ProblemType;
using contract::Result;

namespace {

constexpr auto handOverLife = 120s;
constexpr auto inviteLife = 24h; ///< it ends with the call of the place anyway

Problem forged()
{
    return {ProblemType::BadTicket, "not a code of this sale", {}, {}};
}

std::string printOf(const Visitor& visitor)
{
    return toHex(fingerprint(std::string_view{visitor.id}));
}

std::string sha256Hex(std::string_view text)
{
    const auto digest = quickSha256(text);
    return toHex(asText(digest.data(), digest.size()));
}

} // namespace

PlaceMoves::PlaceMoves(Parts parts)
    : m_parts(std::move(parts))
{
}

std::string PlaceMoves::slipOf(const Ticket& ticket) const
{
    return m_parts.tickets.slip({ticket.number, ticket.run, ticket.member}, m_parts.clock());
}

std::variant<PlaceMoves::Code, Problem> PlaceMoves::handOver(const Ticket& ticket) const
{
    if (ticket.handOvers() >= mostHandOvers)
        return limitReached("hand-overs");
    return sign(ticket, CodePurpose::HandOver, handOverLife);
}

std::variant<PlaceMoves::Code, Problem> PlaceMoves::invite(const Ticket& ticket) const
{
    if (m_parts.sale.groupMax < 2)
        return Problem{ProblemType::NotFound, "this sale has no group places", {}, {}};
    if (ticket.member != 0)
        return Problem{ProblemType::BadTicket, "only who was first may invite", {}, {}};
    const auto place = m_parts.placeOf(ticket);
    if (place && *place <= m_parts.line.serving)
        return gone("called");
    return sign(ticket, CodePurpose::Invite, inviteLife);
}

PlaceMoves::Code PlaceMoves::sign(
        const Ticket& ticket, CodePurpose purpose, std::chrono::seconds life) const
{
    const auto now = m_parts.clock();
    const auto ends = std::chrono::ceil<std::chrono::seconds>(now + life);
    const PlaceCode code{purpose, ticket.run, ticket.number, ticket.joinedAt, ticket.flags,
            ticket.member, ticket.subject, ends};
    return {m_parts.tickets.signCode(code, now), ends};
}

std::optional<Holder> PlaceMoves::readSlip(std::string_view text) const
{
    return m_parts.tickets.readSlip(
            text, m_parts.line.run, static_cast<int>(m_parts.sale.groupMax));
}

std::variant<PlaceCode, Problem> PlaceMoves::read(std::string_view text, CodePurpose purpose) const
{
    const auto code = m_parts.tickets.readCode(text);
    if (!code || code->purpose != purpose)
        return forged();
    if (code->run != m_parts.line.run)
        return gone("old-run");
    if (code->expiresAt <= m_parts.clock())
        return gone("code-expired");
    return *code;
}

std::optional<Problem> PlaceMoves::lacksSubject(const Visitor& visitor) const
{
    if (m_parts.sale.identity != contract::Identity::Subject || visitor.subject != 0)
        return std::nullopt;
    return subjectMissing();
}

/// Asks Redis in the present epoch; whatever goes wrong on the way is answered here.
template<class T>
void PlaceMoves::ask(std::function<void(contract::Epoch, LineStore::Done<T>)> call,
        std::function<void(const T&)> use, const Answer<JoinAnswer>& answer)
{
    const auto epoch = m_parts.keeper.epoch();
    if (!epoch)
        return answer(interrupted());
    call(*epoch,
            m_life.guard(
                    [this, epoch = *epoch, use = std::move(use), answer](const Result<T>& result) {
                        if (result)
                            return use(result.value());
                        m_parts.keeper.noteFault(epoch, result.error());
                        answer(toProblem(result.error()));
                    }));
}

/// What can be known of a ticket that is not there.
Ticket PlaceMoves::ticketOf(std::int64_t number, std::uint8_t member, contract::Instant at) const
{
    const auto& line = m_parts.line;
    const bool wasBefore
            = line.drawn >= 0 ? number <= line.drawn : line.phase == contract::Phase::Before;
    Ticket ticket;
    ticket.run = line.run;
    ticket.number = number;
    ticket.member = member;
    ticket.joinedAt = at;
    ticket.flags = static_cast<std::uint8_t>(
            (wasBefore ? ticket_flag::joinedBefore : 0) | (member > 0 ? ticket_flag::group : 0));
    return ticket;
}

void PlaceMoves::give(const Moved& moved, Ticket ticket, const Answer<JoinAnswer>& answer) const
{
    switch (moved.kind) {
    case Moved::Kind::Taken:
        return answer(gone("moved"));
    case Moved::Kind::TooOften:
        return answer(limitReached("hand-overs"));
    case Moved::Kind::Unknown:
        return answer(forged());
    case Moved::Kind::Now:
    case Moved::Kind::Before:
        break;
    }
    ticket.sale = m_parts.sale.slug;
    ticket.flags = withHandOvers(ticket.flags, moved.handOvers);
    if (ticket.subject != 0)
        ticket.flags |= ticket_flag::subjectBound;
    answer(JoinAnswer{m_parts.tickets.sign(ticket, moved.at), ticket.number,
            moved.kind == Moved::Kind::Now, {}});
}

void PlaceMoves::takeBySlip(const Holder& holder, const Visitor& visitor, Answer<JoinAnswer> answer)
{
    if (const auto problem = lacksSubject(visitor))
        return answer(*problem);
    const MoveAsked asked{holder.number, holder.member, 0, printOf(visitor)};
    ask<Moved>([this, asked](contract::Epoch epoch,
                       LineStore::Done<Moved> done) { m_parts.store.move(epoch, asked, done); },
            [this, holder, subject = visitor.subject, answer](const Moved& moved) {
                auto ticket = ticketOf(holder.number, holder.member, moved.at);
                ticket.subject = subject;
                give(moved, ticket, answer);
            },
            answer);
}

void PlaceMoves::takeByCode(
        std::string_view text, const Visitor& visitor, Answer<JoinAnswer> answer)
{
    const auto read = this->read(text, CodePurpose::HandOver);
    if (const auto* problem = std::get_if<Problem>(&read))
        return answer(*problem);
    const auto code = std::get<PlaceCode>(read);
    Ticket ticket;
    ticket.run = code.run;
    ticket.number = code.number;
    ticket.joinedAt = code.joinedAt;
    ticket.flags = code.flags;
    ticket.member = code.member;
    ticket.subject = code.subject;
    const MoveAsked asked{code.number, code.member, ticket.handOvers() + 1, printOf(visitor)};
    ask<Moved>([this, asked](contract::Epoch epoch,
                       LineStore::Done<Moved> done) { m_parts.store.move(epoch, asked, done); },
            [this, ticket, answer](const Moved& moved) { give(moved, ticket, answer); }, answer);
}

void PlaceMoves::restore(std::string_view code, const Visitor& visitor, Answer<JoinAnswer> answer)
{
    if (const auto problem = lacksSubject(visitor))
        return answer(*problem);
    ask<Moved>(
            [this, hash = sha256Hex(code), print = printOf(visitor)](
                    contract::Epoch epoch, LineStore::Done<Moved> done) {
                m_parts.store.restore(epoch, hash, print, done);
            },
            [this, subject = visitor.subject, answer](const Moved& moved) {
                auto ticket = ticketOf(moved.number, 0, moved.at);
                ticket.flags |= ticket_flag::restored;
                ticket.subject = subject;
                give(moved, ticket, answer);
            },
            answer);
}

void PlaceMoves::joinGroup(std::string_view text, const Visitor& visitor, Answer<JoinAnswer> answer)
{
    const auto read = this->read(text, CodePurpose::Invite);
    if (const auto* problem = std::get_if<Problem>(&read))
        return answer(*problem);
    if (const auto problem = lacksSubject(visitor))
        return answer(*problem);
    if (m_parts.sale.groupMax < 2)
        return answer(Problem{ProblemType::NotFound, "this sale has no group places", {}, {}});
    const auto code = std::get<PlaceCode>(read);
    Ticket ticket;
    ticket.sale = m_parts.sale.slug;
    ticket.run = code.run;
    ticket.number = code.number;
    ticket.joinedAt = code.joinedAt;
    ticket.subject = visitor.subject;
    ticket.flags = static_cast<std::uint8_t>((code.flags & ticket_flag::joinedBefore)
            | ticket_flag::group | (visitor.subject != 0 ? ticket_flag::subjectBound : 0));
    const GroupAsked asked{code.number, m_parts.placeOf(ticket).value_or(0), m_parts.sale.groupMax,
            printOf(visitor)};
    ask<GroupJoined>(
            [this, asked](contract::Epoch epoch, LineStore::Done<GroupJoined> done) {
                m_parts.store.joinGroup(epoch, asked, done);
            },
            [this, ticket, answer](const GroupJoined& joined) mutable {
                if (const auto refused = groupProblem(joined.kind))
                    return answer(*refused);
                ticket.member = joined.member;
                answer(JoinAnswer{m_parts.tickets.sign(ticket, joined.at), ticket.number,
                        joined.kind == GroupJoined::Kind::Now, {}});
            },
            answer);
}

} // namespace saikobi::waiting_room
