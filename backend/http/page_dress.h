#pragma once

#include <string>

#include "backend/contract/sale.h"
#include "backend/http/language.h"
#include "backend/http/page_template.h"

namespace saikobi::http {

std::string_view codeOf(Language language); ///< "ja"
const std::string& in(Language language, const contract::Bilingual& text);

/// The parts of a page that come from the sale file: names, logo, contact; ready for HTML.
Values dressOf(const contract::Sale& sale, Language language, const std::string& contactLabel);

/// `--a`, the shop's colour, and `--on`, black or white, whichever is readable on it.
std::string colourRule(const std::string& colour);

} // namespace saikobi::http
