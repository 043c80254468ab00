#pragma once

#include <QCoreApplication>
#include <QString>

#include "backend/contract/feed.h"
#include "backend/contract/words.h"

namespace saikobi::status {

/// What the console may do and what its data is, as painted on frame, title and badge.
enum class Mode { Connecting, Live, Frozen, ReadOnly, Demo, Replay };

/// The words of DESIGN.md §3 for staff. The backend sends codes; only here they become language.
class Words {
    Q_DECLARE_TR_FUNCTIONS(saikobi::status::Words)

public:
    static QString of(contract::Phase phase);
    static QString of(contract::Cause cause);
    static QString of(contract::CommandKind kind);
    static QString of(contract::CommandState state);
    static QString of(contract::ProfileKind kind);
    static QString of(contract::ProductState state);
    static QString of(contract::DataState state);
    static QString of(Mode mode);
};

} // namespace saikobi::status
