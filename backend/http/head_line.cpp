#include "backend/http/head_line.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace saikobi::http {

namespace {

constexpr std::uint8_t tokenBit = 1;
constexpr std::uint8_t targetBit = 2;
constexpr std::uint8_t textBit = 4;

constexpr std::array<std::uint8_t, 256> classesOfBytes()
{
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    std::array<std::uint8_t, 256> out{};
    for (std::size_t byte = 0; byte < out.size(); ++byte) {
        const bool isControl = byte < 0x20 || byte == 0x7f;
        if (!isControl || byte == '\t')
            out[byte] |= textBit;
        if (!isControl && byte > 0x20 && byte < 0x80)
            out[byte] |= targetBit;
        const bool isAlnum = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z')
                || (byte >= 'a' && byte <= 'z');
        if (isAlnum || (byte < 0x80 && marks.find(static_cast<char>(byte)) != marks.npos))
            out[byte] |= tokenBit;
    }
    return out;
}

constexpr auto classes = classesOfBytes();

bool isAll(std::string_view text, std::uint8_t bit)
{
    std::uint8_t common = bit;
    for (const char c : text)
        common &= classes[static_cast<std::uint8_t>(c)];
    return common != 0;
}

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isBlank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back()))
        text.remove_suffix(1);
    return text;
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

} // namespace

std::optional<RequestLine> readRequestLine(std::string_view line)
{
    constexpr std::string_view newest = " HTTP/1.1";
    constexpr std::string_view oldest = " HTTP/1.0";
    RequestLine out;
    out.isOldVersion = line.ends_with(oldest);
    if (!out.isOldVersion && !line.ends_with(newest))
        return std::nullopt;
    line.remove_suffix(newest.size());
    const auto space = line.find(' ');
    if (space == 0 || space == std::string_view::npos || space + 1 == line.size())
        return std::nullopt;
    out.method = line.substr(0, space);
    out.target = line.substr(space + 1);
    if (!isAll(out.method, tokenBit) || !isAll(out.target, targetBit))
        return std::nullopt;
    return out;
}

std::optional<FieldLine> readFieldLine(std::string_view line)
{
    const auto colon = line.find(':');
    if (colon == 0 || colon == std::string_view::npos)
        return std::nullopt;
    const FieldLine out{line.substr(0, colon), trimmed(line.substr(colon + 1))};
    if (!isAll(out.name, tokenBit) || !isAll(out.value, textBit))
        return std::nullopt;
    return out;
}

bool isTokenCharacter(char c)
{
    return (classes[static_cast<std::uint8_t>(c)] & tokenBit) != 0;
}

bool isFieldText(std::string_view text)
{
    return isAll(text, textBit);
}

bool equalsIgnoringCase(std::string_view text, std::string_view lowerCase)
{
    return std::equal(text.begin(), text.end(), lowerCase.begin(), lowerCase.end(),
            [](char a, char b) { return lower(a) == b; });
}

bool listHas(std::string_view list, std::string_view lowerCaseWord)
{
    while (!list.empty()) {
        const auto comma = list.find(',');
        if (equalsIgnoringCase(trimmed(list.substr(0, comma)), lowerCaseWord))
            return true;
        list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
    }
    return false;
}

bool isHost(std::string_view value)
{
    return std::all_of(value.begin(), value.end(), [](char c) {
        const bool isAlphanumeric
                = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return isAlphanumeric || std::string_view{"-._~:[]%"}.find(c) != std::string_view::npos;
    });
}

} // namespace saikobi::http
