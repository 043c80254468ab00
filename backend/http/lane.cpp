#include "backend/http/lane.h"

namespace saikobi::http {

Lane laneOf(std::string_view method, std::string_view path)
{
    constexpr std::string_view sales = "/sales/";
    if (path.starts_with("/payments/"))
        return Lane::Finish;
    if (path.starts_with("/public/"))
        return path.ends_with("/catalogue") ? Lane::Shop : Lane::Look;
    if (!path.starts_with(sales))
        return Lane::Look;
    path.remove_prefix(sales.size());
    const auto slash = path.find('/');
    const auto rest = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
    if (rest.starts_with("orders") || rest.starts_with("passes"))
        return Lane::Order;
    if (rest == "goods" || (method == "POST" && rest.starts_with("tickets")))
        return Lane::Shop;
    return Lane::Look;
}

} // namespace saikobi::http
