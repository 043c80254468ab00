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

/// An SVG as an image element: whatever it holds, none of it runs.
std::string imageOf(const std::string& svg, std::string_view attributes = "alt=\"\"");

/// `--a`, the shop's colour; `--on`, black or white, whichever is readable on it; `--d`, a tone of
/// it that has a contrast of 4.5 on every ground of a page; `--t`, a tint. Light and dark.
std::string colourRule(const std::string& colour);

} // namespace saikobi::http
