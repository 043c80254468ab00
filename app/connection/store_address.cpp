#include "app/connection/store_address.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <system_error>

namespace saikobi::connection {

using contract::Fault;
using contract::FaultCode;
using contract::Nothing;
using contract::Outcome;
using contract::Result;
using std::chrono::milliseconds;

namespace {

using Found = std::unique_ptr<addrinfo, void (*)(addrinfo*)>;

/// A socket that closes itself.
class Socket {
public:
    explicit Socket(int descriptor)
        : m_descriptor(descriptor)
    {
    }
    ~Socket()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    int get() const { return m_descriptor; }

private:
    int m_descriptor;
};

Found lookUp(const std::string& host, int port, int flags, int& error)
{
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = flags;
    addrinfo* found = nullptr;
    error = ::getaddrinfo(
            host.c_str(), port > 0 ? std::to_string(port).c_str() : nullptr, &hints, &found);
    return {error == 0 ? found : nullptr, [](addrinfo* each) {
                if (each)
                    ::freeaddrinfo(each);
            }};
}

std::string words(int error)
{
    return std::generic_category().message(error);
}

bool isReady(int descriptor, short what, milliseconds deadline)
{
    pollfd one{descriptor, what, 0};
    return ::poll(&one, 1, static_cast<int>(deadline.count())) == 1;
}

Outcome connectTo(const Socket& socket, const addrinfo& to, milliseconds deadline)
{
    if (::connect(socket.get(), to.ai_addr, to.ai_addrlen) == 0)
        return Nothing{};
    if (errno == EINPROGRESS) {
        if (!isReady(socket.get(), POLLOUT, deadline))
            return Fault{FaultCode::Unavailable, words(ETIMEDOUT)};
        int error = 0;
        socklen_t size = sizeof error;
        ::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &size);
        if (error == 0)
            return Nothing{};
        errno = error;
    }
    return Fault{errno == ECONNREFUSED ? FaultCode::Refused : FaultCode::Unavailable, words(errno)};
}

template<class T>
Result<T> withConnection(const std::string& number, int port, milliseconds deadline,
        const std::function<Result<T>(int)>& then)
{
    int error = 0;
    const auto to = lookUp(number, port, AI_NUMERICHOST | AI_NUMERICSERV, error);
    if (!to)
        return Fault{FaultCode::NotFound, ::gai_strerror(error)};
    const Socket socket{
            ::socket(to->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, to->ai_protocol)};
    if (socket.get() < 0)
        return Fault{FaultCode::Unavailable, words(errno)};
    if (const auto connected = connectTo(socket, *to, deadline); !connected)
        return connected.error();
    return then(socket.get());
}

} // namespace

std::string StoreAddress::text() const
{
    if (isSocketFile())
        return host;
    const bool isLongNumber = host.find(':') != std::string::npos;
    return (isLongNumber ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

std::string postgresParameter(const std::string& url, const char* keyword)
{
    char* why = nullptr;
    const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options{
            PQconninfoParse(url.c_str(), &why), PQconninfoFree};
    const std::unique_ptr<char, void (*)(void*)> unused{why, PQfreemem};
    for (const auto* each = options.get(); each && each->keyword; ++each)
        if (each->val && std::strcmp(each->keyword, keyword) == 0)
            return each->val;
    return {};
}

StoreAddress postgresAddress(const std::string& url)
{
    const auto first = [&url](const char* keyword) {
        const auto value = postgresParameter(url, keyword);
        return value.substr(0, value.find(','));
    };
    const auto host = first("host");
    const auto port = first("port");
    return {host.empty() ? "localhost" : host, port.empty() ? 5432 : std::atoi(port.c_str())};
}

Result<std::vector<std::string>> resolve(const std::string& host)
{
    int error = 0;
    const auto found = lookUp(host, 0, AI_ADDRCONFIG, error);
    if (!found)
        return Fault{FaultCode::NotFound, ::gai_strerror(error)};
    std::vector<std::string> out;
    for (const auto* each = found.get(); each; each = each->ai_next) {
        std::array<char, NI_MAXHOST> number{};
        if (::getnameinfo(each->ai_addr, each->ai_addrlen, number.data(),
                    static_cast<socklen_t>(number.size()), nullptr, 0, NI_NUMERICHOST)
                == 0)
            out.emplace_back(number.data());
    }
    if (out.empty())
        return Fault{FaultCode::NotFound, host + " has no address"};
    return out;
}

Outcome dial(const std::string& number, int port, milliseconds deadline)
{
    return withConnection<Nothing>(
            number, port, deadline, [](int) -> Outcome { return Nothing{}; });
}

Result<bool> speaksTls(const std::string& number, int port, milliseconds deadline)
{
    return withConnection<bool>(number, port, deadline, [deadline](int socket) -> Result<bool> {
        // SSLRequest: its length, and the number that stands for it.
        constexpr std::array<unsigned char, 8> question{0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f};
        if (::send(socket, question.data(), question.size(), MSG_NOSIGNAL)
                != static_cast<ssize_t>(question.size()))
            return Fault{FaultCode::Unavailable, words(errno)};
        char answer = 0;
        if (!isReady(socket, POLLIN, deadline) || ::recv(socket, &answer, 1, 0) != 1)
            return Fault{FaultCode::Unavailable, words(ETIMEDOUT)};
        return answer == 'S';
    });
}

} // namespace saikobi::connection
