#pragma once

#include <map>
#include <string>

#include "backend/contract/runbook.h"
#include "backend/control/cards/card_fault.h"

namespace saikobi::control {

enum class CardLanguage { Japanese, English };

/// A file of the runbook as it was read: `ja/C3.md`.
struct CardFile {
    std::string name{};
    CardLanguage language = CardLanguage::Japanese;
    std::string text{};
};

/// One card in one language. Of its texts only that language is set.
struct CardSource {
    std::string file{};
    CardLanguage language = CardLanguage::Japanese;
    contract::Card card{};
    /// Lines of the fields, paragraphs and steps, as "roles", "When", "step f2".
    std::map<std::string, int> lines{};

    int lineOf(const std::string& what) const
    {
        const auto found = lines.find(what);
        return found == lines.end() ? 1 : found->second;
    }
};

inline std::string& in(contract::Bilingual& text, CardLanguage language)
{
    return language == CardLanguage::Japanese ? text.ja : text.en;
}

inline constexpr std::size_t longestCardFile = 64U << 10U; ///< bytes that are read

/// Reads one file in the format of CONSOLE.md §5; everything that is wrong is added to `faults`.
CardSource readCard(const CardFile& file, CardFaults& faults);

} // namespace saikobi::control
