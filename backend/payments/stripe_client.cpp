#include "backend/payments/stripe_client.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

#include <charconv>
#include <optional>
#include <vector>

namespace saikobi::payments {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using contract::Fault;
using contract::FaultCode;
using contract::Result;
using Clock = std::chrono::steady_clock;

namespace {

using HttpRequest = beast::http::request<beast::http::string_body>;
using HttpAnswer = beast::http::response_parser<beast::http::string_body>;
using TlsStream = asio::ssl::stream<beast::tcp_stream&>;

bool isOnThisMachine(const std::string& host)
{
    return host == "localhost" || host.starts_with("127.");
}

/// Nothing was wrong: an empty text.
std::string trust(asio::ssl::context& context, const std::string& caFile)
{
    beast::error_code failed;
    context.set_verify_mode(asio::ssl::verify_peer);
    ::SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    if (caFile.empty())
        context.set_default_verify_paths(failed);
    else
        context.load_verify_file(caFile, failed);
    return failed ? failed.message() : std::string{};
}

bool isHttps(const std::string& url)
{
    return url.starts_with("https://");
}

} // namespace

contract::Result<ProviderEndpoint> endpointFromUrl(
        const std::string& url, std::string secret, std::string caFile)
{
    const auto wrong = [&url](const std::string& why) {
        return Fault{FaultCode::Invalid, "provider address '" + url + "': " + why};
    };
    if (!isHttps(url) && !url.starts_with("http://"))
        return wrong("must begin with https:// or http://");
    const auto begin = url.find("//") + 2;
    const auto rest = url.substr(begin, url.find('/', begin) - begin);
    const auto colon = rest.rfind(':');
    const std::uint16_t usualPort = isHttps(url) ? 443 : 80;
    ProviderEndpoint out{
            rest.substr(0, colon), usualPort, std::move(secret), isHttps(url), std::move(caFile)};
    if (out.host.empty())
        return wrong("has no host");
    if (!out.isTls && !isOnThisMachine(out.host))
        return wrong("must begin with https://, since it is another machine");
    if (!out.caFile.empty()) {
        asio::ssl::context tried{asio::ssl::context::tls_client};
        if (const auto failed = trust(tried, out.caFile); !failed.empty())
            return wrong("ca_file '" + out.caFile + "': " + failed);
    }
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
    std::optional<TlsStream> tls{}; ///< over it, where the address says so
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
        trust(context, endpoint.caFile);
    }

    /// Certificate and name are verified before a byte of ours is sent.
    asio::awaitable<beast::error_code> secure(Connection& connection)
    {
        beast::error_code failed;
        auto& tls = connection.tls.emplace(connection.stream, context);
        tls.set_verify_callback(asio::ssl::host_name_verification(endpoint.host));
        beast::error_code isName;
        asio::ip::make_address(endpoint.host, isName); // an address has no name to ask for
        auto host = endpoint.host; // the macro for this has a cast of the old style in it
        if (isName
                && SSL_ctrl(tls.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME,
                           TLSEXT_NAMETYPE_host_name, host.data())
                        != 1)
            co_return asio::error::invalid_argument;
        co_await tls.async_handshake(
                asio::ssl::stream_base::client, asio::redirect_error(asio::use_awaitable, failed));
        co_return failed;
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

    HttpRequest requestFor(const StripeCall& call) const
    {
        namespace http = beast::http;
        HttpRequest out{call.key.empty() ? http::verb::get : http::verb::post, call.target, 11};
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
    asio::ssl::context context{asio::ssl::context::tls_client};
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
    if (!failed && m_impl->endpoint.isTls)
        failed = co_await m_impl->secure(*fresh);
    if (failed)
        co_return Fault{FaultCode::Unavailable, "provider: " + failed.message()};
    fresh->stream.socket().set_option(tcp::no_delay{true}, failed);
    co_return Result<ConnectionPtr>{std::move(fresh)};
}

namespace {

template<class Stream>
asio::awaitable<beast::error_code> exchange(
        Stream& stream, const HttpRequest& request, beast::flat_buffer& buffer, HttpAnswer& answer)
{
    beast::error_code failed;
    auto token = asio::redirect_error(asio::use_awaitable, failed);
    co_await beast::http::async_write(stream, request, token);
    if (!failed)
        co_await beast::http::async_read(stream, buffer, answer, token);
    co_return failed;
}

} // namespace

asio::awaitable<Result<StripeReply>> StripeClient::send(ConnectionPtr connection, StripeCall call)
{
    const auto request = m_impl->requestFor(call);
    connection->stream.expires_after(m_impl->limits.callDeadline);
    HttpAnswer answer;
    answer.body_limit(m_impl->limits.answerLimit);
    beast::error_code failed;
    if (connection->tls)
        failed = co_await exchange(*connection->tls, request, connection->buffer, answer);
    else
        failed = co_await exchange(connection->stream, request, connection->buffer, answer);
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
