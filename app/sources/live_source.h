#pragma once

#include <chrono>
#include <memory>

#include "app/model/mailbox.h"
#include "app/model/snapshot_source_port.h"
#include "app/sources/card_copy.h"
#include "app/sources/path_meter.h"
#include "app/sources/profile.h"
#include "backend/contract/snapshot.h"

namespace saikobi::sources {

/// A running sale, seen through Redis and Postgres. Each store is read on a thread of its own, so
/// that a dead one never delays the other, what is costly to read on another one; a further thread
/// publishes, also while both are dead.
class LiveSource : public model::SnapshotSource {
public:
    struct Pace {
        /// Often, so that a second is on the screen soon after it was written.
        std::chrono::milliseconds redis{250};
        std::chrono::milliseconds postgres{1000};
        /// The longest time between two snapshots; a new second comes out at once.
        std::chrono::milliseconds publish{1200};
    };

    LiveSource(model::Mailbox<contract::SnapshotPtr>& out, Profile profile);
    LiveSource(model::Mailbox<contract::SnapshotPtr>& out, Profile profile, Pace pace);
    /// With what this console's gateway measures of its own paths, and tells it which store is
    /// away. `cards`: where the shop's runbook is copied to, if anywhere.
    LiveSource(model::Mailbox<contract::SnapshotPtr>& out, Profile profile, Pace pace,
            std::shared_ptr<PathMeter> meter, std::shared_ptr<CardCopy> cards = nullptr);
    ~LiveSource() override;

    void start() override;
    /// Waits for calls under way: at most about two seconds.
    void stop() override;
    void wish(const contract::DeskWish& wish) override;
    void readPaidOrders(std::function<void(contract::Result<std::string>)> answer) override;

private:
    class Threads;

    model::Mailbox<contract::SnapshotPtr>& m_out;
    const Profile m_profile;
    const Pace m_pace;
    const std::shared_ptr<PathMeter> m_meter;
    const std::shared_ptr<CardCopy> m_cards;
    contract::DeskWish m_wish{};
    std::unique_ptr<Threads> m_threads{};
};

} // namespace saikobi::sources
