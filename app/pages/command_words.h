#pragma once

#include <QCoreApplication>
#include <QString>

#include "app/commands/command_desk.h"

namespace saikobi::pages {

/// Sentences about commands: why one is not possible, and what became of one.
class CommandWords {
    Q_DECLARE_TR_FUNCTIONS(saikobi::pages::CommandWords)

public:
    /// Empty for `Denial::None`.
    static QString obstacle(commands::Denial denial);
    /// The longer form, for a screen without controls.
    static QString notice(commands::Denial denial, const QString& user);
    static QString report(const commands::CommandReport& report);
    /// "in force", "refused: the queue is not held", …
    static QString result(const commands::CommandReport& report);
};

} // namespace saikobi::pages
