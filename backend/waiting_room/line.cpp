#include "backend/waiting_room/line.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <random>

#include "backend/waiting_room/batcher.h"
#include "backend/waiting_room/epoch_keeper.h"
#include "backend/waiting_room/hmac.h"
#include "backend/waiting_room/lifeline.h"
#include "backend/waiting_room/line_answers.h"
#include "backend/waiting_room/line_store.h"
#include "backend/waiting_room/pass_records.h"
#include "backend/waiting_room/wait_estimate.h"

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
constexpr auto statusEvery = 250ms;

struct PendingJoin {
    std::string print;
    Answer<JoinAnswer> answer;
};

struct PendingClaim {
    Ticket ticket;
    Answer<ClaimAnswer> answer;
};

/// A fingerprint nobody else has: without an id every join is a new visitor.
std::string randomPrint()
{
    static thread_local std::random_device device;
    std::string out;
    for (std::size_t i = 0; i < printSize; ++i)
        out += static_cast<char>(device() & 255U);
    return out;
}

} // namespace

class Line::Impl {
public:
    Impl(contract::Sale sale, Parts parts)
        : m_sale(std::move(sale))
        , m_parts(std::move(parts))
        , m_store(m_sale.slug, m_parts.executor, m_parts.redis)
        , m_marks(m_sale.slug, m_parts.executor, m_parts.postgres)
        , m_keeper(m_store, m_marks, m_parts.numberMargin)
        , m_records(m_marks)
        , m_joins(mostJoins, waitingLimit, [this](auto batch) { sendJoins(std::move(batch)); })
        , m_claims(mostClaims, waitingLimit, [this](auto batch) { sendClaims(std::move(batch)); })
    {
        m_line.run = m_sale.run;
        m_line.rate = m_sale.startRate;
        m_line.opensAt = m_sale.opensAt;
        m_line.closesAt = m_sale.closesAt;
        m_status = makeStatus(m_sale.slug, m_line, m_voids, true);
    }

    void update(const contract::Sale& sale) { m_sale = sale; }
    void setOperators(const std::vector<std::string>& names) { m_store.setOperators(names); }
    bool isReady() const { return m_isReady; }
    StatusPtr status() const { return m_status; }

    void relay(std::vector<contract::RelayedCommand> rows, Decided answer)
    {
        if (m_nextDecided)
            return answer({});
        m_nextRows = std::move(rows);
        m_nextDecided = std::move(answer);
    }

    void pace(const InstanceReport& report)
    {
        m_records.flush(m_line.run);
        if (m_isPacing)
            return;
        const auto epoch = m_keeper.epoch();
        m_decided = std::exchange(m_nextDecided, nullptr);
        const auto rows = std::exchange(m_nextRows, {});
        if (!epoch) {
            m_keeper.seek();
            return decide({});
        }
        m_isPacing = true;
        m_store.pace(*epoch, m_sale, report, rows,
                m_life.guard([this, epoch = *epoch](Result<Paced> paced) {
                    m_isPacing = false;
                    if (paced)
                        follow(std::move(paced).value());
                    else
                        loseRedis(epoch, paced.error());
                }));
    }

    std::variant<Ticket, Problem> readTicket(std::string_view encoded) const
    {
        auto ticket = m_parts.ticketKeys.verify(encoded, m_sale.slug);
        if (!ticket)
            return Problem{ProblemType::BadTicket};
        const auto& read = ticket.value();
        if (read.run != m_line.run)
            return Problem{ProblemType::Gone, {}, {}, {{"reason", "old-run"}}};
        // Only a stolen key makes such a number. What we know must be newer than the joining, since
        // another instance may have given a higher number a moment ago.
        if (m_isReady && read.number > m_line.issued && read.joinedAt < m_line.at - 2s)
            return Problem{ProblemType::BadTicket};
        return std::move(ticket).value();
    }

    std::variant<PassClaims, Problem> readPass(std::string_view token) const
    {
        auto claims = m_parts.passKeys.verify(token, m_sale.slug, m_parts.clock());
        if (!claims)
            return Problem{ProblemType::BadPass, claims.error().detail, {}, {}};
        return std::move(claims).value();
    }

    OwnPlace placeOf(const Ticket& ticket) const
    {
        OwnPlace own;
        const auto& line = m_status->line;
        own.number = ticket.number;
        own.position = std::max<std::int64_t>(0, ticket.number - line.serving);
        own.ahead
                = std::max<std::int64_t>(0, peopleAhead(ticket.number, line.serving, m_voids) - 1);
        own.called = own.position == 0;
        if (const auto wait = own.called ? std::nullopt : waitFor(own.ahead, line)) {
            own.waitP10 = wait->p10;
            own.waitP90 = wait->p90;
        }
        return own;
    }

    void join(const std::string& visitor, Answer<JoinAnswer> answer)
    {
        if (m_status->isRedisLost)
            return answer(interrupted());
        auto print = visitor.empty() ? randomPrint() : sha256(visitor).substr(0, printSize);
        auto refused = answer;
        if (!m_joins.add({std::move(print), std::move(answer)}))
            refused(fullForNow());
    }

