#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace saikobi::http {

using Values = std::map<std::string, std::string, std::less<>>;

/// `{{name}}` replaced by its value, as it is; a name without a value vanishes.
std::string filled(std::string_view page, const Values& values);
/// `{name}` likewise, in a sentence.
std::string said(std::string_view sentence, const Values& values);

/// For text and for attributes in double quotes.
std::string escaped(std::string_view text);

/// A script or a style sheet without comment lines and without spaces that mean nothing. Scripts
/// written for it end statements with `;`, nest no template strings and have no blank in a regular
/// expression.
std::string squeezed(std::string_view source);

} // namespace saikobi::http
