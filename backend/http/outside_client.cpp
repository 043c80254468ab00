#include "backend/http/outside_client.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

#include <optional>
#include <utility>

namespace saikobi::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using contract::Fault;
using contract::FaultCode;
using contract::Result;

namespace {

constexpr std::size_t answerLimit = 512 * 1024;

struct Target {
    std::string host{};
    std::string port{};
    bool isTls = false;
    bool isUsualPort() const { return port == (isTls ? "443" : "80"); }
};

Result<Target> targetOf(const std::string& url)
{
    const Fault wrong{FaultCode::Invalid, "address '" + url + "' is no http(s)://HOST"};
    const bool isTls = url.starts_with("https://");
    if (!isTls && !url.starts_with("http://"))
        return wrong;
    const auto begin = url.find("//") + 2;
    const auto rest = url.substr(begin, url.find('/', begin) - begin);
    const auto colon = rest.rfind(':');
    Target out{rest.substr(0, colon), isTls ? "443" : "80", isTls};
    if (colon != std::string::npos)
        out.port = rest.substr(colon + 1);
    if (out.host.empty() || out.port.empty())
        return wrong;
    return out;
}

} // namespace

class OutsideClient::Impl {
public:
    Impl(asio::any_io_executor on, Target where)
        : executor(std::move(on))
        , target(std::move(where))
    {
    }

    asio::any_io_executor executor;
    const Target target;
    asio::ssl::context context{asio::ssl::context::tls_client};
};

namespace {

/// One question, from the name to the whole answer.
class Visit : public std::enable_shared_from_this<Visit> {
public:
    Visit(std::shared_ptr<OutsideClient::Impl> client, OutsideQuestion question,
            OutsideClient::Done done)
        : m_client(std::move(client))
        , m_question(std::move(question))
        , m_done(std::move(done))
        , m_resolver(m_client->executor)
        , m_stream(m_client->executor)
        , m_deadline(m_client->executor)
    {
        m_answer.body_limit(answerLimit);
    }

    void begin(std::chrono::milliseconds patience)
    {
        m_deadline.expires_after(patience);
        m_deadline.async_wait([self = shared_from_this()](beast::error_code failed) {
            if (!failed)
                self->fail("no answer in time");
        });
        m_resolver.async_resolve(m_client->target.host, m_client->target.port,
                [self = shared_from_this()](beast::error_code failed, const auto& found) {
                    if (failed)
                        return self->fail("name: " + failed.message());
                    self->connect(found);
                });
    }

private:
    void connect(const tcp::resolver::results_type& found)
    {
        m_stream.async_connect(found, [self = shared_from_this()](beast::error_code failed, auto) {
            if (failed)
                return self->fail("connection: " + failed.message());
            if (self->m_client->target.isTls)
                self->secure();
            else
                self->ask(self->m_stream);
        });
    }

    void secure()
    {
        auto& tls = m_tls.emplace(m_stream, m_client->context);
        auto host = m_client->target.host; // the macro for this has a cast of the old style in it
        tls.set_verify_callback(asio::ssl::host_name_verification(host));
        SSL_ctrl(tls.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                host.data());
        tls.async_handshake(asio::ssl::stream_base::client,
                [self = shared_from_this()](beast::error_code failed) {
                    if (failed)
                        return self->fail("TLS: " + failed.message());
                    self->ask(*self->m_tls);
                });
    }

    template<class Stream>
    void ask(Stream& stream)
    {
        using beast::http::verb;
        m_request.method(m_question.isPost ? verb::post : verb::get);
        m_request.target(m_question.path);
        const auto& target = m_client->target;
        m_request.set(beast::http::field::host,
                target.host + (target.isUsualPort() ? std::string{} : ":" + target.port));
        m_request.set(beast::http::field::accept, m_question.accept);
        m_request.set(beast::http::field::user_agent, "saikobid-outside/" SAIKOBI_VERSION);
        m_request.set(beast::http::field::cache_control, "no-cache");
        m_request.keep_alive(false);
        m_request.prepare_payload();
        beast::http::async_write(stream, m_request,
                [self = shared_from_this(), &stream](beast::error_code failed, std::size_t) {
                    if (failed)
                        return self->fail("sending: " + failed.message());
                    self->read(stream);
                });
    }

    template<class Stream>
    void read(Stream& stream)
    {
        beast::http::async_read(stream, m_buffer, m_answer,
                [self = shared_from_this()](beast::error_code failed, std::size_t) {
                    if (failed)
                        return self->fail("answer: " + failed.message());
                    auto& answer = self->m_answer.get();
                    self->end(OutsideAnswer{answer.result_int(),
                            std::string{answer[beast::http::field::content_type]},
                            std::move(answer.body())});
                });
    }

    void fail(const std::string& why) { end(Fault{FaultCode::Unavailable, why}); }

    void end(const Result<OutsideAnswer>& result)
    {
        const auto done = std::exchange(m_done, nullptr);
        if (!done)
            return;
        m_deadline.cancel();
        m_resolver.cancel();
        m_stream.close();
        done(result);
    }

    const std::shared_ptr<OutsideClient::Impl> m_client;
    const OutsideQuestion m_question;
    OutsideClient::Done m_done;
    tcp::resolver m_resolver;
    beast::tcp_stream m_stream;
    std::optional<asio::ssl::stream<beast::tcp_stream&>> m_tls{};
    asio::steady_timer m_deadline;
    beast::http::request<beast::http::empty_body> m_request{};
    beast::http::response_parser<beast::http::string_body> m_answer{};
    beast::flat_buffer m_buffer{};
};

} // namespace

OutsideClient::OutsideClient(std::shared_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

OutsideClient::~OutsideClient() = default;

Result<std::shared_ptr<OutsideClient>> OutsideClient::to(const Parts& parts)
{
    auto target = targetOf(parts.url);
    if (!target)
        return target.error();
    auto impl = std::make_shared<Impl>(parts.executor, std::move(target).value());
    beast::error_code failed;
    impl->context.set_verify_mode(asio::ssl::verify_peer);
    if (parts.caFile.empty())
        impl->context.set_default_verify_paths(failed);
    else
        impl->context.load_verify_file(parts.caFile, failed);
    if (failed && impl->target.isTls)
        return Fault{FaultCode::Invalid,
                "whom " + parts.url + " may be vouched for by: " + parts.caFile + ": "
                        + failed.message()};
    return std::make_shared<OutsideClient>(std::move(impl));
}

void OutsideClient::ask(
        const OutsideQuestion& question, std::chrono::milliseconds patience, Done done)
{
    std::make_shared<Visit>(m_impl, question, std::move(done))->begin(patience);
}

} // namespace saikobi::http
