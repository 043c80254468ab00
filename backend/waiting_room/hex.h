#pragma once

#include <string>
#include <string_view>

namespace saikobi::waiting_room {

/// Two lower-case digits a byte.
inline std::string toHex(std::string_view bytes)
{
    constexpr std::string_view digits{"0123456789abcdef"};
    std::string out;
    for (const char byte : bytes) {
        out += digits[static_cast<unsigned char>(byte) >> 4U];
        out += digits[static_cast<unsigned char>(byte) & 15U];
    }
    return out;
}

} // namespace saikobi::waiting_room
