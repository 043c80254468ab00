#pragma once

#include <QString>

#include <vector>

#include "app/pages/card_labels.h"
#include "app/pages/view.h"
#include "backend/contract/walk.h"

namespace saikobi::pages {

/// What the texts are about: the card that is walked, if one is.
struct Situation {
    const View& view;
    const contract::Card* card = nullptr;
    const contract::Walk* walk = nullptr;
    const std::vector<contract::SaleContact>& contacts;
};

/// What is spoken to the venue and reported to others, filled from live figures. Both languages
/// are needed whatever language the screens have, so these words are data, as the cards are.
class SituationTexts {
public:
    explicit SituationTexts(CardLabels labels)
        : m_labels(labels)
    {
    }

    /// What, since, who cannot do what, please do, please do not, next call, call back.
    QString venueForm(const Situation& now) const;
    /// Condition, actions, needs.
    QString report(const Situation& now) const;

private:
    QString phase(const View& view) const;
    QString affected(const View& view) const;
    QString figure(const View& view, contract::Figure figure, int digits) const;
    QString condition(const Situation& now) const;
    QString actions(const Situation& now) const;
    QString needs(const Situation& now) const;
    QString line(const char* ja, const char* en, const QString& text) const;

    CardLabels m_labels;
};

} // namespace saikobi::pages
