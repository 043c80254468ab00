#pragma once

#include <QCoreApplication>
#include <QString>

#include "backend/contract/alarm.h"

namespace saikobi::status {

/// What every alarm carries besides its figure: what causes it, what follows, what to do first and
/// by when. Which card goes on from there, the cards themselves say.
class AlarmAdvice {
    Q_DECLARE_TR_FUNCTIONS(saikobi::status::AlarmAdvice)

public:
    static QString cause(contract::AlarmId alarm);
    static QString consequence(contract::AlarmId alarm);
    static QString response(contract::AlarmId alarm);
    /// By when somebody should have seen it.
    static QString deadline(contract::AlarmPriority priority);
};

} // namespace saikobi::status
