#pragma once

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "backend/waiting_room/admission.h"
#include "backend/waiting_room/block_watch.h"
#include "backend/waiting_room/budget_rate.h"
#include "backend/waiting_room/draw_keeper.h"
#include "backend/waiting_room/epoch_keeper.h"
#include "backend/waiting_room/lifeline.h"
#include "backend/waiting_room/line.h"
#include "backend/waiting_room/line_answers.h"
#include "backend/waiting_room/line_store.h"
#include "backend/waiting_room/order_gate.h"
#include "backend/waiting_room/own_place.h"
#include "backend/waiting_room/pass_records.h"
#include "backend/waiting_room/place_moves.h"
#include "backend/waiting_room/sale_tickets.h"
#include "backend/waiting_room/session_ends.h"
#include "backend/waiting_room/subject.h"
#include "backend/waiting_room/wait_estimate.h"
#include "backend/waiting_room/wait_keeper.h"

// How a line works inside. For line.cpp only.
namespace saikobi::waiting_room {

using namespace std::chrono_literals;
using contract::Problem;
using contract::ProblemType;
using contract::Result;

inline constexpr auto statusEvery = 250ms;

/// What payments can finish, as agreed with the providers: the cap of the rate in force.
inline InstanceReport withRateCap(const contract::Sale& sale, InstanceReport report)
{
    if (sale.followsBudget && !report.rateCap)
        report.rateCap = budgetRate(sale);
    return report;
}

class Line::Impl {
public:
    Impl(contract::Sale sale, Parts parts)
        : m_sale(std::move(sale))
        , m_parts(std::move(parts))
        , m_tickets(m_parts.ticketKeys, m_sale.slug)
        , m_store(m_sale.slug, m_parts.executor, m_parts.redis)
        , m_marks(m_sale.slug, m_parts.executor, m_parts.postgres)
        , m_drawStore(m_sale.slug, m_parts.executor, m_parts.postgres)
        , m_draw({m_sale, m_parts.ticketKeys, m_drawStore})
        , m_keeper(m_store, m_marks, m_parts.numberMargin)
        , m_records(m_marks)
        , m_admission({m_sale, m_line, m_parts.ticketKeys, m_tickets, m_parts.passKeys,
                  m_parts.measures, m_store, m_keeper, m_records})
    {
        m_line.run = m_sale.run;
        m_line.rate = m_sale.startRate;
        m_line.opensAt = m_sale.opensAt;
        m_line.closesAt = m_sale.closesAt;
        m_status = describe(true);
    }

    void update(const contract::Sale& sale) { m_sale = sale; }
    void setOperators(const std::vector<std::string>& names) { m_store.setOperators(names); }
    bool isReady() const { return m_isReady && m_blocks.isKnown(); }
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
        m_records.flush();
        m_blocks.keep(m_parts.clock());
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
        m_isRehearsal = report.isRehearsal;
        m_sessions.send(*epoch);
        Copied copied;
        copied.blocksRevision = m_keeper.blocksCopied();
        m_sessions.putWishes(copied);
        auto said = withRateCap(m_sale, report);
        said.commitment = m_draw.document()->news.commitment;
        m_store.pace(*epoch, m_sale, said, rows, copied,
                m_life.guard([this, epoch = *epoch](Result<Paced> paced) {
                    m_isPacing = false;
                    if (paced)
                        follow(std::move(paced).value());
                    else
                        loseRedis(epoch, paced.error());
                }));
    }

    std::variant<const Ticket*, Problem> readTicket(
            std::string_view encoded, TicketMemo& memo) const
    {
        const auto* known = remembered(memo, encoded, m_sale.slug);
        if (!known) {
            const auto read = m_tickets.verify(encoded);
            if (!read)
                return Problem{ProblemType::BadTicket};
            memo.ticket = *read;
            known = &memo.ticket;
        }
        if (known->run != m_line.run)
            return gone("old-run");
        // Only a stolen key makes such a number. What we know must be newer than the joining, since
        // another instance may have given a higher number a moment ago.
        if (m_isReady && known->number > m_line.issued && known->joinedAt < m_line.at - 2s)
            return Problem{ProblemType::BadTicket};
        const auto& blocks = m_blocks.list();
        if (blocks.blocksNumber(known->number) || blocks.blocksSubject(known->subject))
            return Problem{ProblemType::Blocked};
        return known;
    }

    std::variant<std::uint64_t, Problem> readSubject(
            std::string_view subject, std::string_view mac) const
    {
        if (subject.empty() && mac.empty())
            return std::uint64_t{0};
        const auto hash = subjectHash(m_parts.subjectKey, m_sale.slug, subject, mac);
        if (!hash)
            return Problem{ProblemType::BadRequest, "subject is not signed by the shop", {},
                    {{"field", "subject"}}};
        return *hash;
    }

