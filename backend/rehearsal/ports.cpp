#include "backend/rehearsal/ports.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <utility>

#include "backend/rehearsal/secrets.h"

namespace saikobi::rehearsal {

using contract::Fault;
using contract::FaultCode;
using contract::Outcome;
using contract::Result;

namespace fs = std::filesystem;

namespace {

bool isBindable(int port, int* bound)
{
    const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    // As the servers do it: connections that linger after a stop do not keep the port.
    const int reuse = 1;
    ::setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof reuse);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    socklen_t size = sizeof address;
    auto* raw = reinterpret_cast<sockaddr*>(&address);
    const bool isFree = ::bind(probe, raw, size) == 0 && ::listen(probe, 1) == 0
            && ::getsockname(probe, raw, &size) == 0;
    *bound = ntohs(address.sin_port);
    ::close(probe);
    return isFree;
}

Fault unavailable(const std::string& address, const std::string& why)
{
    return {FaultCode::Unavailable, "cannot listen on " + address + ": " + why};
}

} // namespace

int freePort(int preferred)
{
    int bound = 0;
    if (preferred != 0 && isBindable(preferred, &bound))
        return preferred;
    return isBindable(0, &bound) ? bound : 0;
}

int rememberedPort(const fs::path& folder)
{
    int port = 0;
    std::ifstream(folder / "port") >> port;
    return port;
}

Outcome rememberPort(const fs::path& folder, int port)
{
    return writePrivateFile(folder / "port", std::to_string(port) + "\n");
}

Result<SharedAddress> SharedAddress::hold(const std::string& address)
{
    const auto colon = address.rfind(':');
    const auto host = address.substr(0, colon);
    std::uint16_t port = 0;
    const auto digits = colon == std::string::npos ? std::string{} : address.substr(colon + 1);
    const auto [end, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    sockaddr_in wanted{};
    wanted.sin_family = AF_INET;
    wanted.sin_port = htons(port);
    if (wrong != std::errc{} || end != digits.data() + digits.size()
            || ::inet_pton(AF_INET, host.c_str(), &wanted.sin_addr) != 1)
        return unavailable(address, "expected a number and a port such as 127.0.0.1:8080");
    const int held = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int share = 1;
    socklen_t size = sizeof wanted;
    auto* raw = reinterpret_cast<sockaddr*>(&wanted);
    // Bound but not listening: it keeps the port and takes no connection from the instances.
    if (::setsockopt(held, SOL_SOCKET, SO_REUSEPORT, &share, sizeof share) != 0
            || ::bind(held, raw, size) != 0 || ::getsockname(held, raw, &size) != 0) {
        const std::string why = std::strerror(errno);
        ::close(held);
        return unavailable(address, why);
    }
    return SharedAddress(held, host, ntohs(wanted.sin_port));
}

SharedAddress::SharedAddress(int socket, std::string host, int port)
    : m_socket(socket)
    , m_host(std::move(host))
    , m_port(port)
{
}

SharedAddress::~SharedAddress()
{
    if (m_socket >= 0)
        ::close(m_socket);
}

SharedAddress::SharedAddress(SharedAddress&& other) noexcept
    : m_socket(std::exchange(other.m_socket, -1))
    , m_host(std::move(other.m_host))
    , m_port(other.m_port)
{
}

std::string SharedAddress::listen() const
{
    return m_host + ":" + std::to_string(m_port);
}

std::string SharedAddress::url() const
{
    return "http://" + (m_host == "0.0.0.0" ? "127.0.0.1" : m_host) + ":" + std::to_string(m_port);
}

} // namespace saikobi::rehearsal
