#include "backend/waiting_room/admission.h"

#include <random>

#include "backend/waiting_room/hmac.h"
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
constexpr std::size_t printSize = 7;

/// A fingerprint nobody else has: without an id every join is a new visitor.
std::string randomPrint()
{
    static thread_local std::random_device device;
    std::string out;
    for (std::size_t i = 0; i < printSize; ++i)
        out += static_cast<char>(device() & 255U);
    return out;
}

template<class Pending>
void answerAll(const std::vector<Pending>& batch, const Problem& problem)
{
    for (const auto& one : batch)
        one.answer(problem);
}

} // namespace

Admission::Admission(Parts parts)
    : m_parts(parts)
    , m_joins(mostJoins, waitingLimit, [this](auto batch) { sendJoins(std::move(batch)); })
    , m_claims(mostClaims, waitingLimit, [this](auto batch) { sendClaims(std::move(batch)); })
{
}

void Admission::join(const std::string& visitor, Answer<JoinAnswer> answer)
{
    auto print = visitor.empty() ? randomPrint() : sha256(visitor).substr(0, printSize);
    if (!m_joins.add({std::move(print), answer}))
        answer(fullForNow());
}

void Admission::claim(const Ticket& ticket, Answer<ClaimAnswer> answer)
{
    if (!m_claims.add({ticket, answer}))
        answer(fullForNow());
}

void Admission::sendJoins(std::vector<PendingJoin> batch)
{
    const auto epoch = m_parts.keeper.epoch();
    if (!epoch) {
        answerAll(batch, interrupted());
        return m_joins.finish();
    }
    std::vector<std::string> prints;
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
                                answerJoin(joined.value(), joined.value().each[i], batch[i].answer);
                        }
                        m_joins.finish();
                    }));
}

void Admission::answerJoin(
        const Joined& joined, const Joined::One& one, const Answer<JoinAnswer>& answer)
{
    if (one.kind == Joined::Kind::Full)
        return answer(fullForNow());
    if (one.kind == Joined::Kind::Closed)
        return answer(Problem{ProblemType::Closed});
    Ticket ticket;
    ticket.sale = m_parts.sale.slug;
    ticket.run = m_parts.line.run;
    ticket.number = one.number;
    ticket.joinedAt = joined.at;
    ticket.flags = joined.wasBefore ? ticket_flag::joinedBefore : std::uint8_t{0};
    m_parts.keeper.noteGiven(one.number);
    const bool isNew = one.kind == Joined::Kind::New;
    if (isNew)
        m_parts.measures.count(contract::counter::tickets);
    JoinAnswer out{m_parts.ticketKeys.sign(ticket, joined.at), one.number, isNew, {}};
    if (one.passEnds)
        out.pass = grant(ticket, *one.passEnds, joined.at, true);
    answer(std::move(out));
}

void Admission::sendClaims(std::vector<PendingClaim> batch)
{
    const auto epoch = m_parts.keeper.epoch();
    if (!epoch) {
        answerAll(batch, interrupted());
        return m_claims.finish();
    }
    std::vector<std::int64_t> places;
    for (const auto& one : batch)
        places.push_back(one.ticket.number);
    m_parts.store.claim(*epoch, places,
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
    out.pass = grant(asked.ticket, claimed.passEnds, at, isNew);
    asked.answer(std::move(out));
}

/// The same bytes for the same place and end, whichever instance is asked.
GrantedPass Admission::grant(
        const Ticket& ticket, contract::Instant ends, contract::Instant at, bool isNew)
{
    PassClaims claims;
    claims.sale = m_parts.sale.slug;
    claims.subject = m_parts.ticketKeys.requestId(ticket);
    claims.number = claims.place = ticket.number;
    claims.expiresAt = std::chrono::floor<std::chrono::seconds>(ends);
    claims.issuedAt = claims.expiresAt - m_parts.sale.passLife;
    if (isNew)
        m_parts.measures.count(contract::counter::passes);
    // A repeated claim tells of passes too: whoever granted this one may have died before its row
    // was written, and a pass whose life stood still has a new end.
    m_parts.records.add({ticket.number, isNew ? at : claims.issuedAt, ends, {}});
    return {m_parts.passKeys.sign(claims, at), claims.expiresAt};
}

} // namespace saikobi::waiting_room
