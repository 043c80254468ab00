#pragma once

#include <QString>

#include "backend/contract/runbook.h"

namespace saikobi::pages {

/// A card is read in the language that was asked for, whatever language the screens have: at the
/// venue a Japanese print hangs beside an English desk. So these words are data, as the cards are.
class CardLabels {
public:
    enum class Language { Japanese, English };

    explicit CardLabels(Language language)
        : m_isJapanese(language == Language::Japanese)
    {
    }

    bool isJapanese() const { return m_isJapanese; }
    QString of(const contract::Bilingual& text) const;
    QString pick(const char* ja, const char* en) const;
    QString when() const { return pick("使う場面", "When"); }
    QString aim() const { return pick("目的", "Aim"); }
    QString look() const { return pick("見る所", "Look"); }
    QString first() const { return pick("最初に", "First"); }
    QString then() const { return pick("次に", "Then"); }
    QString venue() const { return pick("会場へ", "Venue"); }
    QString finished() const { return pick("終了条件", "Finished"); }
    QString role(contract::Role role) const;
    QString roles(const contract::Card& card) const; ///< who decides, acts and is called
    QString form(const contract::Step& step) const; ///< "Hold 15 min", of a command
    QString duration(std::chrono::seconds time) const;
    QString figure(contract::Figure figure) const; ///< "provider budget"
    QString watch(const contract::Watch& watch) const; ///< "provider budget < 85 %, 60 s"
    /// What stands before the text of a step: whom to call, which form, how long. May be empty.
    QString lead(const contract::Step& step) const;
    QString dates(const contract::Card& card) const; ///< revision, and review from outside

private:
    const bool m_isJapanese;
};

} // namespace saikobi::pages
