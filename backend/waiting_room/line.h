#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "backend/contract/command.h"
#include "backend/contract/line_state.h"
#include "backend/contract/measures.h"
#include "backend/contract/problem.h"
#include "backend/contract/sale.h"
#include "backend/waiting_room/draw_news.h"
#include "backend/waiting_room/instance_report.h"
#include "backend/waiting_room/network.h"
#include "backend/waiting_room/order_gate.h"
#include "backend/waiting_room/pass.h"
#include "backend/waiting_room/status_document.h"
#include "backend/waiting_room/ticket.h"
#include "backend/waiting_room/ticket_memo.h"
#include "backend/waiting_room/visitor.h"
#include "backend/waiting_room/work.h"

namespace saikobi::stores {
class PostgresExecutor;
class RedisExecutor;
} // namespace saikobi::stores

namespace saikobi::waiting_room {

class PlaceMoves;

struct JoinAnswer {
    std::string ticket{}; ///< encoded
    std::int64_t number = 0;
    bool isNew = true; ///< false: the same visitor, the same place (200 instead of 201)
    std::optional<GrantedPass> pass{}; ///< nobody waited and credit was there
};

struct OwnPlace {
    std::int64_t number = 0;
    std::int64_t position = 0; ///< place − serving, 0 once called
    std::int64_t ahead = 0;
    std::optional<std::chrono::seconds>
            waitP10{}; ///< empty while it cannot be known (held, before)
    std::optional<std::chrono::seconds> waitP90{};
    bool called = false;
    std::optional<std::int64_t> place{}; ///< empty: drawn, and not known yet
    std::optional<std::chrono::seconds> waitP50{};
    std::chrono::seconds lookAgainIn{5}; ///< before the 0 to 30 % that the page adds
    std::string_view
            why{}; ///< the wait has grown: rate, late, held, slow; lives as long as status()
    std::uint8_t member = 0; ///< of a group place
    bool needsNewNumber
            = false; ///< lost with the store before the opening: joining again renumbers
};

struct ClaimAnswer {
    enum class State { Granted, Same, Waiting, AtDoor, Held };
    State state = State::Waiting;
    std::optional<GrantedPass> pass{};
    std::int64_t ahead = 0; ///< at the door
    std::chrono::milliseconds retryAfter{1000};
};

template<class T>
using Answer = std::function<void(std::variant<T, contract::Problem>)>;

using Decided = std::function<void(std::vector<contract::CommandDecision>)>;

/// The waiting room of one sale in one instance. Lives on one executor: every call and every answer
/// is there. It waits for nothing: joins and claims that arrive during a round trip to Redis travel
/// together in the next one (at most 512 and 256).
class Line {
public:
    struct Parts {
        boost::asio::any_io_executor executor;
        stores::RedisExecutor& redis;
        stores::PostgresExecutor& postgres; ///< queue_mark, passes
        const TicketKeys& ticketKeys;
        const PassKeys& passKeys;
        contract::Measures& measures;
        std::function<contract::Instant()> clock = [] { return contract::Instant::clock::now(); };
        std::int64_t numberMargin = 100'000; ///< numbers kept in reserve against a loss of Redis
        std::string subjectKey{}; ///< shared with the shop, to sign its members; empty: none
    };
    Line(contract::Sale sale, Parts parts);
    ~Line();

    /// Settings of the sale file that changed (never rate, phase, hold or message of a begun run).
    void update(const contract::Sale& sale);

    /// People whose command streams are read (members of role saikobi_operator).
    void setOperators(const std::vector<std::string>& names);
    /// Rows of table `command` that travel with the next pace; answers what was decided about them,
    /// nothing when the pace failed. At most one list at a time, a second one is answered at once.
    void relay(std::vector<contract::RelayedCommand> rows, Decided answer);

    /// Calls saikobi_pace; the daemon does so every 100 ms. A call still under way is not doubled.
    void pace(const InstanceReport& report);
    /// True once a pace of the right epoch has been answered.
    bool isReady() const;

    StatusPtr status() const; ///< never null
    /// BadTicket, Gone (old-run), Blocked (its number or subject).
    std::variant<Ticket, contract::Problem> readTicket(std::string_view encoded) const;
    /// The same; the ticket stands in `memo` and is not checked again while it stays the same one.
    std::variant<const Ticket*, contract::Problem> readTicket(
            std::string_view encoded, TicketMemo& memo) const;
    /// The hash of a member id that the shop signed: `mac` is the hex HMAC-SHA-256 of
    /// `SALE:SUBJECT` under the key of `subjectKey`. Both empty: 0. BadRequest: not signed so.
    std::variant<std::uint64_t, contract::Problem> readSubject(
            std::string_view subject, std::string_view mac) const;
    /// BadPass; Unavailable while a drawn place is not known here.
    std::variant<PassClaims, contract::Problem> readPass(std::string_view token) const;
    OwnPlace placeOf(const Ticket& ticket) const;
    /// The page of this ticket is there. Told after each answer to it; only sampled tickets count,
    /// in a call that comes later.
    void noteSeen(const Ticket& ticket, std::chrono::steady_clock::time_point at);
    /// How far each product will probably go; told each second. Stands in the status document.
    void noteStock(std::vector<forecast::StockDemand> demand, double undecided);
    /// Does staff's block list name this address? For whoever looks before any work is done.
    bool blocksAddress(const AddressBytes& address) const;
    /// The same for the number or the subject behind a pass: it may not buy, what it bought stays.
    bool isBlocked(const PassClaims& pass) const;
    /// A pass of an earlier run still shows what it bought; it may not act on the same number of
    /// now.
    bool isOfThisRun(const PassClaims& pass) const;
    /// What a visitor shall work on, and whether that was done.
    std::string workSalt() const;
    bool hasWorked(const work::Answer& answer, std::int64_t bits) const;
    /// Where the ticket stands in line; all of Redis counts in places. Empty for a ticket that is
    /// drawn while its place is not known here: before the opening, and until seed and beacon came.
    std::optional<std::int64_t> placeNumber(const Ticket& ticket) const;
    DrawDocumentPtr draw() const; ///< what is public of the draw; never null

    /// `visitor`: 128 random bits in hex made by the page; empty: a new visitor each time.
    void join(const std::string& visitor, Answer<JoinAnswer> answer);
    /// BadRequest where the sale asks for a subject and none came.
    void join(const Visitor& visitor, Answer<JoinAnswer> answer);
    /// Was this number lost with the store, so that the ticket gets another one? Only in `before`:
    /// later it is called when the front jumps over the numbers that nobody holds.
    bool needsNewNumber(const Ticket& ticket) const;
    /// Slips, hand-over, restored and group places.
    PlaceMoves& moves();
    void claim(const Ticket& ticket, Answer<ClaimAnswer> answer);
    void leave(const PassClaims& pass, Answer<contract::Nothing> answer);
    /// An order of this pass is paid: its session counts as completed when it ends, and ends now
    /// where the sale gives one order each. Telling again changes nothing.
    void notePaid(const PassClaims& pass);
    /// saikobi_order: is this pass alive, are orders taken now, and are there pieces that no order
    /// on its way wants? BadPass, OrdersPaused, Closed, LastPieces, PaymentsBusy. With nothing
    /// wanted only the pass is looked at.
    void checkOrder(
            const PassClaims& pass, const OrderWants& wants, Answer<contract::Nothing> answer);
    /// The order has its units now, or will never ask for them. Not waited for.
    void leaveGate(const std::string& order);

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace saikobi::waiting_room
