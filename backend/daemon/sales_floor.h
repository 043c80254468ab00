#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "backend/contract/result.h"
#include "backend/daemon/identity.h"
#include "backend/daemon/measure_book.h"
#include "backend/daemon/serve_config.h"
#include "backend/daemon/store_set.h"
#include "backend/http/doorkeeper.h"
#include "backend/http/handler.h"
#include "backend/recorder/recorder.h"
#include "backend/waiting_room/instance_report.h"

namespace saikobi::daemon {

/// The rooms that serve buyers, wired to each other: catalogues, lines, gate, payments, checkout,
/// operators' commands, notifications, and the API over them. All on one executor.
class SalesFloor {
public:
    struct Parts {
        boost::asio::any_io_executor executor;
        boost::asio::any_io_executor back; ///< where payments work
        const ServeConfig& config;
        const Identity& identity;
        const SigningKeys& keys;
        StoreSet& stores;
        MeasureBook& measures;
        /// Something that waiting cannot mend, such as a provider without configuration.
        std::function<void(contract::Fault)> giveUp;
    };
    explicit SalesFloor(Parts parts);
    ~SalesFloor();

    /// Reads the sales again; the first time it wires the shop.
    void refresh();
    void pace(const waiting_room::InstanceReport& report); ///< every 100 ms
    void control(); ///< every 250 ms
    void second(); ///< every second: orders and notifications that nobody finished

    std::vector<std::string> missing() const; ///< of what buyers need; empty: warm
    http::Handler& api(); ///< only when nothing is missing
    http::Doorkeeper& door(); ///< the same
    std::vector<recorder::RecordedSale> sales() const;
    std::size_t unfinishedOrders() const;

private:
    class Impl;
    std::shared_ptr<Impl> m_impl;
};

} // namespace saikobi::daemon
