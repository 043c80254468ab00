#include "backend/http/tokens.h"

#include <algorithm>

namespace saikobi::http {

namespace {

using namespace std::chrono_literals;

/// A sale lasts a day; whoever comes back the next morning still learns what became of the place.
constexpr std::chrono::seconds ticketCookieLife = 48h;

std::string tokenOf(const Call& call, std::string_view cookie)
{
    const auto bearer = call.request().bearer();
    if (!bearer.empty())
        return std::string{bearer};
    return call.request().cookie(std::string{cookie} + call.sale()).value_or(std::string{});
}

void setCookieAt(const Call& call, std::string_view path, std::string_view cookie,
        std::string_view value, std::chrono::seconds life, Response& response)
{
    std::string line{cookie};
    line.append("=").append(value);
    line.append("; Path=").append(path);
    line.append("; Max-Age=").append(std::to_string(std::max<std::int64_t>(0, life.count())));
    line.append("; HttpOnly; SameSite=Lax");
    if (call.parts().publicUrl.starts_with("https:"))
        line.append("; Secure");
    response.headers.emplace_back("Set-Cookie", std::move(line));
}

/// Of a sale: sent to /sales/{sale} and below.
void setCookie(const Call& call, std::string_view cookie, std::string_view value,
        std::chrono::seconds life, Response& response)
{
    setCookieAt(call, "/sales/" + call.sale(), std::string{cookie} + call.sale(), value, life,
            response);
}

constexpr std::string_view orderCookie = "saikobi_o";
constexpr std::string_view ticketCookie = "saikobi_t_";
constexpr std::string_view passCookie = "saikobi_p_";

} // namespace

std::string ticketOf(const Call& call)
{
    return tokenOf(call, ticketCookie);
}

std::variant<waiting_room::Ticket, contract::Problem> readTicket(
        const Call& call, const waiting_room::Line& line)
{
    auto first = line.readTicket(ticketOf(call));
    if (std::holds_alternative<waiting_room::Ticket>(first) || call.request().bearer().empty())
        return first;
    const auto copy = call.request().cookie(std::string{ticketCookie} + call.sale());
    if (!copy)
        return first;
    auto second = line.readTicket(*copy);
    return std::holds_alternative<waiting_room::Ticket>(second) ? second : first;
}

std::variant<const waiting_room::Ticket*, contract::Problem> readTicketAgain(
        const Call& call, const waiting_room::Line& line, waiting_room::TicketMemo& copy)
{
    const auto& request = call.request();
    auto& memo = request.memo ? *request.memo : copy;
    const auto bearer = request.bearer();
    const auto cookie = [&] {
        return request.cookieText(ticketCookie, call.sale()).value_or(std::string_view{});
    };
    auto first = line.readTicket(bearer.empty() ? cookie() : bearer, memo);
    const bool isRead = std::holds_alternative<const waiting_room::Ticket*>(first);
    const auto other = isRead || bearer.empty() ? std::string_view{} : cookie();
    if (other.empty())
        return first;
    const auto second = line.readTicket(other, memo);
    return std::holds_alternative<const waiting_room::Ticket*>(second) ? second : first;
}

std::string passOf(const Call& call)
{
    return tokenOf(call, passCookie);
}

void giveTicket(const Call& call, const std::string& ticket, Response& response)
{
    setCookie(call, ticketCookie, ticket, ticketCookieLife, response);
}

void givePass(const Call& call, const waiting_room::GrantedPass& pass, Response& response)
{
    const auto life
            = std::chrono::duration_cast<std::chrono::seconds>(pass.expiresAt - call.parts().now());
    setCookie(call, passCookie, pass.token, life, response);
}

std::string orderKeyOf(const Call& call)
{
    return call.request().cookie(orderCookie).value_or(std::string{});
}

void giveOrderKey(
        const Call& call, const std::string& order, const std::string& key, Response& response)
{
    // The return address names its sale in a parameter, so that the path is not the request's.
    const auto sale
            = call.sale().empty() ? std::string{call.request().parameter("sale")} : call.sale();
    setCookieAt(call, "/sales/" + sale + "/orders/" + order, orderCookie, key, ticketCookieLife,
            response);
}

void takeTicket(const Call& call, Response& response)
{
    setCookie(call, ticketCookie, "", 0s, response);
}

void takePass(const Call& call, Response& response)
{
    setCookie(call, passCookie, "", 0s, response);
}

} // namespace saikobi::http
