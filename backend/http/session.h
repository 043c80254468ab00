#pragma once

#include <boost/asio/ip/tcp.hpp>

#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "backend/contract/quantity.h"
#include "backend/http/listener.h"
#include "backend/http/request_reader.h"
#include "backend/http/trusted_proxies.h"

namespace saikobi::http {

class Session;

/// What all connections of one listener have in common.
struct Service {
    ListenerOptions options{};
    RequestReader::Limits limits{};
    TrustedProxies proxies{};
    Handler* handler = nullptr; ///< null once the listener is gone
    bool isClosing = false;
    std::unordered_set<std::shared_ptr<Session>> sessions{};
};

/// One connection: reads a request, hands it over, writes the answer, reads the next one. A request
/// that was pipelined waits in the buffer until the answer before it is out.
class Session : public std::enable_shared_from_this<Session> {
public:
    using Socket = boost::asio::ip::tcp::socket;
    using Error = boost::system::error_code;

    Session(Socket socket, std::shared_ptr<Service> service);
    void start();
    /// Closes the connection if what it is waiting for has taken too long.
    void expire(contract::Deadline now);
    /// The listener accepts no more: idle connections end now, the others after their answer.
    void finish();
    void close();

private:
    enum class Phase { Idle, Head, Body, Handling, Writing, Lingering, Closed };

    void enter(Phase phase, std::chrono::steady_clock::duration allowed);
    void read();
    void onRead(const Error& failed, std::size_t size);
    void process();
    bool admit();
    void readBody();
    void handOver();
    void reply(Response response, int number);
    void send(bool keepsAlive);
    void write();
    void onWritten(const Error& failed, std::size_t size);
    void afterAnswer();
    void linger();

    Socket m_socket;
    std::shared_ptr<Service> m_service;
    boost::asio::ip::address m_peer{};
    RequestReader m_reader;
    std::vector<char> m_input;
    std::size_t m_begin = 0; ///< first byte not used yet
    std::size_t m_end = 0;
    Phase m_phase = Phase::Idle;
    contract::Deadline m_deadline{};
    contract::Deadline m_bodyBegan{};
    int m_requests = 0;
    bool m_keepsAlive = false;
    bool m_isAdmitted = false; ///< the doorkeeper has seen this request
    bool m_isInterim = false; ///< what is being written is "100 Continue"
    std::string m_head{};
    std::shared_ptr<const std::string> m_body{};
    std::size_t m_written = 0;
};

} // namespace saikobi::http
