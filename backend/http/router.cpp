#include "backend/http/router.h"

#include <optional>
#include <utility>

namespace saikobi::http {

namespace {

struct Parts {
    std::string_view sale{};
    std::string_view order{};
};

/// Takes the part up to the next slash off the front.
std::string_view takePart(std::string_view& path)
{
    const auto end = path.find('/', 1);
    const auto part = path.substr(0, end);
    path = end == std::string_view::npos ? std::string_view{} : path.substr(end);
    return part;
}

std::optional<Parts> matched(std::string_view pattern, std::string_view path)
{
    Parts parts;
    while (!pattern.empty() && !path.empty()) {
        const auto expected = takePart(pattern);
        const auto found = takePart(path);
        if (expected == "/{sale}")
            parts.sale = found.substr(1);
        else if (expected == "/{order}")
            parts.order = found.substr(1);
        else if (expected != found)
            return std::nullopt;
    }
    return pattern.empty() && path.empty() ? std::optional{parts} : std::nullopt;
}

} // namespace

Router::Router(std::vector<Route> routes)
    : m_routes{std::move(routes)}
{
}

Router::Match Router::find(std::string_view method, std::string_view path) const
{
    const auto served = method == "HEAD" ? std::string_view{"GET"} : method;
    Match match;
    for (const auto& route : m_routes) {
        const auto parts = matched(route.pattern, path);
        if (!parts)
            continue;
        if (route.method == served)
            return {&route, std::string{parts->sale}, std::string{parts->order}, {}};
        match.allowed.append(match.allowed.empty() ? "" : ", ").append(route.method);
        if (route.method == "GET")
            match.allowed.append(", HEAD");
    }
    return match;
}

} // namespace saikobi::http
