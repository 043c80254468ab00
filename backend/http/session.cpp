#include "backend/http/session.h"

#include <boost/asio/buffer.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

#include "backend/http/doorkeeper.h"
#include "backend/http/response_head.h"

namespace saikobi::http {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t firstInputSize = 4 * 1024;
constexpr std::size_t bodyBytesPerSecond = 500; ///< slower than this is an attack or a dead phone
constexpr auto lingerTime = 1s;

} // namespace

Session::Session(Socket socket, std::shared_ptr<Service> service)
    : m_socket{std::move(socket)}
    , m_service{std::move(service)}
    , m_reader{m_service->limits}
    , m_input(firstInputSize)
{
}

void Session::start()
{
    Error failed;
    m_peer = m_socket.remote_endpoint(failed).address();
    if (!failed)
        m_socket.set_option(asio::ip::tcp::no_delay{true}, failed);
    if (failed)
        return close();
    enter(Phase::Idle, m_service->options.headerDeadline);
    read();
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

void Session::close()
{
    if (m_phase == Phase::Closed)
        return;
    m_phase = Phase::Closed;
    Error ignored; // the connection is over either way
    m_socket.close(ignored);
    m_service->sessions.erase(shared_from_this());
}

void Session::enter(Phase phase, std::chrono::steady_clock::duration allowed)
{
    m_phase = phase;
    m_deadline = std::chrono::steady_clock::now() + allowed;
}

void Session::read()
{
    if (m_begin == m_end)
        m_begin = m_end = 0;
    if (m_end == m_input.size() && m_begin > 0) {
        std::memmove(m_input.data(), m_input.data() + m_begin, m_end - m_begin);
        m_end -= std::exchange(m_begin, 0);
    }
    if (m_end == m_input.size()) // a head, at most; bodies are taken out as they come
        m_input.resize(std::min(m_input.size() * 2, m_service->limits.head + 1));
    m_socket.async_read_some(asio::buffer(m_input.data() + m_end, m_input.size() - m_end),
            [self = shared_from_this()](
                    const Error& failed, std::size_t size) { self->onRead(failed, size); });
}

void Session::onRead(const Error& failed, std::size_t size)
{
    if (m_phase == Phase::Closed)
        return;
    if (failed)
        return close();
    if (m_phase == Phase::Lingering)
        return linger();
    m_end += size;
    if (m_phase == Phase::Idle)
        enter(Phase::Head, m_service->options.headerDeadline);
    process();
}

void Session::process()
{
    m_begin += m_reader.feed({m_input.data() + m_begin, m_end - m_begin});
    switch (m_reader.state()) {
    case RequestReader::State::Head:
        return read();
    case RequestReader::State::Body:
        if (m_isAdmitted || admit())
            readBody();
        return;
    case RequestReader::State::Done:
        if (m_isAdmitted || admit())
            handOver();
        return;
    case RequestReader::State::Refused:
        const auto refusal = listenerRefusal(m_reader.refusal());
        writeHead(refusal, false, m_head);
        m_body = refusal.body;
        return send(false);
    }
}

/// Once per request, before its body is read and its handler works. False: it has been dealt with.
bool Session::admit()
{
    auto& request = m_reader.request();
    request.address = m_service->proxies.addressOf(m_peer, request);
    request.client = request.address.to_string();
    m_isAdmitted = true;
    auto* const doorkeeper = m_service->options.doorkeeper;
    if (!doorkeeper || !m_service->handler)
        return true;
    Response answer;
    switch (doorkeeper->look(request, answer)) {
    case Doorkeeper::Verdict::Admit:
        return true;
    case Doorkeeper::Verdict::Refuse: {
        const bool isRead = m_reader.state() == RequestReader::State::Done;
        answer.closes = answer.closes || !isRead; // what follows is a body that nobody reads
        ++m_requests;
        m_phase = Phase::Handling;
        reply(std::move(answer), m_requests);
        return false;
    }
    case Doorkeeper::Verdict::Close:
        close();
        return false;
    }
    return true;
}

void Session::readBody()
{
    const auto now = std::chrono::steady_clock::now();
    const bool isFirst = m_phase != Phase::Body;
    if (isFirst) {
        m_phase = Phase::Body;
        m_bodyBegan = now;
    }
    m_deadline = m_bodyBegan + m_service->options.headerDeadline
            + std::chrono::seconds{m_reader.bodyReceived() / bodyBytesPerSecond};
    if (!isFirst || !m_reader.expectsContinue() || m_reader.bodyReceived() > 0)
        return read();
    m_head = "HTTP/1.1 100 Continue\r\n\r\n";
    m_body.reset();
    m_written = 0;
    m_isInterim = true;
    write();
}

void Session::handOver()
{
    auto* const handler = m_service->handler;
    if (!handler)
        return close();
    auto& request = m_reader.request();
    request.receivedAt = std::chrono::steady_clock::now();
    enter(Phase::Handling, m_service->options.handlerDeadline);
    const int number = ++m_requests;
    handler->handle(request, [self = shared_from_this(), number](Response response) {
        self->reply(std::move(response), number);
    });
}

void Session::reply(Response response, int number)
{
    if (m_phase != Phase::Handling || number != m_requests)
        return; // the client has gone, or this request was answered already
    const bool keepsAlive = m_reader.keepsAlive() && !m_service->isClosing && !response.closes
            && m_requests < m_service->options.requestsPerConnection;
    writeHead(response, keepsAlive, m_head);
    const bool hasBody = !m_reader.isHead() && response.status != 204 && response.status != 304;
    m_body = hasBody ? std::move(response.body) : nullptr;
    send(keepsAlive);
}

void Session::send(bool keepsAlive)
{
    m_keepsAlive = keepsAlive;
    m_written = 0;
    m_isInterim = false;
    m_phase = Phase::Writing;
    write();
}

void Session::write()
{
    if (!m_isInterim)
        m_deadline = std::chrono::steady_clock::now() + m_service->options.writeDeadline;
    const auto headLeft = m_head.size() - std::min(m_written, m_head.size());
    const auto bodyDone = m_written - std::min(m_written, m_head.size());
    const auto bodySize = m_body ? m_body->size() : 0;
    const std::array<asio::const_buffer, 2> parts{
            asio::buffer(m_head.data() + m_head.size() - headLeft, headLeft),
            asio::buffer(m_body ? m_body->data() + bodyDone : nullptr, bodySize - bodyDone)};
    m_socket.async_write_some(
            parts, [self = shared_from_this()](const Error& failed, std::size_t size) {
                self->onWritten(failed, size);
            });
}

void Session::onWritten(const Error& failed, std::size_t size)
{
    if (m_phase == Phase::Closed)
        return;
    if (failed)
        return close();
    m_written += size;
    if (m_written < m_head.size() + (m_body ? m_body->size() : 0))
        return write();
    if (std::exchange(m_isInterim, false))
        return read();
    afterAnswer();
}

void Session::afterAnswer()
{
    m_body.reset();
    if (!m_keepsAlive) {
        Error ignored; // the client may have closed first
        m_socket.shutdown(Socket::shutdown_send, ignored);
        enter(Phase::Lingering, lingerTime);
        return linger();
    }
    m_reader.next();
    m_isAdmitted = false;
    if (m_begin == m_end) {
        enter(Phase::Idle, m_service->options.idleDeadline);
        return read();
    }
    enter(Phase::Head, m_service->options.headerDeadline);
    process();
}

/// Reads on without looking: closing with unread bytes would reset the connection before the client
/// has read our answer.
void Session::linger()
{
    m_begin = m_end = 0;
    m_socket.async_read_some(asio::buffer(m_input),
            [self = shared_from_this()](
                    const Error& failed, std::size_t size) { self->onRead(failed, size); });
}

} // namespace saikobi::http
