#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "backend/contract/result.h"
#include "backend/contract/sale.h"
#include "backend/daemon/identity.h"
#include "backend/daemon/measure_book.h"
#include "backend/daemon/serve_config.h"
#include "backend/daemon/store_set.h"
#include "backend/http/handler.h"
#include "backend/http/till.h"
#include "backend/shop/catalogue.h"
#include "backend/waiting_room/line.h"

namespace saikobi::daemon {

/// Lane P0: orders, payments, notifications and returns, wired to each other on a thread and on
/// store connections of their own, so that no crowd of pages delays what finishes an order.
class OrderFloor {
public:
    struct Parts {
        boost::asio::any_io_executor executor; ///< of this floor alone
        boost::asio::any_io_executor front; ///< where lines live and from where it is opened
        boost::asio::any_io_executor back; ///< where payments talk to the provider
        const ServeConfig& config;
        const Identity& identity;
        StoreSet& stores;
        MeasureBook& measures;
        const shop::CatalogueReader& catalogues;
        std::function<waiting_room::Line*(std::string_view sale)> line; ///< asked on `front`
        /// Something that waiting cannot mend, such as a provider without configuration; told on
        /// `front`.
        std::function<void(contract::Fault)> giveUp;
    };
    using Accounts = std::map<std::string, contract::ProviderAccount>;

    /// What others may know of the floor, as of a moment ago.
    struct News {
        bool takesOrders = false;
        bool isBudgetReady = false;
        std::size_t unfinished = 0;
        std::map<std::string, std::int64_t, std::less<>> unfinishedBySale{};
        /// By sale: what its payments can finish, and how its accounts stand.
        struct Payments {
            std::optional<double> rateAdvised{}; ///< passes/min
            bool isOrderLaneClosed = false; ///< of every account
            bool isDown = false; ///< every account's breaker has been open for 15 s
        };
        std::map<std::string, Payments, std::less<>> payments{};
        double threadUse = 0; ///< percent of its time that the thread was busy
        double slowestMs = 0; ///< return or notification of the last ten seconds
    };

    explicit OrderFloor(Parts parts);
    ~OrderFloor();

    /// From `front`, as the next three. Payments need the agreed limits, and those come with the
    /// catalogue. False: it has given up.
    bool open(const Accounts& accounts);
    bool isOpen() const;
    void takeLimits(const Accounts& accounts);
    /// Opens the listener of its own, if the configuration names one; `done` is told on `front`.
    void listen(std::function<void(contract::Outcome)> done);

    /// Of the own listener; empty without one.
    std::string address() const;
    http::Till till() const; ///< for questions from `front`
    http::Handler& api(); ///< returns and notifications; on `executor` only
    News news() const; ///< from any thread
    void close(); ///< from any thread: accepts no more, ticks no more

private:
    class Impl;
    std::shared_ptr<Impl> m_impl;
};

} // namespace saikobi::daemon
