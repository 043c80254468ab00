#include "backend/rehearsal/provider/simulator_webhooks.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <openssl/hmac.h>

#include <array>

namespace saikobi::rehearsal {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using namespace std::chrono_literals;

namespace {

constexpr int tries = 12; ///< with back-off up to 30 s: some minutes
constexpr std::int64_t waitingLimit = 10'000; ///< more are dropped, as the real thing may

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

std::int64_t unixNow()
{
    return std::chrono::duration_cast<std::chrono::seconds>(
            std::chrono::system_clock::now().time_since_epoch())
            .count();
}

} // namespace

std::string webhookSignature(const std::string& secret, std::int64_t unixS, const std::string& body)
{
    const auto signedText = std::to_string(unixS) + '.' + body;
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
            reinterpret_cast<const unsigned char*>(signedText.data()), signedText.size(),
            digest.data(), &size);
    constexpr std::string_view digits{"0123456789abcdef"};
    std::string hex;
    for (unsigned i = 0; i < size; ++i) {
        hex += digits[digest[i] >> 4];
        hex += digits[digest[i] & 15];
    }
    return "t=" + std::to_string(unixS) + ",v1=" + hex;
}

struct SimulatorWebhooks::Impl {
    asio::any_io_executor executor;
    std::string url;
    std::string secret;
    Counts counts{};
    bool isStopped = false;

    asio::awaitable<bool> tryOnce(const std::string& body) const
    {
        const auto target = targetOf(url);
        beast::error_code failed;
        auto token = asio::redirect_error(asio::use_awaitable, failed);
        tcp::resolver resolver{executor};
        const auto found = co_await resolver.async_resolve(target.host, target.port, token);
        beast::tcp_stream stream{executor};
        stream.expires_after(10s);
        if (!failed)
            co_await stream.async_connect(found, token);
        beast::http::request<beast::http::string_body> request{
                beast::http::verb::post, target.path, 11, body};
        request.set(beast::http::field::host, target.host + ':' + target.port);
        request.set(beast::http::field::content_type, "application/json; charset=utf-8");
        request.set(beast::http::field::connection, "close");
        request.set("Stripe-Signature", webhookSignature(secret, unixNow(), body));
        request.prepare_payload();
        if (!failed)
            co_await beast::http::async_write(stream, request, token);
        beast::flat_buffer buffer;
        beast::http::response<beast::http::string_body> answer;
        if (!failed)
            co_await beast::http::async_read(stream, buffer, answer, token);
        co_return !failed && answer.result_int() / 100 == 2;
    }

    asio::awaitable<bool> pause(std::chrono::milliseconds time) const
    {
        asio::steady_timer timer{executor, time};
        co_await timer.async_wait(asio::use_awaitable);
        co_return !isStopped;
    }
};

std::shared_ptr<SimulatorWebhooks> SimulatorWebhooks::make(
        asio::any_io_executor executor, std::string url, std::string secret)
{
    return std::shared_ptr<SimulatorWebhooks>{
            new SimulatorWebhooks(std::move(executor), std::move(url), std::move(secret))};
}

SimulatorWebhooks::SimulatorWebhooks(
        asio::any_io_executor executor, std::string url, std::string secret)
    : m_impl(std::make_unique<Impl>(Impl{std::move(executor), std::move(url), std::move(secret)}))
{
}

SimulatorWebhooks::~SimulatorWebhooks() = default;

void SimulatorWebhooks::aimAt(const std::string& url)
{
    m_impl->url = url;
}

void SimulatorWebhooks::stop()
{
    m_impl->isStopped = true;
}

const SimulatorWebhooks::Counts& SimulatorWebhooks::counts() const
{
    return m_impl->counts;
}

void SimulatorWebhooks::send(std::string body, std::chrono::milliseconds delay)
{
    if (m_impl->url.empty())
        return;
    if (m_impl->counts.waiting >= waitingLimit) {
        ++m_impl->counts.givenUp;
        return;
    }
    ++m_impl->counts.waiting;
    const auto deliver = [](std::shared_ptr<SimulatorWebhooks> self, std::string text,
                                 std::chrono::milliseconds wait) -> asio::awaitable<void> {
        auto& impl = *self->m_impl;
        bool isDelivered = false;
        for (int attempt = 0; attempt < tries && !isDelivered; ++attempt) {
            if (!co_await impl.pause(wait))
                break;
            isDelivered = co_await impl.tryOnce(text);
            impl.counts.failedTries += isDelivered ? 0 : 1;
            wait = std::min<std::chrono::milliseconds>(500ms * (1 << attempt), 30s);
        }
        --impl.counts.waiting;
        ++(isDelivered ? impl.counts.delivered : impl.counts.givenUp);
    };
    asio::co_spawn(
            m_impl->executor, deliver(shared_from_this(), std::move(body), delay), asio::detached);
}

} // namespace saikobi::rehearsal
