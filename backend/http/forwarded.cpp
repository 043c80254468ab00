#include "backend/http/forwarded.h"

#include <algorithm>

namespace saikobi::http {

namespace {

using Hop = Hops::value_type;

constexpr std::size_t hopLimit = 32;

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool isPort(std::string_view text)
{
    return !text.empty() && text.size() <= 5
            && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// `1.2.3.4`, `1.2.3.4:567`, `2001:db8::1`, `[2001:db8::1]` or `[2001:db8::1]:567`.
Hop readNode(std::string_view text)
{
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == std::string_view::npos)
            return std::nullopt;
        const auto rest = text.substr(end + 1);
        if (!rest.empty() && !(rest.front() == ':' && isPort(rest.substr(1))))
            return std::nullopt;
        return waiting_room::addressFromText(text.substr(1, end - 1));
    }
    if (std::count(text.begin(), text.end(), ':') == 1) {
        const auto colon = text.find(':');
        if (!isPort(text.substr(colon + 1)))
            return std::nullopt;
        text = text.substr(0, colon);
    }
    return waiting_room::addressFromText(text);
}

/// Takes the part up to the next `separator` that stands outside quotes; the rest stays in `text`.
std::string_view takePart(std::string_view& text, char separator)
{
    bool isQuoted = false;
    std::size_t end = 0;
    for (; end < text.size() && (isQuoted || text[end] != separator); ++end)
        if (text[end] == '"')
            isQuoted = !isQuoted;
    const auto part = text.substr(0, end);
    text = end < text.size() ? text.substr(end + 1) : std::string_view{};
    return part;
}

bool isFor(std::string_view name)
{
    return name.size() == 3 && (name[0] | 32) == 'f' && (name[1] | 32) == 'o'
            && (name[2] | 32) == 'r';
}

/// A value with escapes in it is no address, and so names nobody.
std::string_view unquoted(std::string_view value)
{
    const bool isQuoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
    return isQuoted ? value.substr(1, value.size() - 2) : value;
}

/// One element, such as `for="[2001:db8::1]:47";proto=https;by=10.0.0.1`.
Hop readElement(std::string_view element)
{
    Hop found;
    bool isNamed = false;
    while (!element.empty()) {
        const auto pair = trimmed(takePart(element, ';'));
        const auto equals = pair.find('=');
        if (equals == std::string_view::npos || !isFor(pair.substr(0, equals)))
            continue;
        if (isNamed)
            return std::nullopt; // named twice: nobody knows which one is meant
        isNamed = true;
        found = readNode(unquoted(pair.substr(equals + 1)));
    }
    return found;
}

Hops hopsIn(const Request& request, std::string_view header, Hop (*read)(std::string_view))
{
    Hops hops;
    for (const auto& [name, value] : request.headers) {
        if (name != header)
            continue;
        std::string_view rest = value;
        do
            hops.push_back(read(trimmed(takePart(rest, ','))));
        while (!rest.empty());
    }
    if (hops.size() > hopLimit)
        hops.erase(hops.begin(), hops.end() - hopLimit);
    return hops;
}

} // namespace

Hops hopsOf(const Request& request)
{
    auto hops = hopsIn(request, "x-forwarded-for", readNode);
    return hops.empty() ? hopsIn(request, "forwarded", readElement) : hops;
}

} // namespace saikobi::http
