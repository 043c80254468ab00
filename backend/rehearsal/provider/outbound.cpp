#include "backend/rehearsal/provider/outbound.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

#include <optional>

namespace saikobi::rehearsal {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using namespace std::chrono_literals;

namespace {

struct Target {
    std::string host{};
    std::string port{"80"};
    std::string path{"/"};
};

Target targetOf(const std::string& url)
{
    Target out;
    const auto begin = url.rfind("http://", 0) == 0 ? std::size_t{7} : std::size_t{0};
    const auto slash = url.find('/', begin);
    out.host = url.substr(begin, slash - begin);
    if (slash != std::string::npos)
        out.path = url.substr(slash);
    if (const auto colon = out.host.rfind(':'); colon != std::string::npos) {
        out.port = out.host.substr(colon + 1);
        out.host.resize(colon);
    }
    return out;
}

using Request = beast::http::request<beast::http::string_body>;

Request composed(const OutboundCall& call, const Target& target)
{
    Request out{beast::http::string_to_verb(call.method), target.path, 11};
    out.set(beast::http::field::host, target.host + ':' + target.port);
    for (const auto& [name, value] : call.headers)
        out.set(name, value);
    if (call.body) {
        out.set(beast::http::field::content_type, "application/json; charset=utf-8");
        out.body() = *call.body;
    }
    out.prepare_payload();
    return out;
}

} // namespace

class Outbound::Connection {
public:
    explicit Connection(asio::any_io_executor given)
        : executor(std::move(given))
    {
    }

    asio::awaitable<bool> open(const Target& target)
    {
        beast::error_code failed;
        auto token = asio::redirect_error(asio::use_awaitable, failed);
        tcp::resolver resolver{executor};
        const auto found = co_await resolver.async_resolve(target.host, target.port, token);
        stream.emplace(executor);
        buffer.clear();
        stream->expires_after(10s);
        if (!failed)
            co_await stream->async_connect(found, token);
        peer = target.host + ':' + target.port;
        co_return !failed;
    }

    asio::awaitable<unsigned> exchange(const Request& request)
    {
        beast::error_code failed;
        auto token = asio::redirect_error(asio::use_awaitable, failed);
        stream->expires_after(10s);
        co_await beast::http::async_write(*stream, request, token);
        beast::http::response<beast::http::string_body> answer;
        if (!failed)
            co_await beast::http::async_read(*stream, buffer, answer, token);
        if (failed || !answer.keep_alive())
            stream.reset();
        else
            stream->expires_never();
        co_return failed ? 0U : answer.result_int();
    }

    asio::any_io_executor executor;
    std::optional<beast::tcp_stream> stream{};
    beast::flat_buffer buffer{};
    std::string peer{};
};

Outbound::Outbound(asio::any_io_executor executor)
    : m_connection(std::make_unique<Connection>(std::move(executor)))
{
}

Outbound::~Outbound() = default;

asio::awaitable<unsigned> Outbound::ask(const OutboundCall& call)
{
    const auto target = targetOf(call.url);
    const auto request = composed(call, target);
    auto& connection = *m_connection;
    if (connection.peer != target.host + ':' + target.port)
        connection.stream.reset();
    const bool isKept = connection.stream.has_value();
    unsigned status = 0;
    if (isKept)
        status = co_await connection.exchange(request);
    if (status == 0 && co_await connection.open(target))
        status = co_await connection.exchange(request);
    if (status == 0)
        connection.stream.reset();
    co_return status;
}

} // namespace saikobi::rehearsal
