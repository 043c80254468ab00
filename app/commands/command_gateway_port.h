#pragma once

#include <functional>
#include <optional>
#include <string>

#include "backend/contract/command.h"

namespace saikobi::commands {

/// A command travels by both stores at once; one of them is enough.
enum class CommandPath { Redis, Postgres };

/// What one path did with one command. That a store took it says nothing about its effect.
struct SendOutcome {
    enum class Kind {
        Taken, ///< the store has it
        Refused, ///< the store answered no: nothing happened on this path
        Unreachable, ///< nothing was sent
        Unknown ///< sent, no answer in time
    };
    std::string commandId{};
    CommandPath path = CommandPath::Redis;
    Kind kind = Kind::Unreachable;
    std::string detail{}; ///< the store's own words, for the journal
    contract::Deadline at{}; ///< when the answer came
    std::optional<contract::Deadline> sentAt{}; ///< when it left for the store, if it did
};

/// Carries commands to the stores.
class CommandGateway {
public:
    CommandGateway() = default;
    virtual ~CommandGateway() = default;
    CommandGateway(const CommandGateway&) = delete;
    CommandGateway& operator=(const CommandGateway&) = delete;

    /// Returns at once. `answered` is called once per path, within about three seconds (two to
    /// connect, one to send), from any thread, never from inside `send`.
    virtual void send(
            const contract::Command& command, std::function<void(const SendOutcome&)> answered)
            = 0;
};

} // namespace saikobi::commands
