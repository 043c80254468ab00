#include "backend/http/message.h"

#include <algorithm>

namespace saikobi::http {

namespace {

template<class Fields>
std::string_view firstNamed(const Fields& pairs, std::string_view name)
{
    const auto found = std::find_if(
            pairs.begin(), pairs.end(), [name](const auto& pair) { return pair.first == name; });
    return found == pairs.end() ? std::string_view{} : std::string_view{found->second};
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

} // namespace

std::string_view Request::header(std::string_view lowerCaseName) const
{
    return firstNamed(headers, lowerCaseName);
}

std::string_view Request::parameter(std::string_view name) const
{
    return firstNamed(query, name);
}

std::optional<std::string> Request::cookie(std::string_view name) const
{
    const auto value = cookieText(name, {});
    return value ? std::optional{std::string{*value}} : std::nullopt;
}

std::optional<std::string_view> Request::cookieText(
        std::string_view name, std::string_view nameEnd) const
{
    const auto size = name.size() + nameEnd.size();
    for (const auto& [field, line] : headers) {
        if (field != "cookie")
            continue;
        for (std::string_view rest = line; !rest.empty();) {
            const auto end = rest.find(';');
            const auto part = trimmed(rest.substr(0, end));
            rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
            if (part.size() > size && part[size] == '=' && part.starts_with(name)
                    && part.substr(name.size(), nameEnd.size()) == nameEnd)
                return part.substr(size + 1);
        }
    }
    return std::nullopt;
}

std::string_view Request::bearer() const
{
    constexpr std::string_view scheme = "bearer ";
    const auto value = header("authorization");
    if (value.size() <= scheme.size())
        return {};
    const bool isBearer = std::equal(scheme.begin(), scheme.end(), value.begin(),
            [](char expected, char c) { return expected == (c >= 'A' && c <= 'Z' ? c + 32 : c); });
    return isBearer ? trimmed(value.substr(scheme.size())) : std::string_view{};
}

bool Request::wantsHtml() const
{
    return header("accept").find("text/html") != std::string_view::npos;
}

} // namespace saikobi::http
