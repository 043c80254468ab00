#pragma once

#include <string>
#include <string_view>

namespace saikobi::http {

/// A QR picture of a text as an inline SVG: dark on white whatever the page's colours, with the
/// quiet zone of four modules. Empty when the text is too long for one (over 2 KB).
std::string qrSvg(std::string_view text);

} // namespace saikobi::http
