#include "tests/support/tcp_proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <deque>
#include <string>

namespace saikobi::tests {

using Clock = std::chrono::steady_clock;

namespace {

constexpr int lookEveryMs = 5; ///< whether the test has changed its mind
constexpr std::size_t mostWaiting = 1 << 20; ///< bytes; beyond it the sender has to wait

sockaddr_in loopback(std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

bool waitFor(int socket, short event)
{
    pollfd wanted{socket, event, 0};
    return ::poll(&wanted, 1, lookEveryMs) > 0;
}

bool sendAll(int socket, const std::string& bytes, const std::atomic<bool>& isOver)
{
    std::size_t sent = 0;
    while (sent < bytes.size() && !isOver) {
        if (!waitFor(socket, POLLOUT))
            continue;
        const auto size = ::send(socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (size <= 0)
            return false;
        sent += static_cast<std::size_t>(size);
    }
    return sent == bytes.size();
}

/// Bytes under way, each piece with the instant from which on it may go further.
struct Held {
    Clock::time_point at{};
    std::string bytes{};
};

} // namespace

/// One connection and its other half. The sockets close when both directions have ended.
struct TcpProxy::Pair {
    Pair(int asking, int answering)
        : client(asking)
        , server(answering)
    {
    }
    ~Pair()
    {
        ::close(client);
        ::close(server);
    }
    void cut() const
    {
        ::shutdown(client, SHUT_RDWR);
        ::shutdown(server, SHUT_RDWR);
    }
    int client = -1;
    int server = -1;
};

std::unique_ptr<TcpProxy> TcpProxy::open(std::uint16_t server)
{
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto address = loopback(0);
    socklen_t size = sizeof address;
    if (::bind(listener, reinterpret_cast<const sockaddr*>(&address), size) != 0
            || ::listen(listener, 256) != 0
            || ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        ::close(listener);
        return nullptr;
    }
    return std::unique_ptr<TcpProxy>(new TcpProxy(listener, ntohs(address.sin_port), server));
}

TcpProxy::TcpProxy(int listener, std::uint16_t port, std::uint16_t server)
    : m_listener(listener)
    , m_port(port)
    , m_server(server)
    , m_taking([this] { take(); })
{
}

TcpProxy::~TcpProxy()
{
    m_isOver = true;
    m_taking.join();
    cutAll();
    for (auto& thread : m_threads)
        thread.join();
    ::close(m_listener);
}

int TcpProxy::dial() const
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto address = loopback(m_server);
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
        return socket;
    ::close(socket);
    return -1;
}

void TcpProxy::take()
{
    while (!m_isOver) {
        if (!waitFor(m_listener, POLLIN))
            continue;
        const int client = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        const int server = client < 0 || m_isRefusing ? -1 : dial();
        if (server < 0) {
            if (client >= 0)
                ::close(client);
            continue;
        }
        const int on = 1;
        for (const int socket : {client, server})
            ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        ++m_taken;
        const auto pair = std::make_shared<Pair>(client, server);
        const std::lock_guard lock(m_mutex);
        m_pairs.push_back(pair);
        m_threads.emplace_back([this, pair] { carry(pair, false); });
        m_threads.emplace_back([this, pair] { carry(pair, true); });
    }
}

void TcpProxy::carry(const std::shared_ptr<Pair>& pair, bool isAnswer)
{
    const int from = isAnswer ? pair->server : pair->client;
    const int to = isAnswer ? pair->client : pair->server;
    std::deque<Held> held;
    std::size_t waiting = 0;
    bool hasEnded = false;
    while (!m_isOver && !(hasEnded && held.empty())) {
        if (!hasEnded && waiting < mostWaiting && waitFor(from, POLLIN)) {
            std::array<char, 16384> part{};
            const auto size = ::recv(from, part.data(), part.size(), 0);
            hasEnded = size <= 0;
            if (size > 0) {
                const std::chrono::milliseconds delay{isAnswer ? m_delayMs.load() : 0};
                held.push_back(
                        {Clock::now() + delay, {part.data(), static_cast<std::size_t>(size)}});
                waiting += static_cast<std::size_t>(size);
            }
        } else if (hasEnded || waiting >= mostWaiting) {
            ::poll(nullptr, 0, lookEveryMs);
        }
        while (!held.empty() && !m_isStill && held.front().at <= Clock::now()) {
            hasEnded = !sendAll(to, held.front().bytes, m_isOver) || hasEnded;
            waiting -= held.front().bytes.size();
            held.pop_front();
        }
    }
    pair->cut();
}

void TcpProxy::cutAll()
{
    const std::lock_guard lock(m_mutex);
    for (const auto& pair : m_pairs)
        pair->cut();
    m_pairs.clear();
}

} // namespace saikobi::tests
