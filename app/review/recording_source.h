#pragma once

#include <functional>
#include <memory>

#include "app/model/mailbox.h"
#include "app/model/snapshot_source_port.h"
#include "app/review/recording.h"
#include "backend/contract/snapshot.h"

namespace saikobi::review {

/// A recording as a source of snapshots: shows the second that was last asked for, as the chosen
/// console saw it. Reads on a thread of its own; while it is behind, the newest second wins.
class RecordingSource : public model::SnapshotSource {
public:
    /// `failed` is called from that thread, at most once for each start.
    RecordingSource(model::Mailbox<contract::SnapshotPtr>& out, RecordingMeta recording,
            std::string console, std::function<void(const RecordingProblem&)> failed);
    ~RecordingSource() override;

    void show(contract::Instant second);
    void choose(const std::string& console);

    void start() override;
    void stop() override;
    void wish(const contract::DeskWish& wish) override;
    /// Refused: a recording names no buyers.
    void readPaidOrders(std::function<void(contract::Result<std::string>)> answer) override;

private:
    class Reading;

    model::Mailbox<contract::SnapshotPtr>& m_out;
    const RecordingMeta m_recording;
    std::string m_console;
    const std::function<void(const RecordingProblem&)> m_failed;
    contract::Instant m_second;
    contract::DeskWish m_wish{};
    std::unique_ptr<Reading> m_reading{};
};

} // namespace saikobi::review