    void claim(const Ticket& ticket, Answer<ClaimAnswer> answer)
    {
        const auto& line = m_status->line;
        if (m_status->isRedisLost)
            return answer(ClaimAnswer{ClaimAnswer::State::Held, {}, 0, 2000ms});
        if (ticket.number > line.serving && line.phase != contract::Phase::Closed)
            return answer(notYet(waitFor(peopleAhead(ticket.number, line.serving, m_voids), line)));
        auto refused = answer;
        if (!m_claims.add({ticket, std::move(answer)}))
            refused(fullForNow());
    }

    void leave(const PassClaims& pass, Answer<contract::Nothing> answer)
    {
        const auto epoch = m_keeper.epoch();
        if (!epoch)
            return answer(interrupted());
        m_store.leave(*epoch, pass.place,
                m_life.guard([this, pass, answer, epoch = *epoch](const contract::Outcome& left) {
                    if (!left) {
                        noteFault(epoch, left.error());
                        return answer(toProblem(left.error()));
                    }
                    m_records.add({pass.place, pass.issuedAt, pass.expiresAt, m_line.at});
                    answer(contract::Nothing{});
                }));
    }

    void checkOrder(const PassClaims& pass, Answer<contract::Nothing> answer)
    {
        const auto epoch = m_keeper.epoch();
        if (!epoch || m_status->isRedisLost)
            return answer(Problem{ProblemType::OrdersPaused, {}, 5000ms, {}});
        m_store.checkOrder(*epoch, pass.place,
                m_life.guard([this, answer, epoch = *epoch](const Result<OrderGate>& gate) {
                    if (!gate) {
                        noteFault(epoch, gate.error());
                        return answer(Problem{ProblemType::OrdersPaused, {}, 5000ms, {}});
                    }
                    answer(toAnswer(gate.value()));
                }));
    }

private:
    void decide(std::vector<contract::CommandDecision> decisions)
    {
        if (auto answer = std::exchange(m_decided, nullptr))
            answer(std::move(decisions));
    }

    void follow(Paced paced)
    {
        const bool isChange = m_status->isRedisLost || paced.line.phase != m_line.phase
                || paced.line.revision != m_line.revision || paced.line.causes != m_line.causes;
        m_keeper.follow(paced);
        m_line = std::move(paced.line);
        m_voids = voidRangesFromText(paced.voids);
        m_isReady = true;
        const auto age = m_line.at - m_status->line.at;
        if (isChange || age >= statusEvery || age < 0ms)
            m_status = makeStatus(m_sale.slug, m_line, m_voids, false);
        decide(std::move(paced.decisions));
    }

    void noteFault(contract::Epoch epoch, const contract::Fault& fault)
    {
        if (fault.code == contract::FaultCode::Lost)
            m_keeper.noteLost(epoch);
    }

    void loseRedis(contract::Epoch epoch, const contract::Fault& fault)
    {
        if (!m_status->isRedisLost) {
            spdlog::warn("saikobi.waiting_room: {}: {}", m_sale.slug, fault.detail);
            m_status = makeStatus(m_sale.slug, m_line, m_voids, true);
        }
        noteFault(epoch, fault);
        decide({});
    }

    void sendJoins(std::vector<PendingJoin> batch)
    {
        const auto epoch = m_keeper.epoch();
        if (!epoch)
            return finishJoins(batch, interrupted());
        std::vector<std::string> prints;
        for (auto& one : batch)
            prints.push_back(std::move(one.print));
        m_store.join(*epoch, prints,
                m_life.guard([this, epoch = *epoch, batch = std::move(batch)](
                                     const Result<Joined>& joined) {
                    if (!joined) {
                        noteFault(epoch, joined.error());
                        return finishJoins(batch, toProblem(joined.error()));
                    }
                    for (std::size_t i = 0; i < batch.size(); ++i)
                        answerJoin(joined.value(), joined.value().each[i], batch[i].answer);
                    m_joins.finish();
                }));
    }

    void finishJoins(const std::vector<PendingJoin>& batch, const Problem& problem)
    {
        for (const auto& one : batch)
            one.answer(problem);
        m_joins.finish();
    }

    void answerJoin(const Joined& joined, const Joined::One& one, const Answer<JoinAnswer>& answer)
    {
        if (one.kind == Joined::Kind::Full)
            return answer(fullForNow());
        if (one.kind == Joined::Kind::Closed)
            return answer(Problem{ProblemType::Closed});
        Ticket ticket;
        ticket.sale = m_sale.slug;
        ticket.run = m_line.run;
        ticket.number = one.number;
        ticket.joinedAt = joined.at;
        ticket.flags = joined.wasBefore ? ticket_flag::joinedBefore : std::uint8_t{0};
        m_keeper.noteGiven(one.number);
        const bool isNew = one.kind == Joined::Kind::New;
        if (isNew)
            m_parts.measures.count(contract::counter::tickets);
        JoinAnswer out{m_parts.ticketKeys.sign(ticket, joined.at), one.number, isNew, {}};
        if (one.passEnds)
            out.pass = grant(ticket, *one.passEnds, joined.at, true);
        answer(std::move(out));
    }

