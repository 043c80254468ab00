#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace saikobi::http {

using Values = std::map<std::string, std::string, std::less<>>;

/// `{{name}}` replaced by its value, as it is; a name without a value vanishes.
std::string filled(std::string_view page, const Values& values);
/// The same, but a name without a value stays: it is filled in later.
std::string filledPartly(std::string_view page, const Values& values);
/// `{name}` likewise, in a sentence.
std::string said(std::string_view sentence, const Values& values);

/// For text and for attributes in double quotes.
std::string escaped(std::string_view text);

} // namespace saikobi::http
