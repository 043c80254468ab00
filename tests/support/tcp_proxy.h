#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace saikobi::tests {

/// Stands between a program and a server on this machine, and makes the way between them as bad as
/// a test wants: slow, silent, or cut. Everything passes both ways, unchanged and in order.
class TcpProxy {
public:
    /// Null when no port can be had. Connections go to 127.0.0.1:`server`.
    static std::unique_ptr<TcpProxy> open(std::uint16_t server);
    ~TcpProxy();
    TcpProxy(const TcpProxy&) = delete;
    TcpProxy& operator=(const TcpProxy&) = delete;

    std::uint16_t port() const { return m_port; }
    /// Every piece that comes from the server waits so long; 0: none.
    void delayAnswers(std::chrono::milliseconds by) { m_delayMs = by.count(); }
    /// Nothing passes any more, and nobody is told: connections stay open.
    void holdStill(bool isStill) { m_isStill = isStill; }
    /// Ends every connection at once; new ones are taken as before.
    void cutAll();
    /// New connections are refused while it is so.
    void refuse(bool isRefusing) { m_isRefusing = isRefusing; }
    std::int64_t connections() const { return m_taken; }

private:
    struct Pair;
    TcpProxy(int listener, std::uint16_t port, std::uint16_t server);
    void take();
    void carry(const std::shared_ptr<Pair>& pair, bool isAnswer);
    int dial() const;

    int m_listener = -1;
    std::uint16_t m_port = 0;
    std::uint16_t m_server = 0;
    std::atomic<std::int64_t> m_delayMs{0};
    std::atomic<bool> m_isStill{false};
    std::atomic<bool> m_isRefusing{false};
    std::atomic<bool> m_isOver{false};
    std::atomic<std::int64_t> m_taken{0};
    std::mutex m_mutex{};
    std::vector<std::shared_ptr<Pair>> m_pairs{};
    std::vector<std::thread> m_threads{};
    std::thread m_taking{};
};

} // namespace saikobi::tests
