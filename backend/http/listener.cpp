#include "backend/http/listener.h"

#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <string_view>
#include <utility>

#include "backend/http/session.h"

namespace saikobi::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using Error = boost::system::error_code;
using namespace std::chrono_literals;

namespace {

constexpr auto sweepEvery = 250ms;
constexpr auto acceptPause = 100ms;
constexpr int acceptedPerTurn = 64;
constexpr std::size_t lookedAtForRoom = 64;

constexpr std::string_view fullAnswer = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n"
                                        "Retry-After: 5\r\nConnection: close\r\n\r\n";

} // namespace

class Listener::Acceptor : public std::enable_shared_from_this<Acceptor> {
public:
    Acceptor(asio::any_io_executor executor, std::shared_ptr<Service> service)
        : m_socket{executor}
        , m_sweep{executor}
        , m_pause{executor}
        , m_service{std::move(service)}
    {
    }

    contract::Outcome bind()
    {
        const auto& options = m_service->options;
        Error failed;
        const auto address = asio::ip::make_address(options.address, failed);
        if (failed)
            return contract::Fault{
                    contract::FaultCode::Invalid, "not an address: " + options.address};
        const tcp::endpoint endpoint{address, options.port};
        m_socket.open(endpoint.protocol(), failed);
        if (!failed)
            m_socket.set_option(tcp::acceptor::reuse_address{true}, failed);
        if (!failed && options.sharePort) {
            const int on = 1;
            if (::setsockopt(m_socket.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on)
                    != 0)
                failed = Error{errno, boost::system::system_category()};
        }
        if (!failed)
            m_socket.bind(endpoint, failed);
        if (!failed)
            m_socket.listen(asio::socket_base::max_listen_connections, failed);
        if (!failed)
            m_socket.set_option(tcp::no_delay{true}, failed); // its connections inherit it
        if (!failed)
            m_socket.native_non_blocking(true, failed);
        if (failed)
            return contract::Fault{contract::FaultCode::Unavailable,
                    options.address + ":" + std::to_string(options.port) + ": " + failed.message()};
        m_port = m_socket.local_endpoint().port();
        return contract::Nothing{};
    }

    void start()
    {
        m_service->poller->start();
        accept();
        sweep();
    }

    void stopAccepting()
    {
        Error ignored; // closing is all that can be done
        m_socket.close(ignored);
        m_pause.cancel();
        m_service->isClosing = true;
        for (const auto& session : snapshot())
            session->finish();
    }

    void abandon()
    {
        stopAccepting();
        m_sweep.cancel();
        m_service->handler = nullptr;
        for (const auto& session : snapshot())
            session->close();
        m_service->poller->watchQueue(nullptr);
        m_service->poller->stop();
    }

    std::uint16_t port() const { return m_port; }
    std::size_t connections() const { return m_service->sessions.size(); }

private:
    /// Sessions leave the set while they are told to close.
    std::vector<std::shared_ptr<Session>> snapshot() const
    {
        return {m_service->sessions.begin(), m_service->sessions.end()};
    }

    void accept()
    {
        m_socket.async_wait(
                tcp::acceptor::wait_read, [self = shared_from_this()](const Error& failed) {
                    if (failed || self->m_service->isClosing)
                        return;
                    if (self->acceptAll())
                        self->accept();
                    else
                        self->pauseAccepting();
                });
    }

