#pragma once

#include <string>
#include <vector>

#include "backend/contract/line_state.h"
#include "backend/contract/measures.h"
#include "backend/contract/sale.h"
#include "backend/waiting_room/batcher.h"
#include "backend/waiting_room/epoch_keeper.h"
#include "backend/waiting_room/lifeline.h"
#include "backend/waiting_room/line.h"
#include "backend/waiting_room/line_store.h"
#include "backend/waiting_room/pass_records.h"
#include "backend/waiting_room/sale_tickets.h"

namespace saikobi::waiting_room {

/// Hands out tickets and passes: gathers joins and claims into calls, and signs what Redis gave.
class Admission {
public:
    struct Parts {
        const contract::Sale& sale;
        const contract::LineState& line; ///< as last paced
        const TicketKeys& ticketKeys;
        const SaleTickets& tickets;
        const PassKeys& passKeys;
        contract::Measures& measures;
        LineStore& store;
        EpochKeeper& keeper;
        PassRecords& records;
    };
    explicit Admission(Parts parts);

    void join(const Visitor& visitor, Answer<JoinAnswer> answer);
    void claim(const Ticket& ticket, std::int64_t place, Answer<ClaimAnswer> answer);

private:
    struct PendingJoin {
        std::string print;
        std::uint64_t subject;
        Answer<JoinAnswer> answer;
    };
    struct PendingClaim {
        Ticket ticket;
        std::int64_t place;
        Answer<ClaimAnswer> answer;
    };

    void sendJoins(std::vector<PendingJoin> batch);
    void sendClaims(std::vector<PendingClaim> batch);
    void answerJoin(const Joined& joined, const Joined::One& one, const PendingJoin& asked);
    void answerClaim(contract::Instant at, const Claimed::One& claimed, const PendingClaim& asked);
    GrantedPass grant(const PassRow& granted, const Ticket& ticket, bool isNew);

    Parts m_parts;
    Batcher<PendingJoin> m_joins;
    Batcher<PendingClaim> m_claims;
    Lifeline m_life{};
};

} // namespace saikobi::waiting_room
