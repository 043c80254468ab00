#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace saikobi::stores {

/// Shuts one socket down when a deadline passes, which makes a blocked reader return with an error.
class SocketWatchdog {
public:
    SocketWatchdog();
    ~SocketWatchdog();
    SocketWatchdog(const SocketWatchdog&) = delete;
    SocketWatchdog& operator=(const SocketWatchdog&) = delete;

    void watch(int socket);
    void forget();
    void arm(std::chrono::milliseconds deadline);
    void disarm();

private:
    void run();

    std::mutex m_mutex;
    std::condition_variable m_wake;
    int m_socket = -1;
    bool m_isArmed = false;
    bool m_isStopping = false;
    std::chrono::steady_clock::time_point m_deadline{};
    std::thread m_thread;
};

} // namespace saikobi::stores
