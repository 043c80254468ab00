#include "backend/waiting_room/base64url.h"

#include <cstdint>

namespace saikobi::waiting_room {

namespace {

constexpr std::string_view alphabet{
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"};

} // namespace

std::string toBase64Url(std::string_view bytes)
{
    std::string out;
    out.reserve((bytes.size() * 4 + 2) / 3);
    std::uint32_t bits = 0;
    int count = 0;
    for (const char byte : bytes) {
        bits = bits << 8U | static_cast<std::uint8_t>(byte);
        for (count += 8; count >= 6; count -= 6)
            out += alphabet[bits >> static_cast<unsigned>(count - 6) & 63U];
    }
    if (count > 0)
        out += alphabet[bits << static_cast<unsigned>(6 - count) & 63U];
    return out;
}

std::optional<std::string> fromBase64Url(std::string_view text)
{
    std::string out;
    out.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    int count = 0;
    for (const char letter : text) {
        const auto value = alphabet.find(letter);
        if (value == std::string_view::npos)
            return std::nullopt;
        bits = bits << 6U | static_cast<std::uint32_t>(value);
        count += 6;
        if (count >= 8) {
            count -= 8;
            out += static_cast<char>(bits >> static_cast<unsigned>(count) & 255U);
        }
    }
    const bool isWhole = count < 6 && (bits & ((1U << static_cast<unsigned>(count)) - 1U)) == 0;
    return isWhole ? std::optional{out} : std::nullopt;
}

} // namespace saikobi::waiting_room
