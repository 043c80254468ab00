#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "backend/contract/line_state.h"
#include "backend/contract/sale.h"
#include "backend/waiting_room/epoch_keeper.h"
#include "backend/waiting_room/lifeline.h"
#include "backend/waiting_room/line.h"
#include "backend/waiting_room/line_store.h"
#include "backend/waiting_room/sale_tickets.h"

namespace saikobi::waiting_room {

/// Takes a place to another device of its holder, by slip, by code or by staff's link, and lets
/// others into a group place. What is forged is refused here, without asking a store.
class PlaceMoves {
public:
    struct Parts {
        const contract::Sale& sale;
        const contract::LineState& line; ///< as last paced
        const SaleTickets& tickets;
        LineStore& store;
        EpochKeeper& keeper;
        std::function<std::optional<std::int64_t>(const Ticket&)> placeOf;
        std::function<contract::Instant()> clock;
    };
    explicit PlaceMoves(Parts parts);

    /// A code to show or send.
    struct Code {
        std::string text{};
        contract::Instant expiresAt{};
    };
    std::string slipOf(const Ticket& ticket) const;
    /// LimitReached (hand-overs) when the place has moved as often as a ticket can count.
    std::variant<Code, contract::Problem> handOver(const Ticket& ticket) const;
    /// NotFound where groups are off; BadTicket from anybody but the leader; Gone (called).
    std::variant<Code, contract::Problem> invite(const Ticket& ticket) const;

    /// Whose slip it is; nothing when it is none of the present run. The caller counts tries.
    std::optional<Holder> readSlip(std::string_view text) const;
    /// BadTicket, Gone (old-run, moved, code-expired, called), LimitReached (hand-overs, group),
    /// BadRequest where the sale asks for a subject and none came.
    void takeBySlip(const Holder& holder, const Visitor& visitor, Answer<JoinAnswer> answer);
    void takeByCode(std::string_view code, const Visitor& visitor, Answer<JoinAnswer> answer);
    void joinGroup(std::string_view code, const Visitor& visitor, Answer<JoinAnswer> answer);
    /// Staff's one-time code. Only Redis knows its hash, so that each try is a call: the caller
    /// counts tries here too.
    void restore(std::string_view code, const Visitor& visitor, Answer<JoinAnswer> answer);

private:
    template<class T>
    void ask(std::function<void(contract::Epoch, LineStore::Done<T>)> call,
            std::function<void(const T&)> use, const Answer<JoinAnswer>& answer);
    std::variant<PlaceCode, contract::Problem> read(
            std::string_view code, CodePurpose purpose) const;
    Code sign(const Ticket& ticket, CodePurpose purpose, std::chrono::seconds life) const;
    std::optional<contract::Problem> lacksSubject(const Visitor& visitor) const;
    Ticket ticketOf(std::int64_t number, std::uint8_t member, contract::Instant at) const;
    void give(const Moved& moved, Ticket ticket, const Answer<JoinAnswer>& answer) const;

    Parts m_parts;
    Lifeline m_life{};
};

} // namespace saikobi::waiting_room
