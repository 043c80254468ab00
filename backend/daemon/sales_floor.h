#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "backend/contract/result.h"
#include "backend/daemon/identity.h"
#include "backend/daemon/measure_book.h"
#include "backend/daemon/order_floor.h"
#include "backend/daemon/serve_config.h"
#include "backend/daemon/store_set.h"
#include "backend/http/doorkeeper.h"
#include "backend/http/handler.h"
#include "backend/http/queue_meter.h"
#include "backend/recorder/recorder.h"
#include "backend/waiting_room/instance_report.h"

namespace saikobi::daemon {

/// The rooms that serve buyers, wired to each other: catalogues, lines, operators' commands and the
/// API over them, all on one executor; the floor of the orders is on another.
class SalesFloor {
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
        /// Something that waiting cannot mend, such as a provider without configuration.
        std::function<void(contract::Fault)> giveUp;
    };
    explicit SalesFloor(Parts parts);
    ~SalesFloor();

    /// Reads the sales again; the first time it wires the shop.
    void refresh();
    void pace(const waiting_room::InstanceReport& report); ///< every 100 ms
    void control(); ///< every 250 ms
    void second(); ///< every second: how far the stock will go

    std::vector<std::string> missing() const; ///< of what buyers need; empty: warm
    http::Handler& api(); ///< only when nothing is missing
    http::Doorkeeper& door(); ///< the same
    http::QueueMeter& queue(); ///< the same; by it the door sheds
    void putQueues(std::map<std::string, double>& gauges) const;
    std::vector<recorder::RecordedSale> sales() const;
    OrderFloor& orders(); ///< open once nothing is missing

private:
    class Impl;
    std::shared_ptr<Impl> m_impl;
};

} // namespace saikobi::daemon
