#pragma once

#include <QCoreApplication>
#include <QString>

#include "backend/contract/alarm.h"
#include "backend/contract/figures.h"
#include "backend/contract/words.h"
#include "widgets/status/alarm_rows.h"
#include "widgets/status/formatter.h"

namespace saikobi::status {

/// What an alarm is about and how it stands, in words. The backend sends ids and figures.
class AlarmWords {
    Q_DECLARE_TR_FUNCTIONS(saikobi::status::AlarmWords)

public:
    /// "errors", "provider budget": what the figure is that passed its limit.
    static QString of(contract::Figure figure);
    /// The whole alarm, where no figure is known: a TEST, or one that nobody has raised yet.
    static QString of(contract::AlarmId alarm);
    static QString of(contract::AlarmPriority priority); ///< "P1"
    static QString of(AlarmSort sort);
    /// "errors 24 %": with the value that passed the limit.
    static QString title(const contract::AlarmRecord& record, const Formatter& formatter);
    static QString value(contract::Figure figure, double value, const Formatter& formatter);
    /// "not acknowledged", "acknowledged by op-1", "shelved, 29:30 left: known".
    static QString standing(const ListedAlarm& alarm, contract::Instant now);
    /// "00:41", since it was raised; "02:10:05" from an hour on.
    static QString since(const contract::AlarmRecord& record, contract::Instant now);
    static QString duration(std::chrono::seconds length);
    /// What is on its way to the stores: "acknowledging…".
    static QString asked(contract::CommandKind act);
    /// "P1 4  P2 9  P3 8"
    static QString priorities(const std::array<int, 3>& counts);
    /// "12 follow from it, 9 unseen".
    static QString fold(const AlarmRow& row);
    /// The whole line for assistive technology and notifications.
    static QString sentence(
            const ListedAlarm& alarm, contract::Instant now, const Formatter& formatter);
};

} // namespace saikobi::status
