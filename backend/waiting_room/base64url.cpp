#include "backend/waiting_room/base64url.h"

#include <array>

namespace saikobi::waiting_room {

namespace {

constexpr std::string_view alphabet{
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"};

/// Value of each character; 64 and more for those outside the alphabet.
constexpr auto values = [] {
    std::array<std::uint8_t, 256> out{};
    out.fill(64);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        out.at(static_cast<std::uint8_t>(alphabet[i])) = static_cast<std::uint8_t>(i);
    return out;
}();

std::uint32_t valueOf(char letter)
{
    return values[static_cast<std::uint8_t>(letter)];
}

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
    std::string out(text.size() * 3 / 4, '\0');
    // Through a pointer to bytes of its own kind, without a copy.
    auto* const bytes = reinterpret_cast<std::uint8_t*>(out.data());
    return readBase64Url(text, {bytes, out.size()}) ? std::optional{std::move(out)} : std::nullopt;
}

bool readBase64Url(std::string_view text, std::span<std::uint8_t> into)
{
    if (text.size() != (into.size() * 4 + 2) / 3)
        return false;
    const auto* from = text.data();
    auto* to = into.data();
    std::uint32_t seen = 0; // of all values, so that one look at the end finds a stranger
    const auto next = [&from, &seen] {
        const auto value = valueOf(*from++);
        seen |= value;
        return value;
    };
    const auto put = [&to](std::uint32_t bits) { *to++ = static_cast<std::uint8_t>(bits & 255U); };
    for (auto left = into.size() / 3; left > 0; --left) {
        const auto a = next(), b = next(), c = next(), d = next();
        put(a << 2U | b >> 4U);
        put(b << 4U | c >> 2U);
        put(c << 6U | d);
    }
    std::uint32_t spare = 0; // bits of the last character that belong to no byte
    if (into.size() % 3 == 1) {
        const auto a = next(), b = next();
        put(a << 2U | b >> 4U);
        spare = b & 15U;
    } else if (into.size() % 3 == 2) {
        const auto a = next(), b = next(), c = next();
        put(a << 2U | b >> 4U);
        put(b << 4U | c >> 2U);
        spare = c & 3U;
    }
    return seen < 64 && spare == 0;
}

} // namespace saikobi::waiting_room
