#pragma once

#include <string>

#include "app/commands/command_rules.h"
#include "backend/contract/snapshot.h"

namespace saikobi::commands {

/// What a command is to change, in the words in which the backend tells of it once it is in force.
struct AskedChange {
    std::string from{};
    std::string to{};
};

/// As this console saw the sale when the command was made. Until the decision is read back, and
/// when there never is one, it is what the journal can say.
AskedChange askedChange(const contract::SaleSnapshot& sale, contract::CommandKind kind,
        const Parameters& parameters);

} // namespace saikobi::commands
