#pragma once

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <thread>

namespace saikobi::tests {

/// An io_context with a thread of its own, for whatever is served in a test.
class Loop {
public:
    Loop();
    ~Loop();
    boost::asio::io_context& context() { return m_context; }
    /// Ends the thread; what lives on the context may be destroyed then.
    void stop();

private:
    boost::asio::io_context m_context{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> m_work;
    std::thread m_thread;
};

/// A connection that sends bytes as they are and knows nothing of HTTP.
class RawClient {
public:
    explicit RawClient(std::uint16_t port);
    ~RawClient();
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    void send(const std::string& bytes);
    /// Reads until `enough` is in what came, the peer closes, or five seconds are over.
    std::string readUntil(const std::string& enough);
    /// Everything until the peer closes; `closed()` tells whether it did within five seconds.
    std::string readAll();
    bool closed() const { return m_closed; }

private:
    int m_socket = -1;
    bool m_closed = false;
};

/// One request on a connection of its own; the whole answer.
std::string exchange(std::uint16_t port, const std::string& bytes);

} // namespace saikobi::tests
