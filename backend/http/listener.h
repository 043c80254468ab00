#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "backend/contract/result.h"
#include "backend/http/handler.h"

namespace saikobi::http {

class Doorkeeper;
class QueueMeter;

struct ListenerOptions {
    std::string address{"127.0.0.1"};
    std::uint16_t port = 0; ///< 0: any free one
    bool sharePort = false; ///< SO_REUSEPORT: several instances on one address
    std::vector<std::string> trustedProxies{}; ///< CIDR; only these may name the client's address
    bool proxyProtocol = false; ///< these begin each connection with a PROXY v2 header
    std::size_t headerLimit = 16 * 1024;
    std::size_t bodyLimit = 64 * 1024;
    std::map<std::string, std::size_t> bodyLimitByPath{{"/payments/webhooks", 1024 * 1024}};
    std::size_t connectionLimit = 20000;
    std::chrono::seconds headerDeadline{10};
    std::chrono::seconds idleDeadline{15};
    std::chrono::seconds handlerDeadline{30}; ///< an order waits at most 10 s for its end
    std::chrono::seconds writeDeadline{10};
    int requestsPerConnection = 1000;
    Doorkeeper* doorkeeper = nullptr; ///< null: everybody may ask; else it outlives the listener
    QueueMeter* queue
            = nullptr; ///< is told how long requests wait for the thread; outlives it, too
    /// Connections that one address may hold, by IPv4 or /64; 0: no bound. A trusted proxy and an
    /// exempt network have none.
    std::size_t connectionsPerAddress = 1000;
    std::vector<std::string> exempt{}; ///< CIDRs
};

/// An HTTP/1.1 server on one executor of one thread. Handlers run on that executor and must not
/// block. It is closed and destroyed there too, or when the executor runs no more.
class Listener {
public:
    /// Unavailable names the address when it cannot be bound.
    static contract::Result<std::unique_ptr<Listener>> open(
            boost::asio::any_io_executor executor, ListenerOptions options, Handler& handler);
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    std::uint16_t port() const;
    std::size_t connections() const;
    /// Accepts no more; answers under way finish.
    void close();

private:
    class Acceptor;
    explicit Listener(std::shared_ptr<Acceptor> acceptor);
    std::shared_ptr<Acceptor> m_acceptor;
};

} // namespace saikobi::http
