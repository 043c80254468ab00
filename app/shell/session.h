#pragma once

#include <QObject>

#include <functional>
#include <memory>

#include "app/commands/alarm_desk.h"
#include "app/commands/command_desk.h"
#include "app/commands/feed_log.h"
#include "app/commands/note_book.h"
#include "app/commands/runbook_desk.h"
#include "app/model/frame_pump.h"
#include "app/model/mailbox.h"
#include "app/model/sale_model.h"
#include "app/model/snapshot_source_port.h"
#include "app/review/recording.h"
#include "app/review/replay_port.h"
#include "app/review/run_fetch_port.h"
#include "app/sources/card_copy.h"
#include "app/sources/path_meter.h"
#include "app/sources/profile.h"
#include "app/sources/scripted_sale.h"

namespace saikobi::review {
class RecordingSource;
}

namespace saikobi::shell {

/// One sale being watched: where its figures come from, what is known of it, and who may command
/// it. Until something is opened it shows nothing. While a recording is replayed, what was open
/// before is left, and opened again afterwards.
class Session : public QObject, public review::ReplayPort {
    Q_OBJECT

public:
    explicit Session(commands::Clock clock, QObject* parent = nullptr);
    ~Session() override;

    void openDemo();
    void openScript(const sources::Script& script);
    void openProfile(const sources::Profile& profile);

    void showAsSeen(const review::RecordingMeta& recording, const std::string& console,
            contract::Instant at) override;
    void leaveReplay() override;
    bool isReplaying() const override { return m_replay != nullptr; }

    model::SaleModel& model() { return m_model; }
    commands::CommandDesk& desk() { return m_desk; }
    commands::AlarmDesk& alarms() { return m_alarms; }
    commands::NoteBook& notes() { return m_notes; }
    commands::RunbookDesk& runbook() { return m_runbook; }
    commands::FeedLog& feeds() { return m_feeds; }
    const commands::Clock& clock() const { return m_clock; }
    /// Past runs in the Postgres of the profile that is open; null where there is none.
    const std::shared_ptr<review::RunFetcher>& runs() const { return m_runs; }
    /// The runbook of the shop whose sale is open; the shipped one where it has none, and before.
    const contract::Cards& cards() const { return *m_cards; }
    /// Folder for copies of it, which open while no store answers; empty: nothing is kept.
    void setCardFolder(const QString& folder) { m_cardFolder = folder; }
    /// Whether a fresh picture of the sale ever came.
    bool wasLive() const { return m_wasLive; }
    /// What a screen looks at besides; outlives a change of the source.
    void wish(const contract::DeskWish& wish);
    /// The list of paid orders by slot, as CSV; answers on this thread.
    void readPaidOrders(std::function<void(const contract::Result<std::string>&)> answer);

signals:
    void becameLive();
    void cardsChanged();
    /// A recording cannot be replayed; what was shown of it stays.
    void replayFailed(const saikobi::review::RecordingProblem& problem);

private:
    class Gateway;
    class Entries;

    void open(std::unique_ptr<model::SnapshotSource> source);
    void look(const contract::SaleSnapshot& sale);
    void openCards(std::shared_ptr<sources::CardCopy> copy);

    commands::Clock m_clock;
    model::Mailbox<contract::SnapshotPtr> m_inbox{};
    model::SaleModel m_model{};
    model::FramePump m_pump;
    std::unique_ptr<Gateway> m_gateway;
    std::shared_ptr<sources::PathMeter> m_paths{}; ///< of a live sale
    std::shared_ptr<review::RunFetcher> m_runs{};
    commands::CommandDesk m_desk;
    commands::AlarmDesk m_alarms;
    std::unique_ptr<Entries> m_entries;
    commands::NoteBook m_notes;
    commands::RunbookDesk m_runbook;
    commands::FeedLog m_feeds;
    std::unique_ptr<model::SnapshotSource> m_source{};
    review::RecordingSource* m_replay = nullptr; ///< is m_source, while a recording is shown
    std::string m_replayed{}; ///< its file
    std::string m_console{}; ///< whose sight of it
    std::function<void()> m_reopen{}; ///< what was open before
    QString m_cardFolder{};
    /// Never null; the source's threads write into it.
    std::shared_ptr<sources::CardCopy> m_copy{std::make_shared<sources::CardCopy>(QString())};
    sources::CardCopy::CardsPtr m_cards{m_copy->open()}; ///< never null
    contract::DeskWish m_wish{};
    bool m_wasLive = false;
};

} // namespace saikobi::shell
