#pragma once

#include <string>
#include <string_view>

namespace saikobi::waiting_room {

std::string sha256(std::string_view text); ///< 32 bytes
std::string hmacSha256(std::string_view key, std::string_view text); ///< 32 bytes
/// In a time that tells nothing about where they differ.
bool isSameSecret(std::string_view left, std::string_view right);

} // namespace saikobi::waiting_room
