#pragma once

#include <QCoreApplication>
#include <QString>
#include <QWidget>

#include "app/commands/command_desk.h"

namespace saikobi::pages {

/// Sentences about commands: why one is not possible, and what became of one.
class CommandWords {
    Q_DECLARE_TR_FUNCTIONS(saikobi::pages::CommandWords)

public:
    /// Empty for `Denial::None`. The kind tells which phase is missing.
    static QString obstacle(commands::Denial denial, contract::CommandKind kind);
    struct Parties {
        QString user{};
        QString otherVersion{}; ///< of a backend that does not go with this program
    };
    /// The longer form, for a screen without controls; it names the keys of `near`'s window.
    static QString notice(commands::Denial denial, const Parties& who, const QWidget& near);
    static QString report(const commands::CommandReport& report);
    /// "in force", "refused: the queue is not held", …
    static QString result(const commands::CommandReport& report);
    /// Who has command, as a sentence.
    static QString holder(const contract::SaleSnapshot& sale, const commands::CommandDesk& desk);

private:
    static QString why(const commands::CommandReport& report);
    static QString missingPhase(contract::CommandKind kind);
};

} // namespace saikobi::pages
