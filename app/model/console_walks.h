#pragma once

#include <string>
#include <vector>

#include "backend/alarms/walk_watch.h"
#include "backend/contract/snapshot.h"

namespace saikobi::model {

/// Judges closed-loop steps at a console: what only it can see (its own round trips and feeds), and
/// everything as long as it sees no backend.
class ConsoleWalks {
public:
    explicit ConsoleWalks(const std::string& console);

    std::vector<alarms::WalkChange> look(const contract::SaleSnapshot& sale,
            const std::vector<contract::Walk>& walks, contract::Instant now);
    static bool seesBackend(const contract::SaleSnapshot& sale, contract::Instant now);

private:
    alarms::WalkWatch m_own;
    alarms::WalkWatch m_all;
};

} // namespace saikobi::model
