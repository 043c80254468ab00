#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace saikobi::bench {

/// Keep-alive connections of one thread to one server on this machine, one request at a time each.
/// No library stands between the clock and the socket, so that the load costs as little as it can.
class LoadClient {
public:
    using Clock = std::chrono::steady_clock;
    struct Answer {
        std::size_t connection = 0;
        int status = 0;
        std::string_view body{};
        Clock::time_point writtenAt{}; ///< before the request was written
        Clock::time_point readAt{}; ///< after the whole answer was read
    };
    using OnAnswer = std::function<void(const Answer&)>;

    /// Throws std::runtime_error when the server cannot be reached.
    LoadClient(const std::string& host, std::uint16_t port, std::size_t connections);
    ~LoadClient();
    LoadClient(const LoadClient&) = delete;
    LoadClient& operator=(const LoadClient&) = delete;

    std::size_t size() const { return m_connections.size(); }
    /// The connection must not wait for an answer. A request is written at once, whole.
    void send(std::size_t connection, std::string_view request);
    /// Hands on what has arrived; waits at most `timeout` for something to arrive.
    void poll(std::chrono::milliseconds timeout, const OnAnswer& onAnswer);
    /// Requests whose connection broke before their answer was whole.
    std::int64_t broken() const { return m_broken; }

private:
    struct Connection {
        int socket = -1;
        std::string input{};
        Clock::time_point writtenAt{};
        bool isWaiting = false;
    };

    void open(std::size_t index);
    void reopen(std::size_t index);
    void read(std::size_t index, const OnAnswer& onAnswer);

    std::uint32_t m_address = 0;
    std::uint16_t m_port = 0;
    int m_epoll = -1;
    std::int64_t m_broken = 0;
    std::vector<Connection> m_connections{};
};

/// "127.0.0.1:8080" or "http://127.0.0.1:8080" in parts; throws std::runtime_error.
struct Endpoint {
    std::string host{};
    std::uint16_t port = 0;
};
Endpoint endpointOf(std::string_view text);

/// By nearest rank, of a share from 0 to 1; 0 when there are no values.
double percentile(std::vector<double>& values, double share);

} // namespace saikobi::bench
