#include "app/pages/address_span.h"

#include <charconv>
#include <vector>

namespace saikobi::pages {

namespace {

using Address = std::array<std::uint8_t, 16>;

constexpr std::size_t groups = 8;
constexpr std::size_t mappedSize = 12;
constexpr Address mappedPrefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

/// A whole number up to `most` that is all of `text`.
std::optional<unsigned> numberIn(std::string_view text, int base, unsigned most)
{
    unsigned value = 0;
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value, base);
    const bool isWhole = read.ec == std::errc{} && read.ptr == end;
    return isWhole && value <= most ? std::optional{value} : std::nullopt;
}

std::vector<std::string_view> split(std::string_view text, char at)
{
    std::vector<std::string_view> out;
    for (auto found = text.find(at); found != std::string_view::npos; found = text.find(at)) {
        out.push_back(text.substr(0, found));
        text.remove_prefix(found + 1);
    }
    out.push_back(text);
    return out;
}

std::optional<std::array<std::uint8_t, 4>> ipv4In(std::string_view text)
{
    const auto parts = split(text, '.');
    std::array<std::uint8_t, 4> out{};
    if (parts.size() != out.size())
        return std::nullopt;
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto byte = numberIn(parts[i], 10, 0xff);
        if (!byte)
            return std::nullopt;
        out.at(i) = static_cast<std::uint8_t>(*byte);
    }
    return out;
}

/// The groups of one side of "::"; the last may be written as IPv4.
std::optional<std::vector<unsigned>> groupsIn(std::string_view text)
{
    std::vector<unsigned> out;
    if (text.empty())
        return out;
    const auto parts = split(text, ':');
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto tail = i + 1 == parts.size() ? ipv4In(parts[i]) : std::nullopt;
        if (tail) {
            out.push_back(static_cast<unsigned>(tail->at(0) << 8 | tail->at(1)));
            out.push_back(static_cast<unsigned>(tail->at(2) << 8 | tail->at(3)));
            continue;
        }
        const auto group = numberIn(parts[i], 16, 0xffff);
        if (!group)
            return std::nullopt;
        out.push_back(*group);
    }
    return out;
}

std::optional<Address> ipv6In(std::string_view text)
{
    const auto gap = text.find("::");
    const bool hasGap = gap != std::string_view::npos;
    const auto before = groupsIn(text.substr(0, gap));
    const auto after = groupsIn(hasGap ? text.substr(gap + 2) : std::string_view{});
    if (!before || !after)
        return std::nullopt;
    const auto named = before->size() + after->size();
    if (hasGap ? named >= groups : named != groups)
        return std::nullopt;
    Address out{};
    const auto put = [&out](std::size_t place, unsigned group) {
        out.at(2 * place) = static_cast<std::uint8_t>(group >> 8);
        out.at(2 * place + 1) = static_cast<std::uint8_t>(group & 0xff);
    };
    for (std::size_t i = 0; i < before->size(); ++i)
        put(i, before->at(i));
    for (std::size_t i = 0; i < after->size(); ++i)
        put(groups - after->size() + i, after->at(i));
    return out;
}

std::optional<Address> addressIn(std::string_view text)
{
    if (text.find(':') != std::string_view::npos)
        return ipv6In(text);
    const auto short4 = ipv4In(text);
    if (!short4)
        return std::nullopt;
    auto out = mappedPrefix;
    for (std::size_t i = 0; i < short4->size(); ++i)
        out.at(mappedSize + i) = short4->at(i);
    return out;
}

} // namespace

std::optional<AddressSpan> addressSpanOf(std::string_view rule)
{
    const auto slash = rule.find('/');
    const auto address = addressIn(rule.substr(0, slash));
    if (!address)
        return std::nullopt;
    const bool isIpv4 = rule.find(':') == std::string_view::npos;
    const unsigned widest = isIpv4 ? 32 : 128;
    auto bits = std::optional{widest};
    if (slash != std::string_view::npos)
        bits = numberIn(rule.substr(slash + 1), 10, widest);
    if (!bits)
        return std::nullopt;
    AddressSpan out{*address, *address};
    for (unsigned bit = *bits + 128 - widest; bit < 128; ++bit) {
        const auto mask = static_cast<std::uint8_t>(0x80U >> bit % 8);
        out.first.at(bit / 8) = static_cast<std::uint8_t>(out.first.at(bit / 8) & ~mask);
        out.last.at(bit / 8) = static_cast<std::uint8_t>(out.last.at(bit / 8) | mask);
    }
    return out;
}

} // namespace saikobi::pages
