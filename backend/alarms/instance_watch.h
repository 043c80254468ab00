#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <string>

#include "backend/contract/tick.h"

namespace saikobi::alarms {

/// Counts instances that were restarted or went away while the sale was open: nobody changes
/// anything then. Fed with the ticks of all instances, so that every instance counts the same, also
/// one that was restarted itself.
class InstanceWatch {
public:
    static constexpr std::chrono::seconds goneAfter{10};

    void note(const contract::Tick& tick);
    /// Changes after `confirmed`, as far as they are remembered.
    std::int64_t changesSince(std::optional<contract::Instant> confirmed, contract::Instant now);

private:
    struct Known {
        std::string incarnation{};
        contract::Instant last{};
        bool isGone = false;
    };
    void remember(contract::Instant at);

    std::map<std::string, Known> m_instances{};
    std::deque<contract::Instant> m_changes{};
    std::optional<contract::Instant> m_openSince{};
};

} // namespace saikobi::alarms
