#pragma once

#include <string>

#include "backend/contract/sale.h"
#include "backend/http/language.h"
#include "backend/http/page_texts.h"
#include "backend/http/pages.h"

namespace saikobi::http {

/// The parts of the page about keeping and moving a number, ready for HTML.
std::string placeSections(const PageTexts& texts, const contract::Sale& sale, const PlaceView& view,
        Language language);

/// What a page says of a link of this kind.
struct LinkWords {
    std::string title{};
    std::string section{};
};
LinkWords linkWords(const PageTexts& texts, const contract::Sale& sale, LinkKind kind,
        std::string_view code, Language language);
std::string_view parameterOf(LinkKind kind); ///< "handover"

} // namespace saikobi::http
