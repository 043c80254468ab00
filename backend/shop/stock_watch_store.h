#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>

#include "backend/contract/result.h"

namespace saikobi::stores {
class PostgresExecutor;
}

namespace saikobi::shop {

struct StockLook {
    int stopped = 0; ///< products and slots, by this look; 0 too where another instance is at it
    int offers = 0; ///< of kept units, carried out
    std::chrono::milliseconds took{};
};
using StockLooked = std::function<void(contract::Result<StockLook>)>;

/// Offers that are due; counters and the reservations since the last look.
void lookAtNewStock(
        stores::PostgresExecutor& audit, boost::asio::any_io_executor executor, StockLooked done);
/// The whole view, whatever it takes within the patience of `audit`.
void lookAtAllStock(
        stores::PostgresExecutor& audit, boost::asio::any_io_executor executor, StockLooked done);

} // namespace saikobi::shop
