#include "backend/payments/stripe_client.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

#include <charconv>
#include <vector>

namespace saikobi::payments {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using contract::Fault;
using contract::FaultCode;
using contract::Result;
using Clock = std::chrono::steady_clock;

contract::Result<ProviderEndpoint> endpointFromUrl(const std::string& url, std::string secret)
{
    constexpr std::string_view scheme{"http://"};
    const auto wrong = [&url](const char* why) {
        return Fault{FaultCode::Invalid, "provider address '" + url + "': " + why};
    };
    if (url.rfind(scheme, 0) != 0)
        return wrong("must begin with http://");
    const auto rest = url.substr(scheme.size(), url.find('/', scheme.size()) - scheme.size());
    const auto colon = rest.rfind(':');
    ProviderEndpoint out{rest.substr(0, colon), 80, std::move(secret)};
    if (out.host.empty())
        return wrong("has no host");
    if (colon == std::string::npos)
        return out;
    const auto* end = rest.data() + rest.size();
    const auto read = std::from_chars(rest.data() + colon + 1, end, out.port);
    if (read.ec != std::errc{} || read.ptr != end || out.port == 0)
        return wrong("has no valid port");
    return out;
}

class StripeClient::Connection {
public:
    explicit Connection(const asio::any_io_executor& executor)
        : stream(executor)
    {
    }

    /// Whether the other side has closed a kept connection, or said something unasked.
    bool isStale()
    {
        char byte = 0;
        beast::error_code said;
        stream.socket().non_blocking(true, said);
        stream.socket().receive(asio::buffer(&byte, 1), tcp::socket::message_peek, said);
        return said != asio::error::would_block;
    }

    beast::tcp_stream stream;
    beast::flat_buffer buffer;
    Clock::time_point keptSince{};
};

void StripeClient::Close::operator()(Connection* connection) const
{
    std::default_delete<Connection>{}(connection);
}

class StripeClient::Impl {
public:
    Impl(asio::any_io_executor given, ProviderEndpoint where, ClientLimits limited)
        : executor(std::move(given))
        , endpoint(std::move(where))
        , limits(limited)
    {
    }

    ConnectionPtr takeIdle()
    {
        while (!idle.empty()) {
            auto newest = std::move(idle.back());
            idle.pop_back();
            if (Clock::now() - newest->keptSince > limits.idleLife)
                idle.clear(); // all the others are older still
            else if (!newest->isStale())
                return newest;
        }
        return nullptr;
    }

    void keep(ConnectionPtr connection)
    {
        if (idle.size() >= limits.idleLimit)
            return;
        connection->keptSince = Clock::now();
        connection->stream.expires_never();
        idle.push_back(std::move(connection));
    }

    using Request = beast::http::request<beast::http::string_body>;
    using Answer = beast::http::response_parser<beast::http::string_body>;

    Request requestFor(const StripeCall& call) const
    {
        namespace http = beast::http;
        Request out{call.key.empty() ? http::verb::get : http::verb::post, call.target, 11};
        out.set(http::field::host, endpoint.host + ':' + std::to_string(endpoint.port));
        out.set(http::field::authorization, "Bearer " + endpoint.secret);
        out.set(http::field::user_agent, "saikobid/" SAIKOBI_VERSION);
        if (call.key.empty())
            return out;
        out.set("Idempotency-Key", call.key);
        out.set(http::field::content_type, "application/x-www-form-urlencoded");
        out.body() = call.body;
        out.prepare_payload();
        return out;
    }

    asio::any_io_executor executor;
    const ProviderEndpoint endpoint;
    const ClientLimits limits;
    std::vector<ConnectionPtr> idle;
};

StripeClient::StripeClient(
        asio::any_io_executor executor, ProviderEndpoint endpoint, ClientLimits limits)
    : m_impl(std::make_unique<Impl>(std::move(executor), std::move(endpoint), limits))
{
}

StripeClient::~StripeClient() = default;

void StripeClient::keep(ConnectionPtr connection)
{
    m_impl->keep(std::move(connection));
}

asio::awaitable<Result<StripeClient::ConnectionPtr>> StripeClient::connect()
{
    if (auto idle = m_impl->takeIdle())
        co_return Result<ConnectionPtr>{std::move(idle)};
    ConnectionPtr fresh{std::make_unique<Connection>(m_impl->executor).release()};
    beast::error_code failed;
    auto token = asio::redirect_error(asio::use_awaitable, failed);
    tcp::resolver resolver{m_impl->executor};
    const auto port = std::to_string(m_impl->endpoint.port);
    const auto found = co_await resolver.async_resolve(m_impl->endpoint.host, port, token);
    if (!failed) {
        fresh->stream.expires_after(m_impl->limits.connectDeadline);
        co_await fresh->stream.async_connect(found, token);
    }
    if (failed)
        co_return Fault{FaultCode::Unavailable, "provider: " + failed.message()};
    fresh->stream.socket().set_option(tcp::no_delay{true}, failed);
    co_return Result<ConnectionPtr>{std::move(fresh)};
}

asio::awaitable<Result<StripeReply>> StripeClient::send(ConnectionPtr connection, StripeCall call)
{
    beast::error_code failed;
    auto token = asio::redirect_error(asio::use_awaitable, failed);
    const auto request = m_impl->requestFor(call);
    connection->stream.expires_after(m_impl->limits.callDeadline);
    co_await beast::http::async_write(connection->stream, request, token);
    Impl::Answer answer;
    answer.body_limit(m_impl->limits.answerLimit);
    if (!failed)
        co_await beast::http::async_read(connection->stream, connection->buffer, answer, token);
    if (failed)
        co_return Fault{FaultCode::Unknown, "provider: " + failed.message()};
    const auto& message = answer.get();
    StripeReply out{message.result_int(), message.body(), message["Idempotent-Replayed"] == "true",
            std::string{message["Stripe-Rate-Limited-Reason"]}};
    if (answer.keep_alive())
        m_impl->keep(std::move(connection));
    co_return out;
}

} // namespace saikobi::payments
