#include "backend/waiting_room/slip.h"

#include <array>
#include <charconv>

#include "backend/waiting_room/big_endian.h"

namespace saikobi::waiting_room {

namespace {

constexpr std::string_view crockford{"0123456789ABCDEFGHJKMNPQRSTVWXYZ"};
constexpr std::size_t checkSize = 6;
constexpr std::size_t longest = 64; ///< as typed, with all its spaces

/// The character that is meant; nothing when it cannot be one of ours.
std::optional<char> meant(char letter)
{
    if (letter >= 'a' && letter <= 'z')
        letter = static_cast<char>(letter - 'a' + 'A');
    if (letter == 'O')
        letter = '0';
    if (letter == 'I' || letter == 'L')
        letter = '1';
    return crockford.find(letter) == std::string_view::npos ? std::nullopt : std::optional{letter};
}

} // namespace

std::string slipCheck(const HmacState& state, const Holder& holder)
{
    ByteWriter<12> text;
    for (const char letter : {'s', 'l', 'i', 'p', '\0'})
        text.put(static_cast<std::uint8_t>(letter), 1);
    text.put(static_cast<std::uint64_t>(holder.number), 6).put(holder.member, 1);
    const auto mac
            = state.of(asText(text.bytes().data(), holder.member == 0 ? std::size_t{11} : 12));
    const auto bits = ByteReader{mac.data()}.take(4) >> 2U;
    std::string out;
    for (unsigned shift = 25; out.size() < checkSize; shift -= 5)
        out += crockford[bits >> shift & 31U];
    return out;
}

std::string slipText(const Holder& holder, std::string_view check)
{
    return std::to_string(holder.number) + "-" + std::string{check};
}

std::optional<SlipText> readSlipText(std::string_view text)
{
    if (text.size() > longest)
        return std::nullopt;
    std::string letters;
    for (const char letter : text) {
        if (letter == ' ' || letter == '-')
            continue;
        const auto known = meant(letter);
        if (!known)
            return std::nullopt;
        letters += *known;
    }
    if (letters.size() <= checkSize)
        return std::nullopt;
    SlipText out;
    out.check = letters.substr(letters.size() - checkSize);
    letters.resize(letters.size() - checkSize);
    const auto* end = letters.data() + letters.size();
    const auto read = std::from_chars(letters.data(), end, out.number);
    if (read.ec != std::errc{} || read.ptr != end || out.number < 1 || out.number > highestNumber)
        return std::nullopt;
    return out;
}

} // namespace saikobi::waiting_room
