#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>
#include <string>

#include "backend/contract/result.h"
#include "backend/daemon/back_lane.h"
#include "backend/daemon/identity.h"
#include "backend/daemon/measure_book.h"
#include "backend/daemon/readiness.h"
#include "backend/daemon/serve_config.h"
#include "backend/daemon/store_set.h"

namespace saikobi::daemon {

/// Everything that answers buyers, on one thread: lines, catalogue, public listener.
class FrontLane {
public:
    struct Parts {
        boost::asio::any_io_executor executor;
        boost::asio::any_io_executor orders; ///< where orders are
        boost::asio::any_io_executor back; ///< where payments work
        const ServeConfig& config;
        const Identity& identity;
        const SigningKeys& keys;
        StoreSet& stores;
        MeasureBook& measures;
        Readiness& readiness;
        BackLane& backLane;
    };
    explicit FrontLane(Parts parts);
    ~FrontLane();

    /// Warms up and, once nothing is missing, opens the public listener: an instance that shares
    /// its address takes no buyer before. A store that is away is waited for. `done` gets
    /// Unavailable or Invalid when it can never be served so (address, provider).
    void begin(std::function<void(contract::Outcome)> done);
    std::string address() const; ///< of the public listener
    std::string paymentsAddress() const; ///< of returns and notifications alone; empty: none
    void close();

private:
    class Impl;
    std::shared_ptr<Impl> m_impl;
};

} // namespace saikobi::daemon
