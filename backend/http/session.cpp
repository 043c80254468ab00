#include "backend/http/session.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <utility>

#include "backend/http/response_head.h"
#include "backend/http/socket_calls.h"

namespace saikobi::http {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::size_t firstInputSize = 2 * 1024;
constexpr std::size_t bodyBytesPerSecond = 500; ///< slower than this is an attack or a dead phone
constexpr auto lingerTime = 1s;
constexpr int readsPerTurn = 16;
/// Announced once each: a connection is never told of again what it has not taken yet.
constexpr std::uint32_t watchedEvents = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
/// Copying so much costs less than telling the kernel of two places.
constexpr std::size_t copiedBody = 8 * 1024;

/// Within some milliseconds, at a fifth of the price: for deadlines.
contract::Deadline roughlyNow()
{
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return contract::Deadline{
            std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec}};
}

} // namespace

Session::Session(int socket, const boost::asio::ip::address& peer, std::shared_ptr<Service> service)
    : m_socket{socket}
    , m_service{std::move(service)}
    , m_peer{peer}
    , m_reader{m_service->limits}
    , m_input(firstInputSize)
{
}

Session::~Session()
{
    if (m_socket >= 0)
        ::close(m_socket);
}

void Session::start()
{
    m_awaitsProxyHeader = m_service->options.proxyProtocol && m_service->proxies.contains(m_peer);
    enter(Phase::Idle, m_service->options.headerDeadline);
    m_reader.request().memo = &m_memo;
    if (!m_service->poller->add(m_socket, watchedEvents, *this))
        return close();
    if (!m_awaitsProxyHeader)
        countAddress();
}

void Session::expire(contract::Deadline now)
{
    if (now >= m_deadline)
        close();
}

void Session::finish()
{
    if (m_phase == Phase::Idle)
        close();
}

std::optional<contract::Deadline> Session::idleSince() const
{
    if (m_phase != Phase::Idle || m_requests == 0)
        return std::nullopt;
    return m_deadline - m_service->options.idleDeadline;
}

void Session::close()
{
    if (m_phase == Phase::Closed)
        return;
    m_phase = Phase::Closed;
    if (m_gone)
        m_gone->store(true, std::memory_order_relaxed);
    if (m_isCounted)
        m_service->perAddress->remove(m_peer);
    m_service->poller->remove(m_socket, *this);
    ::close(std::exchange(m_socket, -1));
    m_service->sessions.erase(shared_from_this());
}

void Session::enter(Phase phase, Clock::duration allowed)
{
    m_phase = phase;
    m_deadline = roughlyNow() + allowed;
}

void Session::onReady(std::uint32_t events)
{
    const auto self = shared_from_this(); // whatever happens now may close it
    if ((events & (EPOLLERR | EPOLLHUP)) != 0)
        return close();
    m_hasEnded = m_hasEnded || (events & EPOLLRDHUP) != 0;
    m_isReadable = m_isReadable || (events & (EPOLLIN | EPOLLRDHUP)) != 0;
    switch (m_phase) {
    case Phase::Idle:
    case Phase::Head:
    case Phase::Body:
        return readAll();
    case Phase::Writing:
        return (events & EPOLLOUT) != 0 ? write() : void();
    case Phase::Lingering:
        return linger();
    case Phase::Handling: // what it sends meanwhile stays with the kernel
        if (m_hasEnded && m_gone)
            m_gone->store(true, std::memory_order_relaxed);
        return;
    case Phase::Closed:
        return;
    }
}

void Session::makeRoom()
{
    if (m_begin == m_end)
        m_begin = m_end = 0;
    if (m_end == m_input.size() && m_begin > 0) {
        std::memmove(m_input.data(), m_input.data() + m_begin, m_end - m_begin);
        m_end -= std::exchange(m_begin, 0);
    }
    if (m_end == m_input.size()) // a line of a head, at most; bodies are taken out as they come
        m_input.resize(std::min(m_input.size() * 2, m_service->limits.head + 1));
}

/// Until nothing is left to be read, or an answer has to come first.
void Session::readAll()
{
    for (int reads = 0; m_isReadable && m_phase <= Phase::Body; ++reads) {
        if (reads == readsPerTurn) // others wait, too; asking again announces it again
            return m_service->poller->change(m_socket, watchedEvents, *this);
        read();
    }
}

void Session::read()
{
    makeRoom();
    const auto room = m_input.size() - m_end;
    const auto size = receive(m_socket, m_input.data() + m_end, room);
    // Fewer bytes than there was room for: the next ones will be announced.
    m_isReadable = m_hasEnded || size == static_cast<ssize_t>(room);
    if (size < 0 && errno == EAGAIN && !m_hasEnded)
        return;
    if (size <= 0)
        return close();
    m_end += static_cast<std::size_t>(size);
    process();
}

/// Takes requests out of the buffer as long as each is answered at once.
void Session::process()
{
    m_isProcessing = true;
    while (m_begin < m_end && m_phase <= Phase::Body && step()) { }
    m_isProcessing = false;
}

