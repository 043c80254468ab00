#pragma once

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
};

} // namespace saikobi::model
