#pragma once

#include <string>
#include <string_view>

namespace saikobi::http {

/// Content-Security-Policy of a page that consists of itself alone: only this style and this script
/// run, requests and forms go to our own host, nobody may frame it.
std::string contentPolicy(std::string_view style, std::string_view script);

/// 128 random bits in hexadecimal: the visitor of a form without scripts.
std::string randomVisitor();

} // namespace saikobi::http
