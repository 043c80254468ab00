#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "backend/http/language.h"

namespace saikobi::http {

/// The sentences of the buyer pages (resources/pages/texts_*.json), in groups. Those
/// that a script says travel inside it.
class PageTexts {
public:
    PageTexts();
    ~PageTexts();

    /// Empty when there is none; a test compares the two languages.
    std::string text(Language language, std::string_view group, std::string_view key) const;
    /// All sentences of a group; empty when there is no such group.
    std::map<std::string, std::string> group(Language language, std::string_view name) const;
    /// Title and explanation of a problem.
    std::pair<std::string, std::string> problem(Language language, std::string_view name) const;

private:
    class Impl;
    std::unique_ptr<const Impl> m_impl;
};

} // namespace saikobi::http
