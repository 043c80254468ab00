#pragma once

#include <QObject>

#include <chrono>
#include <compare>
#include <deque>
#include <optional>
#include <vector>

#include "app/commands/command_desk.h"
#include "app/model/console_alarms.h"
#include "backend/contract/alarm.h"

namespace saikobi::commands {

/// Which alarm is meant: the one of the sale, or this console's own about what it sees.
struct AlarmName {
    contract::AlarmId alarm{};
    bool isOwn = false;
    friend auto operator<=>(const AlarmName&, const AlarmName&) = default;
};

struct DeskAlarm {
    contract::AlarmRecord record{};
    bool isOwn = false;
    std::optional<contract::CommandKind> asked{}; ///< sent, and not read back yet
};

struct Shelving {
    std::chrono::minutes length{15}; ///< at most an hour
    bool isUntilClear = true; ///< ends with the alarm, if that comes sooner
    QString reason{};
};

/// The alarms as this console lists them, and what its person does to them. Whether an act counted
/// is what the next snapshot shows; until then the alarm stays as it was.
class AlarmDesk : public QObject {
    Q_OBJECT

public:
    AlarmDesk(model::SaleModel& model, CommandDesk& desk, Clock clock, QObject* parent = nullptr);

    /// Those of the sale in first-out order, then this console's own.
    std::vector<DeskAlarm> list() const;
    /// What became of the own ones, newest first.
    const std::vector<contract::TimelineEntry>& ownEntries() const { return m_own.entries(); }
    /// Whether they ring: annunciations of the sale and of this console together.
    contract::AlarmFlood flood() const;
    /// Why nothing can be done to the alarms of the sale; `Denial::None`: it can.
    Denial denial() const;

    /// Each with the occurrence that was on the screen, so that a new one is not taken for seen.
    void acknowledge(const std::vector<AlarmName>& alarms);
    bool confirm(const AlarmName& alarm);
    bool shelve(const AlarmName& alarm, const Shelving& how);
    bool unshelve(const AlarmName& alarm);
    /// Rings once like a real one, and is marked so.
    bool test(const AlarmName& alarm);
    /// Judges what this console sees; runs by itself once a second. A test that moves the clock
    /// calls it.
    void look();

signals:
    void changed();

private:
    bool actOnOwn(model::OwnAct act);
    contract::Instant now() const;
    contract::Instant::duration skew() const;
    const contract::AlarmRecord* find(contract::AlarmId alarm) const;
    std::int64_t occurrenceOfOwn(contract::AlarmId alarm) const;
    std::optional<contract::CommandKind> askedOf(const contract::AlarmRecord& record) const;
    bool send(contract::CommandKind kind, const contract::AlarmRecord& record,
            Parameters parameters = {}, const QString& reason = {});
    void sendWaiting();
    int underWay() const;

    struct Waiting {
        contract::AlarmId alarm{};
        std::int64_t occurrence = 0;
    };

    model::SaleModel& m_model;
    CommandDesk& m_desk;
    Clock m_clock;
    std::string m_sale{}; ///< whose alarms these are
    model::ConsoleAlarms m_own;
    QTimer m_looking{};
    std::deque<Waiting> m_waiting{}; ///< to be acknowledged, once those before are decided
};

} // namespace saikobi::commands
