#pragma once

#include "backend/contract/result.h"
#include "backend/rehearsal/crowd.h"
#include "backend/rehearsal/crowd_count.h"

namespace saikobi::rehearsal {

struct CrowdOutcome {
    CrowdCount count{};
    bool wasStopped = false; ///< by a signal; then some stories have no end
};

/// Lets the crowd come and returns when its last buyer has left. Runs on the calling thread.
/// Invalid when the address is none.
contract::Result<CrowdOutcome> liveThrough(const CrowdOptions& options);

} // namespace saikobi::rehearsal
