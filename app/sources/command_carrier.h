#pragma once

#include <memory>

#include "app/commands/command_gateway_port.h"
#include "app/sources/profile.h"

namespace saikobi::sources {

/// One path for commands, used by one thread.
class CommandCarrier {
public:
    CommandCarrier() = default;
    virtual ~CommandCarrier() = default;
    CommandCarrier(const CommandCarrier&) = delete;
    CommandCarrier& operator=(const CommandCarrier&) = delete;

    /// Connects when there is no connection; a second for the answer.
    virtual commands::SendOutcome carry(const contract::Command& command) = 0;
    /// Sees to it that the connection is there for the next command. False: it is not.
    virtual bool keep() = 0;
};

/// Appends to {sale:ID}:commands:NAME.
std::unique_ptr<CommandCarrier> redisCarrier(const Profile& profile);
/// Calls saikobi.issue_command.
std::unique_ptr<CommandCarrier> postgresCarrier(const Profile& profile);

} // namespace saikobi::sources
