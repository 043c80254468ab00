#pragma once

#include <memory>
#include <string>

#include "backend/contract/result.h"
#include "backend/daemon/serve_config.h"

namespace saikobi::daemon {

/// One instance of the backend, wired: stores, waiting rooms, shop, payments, recorder, listeners.
/// Three threads of its own: the front lane answers buyers; the floor of the orders (lane P0)
/// finishes what was ordered and hears the provider; the back lane talks to the provider, records
/// and answers monitoring. The stores have theirs.
class Server {
public:
    /// Returns once /readyz says 200 and buyers are taken; stores that are away are waited for.
    /// Refused: schema of another version, both named. Unavailable: an address cannot be bound.
    static contract::Result<std::unique_ptr<Server>> start(ServeConfig config);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    std::string addresses() const; ///< "http=HOST:PORT private=HOST:PORT [payments=…]"
    /// Accepts no more, records that it stops, joins its threads.
    void stop();

private:
    class Impl;
    explicit Server(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace saikobi::daemon
