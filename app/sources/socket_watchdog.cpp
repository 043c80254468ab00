#include "app/sources/socket_watchdog.h"

#include <sys/socket.h>

#include <utility>

namespace saikobi::sources {

SocketWatchdog::SocketWatchdog()
    : m_thread([this] { watch(); })
{
}

SocketWatchdog::~SocketWatchdog()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void SocketWatchdog::guard(int socket, std::chrono::milliseconds deadline)
{
    {
        const std::lock_guard lock(m_mutex);
        m_socket = socket;
        m_deadline = std::chrono::steady_clock::now() + deadline;
    }
    m_wake.notify_one();
}

void SocketWatchdog::release()
{
    // Under the same lock as the shutdown, so that a number used again is never shut down.
    const std::lock_guard lock(m_mutex);
    m_socket = -1;
}

void SocketWatchdog::watch()
{
    std::unique_lock lock(m_mutex);
    while (!m_isStopping) {
        if (m_socket < 0)
            m_wake.wait(lock);
        else if (std::chrono::steady_clock::now() < m_deadline)
            m_wake.wait_until(lock, m_deadline);
        else
            ::shutdown(std::exchange(m_socket, -1), SHUT_RDWR);
    }
}

} // namespace saikobi::sources
