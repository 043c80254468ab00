#pragma once

#include <memory>

#include "app/commands/command_gateway_port.h"
#include "app/sources/path_meter.h"
#include "app/sources/profile.h"

namespace saikobi::sources {

/// What keeping a path found: no store, a probe that has not been taken yet, or all well.
enum class Kept { Away, Probing, There };

/// One path for commands, used by one thread.
class CommandCarrier {
public:
    CommandCarrier() = default;
    virtual ~CommandCarrier() = default;
    CommandCarrier(const CommandCarrier&) = delete;
    CommandCarrier& operator=(const CommandCarrier&) = delete;

    /// Connects when there is no connection; a second for the answer.
    virtual commands::SendOutcome carry(const contract::Command& command) = 0;
    /// Sees to it that the connection is there for the next command, and measures the path. While
    /// it is Probing it wants to be called again soon.
    virtual Kept keep() = 0;
};

using PathMeterPtr = std::shared_ptr<PathMeter>;

/// Appends to {sale:ID}:commands:NAME. Its probe is a command without effect in that stream, which
/// is gone once the pacing function has taken it; who may only read, reads.
std::unique_ptr<CommandCarrier> redisCarrier(const Profile& profile, PathMeterPtr meter);
/// Calls saikobi.issue_command.
std::unique_ptr<CommandCarrier> postgresCarrier(const Profile& profile, PathMeterPtr meter);

} // namespace saikobi::sources
