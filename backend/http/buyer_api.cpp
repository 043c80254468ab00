#include "backend/http/buyer_api.h"

#include <utility>

#include "backend/http/call.h"
#include "backend/http/draw_desk.h"
#include "backend/http/move_desk.h"
#include "backend/http/order_desk.h"
#include "backend/http/payment_desk.h"
#include "backend/http/place_desk.h"
#include "backend/http/place_page.h"
#include "backend/http/public_documents.h"
#include "backend/http/sale_page.h"

namespace saikobi::http {

namespace {

/// For handlers that answer before they return.
Action atOnce(void (*handler)(const Call&))
{
    return handler;
}

std::vector<Route> buyerRoutes()
{
    using enum Access;
    return {{"GET", "/public/sales/{sale}/status", Cacheable, atOnce(answerStatus)},
            {"GET", "/public/sales/{sale}/catalogue", Cacheable, atOnce(answerCatalogue)},
            {"GET", "/public/sales/{sale}/draw", Cacheable, atOnce(answerDraw)},
            {"GET", "/public/sales/{sale}/chain", Cacheable, answerChain},
            {"GET", "/.well-known/jwks.json", Cacheable, atOnce(answerKeys)},
            {"GET", "/sales/{sale}", Personal, atOnce(showSale)},
            {"GET", "/sales/{sale}/check", Personal, atOnce(showCheck)},
            {"GET", "/sales/{sale}/goods", Personal, atOnce(showGoods)},
            {"GET", "/sales/{sale}/place", Personal, atOnce(showPlace)},
            {"POST", "/sales/{sale}/place", Personal, atOnce(askPlace)},
            {"POST", "/sales/{sale}/tickets", Personal, join},
            {"GET", "/sales/{sale}/tickets/me", Personal, atOnce(ownPlace)},
            {"GET", "/sales/{sale}/tickets/me/slip", Personal, atOnce(showSlip)},
            {"POST", "/sales/{sale}/tickets/me/handover", Personal, atOnce(makeHandOver)},
            {"POST", "/sales/{sale}/tickets/me/invite", Personal, atOnce(makeInvite)},
            {"POST", "/sales/{sale}/passes", Personal, claim},
            {"DELETE", "/sales/{sale}/passes/me", Personal, leave},
            {"POST", "/sales/{sale}/orders", Personal, placeOrder},
            {"GET", "/sales/{sale}/orders/{order}", Personal, viewOrder},
            {"POST", "/sales/{sale}/orders/{order}/attempts", Personal, payAgain},
            {"POST", "/sales/{sale}/orders/{order}/cancel", Personal, giveUpOrder},
            {"GET", "/payments/return", Personal, backFromProvider},
            {"POST", "/payments/webhooks", Personal, takeNotification}};
}

std::vector<Route> routesOf(BuyerApi::Surface surface)
{
    auto routes = buyerRoutes();
    if (surface == BuyerApi::Surface::Payments)
        std::erase_if(
                routes, [](const Route& each) { return !each.pattern.starts_with("/payments/"); });
    return routes;
}

/// An unknown path below a cacheable one is as public as its neighbours.
Access accessOf(std::string_view path)
{
    const bool isCacheable = path.starts_with("/public/") || path.starts_with("/.well-known/");
    return isCacheable ? Access::Cacheable : Access::Personal;
}

/// "https://shop.example/x" → "shop.example"
std::string_view hostOf(std::string_view url)
{
    const auto scheme = url.find("://");
    if (scheme == std::string_view::npos)
        return {};
    url.remove_prefix(scheme + 3);
    return url.substr(0, url.find('/'));
}

/// A form on another site sends no cookie with it, so that it would take a new place and overwrite
/// the visitor's own with it. Browsers say where a form stood; programs say nothing and may.
bool isFromOtherSite(const Request& request, const std::string& publicUrl)
{
    if (request.method == "GET" || !request.path.starts_with("/sales/"))
        return false;
    const auto site = request.header("sec-fetch-site");
    const auto origin = request.header("origin");
    if (!site.empty() || origin.empty())
        return site == "cross-site";
    // A proxy may have put a name of its own into Host.
    const auto host = hostOf(origin);
    return host.empty() || (host != request.header("host") && host != hostOf(publicUrl));
}

} // namespace

BuyerApi::BuyerApi(BuyerParts parts, Surface surface)
    : m_parts{std::move(parts)}
    , m_router{routesOf(surface)}
    , m_counts{m_parts.measures}
{
}

void BuyerApi::handle(const Request& request, Reply reply)
{
    const auto match = m_router.find(request.method, request.path);
    const auto access = match.route ? match.route->access : accessOf(request.path);
    Call::Way way{
            m_parts, m_pages, access, std::string{match.sale}, std::string{match.order}, &m_counts};
    const bool isForeign = isFromOtherSite(request, m_parts.publicUrl);
    if (match.route && !isForeign)
        return match.route->action(std::move(way), request, std::move(reply));
    const Call call{std::move(way), request, std::move(reply)};
    if (isForeign)
        return call.refuse({contract::ProblemType::BadRequest, "sent by another site", {}, {}});
    if (match.allowed.empty())
        return call.refuse({contract::ProblemType::NotFound, "no such path", {}, {}});
    Response draft;
    draft.headers.emplace_back("Allow", match.allowed);
    call.refuse({contract::ProblemType::MethodNotAllowed, match.allowed, {}, {}}, std::move(draft));
}

} // namespace saikobi::http
