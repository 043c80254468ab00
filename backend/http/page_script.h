#pragma once

#include <map>
#include <string>
#include <string_view>

namespace saikobi::http {

/// A script or a style sheet without comment lines and without spaces that mean nothing. Scripts
/// written for it end statements with `;`, nest no template strings, and have no blank and no quote
/// in a regular expression.
std::string squeezed(std::string_view source);

/// Squeezed, `const` as `let`, and the names that lines `//: name …` list as one or two letters.
/// Such a name is never a member written after a dot, never a key without its colon, and no word of
/// a template string's text.
std::string shortened(std::string_view source);

/// `T.name` replaced by the sentence as a string literal; a name without one stays as it is.
std::string withTexts(std::string_view script, const std::map<std::string, std::string>& texts);

} // namespace saikobi::http
