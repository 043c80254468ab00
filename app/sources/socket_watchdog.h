#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace saikobi::sources {

/// Shuts a socket down when a job on it takes too long: libpqxx 6.4 waits for ever on a server that
/// was stopped, and only the end of its socket wakes it.
class SocketWatchdog {
public:
    SocketWatchdog();
    ~SocketWatchdog();
    SocketWatchdog(const SocketWatchdog&) = delete;
    SocketWatchdog& operator=(const SocketWatchdog&) = delete;

    void guard(int socket, std::chrono::milliseconds deadline);
    /// The job is over; the socket may be closed now.
    void release();

private:
    void watch();

    std::mutex m_mutex{};
    std::condition_variable m_wake{};
    int m_socket = -1;
    std::chrono::steady_clock::time_point m_deadline{};
    bool m_isStopping = false;
    std::thread m_thread{};
};

} // namespace saikobi::sources
