#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "backend/contract/result.h"
#include "backend/daemon/identity.h"
#include "backend/daemon/readiness.h"
#include "backend/daemon/serve_config.h"
#include "backend/daemon/store_set.h"
#include "backend/recorder/recorder.h"

namespace saikobi::daemon {

/// Recording and monitoring, on the thread that also talks to the provider.
class BackLane {
public:
    struct Parts {
        boost::asio::any_io_executor executor;
        const ServeConfig& config;
        const Identity& identity;
        StoreSet& stores;
        const Readiness& readiness;
    };
    explicit BackLane(Parts parts);
    ~BackLane();

    /// Opens the private listener: /healthz, /readyz, /metrics. Unavailable names the address.
    contract::Outcome listen();
    std::string address() const;

    /// From any thread: one second of this instance's figures.
    void record(contract::Instant now, std::vector<recorder::RecordedSale> sales,
            std::map<std::string, double> gauges);
    /// From the lane's own thread: notes that the instance stops; `done` when that is written.
    void close(std::function<void()> done);

private:
    class Impl;
    std::shared_ptr<Impl> m_impl;
};

} // namespace saikobi::daemon
