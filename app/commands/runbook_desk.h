#pragma once

#include <QObject>
#include <QString>
#include <QTimer>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/commands/clock.h"
#include "app/commands/command_gateway_port.h"
#include "app/commands/walk_journal.h"
#include "app/model/console_walks.h"
#include "backend/contract/snapshot.h"
#include "backend/contract/walk.h"

namespace saikobi::model {
class SaleModel;
}

namespace saikobi::commands {

/// What goes with a mark.
struct MarkDetail {
    QString reason{};
    std::optional<contract::Instant> until{};
    std::string contact{};
};

/// The cards and how far they are walked, as all consoles share it. A mark is kept in a file at
/// once, counts here at once, and travels by both stores until one of them has it; until then it
/// says "not shared". It is a record, not a command: it needs neither command nor leaving
/// READ-ONLY.
class RunbookDesk : public QObject {
    Q_OBJECT

public:
    static constexpr std::chrono::seconds triesAgain{5};
    static constexpr std::size_t mostUnderWay = 8; ///< so that a hold always finds a place

    RunbookDesk(model::SaleModel& model, CommandGateway& gateway, Clock clock, std::string console,
            QObject* parent = nullptr);
    ~RunbookDesk() override;

    /// Folder of the journals, one for each sale; empty: what is marked ends with the program.
    void setFolder(const QString& folder);
    void setCards(contract::Cards cards);
    const contract::Cards& cards() const { return m_cards; }
    /// Of the sale's file; remembered for when no store answers.
    const std::vector<contract::SaleContact>& contacts() const { return m_contacts; }

    /// Those of this run, with what only this console knows yet.
    const std::vector<contract::Walk>& walks() const { return m_walks; }
    /// The open walk of this card, else the last one that ended; null: never walked.
    const contract::Walk* walkOf(std::string_view card) const;
    /// The open walk that was begun last; null: none.
    const contract::Walk* newest() const;
    bool isShared(const contract::WalkMark& mark) const;
    std::size_t unshared() const { return m_journal.unshared(); }
    /// Live with the rights of an operator, or not known yet; the demo, for itself alone.
    bool mayMark() const;
    /// By the clock of the data.
    contract::Instant now() const;

    /// Begins a walk, unless one is open.
    void begin(const std::string& card, const std::string& alarm = {}, std::int64_t occurrence = 0);
    /// Begins one where there is none. False: it may not, or there is no such card.
    bool mark(const std::string& card, std::string_view step, contract::MarkState state,
            const MarkDetail& detail = {});
    /// Takes in what came and sends what waits. Runs by itself.
    void look();

signals:
    void changed();
    /// A timer is over, or nobody answered a call. Whoever started it: the card is everybody's, and
    /// that person may be at the telephone.
    void timerOver(const std::string& card, const std::string& step);

private:
    struct Inbox;
    struct Sending {
        contract::Deadline since{};
        bool isTakenByPostgres = false;
        int answers = 0;
    };

    void open();
    void keep(contract::WalkMark mark);
    bool gather();
    void takeAnswers();
    void send();
    void tickCommands(const contract::SaleSnapshot& sale);
    void judge(const contract::SaleSnapshot& sale);
    void ringTimers();
    void rememberContacts(const contract::SaleSnapshot& sale);
    std::int64_t run() const;

    model::SaleModel& m_model;
    CommandGateway& m_gateway;
    Clock m_clock;
    const std::string m_console;
    QString m_folder{};
    std::string m_sale{};
    contract::SnapshotSource m_source{};
    contract::Cards m_cards{};
    std::vector<contract::SaleContact> m_contacts{};
    WalkJournal m_journal{};
    std::vector<contract::Walk> m_walks{};
    std::string m_gathered{}; ///< what the walks were made of
    std::int64_t m_lastRun = 1;
    contract::Instant m_openedAt{}; ///< when the journal was read
    model::ConsoleWalks m_watch;
    std::map<std::string, Sending> m_underWay{}; ///< by id of the mark
    std::map<std::string, contract::Deadline> m_nextTry{};
    std::set<std::string> m_rung{}; ///< marks of timers that are over
    std::shared_ptr<Inbox> m_inbox; ///< shared with answers that may come later than the desk lives
    QTimer m_looking{};
};

} // namespace saikobi::commands
