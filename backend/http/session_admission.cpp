#include <string_view>
#include <utility>

#include "backend/http/doorkeeper.h"
#include "backend/http/proxy_protocol.h"
#include "backend/http/session.h"
#include "backend/http/socket_calls.h"

namespace saikobi::http {

// Who is at the other end of a connection, and whether they may ask.

/// Once it is known who it is. False: that address holds enough connections, and this one has
/// ended.
bool Session::countAddress()
{
    m_isCounted = m_service->perAddress->add(m_peer);
    if (!m_isCounted) {
        // A client that does not read it learns as much from the closing.
        constexpr std::string_view enough
                = "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n"
                  "Retry-After: 5\r\nConnection: close\r\n\r\n";
        sendBytes(m_socket, enough.data(), enough.size());
        close();
    }
    return m_isCounted;
}

/// True once it has been read, and a request may begin. A trusted proxy that sends something else
/// is misconfigured: its clients would all be one.
bool Session::takeProxyHeader()
{
    const auto header = readProxyHeader({m_input.data() + m_begin, m_end - m_begin});
    switch (header.state) {
    case ProxyHeader::State::NeedMore:
        if (m_phase == Phase::Idle)
            enter(Phase::Head, m_service->options.headerDeadline);
        return false;
    case ProxyHeader::State::Malformed:
        close();
        return false;
    case ProxyHeader::State::Complete:
        break;
    }
    m_begin += header.size;
    m_peer = header.client.value_or(m_peer);
    m_awaitsProxyHeader = false;
    return countAddress();
}

/// Once per request, before its body is read and its handler works. False: it has been dealt with.
bool Session::admit()
{
    m_isAdmitted = true;
    auto& request = m_reader.request();
    if (!m_reader.isRepeated())
        takeAddress(request);
    request.receivedAt = m_service->poller->now();
    auto* const doorkeeper = m_service->options.doorkeeper;
    if (!doorkeeper || !m_service->handler)
        return true;
    Response refusal;
    switch (doorkeeper->look(request, refusal)) {
    case Doorkeeper::Verdict::Admit:
        return true;
    case Doorkeeper::Verdict::Refuse:
        // What follows may be a body that nobody reads.
        if (m_reader.state() != RequestReader::State::Done)
            refusal.closes = true;
        m_phase = Phase::Handling;
        answer(++m_requests, std::move(refusal));
        return false;
    case Doorkeeper::Verdict::Close:
        close();
        return false;
    }
    return true;
}

void Session::takeAddress(Request& request) const
{
    const auto address = m_service->proxies.addressOf(m_peer, request);
    if (request.client.empty() || address != request.address) {
        request.address = address;
        request.client = address.to_string();
    }
}

} // namespace saikobi::http
