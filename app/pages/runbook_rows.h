#pragma once

#include <QCoreApplication>

#include <vector>

#include "app/pages/card_labels.h"
#include "app/pages/view.h"
#include "backend/contract/walk.h"
#include "widgets/runbook/card_index.h"
#include "widgets/runbook/shown_card.h"

namespace saikobi::commands {
class RunbookDesk;
}

namespace saikobi::pages {

/// From a card and its walk to the words on the screen.
class RunbookRows {
    Q_DECLARE_TR_FUNCTIONS(saikobi::pages::RunbookRows)

public:
    static CardLabels labels(); ///< of the language of the screens
    static std::vector<runbook::IndexGroup> index(
            const View& view, const commands::RunbookDesk& desk);
    static runbook::ShownCard card(const View& view, const contract::Card& card,
            const commands::RunbookDesk& desk, int chosen);
    /// "◐ 3/7", "● complete"; empty: not walked.
    static QString progress(const contract::Walk* walk, contract::Instant now);
    /// "C3 step 2/7: lower the admission rate".
    /// That a timer has run down, or that nobody answered a call, and whose it was.
    static QString timeOver(
            const commands::RunbookDesk& desk, const std::string& card, const std::string& step);
    static QString next(const commands::RunbookDesk& desk);
    static QString state(contract::MarkState state);
    static QString title(const contract::Card& card);
    static QString text(const contract::Step& step);
    /// Who is called next for this step; null: nobody is on file.
    static const contract::SaleContact* contactOf(const contract::Step& step,
            const contract::WalkMark* mark, const std::vector<contract::SaleContact>& contacts,
            contract::Instant now);
};

} // namespace saikobi::pages