    bool needsNewNumber(const Ticket& ticket) const
    {
        return m_line.phase == contract::Phase::Before && isVoid(ticket.number, m_voids);
    }

    PlaceMoves& moves() { return m_moves; }

    bool blocksAddress(const AddressBytes& address) const
    {
        return m_blocks.list().blocksAddress(address);
    }

    bool isBlocked(const PassClaims& pass) const
    {
        const auto& blocks = m_blocks.list();
        return blocks.blocksNumber(pass.number)
                || blocks.blocksSeat(seatOf(pass.place, pass.member));
    }

    bool isOfThisRun(const PassClaims& pass) const
    {
        const auto holder = m_parts.ticketKeys.holderOf(pass.subject, m_sale.slug);
        return !holder || holder->run == m_line.run;
    }

    std::string workSalt() const
    {
        return work::saltOf(m_parts.ticketKeys, m_sale.slug, m_parts.clock());
    }

    bool hasWorked(const work::Answer& answer, std::int64_t bits) const
    {
        return work::isSalt(answer.salt, m_parts.ticketKeys, m_sale.slug, m_parts.clock())
                && work::isDone(answer, bits);
    }

    std::variant<PassClaims, Problem> readPass(std::string_view token) const
    {
        auto claims = m_parts.passKeys.verify(token, m_sale.slug, m_parts.clock());
        if (!claims)
            return Problem{ProblemType::BadPass, claims.error().detail, {}, {}};
        auto read = std::move(claims).value();
        // `sub` names number and member; where that stands in line follows from the number.
        Ticket ticket;
        ticket.number = read.number;
        const auto place = placeNumber(ticket);
        if (!place)
            return interrupted();
        read.place = *place;
        read.member = holderOf(read).member;
        return read;
    }

    OwnPlace placeOf(const Ticket& ticket) const
    {
        auto own = ownPlace(*m_status, m_voids, ticket.number, placeNumber(ticket));
        own.member = ticket.member;
        own.needsNewNumber = needsNewNumber(ticket);
        return own;
    }

    std::optional<std::int64_t> placeNumber(const Ticket& ticket) const
    {
        if (m_line.order == contract::SaleOrder::Fifo)
            return ticket.number;
        // Not opened yet as far as we know: a number of now may still be drawn.
        if (m_line.drawn < 0)
            return std::nullopt;
        if (ticket.number > m_line.drawn)
            return ticket.number;
        const auto* places = m_draw.places();
        if (!places || places->last() != m_line.drawn)
            return std::nullopt;
        return places->placeOf(ticket.number);
    }

    DrawDocumentPtr draw() const { return m_draw.document(); }

    void join(const Visitor& visitor, Answer<JoinAnswer> answer)
    {
        if (m_status->isRedisLost)
            return answer(interrupted());
        if (m_sale.identity == contract::Identity::Subject && visitor.subject == 0)
            return answer(subjectMissing());
        m_admission.join(visitor, std::move(answer));
    }

    void claim(const Ticket& ticket, Answer<ClaimAnswer> answer)
    {
        const auto& line = m_status->line;
        if (m_status->isRedisLost)
            return answer(ClaimAnswer{ClaimAnswer::State::Held, {}, 0, 2000ms});
        const auto place = placeNumber(ticket);
        const bool isCalled = place && *place <= line.serving;
        if (line.phase != contract::Phase::Closed && !isCalled) {
            const auto ahead = peopleAhead(place.value_or(ticket.number), line.serving, m_voids);
            return answer(notYet(waitFor(ahead, line)));
        }
        // Closed, and the draw's places are not known here: another's pass may stand under the
        // number.
        if (!place)
            return answer(interrupted());
        m_admission.claim(ticket, *place, std::move(answer));
    }

    void leave(const PassClaims& pass, Answer<contract::Nothing> answer)
    {
        if (!isOfThisRun(pass))
            return answer(toAnswer(OrderGate::NoPass));
        const auto epoch = m_keeper.pacedEpoch();
        if (!epoch)
            return answer(interrupted());
        m_store.leave(*epoch, {pass.place, pass.member},
                m_life.guard([this, pass, answer, epoch = *epoch](const contract::Outcome& left) {
                    if (!left) {
                        m_keeper.noteFault(epoch, left.error());
                        return answer(toProblem(left.error()));
                    }
                    answer(contract::Nothing{});
                }));
    }

