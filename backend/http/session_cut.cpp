#include <sys/socket.h>

#include <algorithm>

#include "backend/http/session.h"
#include "backend/http/socket_calls.h"

namespace saikobi::http {

/// What of it fits into the socket's buffer leaves; the client sees a reset, not an end.
void Session::cut(const Response& response)
{
    m_output.append(response.content());
    sendBytes(m_socket, m_output.data(), std::min(m_output.size(), *response.cutAfter));
    const struct ::linger atOnce {
        1, 0
    }; // our own linger() hides the name
    ::setsockopt(m_socket, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
    close();
}

} // namespace saikobi::http
