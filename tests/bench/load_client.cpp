#include "tests/bench/load_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <optional>
#include <stdexcept>

namespace saikobi::bench {

namespace {

struct Head {
    int status = 0;
    std::size_t length = 0; ///< of the head
    std::size_t body = 0;
    bool closes = false;
};

std::size_t numberAfter(std::string_view head, std::string_view name)
{
    const auto at = head.find(name);
    std::size_t value = 0;
    if (at != std::string_view::npos)
        std::from_chars(head.data() + at + name.size(), head.data() + head.size(), value);
    return value;
}

/// Nothing while the head is not whole.
std::optional<Head> headOf(std::string_view input)
{
    const auto end = input.find("\r\n\r\n");
    if (end == std::string_view::npos)
        return std::nullopt;
    const auto head = input.substr(0, end + 2);
    Head out;
    out.status = static_cast<int>(numberAfter(head, "HTTP/1.1 "));
    out.length = end + 4;
    out.body = numberAfter(head, "\r\nContent-Length: ");
    out.closes = head.find("\r\nConnection: close\r\n") != std::string_view::npos;
    return out;
}

} // namespace

LoadClient::LoadClient(const std::string& host, std::uint16_t port, std::size_t connections)
    : m_port{port}
    , m_epoll{::epoll_create1(EPOLL_CLOEXEC)}
    , m_connections(connections)
{
    in_addr address{};
    if (m_epoll < 0 || ::inet_pton(AF_INET, host.c_str(), &address) != 1)
        throw std::runtime_error("not an address of this machine: " + host);
    m_address = address.s_addr;
    for (std::size_t i = 0; i < connections; ++i)
        open(i);
}

LoadClient::~LoadClient()
{
    for (const auto& connection : m_connections)
        ::close(connection.socket);
    ::close(m_epoll);
}

void LoadClient::open(std::size_t index)
{
    auto& connection = m_connections[index];
    connection.socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(m_port);
    address.sin_addr.s_addr = m_address;
    if (::connect(connection.socket, reinterpret_cast<const sockaddr*>(&address), sizeof address)
            != 0)
        throw std::runtime_error(std::string{"cannot connect: "} + std::strerror(errno));
    const int on = 1;
    ::setsockopt(connection.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = index;
    ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, connection.socket, &event);
    connection.input.clear();
    connection.isWaiting = false;
}

void LoadClient::reopen(std::size_t index)
{
    auto& connection = m_connections[index];
    m_broken += connection.isWaiting ? 1 : 0;
    ::close(connection.socket);
    open(index);
}

void LoadClient::send(std::size_t connection, std::string_view request)
{
    auto& to = m_connections[connection];
    to.isWaiting = true;
    to.writtenAt = Clock::now();
    const auto size = ::send(to.socket, request.data(), request.size(), MSG_NOSIGNAL);
    if (size != static_cast<ssize_t>(request.size()))
        reopen(connection);
}

void LoadClient::poll(std::chrono::milliseconds timeout, const OnAnswer& onAnswer)
{
    std::array<epoll_event, 256> events{};
    const auto count = ::epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()),
            static_cast<int>(timeout.count()));
    for (int i = 0; i < count; ++i)
        read(static_cast<std::size_t>(events[static_cast<std::size_t>(i)].data.u64), onAnswer);
}

void LoadClient::read(std::size_t index, const OnAnswer& onAnswer)
{
    auto& connection = m_connections[index];
    std::array<char, 16384> part;
    const auto size = ::recv(connection.socket, part.data(), part.size(), MSG_DONTWAIT);
    if (size <= 0)
        return reopen(index);
    const auto readAt = Clock::now();
    std::string_view input{part.data(), static_cast<std::size_t>(size)};
    if (!connection.input.empty())
        input = connection.input.append(input);
    const auto head = headOf(input);
    if (!head || input.size() < head->length + head->body) {
        if (connection.input.empty())
            connection.input = input;
        return;
    }
    std::string kept; // what `input` looks at, if it came in pieces
    kept.swap(connection.input);
    connection.input.clear();
    connection.isWaiting = false;
    const auto body = input.substr(head->length, head->body);
    if (head->closes)
        reopen(index);
    onAnswer({index, head->status, body, m_connections[index].writtenAt, readAt});
}

Endpoint endpointOf(std::string_view text)
{
    constexpr std::string_view scheme{"http://"};
    if (text.starts_with(scheme))
        text.remove_prefix(scheme.size());
    const auto colon = text.rfind(':');
    Endpoint out{std::string{text.substr(0, colon)}, 0};
    const auto digits = colon == std::string_view::npos ? text : text.substr(colon + 1);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), out.port);
    if (read.ec != std::errc{} || out.port == 0)
        throw std::runtime_error("not host:port: " + std::string{text});
    return out;
}

double percentile(std::vector<double>& values, double share)
{
    if (values.empty())
        return 0;
    const auto rank = std::ceil(share * static_cast<double>(values.size()));
    const auto index = std::min(values.size(), static_cast<std::size_t>(std::max(1.0, rank))) - 1;
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(index);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

} // namespace saikobi::bench
