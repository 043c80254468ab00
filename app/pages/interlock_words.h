#pragma once

#include <QCoreApplication>
#include <QString>

#include <array>
#include <vector>

#include "app/commands/raise_interlocks.h"
#include "widgets/control/foreseen_table.h"
#include "widgets/control/interlock_list.h"
#include "widgets/status/formatter.h"

namespace saikobi::pages {

/// The interlocks of a raise, the proposal and what a rate would change, in words.
class InterlockWords {
    Q_DECLARE_TR_FUNCTIONS(saikobi::pages::InterlockWords)

public:
    static QString name(commands::Interlock interlock);
    static std::vector<controls::CheckLine> lines(
            const commands::InterlockLines& lines, const status::Formatter& formatter);
    /// Names of those that do not let it pass: "soak, errors".
    static QString obstacles(const commands::InterlockLines& lines);
    static QString proposal(const commands::Proposal& proposal, std::optional<double> advised,
            const status::Formatter& formatter);
    static std::array<controls::ForeseenTable::Row, controls::ForeseenTable::rows> foreseen(
            const std::array<commands::Foreseen, 4>& seen, const status::Formatter& formatter);

private:
    static QString figure(const commands::InterlockLine& line, const status::Formatter& formatter);
};

} // namespace saikobi::pages
