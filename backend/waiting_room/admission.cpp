#include "backend/waiting_room/admission.h"

#include "backend/waiting_room/line_answers.h"

namespace saikobi::waiting_room {

using namespace std::chrono_literals;
using contract::Problem;
using contract::ProblemType;
using contract::Result;

namespace {

constexpr std::size_t mostJoins = 512;
constexpr std::size_t mostClaims = 256;
constexpr std::size_t waitingLimit = 16'384; ///< joins, and claims, that may wait for the next call

template<class Pending>
void answerAll(const std::vector<Pending>& batch, const Problem& problem)
{
    for (const auto& one : batch)
        one.answer(problem);
}

PassRow granted(
        const Ticket& ticket, std::int64_t place, contract::Instant at, contract::Instant ends)
{
    PassRow row;
    row.place = place;
    row.member = ticket.member;
    row.number = ticket.number;
    row.grantedAt = at;
    row.expiresAt = ends;
    return row;
}

} // namespace

Admission::Admission(Parts parts)
    : m_parts(parts)
    , m_joins(mostJoins, waitingLimit, [this](auto batch) { sendJoins(std::move(batch)); })
    , m_claims(mostClaims, waitingLimit, [this](auto batch) { sendClaims(std::move(batch)); })
{
}

void Admission::join(const Visitor& visitor, Answer<JoinAnswer> answer)
{
    PendingJoin pending{fingerprint(visitor), visitor.subject, std::move(answer)};
    if (!m_joins.add(std::move(pending)))
        pending.answer(fullForNow()); // not taken, so it is still here
}

void Admission::claim(const Ticket& ticket, std::int64_t place, Answer<ClaimAnswer> answer)
{
    PendingClaim pending{ticket, place, std::move(answer)};
    if (!m_claims.add(std::move(pending)))
        pending.answer(fullForNow());
}

void Admission::sendJoins(std::vector<PendingJoin> batch)
{
    const auto epoch = m_parts.keeper.pacedEpoch();
    if (!epoch) {
        answerAll(batch, interrupted());
        return m_joins.finish();
    }
    std::vector<std::string> prints;
    prints.reserve(batch.size());
    for (auto& one : batch)
        prints.push_back(std::move(one.print));
    m_parts.store.join(*epoch, prints,
            m_life.guard(
                    [this, epoch = *epoch, batch = std::move(batch)](const Result<Joined>& joined) {
                        if (!joined) {
                            m_parts.keeper.noteFault(epoch, joined.error());
                            answerAll(batch, toProblem(joined.error()));
                        } else {
                            for (std::size_t i = 0; i < batch.size(); ++i)
                                answerJoin(joined.value(), joined.value().each[i], batch[i]);
                        }
                        m_joins.finish();
                    }));
}

void Admission::answerJoin(const Joined& joined, const Joined::One& one, const PendingJoin& asked)
{
    if (one.kind == Joined::Kind::Full)
        return asked.answer(fullForNow());
    if (one.kind == Joined::Kind::Closed)
        return asked.answer(Problem{ProblemType::Closed});
    Ticket ticket;
    ticket.sale = m_parts.sale.slug;
    ticket.run = m_parts.line.run;
    ticket.number = one.number;
    ticket.joinedAt = joined.at;
    ticket.subject = asked.subject;
    ticket.flags = static_cast<std::uint8_t>((joined.wasBefore ? ticket_flag::joinedBefore : 0)
            | (asked.subject != 0 ? ticket_flag::subjectBound : 0));
    m_parts.keeper.noteGiven(one.number);
    const bool isNew = one.kind == Joined::Kind::New;
    if (isNew)
        m_parts.measures.count(contract::counter::tickets);
    JoinAnswer out{m_parts.tickets.sign(ticket, joined.at), one.number, isNew, {}};
    if (one.passEnds)
        out.pass = grant(granted(ticket, one.number, joined.at, *one.passEnds), ticket, true);
    asked.answer(std::move(out));
}

void Admission::sendClaims(std::vector<PendingClaim> batch)
{
    const auto epoch = m_parts.keeper.pacedEpoch();
    if (!epoch) {
        answerAll(batch, interrupted());
        return m_claims.finish();
    }
    std::vector<ClaimAsked> claims;
    claims.reserve(batch.size());
    for (const auto& one : batch) {
        auto& asked = claims.emplace_back(one.place);
        asked.number = one.ticket.number;
        asked.member = one.ticket.member;
        asked.handOvers = one.ticket.handOvers();
        asked.subject = one.ticket.subject;
    }
    m_parts.store.claim(*epoch, claims,
            m_life.guard([this, epoch = *epoch, batch = std::move(batch)](
                                 const Result<Claimed>& claimed) {
                if (!claimed) {
                    m_parts.keeper.noteFault(epoch, claimed.error());
                    answerAll(batch, toProblem(claimed.error()));
                } else {
                    for (std::size_t i = 0; i < batch.size(); ++i)
                        answerClaim(claimed.value().at, claimed.value().each[i], batch[i]);
                }
                m_claims.finish();
            }));
}

void Admission::answerClaim(
        contract::Instant at, const Claimed::One& claimed, const PendingClaim& asked)
{
    const bool isNew = claimed.kind == Claimed::Kind::Granted;
    if (!isNew && claimed.kind != Claimed::Kind::Same)
        return asked.answer(withoutPass(claimed));
    ClaimAnswer out{isNew ? ClaimAnswer::State::Granted : ClaimAnswer::State::Same, {}, 0, 0ms};
    const auto row = granted(asked.ticket, asked.place, at, claimed.passEnds);
    out.pass = grant(row, asked.ticket, isNew);
    asked.answer(std::move(out));
}

/// The same bytes for the same place and end, whichever instance is asked.
GrantedPass Admission::grant(const PassRow& granted, const Ticket& ticket, bool isNew)
{
    PassClaims claims;
    claims.sale = m_parts.sale.slug;
    claims.subject = m_parts.ticketKeys.requestId(ticket);
    claims.number = ticket.number;
    claims.place = granted.place;
    claims.member = ticket.member;
    claims.expiresAt = std::chrono::floor<std::chrono::seconds>(granted.expiresAt);
    claims.issuedAt = claims.expiresAt - m_parts.sale.passLife;
    if (isNew) {
        const auto waited = std::chrono::duration_cast<std::chrono::milliseconds>(
                granted.grantedAt - ticket.joinedAt);
        m_parts.measures.count(contract::counter::passes);
        m_parts.measures.count(
                contract::counter::waitsMs, std::max<std::int64_t>(0, waited.count()));
    }
    // A repeated claim tells of passes too: whoever granted this one may have died before its row
    // was written, and a pass whose life stood still has a new end.
    auto row = granted;
    row.run = m_parts.line.run;
    row.stoodSeconds = m_parts.line.stoodSeconds;
    if (!isNew)
        row.grantedAt = claims.issuedAt;
    m_parts.records.add(row);
    return {m_parts.passKeys.sign(claims, granted.grantedAt), claims.expiresAt};
}

} // namespace saikobi::waiting_room
