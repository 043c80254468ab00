#pragma once

#include <QObject>
#include <QString>
#include <QTimer>

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/commands/clock.h"
#include "app/commands/command_gateway_port.h"
#include "app/commands/command_rules.h"
#include "backend/contract/command.h"
#include "backend/contract/snapshot.h"

namespace saikobi::model {
class SaleModel;
}

namespace saikobi::commands {

/// One row of the journal: a command and what became of it.
struct CommandReport {
    contract::Command command{};
    contract::CommandState state = contract::CommandState::Sent;
    QString why{}; ///< code from the backend (or the stores' words when neither took it)
    QString winner{}; ///< who won the race
    QString oldValue{}; ///< as it was asked; once decided, as the backend wrote it
    QString newValue{};
    bool isOverride = false; ///< as the backend recorded it, like the next two
    QString second{}; ///< who else agreed
    bool isFromReadOnly = false;
    bool takenByRedis = false;
    bool takenByPostgres = false;
    std::optional<std::chrono::milliseconds> sentAfter{}; ///< from the operator's key to the stores
    std::optional<std::chrono::milliseconds> acceptedAfter{}; ///< a store has it: "accepted"
    std::optional<std::chrono::milliseconds> inForceAfter{}; ///< read back
};

/// Turns an operator's intent into a command and follows it until it is read back. Nothing but a
/// snapshot that shows the backend's decision makes it "in force"; silence for 3 s makes it
/// "unconfirmed", which a later snapshot may still settle.
class CommandDesk : public QObject {
    Q_OBJECT

public:
    CommandDesk(model::SaleModel& model, CommandGateway& gateway, Clock clock,
            QObject* parent = nullptr);
    ~CommandDesk() override;

    /// Why this command cannot be given now, or `Denial::None`. The page chooses the words.
    Denial denial(contract::CommandKind kind) const;
    Denial denial(contract::CommandKind kind, const Parameters& parameters) const;
    bool mayCommand(contract::CommandKind kind) const { return denial(kind) == Denial::None; }

    /// A console starts READ-ONLY (CONSOLE.md §7): then an operator may hold, and nothing else.
    bool isReadOnly() const { return m_seat.isReadOnly; }
    /// Leaving READ-ONLY is one explicit act. It comes back after 15 idle minutes or a reconnect,
    /// unless this console has command.
    /// Not possible while the backend is of another major version.
    void setReadOnly(bool on);
    /// Version of that backend; empty while they go together.
    std::string otherVersion() const;
    /// Commands exist only in LIVE: while the screen stands still there is the hold alone.
    void setFrozen(bool on);
    /// READ-ONLY or frozen: controls but the hold are put away.
    bool onlyLooks() const { return m_seat.isReadOnly || m_seat.isFrozen; }
    /// Somebody touched this console.
    void noteActivity() { m_activeAt = m_clock.steady(); }

    /// Whether this console has command, as the sale shows it. While it has and is not READ-ONLY it
    /// renews by itself.
    bool hasCommand() const;
    const Seat& seat() const { return m_seat; }
    void setNotMeasured(const std::set<contract::Figure>& figures) { m_seat.notMeasured = figures; }
    /// How the interlocks stand to this rate; nothing while no sale was seen.
    std::optional<InterlockLines> interlocks(int rate) const;
    bool isDangerous(contract::CommandKind kind, const Parameters& parameters) const;

    /// Sends, and returns the command's id; empty when `denial` says no. Names and shapes of the
    /// parameters are those of contract/command.h.
    QString issue(contract::CommandKind kind, const Parameters& parameters, const QString& reason);
    /// The same command again under the same id, so that it counts once. Not after it was decided.
    bool resend(const QString& id);

    /// Oldest first, the newest 500 of this session.
    const std::vector<CommandReport>& journal() const { return m_journal; }
    bool hasOpenCommand() const;

    /// Takes in what the paths answered and which deadlines passed. Runs by itself every 50 ms
    /// while a command is open; a test that moves the clock calls it.
    void review();
    /// Renews and falls back to READ-ONLY when it is time. Runs by itself every second; a test
    /// that moves the clock calls it.
    void watchSeat();

signals:
    void changed(const saikobi::commands::CommandReport& report);
    void rightsChanged();

private:
    struct Inbox;
    struct Sending {
        contract::Deadline sentAt{};
        contract::Deadline unconfirmedAt{};
        std::map<CommandPath, SendOutcome::Kind> answers{};
    };

    void transmit(const CommandReport& report);
    void take(const SendOutcome& outcome);
    void readBack(const contract::SaleSnapshot& sale);
    CommandReport* find(const std::string& id);
    std::vector<std::string> openIds() const;
    void announce(const CommandReport& report);
    void settle(CommandReport& report, contract::CommandState state);
    void noteReconnect(const contract::SaleSnapshot& sale);
    void noteVersion();
    contract::Command made(contract::CommandKind kind, const Parameters& parameters) const;

    model::SaleModel& m_model;
    CommandGateway& m_gateway;
    Clock m_clock;
    Seat m_seat{};
    contract::Deadline m_activeAt{};
    contract::Deadline m_renewedAt{};
    bool m_wasCutOff = false; ///< neither store answered
    std::vector<CommandReport> m_journal{};
    std::map<std::string, Sending> m_open{}; ///< by id: not decided yet
    std::shared_ptr<Inbox> m_inbox; ///< shared with callbacks that may outlive the desk
    QTimer m_reviewing{};
    QTimer m_watching{};
};

} // namespace saikobi::commands
