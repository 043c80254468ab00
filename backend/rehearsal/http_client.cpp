#include "backend/rehearsal/http_client.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

#include <algorithm>
#include <optional>

namespace saikobi::rehearsal {

namespace asio = boost::asio;
namespace beast = boost::beast;
using contract::Fault;
using contract::FaultCode;
using contract::Result;

namespace {

constexpr std::chrono::seconds connectDeadline{5};
/// A server closes an idle connection after 15 s; one nearly that old is not worth a try.
constexpr std::chrono::seconds keptFor{10};

using Tcp = asio::ip::tcp;
using Question = beast::http::request<beast::http::string_body>;
using Answer = beast::http::response<beast::http::string_body>;

Question compose(const HttpQuestion& question, const HttpAddress& address)
{
    Question out{beast::http::string_to_verb(question.method), question.target, 11};
    out.set(beast::http::field::host, address.host + ":" + address.port);
    for (const auto& [name, value] : question.headers)
        out.set(name, value);
    if (!question.body.empty())
        out.set(beast::http::field::content_type,
                question.body.front() == '{' ? "application/json"
                                             : "application/x-www-form-urlencoded");
    out.body() = question.body;
    out.prepare_payload();
    return out;
}

HttpAnswer shorten(Answer&& from)
{
    HttpAnswer out;
    out.status = from.result_int();
    out.contentType = std::string{from[beast::http::field::content_type]};
    if (const auto found = from.find(beast::http::field::retry_after); found != from.end())
        out.retryAfter = std::string{found->value()};
    out.location = std::string{from[beast::http::field::location]};
    out.body = std::move(from.body());
    return out;
}

} // namespace

Result<HttpAddress> parseHttpAddress(const std::string& url)
{
    constexpr std::string_view scheme{"http://"};
    const Fault wrong{FaultCode::Invalid, "'" + url + "' is not an address http://HOST:PORT"};
    if (url.rfind(scheme, 0) != 0)
        return wrong;
    auto rest = url.substr(scheme.size());
    if (!rest.empty() && rest.back() == '/')
        rest.pop_back();
    HttpAddress out;
    const auto colon = rest.rfind(':');
    out.host = rest.substr(0, colon);
    if (colon != std::string::npos)
        out.port = rest.substr(colon + 1);
    const bool isNumber = !out.port.empty() && out.port.size() <= 5
            && out.port.find_first_not_of("0123456789") == std::string::npos;
    if (out.host.empty() || !isNumber || out.host.find('/') != std::string::npos)
        return wrong;
    return out;
}

class HttpClient::Connection {
public:
    explicit Connection(asio::any_io_executor executor)
        : m_executor(std::move(executor))
    {
    }

    bool isFresh() const
    {
        return m_stream && std::chrono::steady_clock::now() - m_lastUse < keptFor;
    }
    void drop() { m_stream.reset(); }

    asio::awaitable<boost::system::error_code> open(const HttpAddress& address)
    {
        boost::system::error_code failed;
        auto token = asio::redirect_error(asio::use_awaitable, failed);
        const auto where = co_await resolve(address, failed);
        if (failed)
            co_return failed;
        m_stream.emplace(m_executor);
        m_buffer.clear();
        m_stream->expires_after(connectDeadline);
        co_await m_stream->async_connect(where, token);
        if (failed)
            drop();
        co_return failed;
    }

    asio::awaitable<Result<HttpAnswer>> exchange(Question& question, std::chrono::seconds deadline)
    {
        boost::system::error_code failed;
        auto token = asio::redirect_error(asio::use_awaitable, failed);
        m_stream->expires_after(deadline);
        Answer answer;
        co_await beast::http::async_write(*m_stream, question, token);
        if (!failed)
            co_await beast::http::async_read(*m_stream, m_buffer, answer, token);
        if (failed) {
            drop();
            co_return Fault{FaultCode::Unknown, failed.message()};
        }
        m_lastUse = std::chrono::steady_clock::now();
        if (!answer.keep_alive())
            drop();
        co_return shorten(std::move(answer));
    }

private:
    /// A number needs no name service, which would cost a thread and a wait for each connection.
    asio::awaitable<Tcp::endpoint> resolve(
            const HttpAddress& address, boost::system::error_code& failed)
    {
        const auto number = asio::ip::make_address(address.host, failed);
        if (!failed)
            co_return Tcp::endpoint{number, static_cast<std::uint16_t>(std::stoi(address.port))};
        auto token = asio::redirect_error(asio::use_awaitable, failed);
        Tcp::resolver resolver(m_executor);
        const auto found = co_await resolver.async_resolve(address.host, address.port, token);
        co_return failed ? Tcp::endpoint{} : found.begin()->endpoint();
    }

    asio::any_io_executor m_executor;
    std::optional<beast::tcp_stream> m_stream{};
    beast::flat_buffer m_buffer{};
    std::chrono::steady_clock::time_point m_lastUse{};
};

bool HttpQuestion::isForPage() const
{
    return std::any_of(headers.begin(), headers.end(), [](const auto& header) {
        return header.first == "Accept" && header.second == "text/html";
    });
}

HttpClient::HttpClient(asio::any_io_executor executor, HttpAddress address)
    : m_connection(std::make_unique<Connection>(std::move(executor)))
    , m_address(std::move(address))
{
}

HttpClient::~HttpClient() = default;

asio::awaitable<Result<HttpAnswer>> HttpClient::ask(const HttpQuestion& question)
{
    auto composed = compose(question, m_address);
    if (!m_connection->isFresh())
        if (const auto failed = co_await m_connection->open(m_address))
            co_return Fault{FaultCode::Unavailable, failed.message()};
    co_return co_await m_connection->exchange(composed, question.deadline);
}

void HttpClient::hangUp()
{
    m_connection->drop();
}

} // namespace saikobi::rehearsal
