#include "backend/stores/socket_watchdog.h"

#include <sys/socket.h>

namespace saikobi::stores {

SocketWatchdog::SocketWatchdog()
    : m_thread([this] { run(); })
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

void SocketWatchdog::watch(int socket)
{
    const std::lock_guard lock(m_mutex);
    m_socket = socket;
}

void SocketWatchdog::forget()
{
    const std::lock_guard lock(m_mutex);
    m_socket = -1;
    m_isArmed = false;
}

void SocketWatchdog::arm(std::chrono::milliseconds deadline)
{
    const std::lock_guard lock(m_mutex);
    m_deadline = std::chrono::steady_clock::now() + deadline;
    m_isArmed = true;
    // Not notified: the thread wakes at its own earlier deadline or idles for at most 50 ms, which
    // spares a context switch for every statement.
}

void SocketWatchdog::disarm()
{
    const std::lock_guard lock(m_mutex);
    m_isArmed = false;
}

void SocketWatchdog::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_isStopping) {
        m_wake.wait_for(lock, std::chrono::milliseconds{50});
        if (m_isArmed && m_socket >= 0 && std::chrono::steady_clock::now() >= m_deadline) {
            ::shutdown(m_socket, SHUT_RDWR);
            m_isArmed = false;
        }
    }
}

} // namespace saikobi::stores
