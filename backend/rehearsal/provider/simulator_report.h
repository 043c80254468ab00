#pragma once

#include <string>

#include "backend/rehearsal/provider/simulator_book.h"
#include "backend/rehearsal/provider/simulator_limits.h"
#include "backend/rehearsal/provider/simulator_webhooks.h"

namespace saikobi::rehearsal {

/// Every call and every payment, for checkers.
std::string ledgerJson(const SimulatorBook& book);

struct Refusals {
    std::map<std::string, std::int64_t> byReason{}; ///< 409 and lock_timeout
    std::int64_t finishing = 0; ///< captures and cancels refused for rate
};

/// The fullest sliding second per limit, refusals by reason, payments by end.
std::string summaryJson(const SimulatorBook& book, const CallLimits& limits,
        const Refusals& refusals, const SimulatorWebhooks::Counts& webhooks);

/// One page of `GET /v1/payment_intents`: newest first.
struct ListQuery {
    std::int64_t createdFrom = 0;
    std::int64_t createdTo = 0; ///< 0: no bound
    std::size_t limit = 10;
    std::string after{};
};
std::string listJson(const SimulatorBook& book, const ListQuery& query);

} // namespace saikobi::rehearsal
