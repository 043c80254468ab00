#pragma once

#include <string>

#include "backend/contract/quantity.h"
#include "backend/contract/result.h"
#include "backend/daemon/serve_config.h"
#include "backend/waiting_room/pass.h"
#include "backend/waiting_room/ticket.h"

namespace saikobi::daemon {

/// Which instance this is, and which life of it.
struct Identity {
    std::string instance{};
    std::string incarnation{}; ///< new at every start
    contract::Instant startedAt{};
};

Identity newIdentity(const std::string& instance);

/// The keys of tickets and passes, read once.
struct SigningKeys {
    waiting_room::TicketKeys tickets;
    waiting_room::PassKeys passes;
};

/// Invalid names the key that cannot be read.
contract::Result<SigningKeys> readKeys(const ServeConfig& config);

} // namespace saikobi::daemon