    /// False: out of file descriptors, mostly.
    bool acceptAll()
    {
        for (int i = 0; i < acceptedPerTurn; ++i) {
            tcp::endpoint peer;
            auto size = static_cast<socklen_t>(peer.capacity());
            const int socket = ::accept4(
                    m_socket.native_handle(), peer.data(), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
            if (socket < 0 && (errno == EAGAIN || errno == ECONNABORTED || errno == EINTR))
                return true;
            if (socket < 0)
                return false;
            peer.resize(size);
            admit(socket, peer.address());
        }
        return true;
    }

    /// Asking again at once would spin.
    void pauseAccepting()
    {
        m_pause.expires_after(acceptPause);
        m_pause.async_wait([self = shared_from_this()](const Error& failed) {
            if (!failed && !self->m_service->isClosing)
                self->accept();
        });
    }

    /// Ends the connection that has been idle longest among some: pages that only poll shall not
    /// lock out who comes now, and ask again on a new one. False: none is idle.
    bool makeRoom()
    {
        const auto& all = m_service->sessions;
        std::shared_ptr<Session> oldest;
        std::size_t seen = 0;
        for (std::size_t i = 0; i < all.bucket_count() && seen < lookedAtForRoom; ++i) {
            m_bucket = (m_bucket + 1) % all.bucket_count();
            for (auto each = all.begin(m_bucket); each != all.end(m_bucket); ++each, ++seen)
                if ((*each)->idleSince()
                        && (!oldest || *(*each)->idleSince() < *oldest->idleSince()))
                    oldest = *each;
        }
        if (oldest)
            oldest->close();
        return oldest != nullptr;
    }

    void admit(int socket, const asio::ip::address& peer)
    {
        if (m_service->sessions.size() >= m_service->options.connectionLimit && !makeRoom()) {
            // A client that does not read it learns as much from the closing.
            ::send(socket, fullAnswer.data(), fullAnswer.size(), MSG_NOSIGNAL);
            ::close(socket);
            return;
        }
        auto session = std::make_shared<Session>(socket, peer, m_service);
        m_service->sessions.insert(session);
        session->start();
    }

    /// One timer looks after all connections: one each would be moved with every request.
    void sweep()
    {
        m_sweep.expires_after(sweepEvery);
        m_sweep.async_wait([self = shared_from_this()](const Error& failed) {
            if (failed)
                return;
            const auto now = std::chrono::steady_clock::now();
            for (const auto& session : self->snapshot())
                session->expire(now);
            self->sweep();
        });
    }

    tcp::acceptor m_socket;
    asio::steady_timer m_sweep;
    asio::steady_timer m_pause;
    std::shared_ptr<Service> m_service;
    std::uint16_t m_port = 0;
    std::size_t m_bucket = 0; ///< where the last look for an idle connection ended
};

contract::Result<std::unique_ptr<Listener>> Listener::open(
        asio::any_io_executor executor, ListenerOptions options, Handler& handler)
{
    auto proxies = TrustedProxies::fromCidrs(options.trustedProxies);
    if (!proxies)
        return proxies.error();
    auto service = std::make_shared<Service>();
    service->proxies = std::move(proxies).value();
    auto exempt = NetworkList::fromCidrs(options.exempt);
    if (!exempt)
        return exempt.error();
    service->perAddress.emplace(
            options.connectionsPerAddress, service->proxies, std::move(exempt).value());
    service->limits.head = options.headerLimit;
    service->limits.body = options.bodyLimit;
    service->limits.bodyByPath = options.bodyLimitByPath;
    service->handler = &handler;
    service->options = std::move(options);
    service->poller = std::make_shared<Poller>(executor);
    service->poller->watchQueue(service->options.queue);
    auto acceptor = std::make_shared<Acceptor>(std::move(executor), std::move(service));
    const auto bound = acceptor->bind();
    if (!bound)
        return bound.error();
    acceptor->start();
    return std::unique_ptr<Listener>{new Listener{std::move(acceptor)}};
}

Listener::Listener(std::shared_ptr<Acceptor> acceptor)
    : m_acceptor{std::move(acceptor)}
{
}

Listener::~Listener()
{
    m_acceptor->abandon();
}

std::uint16_t Listener::port() const
{
    return m_acceptor->port();
}

std::size_t Listener::connections() const
{
    return m_acceptor->connections();
}

void Listener::close()
{
    m_acceptor->stopAccepting();
}

} // namespace saikobi::http