/// True when a request was whole, so that another one may follow it.
bool Session::step()
{
    if (m_awaitsProxyHeader && !takeProxyHeader())
        return false;
    m_begin += m_reader.feed({m_input.data() + m_begin, m_end - m_begin});
    switch (m_reader.state()) {
    case RequestReader::State::Head:
        if (m_phase == Phase::Idle)
            enter(Phase::Head, m_service->options.headerDeadline);
        return false;
    case RequestReader::State::Body:
        if (m_isAdmitted || admit())
            awaitBody();
        return false;
    case RequestReader::State::Done:
        if (m_isAdmitted || admit())
            handOver();
        return true;
    case RequestReader::State::Refused:
        send(listenerRefusal(m_reader.refusal()), false);
        return false;
    }
    return false;
}

void Session::awaitBody()
{
    const bool isFirst = m_phase != Phase::Body;
    if (isFirst) {
        m_phase = Phase::Body;
        m_bodyBegan = roughlyNow();
    }
    m_deadline = m_bodyBegan + m_service->options.headerDeadline
            + std::chrono::seconds{m_reader.bodyReceived() / bodyBytesPerSecond};
    if (!isFirst || !m_reader.expectsContinue() || m_reader.bodyReceived() > 0)
        return;
    m_output = "HTTP/1.1 100 Continue\r\n\r\n";
    m_isInterim = true;
    write();
}

void Session::handOver()
{
    auto* const handler = m_service->handler;
    if (!handler)
        return close();
    auto& request = m_reader.request();
    request.receivedAt = m_service->poller->now();
    m_phase = Phase::Handling;
    m_deadline = request.receivedAt + m_service->options.handlerDeadline;
    handler->handle(
            request, Reply{std::shared_ptr<Target>{shared_from_this(), this}, ++m_requests});
}

std::shared_ptr<const std::atomic<bool>> Session::goneMark(int number)
{
    if (m_phase != Phase::Handling || number != m_requests)
        return std::make_shared<const std::atomic<bool>>(true);
    if (!m_gone)
        m_gone = std::make_shared<std::atomic<bool>>(m_hasEnded);
    return m_gone;
}

void Session::answer(int number, Response&& response)
{
    if (m_phase != Phase::Handling || number != m_requests)
        return; // the client has gone, or this request was answered already
    m_gone.reset();
    const bool keepsAlive = m_reader.keepsAlive() && !m_service->isClosing && !response.closes
            && m_requests < m_service->options.requestsPerConnection;
    send(std::move(response), keepsAlive);
}

void Session::send(Response&& response, bool keepsAlive)
{
    m_keepsAlive = keepsAlive;
    writeHead(response, keepsAlive, m_output);
    if (response.cutAfter)
        return cut(response);
    const bool hasBody = !m_reader.isHead() && response.status != 204 && response.status != 304;
    const auto content = hasBody ? response.content() : std::string_view{};
    if (content.size() <= copiedBody)
        m_output.append(content);
    else if (response.body)
        m_body = std::move(response.body);
    else
        m_body = std::make_shared<const std::string>(std::move(response.text));
    write();
}

void Session::write()
{
    const auto bodySize = m_body ? m_body->size() : 0;
    while (m_written < m_output.size() + bodySize) {
        const auto size = writeSome();
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0 && errno != EAGAIN)
            return close();
        if (size < 0)
            return enter(Phase::Writing, m_service->options.writeDeadline);
        m_written += static_cast<std::size_t>(size);
    }
    m_written = 0;
    m_body.reset();
    if (!std::exchange(m_isInterim, false))
        return afterAnswer();
    m_phase = Phase::Body;
    if (!m_isProcessing)
        readAll();
}

ssize_t Session::writeSome()
{
    const auto headDone = std::min(m_written, m_output.size());
    if (!m_body)
        return sendBytes(m_socket, m_output.data() + headDone, m_output.size() - headDone);
    const auto bodyDone = m_written - headDone;
    std::array<iovec, 2> parts{iovec{m_output.data() + headDone, m_output.size() - headDone},
            iovec{const_cast<char*>(m_body->data()) + bodyDone, m_body->size() - bodyDone}};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    return ::sendmsg(m_socket, &message, MSG_NOSIGNAL);
}

void Session::afterAnswer()
{
    if (!m_keepsAlive) {
        ::shutdown(m_socket, SHUT_WR); // the client may have closed first
        enter(Phase::Lingering, lingerTime);
        return linger();
    }
    m_reader.next();
    m_isAdmitted = false;
    enter(Phase::Idle, m_service->options.idleDeadline);
    if (m_isProcessing)
        return;
    process();
    readAll();
}

/// Reads on without looking: closing with unread bytes would reset the connection before the client
/// has read our answer.
void Session::linger()
{
    m_begin = m_end = 0;
    ssize_t size = 1;
    for (int reads = 0; size > 0 && reads < readsPerTurn; ++reads)
        size = receive(m_socket, m_input.data(), m_input.size());
    if (size > 0)
        return m_service->poller->change(m_socket, watchedEvents, *this);
    if (size == 0 || errno != EAGAIN)
        close();
}

} // namespace saikobi::http
