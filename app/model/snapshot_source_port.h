#pragma once

#include <functional>
#include <string>

#include "backend/contract/desk_views.h"
#include "backend/contract/result.h"

namespace saikobi::model {

/// Where snapshots come from: a running sale, a recording, a script. A source is constructed with
/// the `Mailbox<contract::SnapshotPtr>` that it fills from its own threads, about once a second,
/// also while it hears nothing, so that ages grow on the screen.
class SnapshotSource {
public:
    SnapshotSource() = default;
    virtual ~SnapshotSource() = default;
    SnapshotSource(const SnapshotSource&) = delete;
    SnapshotSource& operator=(const SnapshotSource&) = delete;

    virtual void start() = 0;
    /// Returns when no further snapshot will come. Safe to repeat.
    virtual void stop() = 0;

    /// What the screen looks at besides: later snapshots have it, as soon as it was read. The
    /// newest wish counts.
    virtual void wish(const contract::DeskWish& wish) = 0;
    /// The list of paid orders by pickup slot, as CSV; answers from a thread of the source, once,
    /// at the latest when it stops. One at a time: another one is refused.
    virtual void readPaidOrders(std::function<void(contract::Result<std::string>)> answer) = 0;
};

} // namespace saikobi::model
