#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "backend/http/call.h"

namespace saikobi::http {

/// What a route does: answer before it returns, or keep the call until its answer has come.
class Action {
public:
    using AtOnce = void (*)(const Call&);
    using Later = void (*)(const CallPtr&);

    Action() = default;
    Action(AtOnce handler)
        : m_atOnce{handler}
    {
    }
    Action(Later handler)
        : m_later{handler}
    {
    }
    void operator()(Call::Way way, const Request& request, Reply reply) const;

private:
    AtOnce m_atOnce = nullptr;
    Later m_later = nullptr;
};

struct Route {
    std::string_view method{};
    std::string_view pattern{}; ///< "/sales/{sale}/orders/{order}"
    Access access = Access::Personal;
    Action action{};
};

/// Which action a request means.
class Router {
public:
    struct Match {
        const Route* route = nullptr; ///< null: see `allowed`
        std::string_view sale{}; ///< in the path that was given
        std::string_view order{};
        std::string allowed{}; ///< methods of this path; empty when there is no such path
    };

    /// Patterns are literals.
    explicit Router(std::vector<Route> routes);
    /// HEAD is served as GET.
    Match find(std::string_view method, std::string_view path) const;
    const std::vector<Route>& routes() const { return m_routes; }

private:
    std::vector<Route> m_routes;
    std::vector<std::vector<std::string_view>> m_parts{}; ///< of each route's pattern
};

} // namespace saikobi::http
