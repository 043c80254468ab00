#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace saikobi::waiting_room {

/// RFC 4648 §5 without padding.
std::string toBase64Url(std::string_view bytes);

/// Nothing when it is not exactly what toBase64Url() writes: one thing has one spelling.
std::optional<std::string> fromBase64Url(std::string_view text);
/// The same into bytes of a known number; false when it is not exactly so many.
bool readBase64Url(std::string_view text, std::span<std::uint8_t> into);

} // namespace saikobi::waiting_room
