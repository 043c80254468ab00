#include "backend/http/router.h"

#include <algorithm>
#include <array>
#include <utility>

namespace saikobi::http {

namespace {

constexpr std::size_t mostParts = 8; ///< of a path; ours have five at most
constexpr std::string_view salePart = "{sale}";
constexpr std::string_view orderPart = "{order}";

/// What stands between the slashes, in place.
struct Parts {
    std::array<std::string_view, mostParts> list{};
    std::size_t count = 0; ///< 0: too many
};

Parts partsOf(std::string_view path)
{
    Parts out;
    while (!path.empty()) {
        if (out.count == mostParts)
            return {};
        const auto end = path.find('/', 1);
        out.list[out.count++] = path.substr(1, end == std::string_view::npos ? end : end - 1);
        path = end == std::string_view::npos ? std::string_view{} : path.substr(end);
    }
    return out;
}

/// From the end: nearly all begin alike.
bool fits(const std::vector<std::string_view>& pattern, const Parts& path)
{
    return pattern.size() == path.count
            && std::equal(pattern.rbegin(), pattern.rend(),
                    path.list.rbegin() + static_cast<std::ptrdiff_t>(path.list.size() - path.count),
                    [](std::string_view expected, std::string_view found) {
                        return expected == found || expected == salePart || expected == orderPart;
                    });
}

} // namespace

void Action::operator()(Call::Way way, const Request& request, Reply reply) const
{
    if (m_atOnce)
        return m_atOnce(Call{std::move(way), request, std::move(reply)});
    m_later(std::make_shared<Call>(std::move(way), request, std::move(reply)));
}

Router::Router(std::vector<Route> routes)
    : m_routes{std::move(routes)}
{
    for (const auto& route : m_routes) {
        const auto parts = partsOf(route.pattern);
        m_parts.emplace_back(
                parts.list.begin(), parts.list.begin() + static_cast<std::ptrdiff_t>(parts.count));
    }
}

Router::Match Router::find(std::string_view method, std::string_view path) const
{
    const auto served = method == "HEAD" ? std::string_view{"GET"} : method;
    const auto parts = partsOf(path);
    Match match;
    for (std::size_t i = 0; i < m_routes.size(); ++i) {
        if (!fits(m_parts[i], parts))
            continue;
        const auto& route = m_routes[i];
        if (route.method != served) {
            match.allowed.append(match.allowed.empty() ? "" : ", ").append(route.method);
            match.allowed.append(route.method == "GET" ? ", HEAD" : "");
            continue;
        }
        for (std::size_t part = 0; part < parts.count; ++part) {
            if (m_parts[i][part] == salePart)
                match.sale = parts.list[part];
            else if (m_parts[i][part] == orderPart)
                match.order = parts.list[part];
        }
        match.route = &route;
        return match;
    }
    return match;
}

} // namespace saikobi::http
