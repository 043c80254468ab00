#include "backend/shop/sale_values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace saikobi::shop {

using namespace std::chrono_literals;

namespace {

std::optional<std::chrono::seconds> unitOf(char letter)
{
    switch (letter) {
    case 's':
        return 1s;
    case 'm':
        return 60s;
    case 'h':
        return 3600s;
    case 'd':
        return 86400s;
    default:
        return std::nullopt;
    }
}

/// Relative luminance of one channel, WCAG 2.2.
double channel(std::string_view twoDigits)
{
    int value = 0;
    std::from_chars(twoDigits.data(), twoDigits.data() + 2, value, 16);
    const double share = value / 255.0;
    return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
}

bool isHexColour(std::string_view colour)
{
    const auto isHex = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    };
    return colour.size() == 7 && colour.front() == '#'
            && std::all_of(colour.begin() + 1, colour.end(), isHex);
}

std::string lowered(std::string_view text)
{
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(),
            [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

/// An attribute such as onload= anywhere after white space.
bool hasHandler(std::string_view svg)
{
    for (std::size_t at = 0; at + 2 < svg.size(); ++at) {
        const bool isSpace = svg[at] == ' ' || svg[at] == '\n' || svg[at] == '\t' || svg[at] == '\r'
                || svg[at] == '/' || svg[at] == '"' || svg[at] == '\'';
        if (isSpace && svg.substr(at + 1, 2) == "on")
            return true;
    }
    return false;
}

} // namespace

std::optional<std::chrono::seconds> durationFromText(std::string_view text)
{
    constexpr std::chrono::seconds longest = 400 * 24h;
    std::chrono::seconds sum{};
    while (!text.empty()) {
        std::int64_t count = 0;
        const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), count);
        const auto digits = static_cast<std::size_t>(end - text.data());
        if (failed != std::errc{} || digits == text.size() || count < 0 || count > longest.count())
            return std::nullopt;
        const auto unit = unitOf(text[digits]);
        if (!unit)
            return std::nullopt;
        sum += count * *unit;
        if (sum > longest)
            return std::nullopt;
        text.remove_prefix(digits + 1);
    }
    return sum > 0s ? std::optional{sum} : std::nullopt;
}

std::optional<std::string> faultOfColour(std::string_view colour)
{
    if (!isHexColour(colour))
        return "must be written like #3B7DD8";
    const double luminance = 0.2126 * channel(colour.substr(1)) + 0.7152 * channel(colour.substr(3))
            + 0.0722 * channel(colour.substr(5));
    if (1.05 / (luminance + 0.05) < 3.0)
        return "is too light to be read on white (contrast below 3 : 1)";
    return std::nullopt;
}

std::optional<std::string> faultOfLogo(std::string_view svg)
{
    constexpr std::array forbidden{"<script", "<foreignobject", "<iframe", "<style", "<!", "<?",
            "href", "url(", "javascript:", "data:"};
    if (svg.size() > logoLimit)
        return "is larger than " + std::to_string(logoLimit) + " bytes";
    const auto text = lowered(svg);
    if (text.rfind("<svg", 0) != 0 || text.find("</svg>") == std::string::npos)
        return "must be an <svg> element";
    for (const auto* word : forbidden)
        if (text.find(word) != std::string::npos)
            return std::string{"must not contain "} + word;
    if (hasHandler(text))
        return "must not contain event handlers";
    return std::nullopt;
}

std::optional<std::string> faultOfBeacon(std::string_view rule)
{
    const auto isPlain = [](char c) { return c >= ' ' && c <= '~'; };
    if (rule.empty() || rule.size() > 255 || !std::all_of(rule.begin(), rule.end(), isPlain))
        return "must be 1 to 255 plain ASCII characters";
    return std::nullopt;
}

bool isHostName(std::string_view text)
{
    const auto colon = text.find(':');
    if (colon != std::string_view::npos) {
        unsigned port = 0;
        const auto* end = text.data() + text.size();
        const auto read = std::from_chars(text.data() + colon + 1, end, port);
        if (read.ec != std::errc{} || read.ptr != end || port < 1 || port > 65535)
            return false;
    }
    const auto host = text.substr(0, colon);
    const auto isPart = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    };
    return !host.empty() && host.size() <= 253 && std::all_of(host.begin(), host.end(), isPart)
            && host.front() != '.' && host.front() != '-' && host.back() != '.'
            && host.back() != '-' && host.find("..") == std::string_view::npos;
}

std::optional<std::string> faultOfNotice(std::string_view words)
{
    // Each character has one byte that is no continuation of UTF-8; the TOML parser checked the
    // rest.
    const auto characters = std::count_if(words.begin(), words.end(),
            [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
    if (characters > noticeLimit)
        return "must not be longer than " + std::to_string(noticeLimit) + " characters";
    if (std::any_of(words.begin(), words.end(),
                [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; }))
        return "must be plain text in one line";
    return std::nullopt;
}

} // namespace saikobi::shop
