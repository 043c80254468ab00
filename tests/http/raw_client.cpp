#include "tests/http/raw_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>

namespace saikobi::tests {

Loop::Loop()
    : m_work{boost::asio::make_work_guard(m_context)}
    , m_thread{[this] { m_context.run(); }}
{
}

Loop::~Loop()
{
    stop();
}

void Loop::stop()
{
    m_context.stop();
    if (m_thread.joinable())
        m_thread.join();
}

RawClient::RawClient(std::uint16_t port)
    : m_socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)}
{
    const timeval patience{5, 0};
    ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(m_socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        m_closed = true;
}

RawClient::~RawClient()
{
    ::close(m_socket);
}

void RawClient::send(const std::string& bytes)
{
    if (::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0)
        m_closed = true;
}

std::string RawClient::readUntil(const std::string& enough)
{
    std::string out;
    std::array<char, 4096> part{};
    while (enough.empty() || out.find(enough) == std::string::npos) {
        const auto size = ::recv(m_socket, part.data(), part.size(), 0);
        if (size <= 0) {
            m_closed = size == 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
            break;
        }
        out.append(part.data(), static_cast<std::size_t>(size));
    }
    return out;
}

std::string RawClient::readAll()
{
    return readUntil({});
}

std::string exchange(std::uint16_t port, const std::string& bytes)
{
    RawClient client{port};
    client.send(bytes);
    return client.readAll();
}

} // namespace saikobi::tests
