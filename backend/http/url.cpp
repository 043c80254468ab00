#include "backend/http/url.h"

#include <algorithm>

namespace saikobi::http {

namespace {

constexpr std::size_t pairLimit = 64; ///< parameters of one request

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::optional<std::string> decoded(std::string_view text, bool plusIsSpace)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out.push_back(plusIsSpace && text[i] == '+' ? ' ' : text[i]);
            continue;
        }
        if (i + 2 >= text.size() || hexValue(text[i + 1]) < 0 || hexValue(text[i + 2]) < 0)
            return std::nullopt;
        out.push_back(static_cast<char>(hexValue(text[i + 1]) * 16 + hexValue(text[i + 2])));
        i += 2;
    }
    return out;
}

bool hasControl(std::string_view text)
{
    return std::any_of(text.begin(), text.end(),
            [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

/// What follows the authority of `http://host/path`; the text itself in origin form.
std::string_view withoutAuthority(std::string_view target)
{
    const auto scheme = target.find("://");
    if (target.starts_with('/') || scheme == std::string_view::npos)
        return target;
    const auto path = target.find('/', scheme + 3);
    return path == std::string_view::npos ? std::string_view{"/"} : target.substr(path);
}

} // namespace

std::optional<Target> readTarget(std::string_view target)
{
    const auto local = withoutAuthority(target);
    if (!local.starts_with('/') || local.find('#') != std::string_view::npos)
        return std::nullopt;
    const auto mark = local.find('?');
    auto path = decoded(local.substr(0, mark), false);
    if (!path || hasControl(*path))
        return std::nullopt;
    if (mark == std::string_view::npos)
        return Target{std::move(*path), {}};
    auto query = readForm(local.substr(mark + 1));
    if (!query)
        return std::nullopt;
    return Target{std::move(*path), std::move(*query)};
}

std::optional<Pairs> readForm(std::string_view text)
{
    Pairs out;
    while (!text.empty()) {
        const auto end = text.find('&');
        const auto part = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        if (part.empty())
            continue;
        const auto equals = part.find('=');
        auto name = decoded(part.substr(0, equals), true);
        auto value = equals == std::string_view::npos ? std::optional<std::string>{std::string{}}
                                                      : decoded(part.substr(equals + 1), true);
        if (!name || !value || out.size() == pairLimit)
            return std::nullopt;
        out.emplace_back(std::move(*name), std::move(*value));
    }
    return out;
}

std::string percentEncoded(std::string_view text)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    constexpr std::string_view marks = "-._~";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool isAlnum
                = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (isAlnum || marks.find(c) != std::string_view::npos) {
            out.push_back(c);
            continue;
        }
        out.push_back('%');
        out.push_back(digits[byte >> 4]);
        out.push_back(digits[byte & 15]);
    }
    return out;
}

} // namespace saikobi::http
