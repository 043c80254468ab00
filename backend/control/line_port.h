#pragma once

#include <functional>
#include <string>
#include <vector>

#include "backend/contract/command.h"

namespace saikobi::control {

using Decisions = std::vector<contract::CommandDecision>;

/// What control needs of the lines: the pacing function is the only one that applies commands.
class LinePort {
public:
    virtual ~LinePort() = default;

    /// People whose command streams every line reads.
    virtual void setOperators(const std::vector<std::string>& names) = 0;
    /// Brings rows into the next pace of a sale. The answer may come on any executor; it is empty
    /// when nothing could be decided now.
    virtual void apply(const std::string& sale, std::vector<contract::RelayedCommand> rows,
            std::function<void(Decisions)> answer)
            = 0;
};

} // namespace saikobi::control
