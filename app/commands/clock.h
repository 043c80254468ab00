#pragma once

#include <functional>

#include "backend/contract/quantity.h"

namespace saikobi::commands {

/// Time, passed in, so that a test can move it.
struct Clock {
    std::function<contract::Instant()> now; ///< facts: when a command was made
    std::function<contract::Deadline()> steady; ///< waiting: latencies and deadlines

    static Clock ofThisMachine()
    {
        return {[] { return std::chrono::system_clock::now(); },
                [] { return std::chrono::steady_clock::now(); }};
    }
};

} // namespace saikobi::commands
