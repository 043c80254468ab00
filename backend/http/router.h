#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "backend/http/call.h"

namespace saikobi::http {

using Action = std::function<void(const CallPtr&)>;

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
        std::string sale{};
        std::string order{};
        std::string allowed{}; ///< methods of this path; empty when there is no such path
    };

    explicit Router(std::vector<Route> routes);
    /// HEAD is served as GET.
    Match find(std::string_view method, std::string_view path) const;
    const std::vector<Route>& routes() const { return m_routes; }

private:
    std::vector<Route> m_routes;
};

} // namespace saikobi::http
