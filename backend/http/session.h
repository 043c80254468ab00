#pragma once

#include <sys/types.h>

#include <boost/asio/ip/address.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "backend/contract/quantity.h"
#include "backend/http/connection_counts.h"
#include "backend/http/handler.h"
#include "backend/http/listener.h"
#include "backend/http/poller.h"
#include "backend/http/request_reader.h"
#include "backend/http/trusted_proxies.h"
#include "backend/waiting_room/ticket_memo.h"

namespace saikobi::http {

class Session;

/// What all connections of one listener have in common.
struct Service {
    ListenerOptions options{};
    RequestReader::Limits limits{};
    TrustedProxies proxies{};
    Handler* handler = nullptr; ///< null once the listener is gone
    std::shared_ptr<Poller> poller{};
    bool isClosing = false;
    std::unordered_set<std::shared_ptr<Session>> sessions{};
    std::optional<ConnectionCounts> perAddress{};
};

/// One connection: reads a request, hands it over, writes the answer, reads the next one. A request
/// that was pipelined waits in the buffer until the answer before it is out.
class Session final : public std::enable_shared_from_this<Session>,
                      private Reply::Target,
                      private Poller::Watched {
public:
    /// Takes over a socket that does not block.
    Session(int socket, const boost::asio::ip::address& peer, std::shared_ptr<Service> service);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    void start();
    /// Closes the connection if what it is waiting for has taken too long.
    void expire(contract::Deadline now);
    /// The listener accepts no more: idle connections end now, the others after their answer.
    void finish();
    /// Since when it waits for a next request; empty: it does not, or has not had its first answer.
    std::optional<contract::Deadline> idleSince() const;
    void close();

private:
    enum class Phase { Idle, Head, Body, Handling, Writing, Lingering, Closed };

    void onReady(std::uint32_t events) override;
    void answer(int number, Response&& response) override;
    std::shared_ptr<const std::atomic<bool>> goneMark(int number) override;

    void enter(Phase phase, std::chrono::steady_clock::duration allowed);
    void makeRoom();
    void readAll();
    void read();
    void process();
    bool step();
    bool takeProxyHeader();
    bool countAddress();
    bool admit();
    void takeAddress(Request& request) const;
    void awaitBody();
    void handOver();
    void send(Response&& response, bool keepsAlive);
    void cut(const Response& response);
    void write();
    ssize_t writeSome();
    void afterAnswer();
    void linger();

    int m_socket = -1;
    bool m_isReadable = false; ///< bytes may be waiting
    bool m_hasEnded = false; ///< the client sends nothing after those
    std::shared_ptr<Service> m_service;
    boost::asio::ip::address m_peer{}; ///< of the socket, or as the PROXY protocol says
    bool m_isCounted = false; ///< among the connections of that address
    bool m_awaitsProxyHeader = false;
    RequestReader m_reader;
    waiting_room::TicketMemo m_memo{};
    std::vector<char> m_input;
    std::size_t m_begin = 0; ///< first byte not used yet
    std::size_t m_end = 0;
    Phase m_phase = Phase::Idle;
    contract::Deadline m_deadline{};
    contract::Deadline m_bodyBegan{};
    int m_requests = 0;
    std::shared_ptr<std::atomic<bool>> m_gone{}; ///< of the request that is handled, if asked for
    bool m_keepsAlive = false;
    bool m_isAdmitted = false; ///< the doorkeeper has seen this request
    bool m_isInterim = false; ///< what is being written is "100 Continue"
    bool m_isProcessing = false; ///< answers given meanwhile are followed up there
    std::string m_output{}; ///< head and small bodies
    std::shared_ptr<const std::string> m_body{}; ///< a larger one that others share
    std::size_t m_written = 0;
};

} // namespace saikobi::http
