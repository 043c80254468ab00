#pragma once

#include <functional>

#include "backend/contract/timeline_entry.h"

namespace saikobi::commands {

enum class EntryOutcome {
    Shared, ///< it is in the timeline
    Refused, ///< it will never be
    Away ///< try again later
};

/// Brings what this console wrote into the timeline that all share.
class EntryPort {
public:
    EntryPort() = default;
    virtual ~EntryPort() = default;
    EntryPort(const EntryPort&) = delete;
    EntryPort& operator=(const EntryPort&) = delete;

    /// Returns at once; `answered` is called once, from any thread. The id of the entry,
    /// "console:UUID", makes it count once.
    virtual void write(
            const contract::TimelineEntry& entry, std::function<void(EntryOutcome)> answered)
            = 0;
};

} // namespace saikobi::commands