    void checkOrder(
            const PassClaims& pass, const OrderWants& wants, Answer<contract::Nothing> answer)
    {
        const auto epoch = m_keeper.pacedEpoch();
        if (!epoch || m_status->isRedisLost)
            return answer(Problem{ProblemType::OrdersPaused, {}, 5000ms, {}});
        if (!isOfThisRun(pass))
            return answer(toAnswer(OrderGate::NoPass));
        m_entrants.add({holderOf(pass).toText(), wants}, *epoch,
                m_life.guard([this, answer, epoch = *epoch](const Result<OrderGate>& gate) {
                    if (!gate) {
                        m_keeper.noteFault(epoch, gate.error());
                        return answer(Problem{ProblemType::OrdersPaused, {}, 5000ms, {}});
                    }
                    answer(toAnswer(gate.value()));
                }));
    }

    void leaveGate(const std::string& order)
    {
        if (const auto epoch = m_keeper.pacedEpoch())
            m_leavers.add(order, *epoch);
    }

    void notePaid(const PassClaims& pass)
    {
        if (!isOfThisRun(pass))
            return;
        m_sessions.notePaid(HolderName{pass.place, pass.member}.toText());
    }

    void noteSeen(const Ticket& ticket, std::chrono::steady_clock::time_point at)
    {
        m_wait.noteSeen(ticket, placeNumber(ticket), m_line, at);
    }

    void noteStock(std::vector<forecast::StockDemand> demand, double undecided)
    {
        m_demand = std::move(demand);
        m_undecided = undecided;
    }

private:
    StatusPtr describe(bool isRedisLost) const
    {
        const auto left = forecast::stockOutlook(m_demand, passesAhead(m_line, m_undecided));
        StatusParts parts{m_sale.slug, m_line, m_voids, isRedisLost};
        parts.draw = &m_draw.document()->news;
        parts.wait = m_wait.news().get();
        parts.left = &left;
        return makeStatus(std::move(parts));
    }

    /// The shop keeps the place of a buyer, but not which member of a group it is: that stands in
    /// `sub`, which it keeps too.
    HolderName holderOf(const PassClaims& pass) const
    {
        const auto holder = m_parts.ticketKeys.holderOf(pass.subject, m_sale.slug);
        return {pass.place, holder ? holder->member : pass.member};
    }

    void decide(std::vector<contract::CommandDecision> decisions)
    {
        if (auto answer = std::exchange(m_decided, nullptr))
            answer(std::move(decisions));
    }

    void follow(Paced paced)
    {
        const bool isChange = m_status->isRedisLost || paced.line.phase != m_line.phase
                || paced.line.revision != m_line.revision || paced.line.causes != m_line.causes;
        m_keeper.follow(paced, m_isRehearsal);
        m_line = std::move(paced.line);
        m_sessions.take(paced.ends, m_line.run);
        m_voids = voidRangesFromText(paced.voids);
        m_draw.follow(m_line);
        m_isReady = true;
        m_blocks.follow(m_line);
        m_wait.tick(m_line, std::chrono::steady_clock::now());
        const auto age = m_line.at - m_status->line.at;
        if (isChange || age >= statusEvery || age < 0ms)
            m_status = describe(false);
        decide(std::move(paced.decisions));
    }

    void loseRedis(contract::Epoch epoch, const contract::Fault& fault)
    {
        if (!m_status->isRedisLost) {
            spdlog::warn("saikobi.waiting_room: {}: {}", m_sale.slug, fault.detail);
            m_status = describe(true);
        }
        m_keeper.noteFault(epoch, fault);
        decide({});
    }

    contract::Sale m_sale;
    Parts m_parts;
    SaleTickets m_tickets;
    LineStore m_store;
    MarkStore m_marks;
    DrawStore m_drawStore;
    DrawKeeper m_draw;
    EpochKeeper m_keeper;
    PassRecords m_records;
    SessionEnds m_sessions{m_store, m_marks};
    GateEntrants m_entrants{m_store};
    GateLeavers m_leavers{m_store};
    BlockWatch m_blocks{m_store};
    contract::LineState m_line{};
    Admission m_admission;
    PlaceMoves m_moves{{m_sale, m_line, m_tickets, m_store, m_keeper,
            [this](const Ticket& ticket) { return placeNumber(ticket); }, m_parts.clock}};
    WaitKeeper m_wait{m_store};
    std::vector<forecast::StockDemand> m_demand{};
    double m_undecided = 0; ///< shoppers without an order
    std::vector<VoidRange> m_voids{};
    StatusPtr m_status{};
    std::vector<contract::RelayedCommand> m_nextRows{}; ///< for the next pace
    Decided m_nextDecided{};
    Decided m_decided{}; ///< of the pace under way
    bool m_isPacing = false;
    bool m_isRehearsal = false;
    bool m_isReady = false;
    Lifeline m_life{};
};

} // namespace saikobi::waiting_room