    void sendClaims(std::vector<PendingClaim> batch)
    {
        const auto epoch = m_keeper.epoch();
        if (!epoch)
            return finishClaims(batch, interrupted());
        std::vector<std::int64_t> places;
        for (const auto& one : batch)
            places.push_back(one.ticket.number);
        m_store.claim(*epoch, places,
                m_life.guard([this, epoch = *epoch, batch = std::move(batch)](
                                     const Result<Claimed>& claimed) {
                    if (!claimed) {
                        noteFault(epoch, claimed.error());
                        return finishClaims(batch, toProblem(claimed.error()));
                    }
                    for (std::size_t i = 0; i < batch.size(); ++i)
                        answerClaim(claimed.value().at, claimed.value().each[i], batch[i]);
                    m_claims.finish();
                }));
    }

    void finishClaims(const std::vector<PendingClaim>& batch, const Problem& problem)
    {
        for (const auto& one : batch)
            one.answer(problem);
        m_claims.finish();
    }

    void answerClaim(contract::Instant at, const Claimed::One& claimed, const PendingClaim& asked)
    {
        const bool isNew = claimed.kind == Claimed::Kind::Granted;
        if (!isNew && claimed.kind != Claimed::Kind::Same)
            return asked.answer(withoutPass(claimed));
        ClaimAnswer out{isNew ? ClaimAnswer::State::Granted : ClaimAnswer::State::Same, {}, 0, 0ms};
        out.pass = grant(asked.ticket, claimed.passEnds, at, isNew);
        asked.answer(std::move(out));
    }

    /// The same bytes for the same place and end, whichever instance is asked.
    GrantedPass grant(
            const Ticket& ticket, contract::Instant ends, contract::Instant at, bool isNew)
    {
        PassClaims claims;
        claims.sale = m_sale.slug;
        claims.subject = m_parts.ticketKeys.requestId(ticket);
        claims.number = claims.place = ticket.number;
        claims.expiresAt = std::chrono::floor<std::chrono::seconds>(ends);
        claims.issuedAt = claims.expiresAt - m_sale.passLife;
        if (isNew)
            m_parts.measures.count(contract::counter::passes);
        // A pass whose life stood still has a new end, which its row shows too.
        if (isNew || m_line.stoodSeconds > 0)
            m_records.add({ticket.number, isNew ? at : claims.issuedAt, ends, {}});
        return {m_parts.passKeys.sign(claims, at), claims.expiresAt};
    }

    contract::Sale m_sale;
    Parts m_parts;
    LineStore m_store;
    MarkStore m_marks;
    EpochKeeper m_keeper;
    PassRecords m_records;
    Batcher<PendingJoin> m_joins;
    Batcher<PendingClaim> m_claims;
    contract::LineState m_line{};
    std::vector<VoidRange> m_voids{};
    StatusPtr m_status{};
    std::vector<contract::RelayedCommand> m_nextRows{}; ///< for the next pace
    Decided m_nextDecided{};
    Decided m_decided{}; ///< of the pace under way
    bool m_isPacing = false;
    bool m_isReady = false;
    Lifeline m_life{};
};

Line::Line(contract::Sale sale, Parts parts)
    : m_impl(std::make_unique<Impl>(std::move(sale), std::move(parts)))
{
}
Line::~Line() = default;

void Line::update(const contract::Sale& sale)
{
    m_impl->update(sale);
}
void Line::setOperators(const std::vector<std::string>& names)
{
    m_impl->setOperators(names);
}
void Line::relay(std::vector<contract::RelayedCommand> rows, Decided answer)
{
    m_impl->relay(std::move(rows), std::move(answer));
}
void Line::pace(const InstanceReport& report)
{
    m_impl->pace(report);
}
bool Line::isReady() const
{
    return m_impl->isReady();
}
StatusPtr Line::status() const
{
    return m_impl->status();
}
std::variant<Ticket, Problem> Line::readTicket(std::string_view encoded) const
{
    return m_impl->readTicket(encoded);
}
std::variant<PassClaims, Problem> Line::readPass(std::string_view token) const
{
    return m_impl->readPass(token);
}
OwnPlace Line::placeOf(const Ticket& ticket) const
{
    return m_impl->placeOf(ticket);
}
void Line::join(const std::string& visitor, Answer<JoinAnswer> answer)
{
    m_impl->join(visitor, std::move(answer));
}
void Line::claim(const Ticket& ticket, Answer<ClaimAnswer> answer)
{
    m_impl->claim(ticket, std::move(answer));
}
void Line::leave(const PassClaims& pass, Answer<contract::Nothing> answer)
{
    m_impl->leave(pass, std::move(answer));
}
void Line::checkOrder(const PassClaims& pass, Answer<contract::Nothing> answer)
{
    m_impl->checkOrder(pass, std::move(answer));
}

} // namespace saikobi::waiting_room
