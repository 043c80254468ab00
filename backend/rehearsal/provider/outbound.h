#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace saikobi::rehearsal {

/// What the provider says to the outside: a notification, or a shopper's browser that comes back.
struct OutboundCall {
    std::string url{}; ///< http://HOST:PORT/PATH
    std::string method{"POST"};
    std::vector<std::pair<std::string, std::string>> headers{};
    std::shared_ptr<const std::string> body{};
};

/// One connection, kept from call to call where the other side lets it.
class Outbound {
public:
    explicit Outbound(boost::asio::any_io_executor executor);
    ~Outbound();
    Outbound(const Outbound&) = delete;
    Outbound& operator=(const Outbound&) = delete;

    /// The status; 0: no answer. A kept connection that turns out to be closed is opened again.
    boost::asio::awaitable<unsigned> ask(const OutboundCall& call);

private:
    class Connection;
    std::unique_ptr<Connection> m_connection;
};

} // namespace saikobi::rehearsal
