#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <string>
#include <vector>

#include "backend/contract/quantity.h"
#include "backend/contract/result.h"
#include "backend/forecast/stock_outlook.h"

namespace saikobi::stores {
class PostgresExecutor;
}

namespace saikobi::shop {

/// What the shoppers of the last ten minutes want.
struct SaleDemand {
    std::vector<forecast::StockDemand> products{};
    double undecided = 0; ///< shoppers without an order
};

/// Some milliseconds of Postgres; every few seconds is often enough. `done` runs on `executor`.
void readDemand(stores::PostgresExecutor& reads, boost::asio::any_io_executor executor,
        const std::string& sale, contract::Run run,
        std::function<void(contract::Result<SaleDemand>)> done);

} // namespace saikobi::shop
