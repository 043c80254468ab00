#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <string>
#include <vector>

#include "backend/contract/result.h"
#include "backend/shop/stock_batch.h"

namespace saikobi::stores {
class PostgresExecutor;
}

namespace saikobi::shop {

/// Grants a batch of wishes in one call and one commit: all counters are locked first, in the order
/// of everybody. Outcomes come in the order of the wishes. Safe to repeat.
void performStockBatch(stores::PostgresExecutor& orders, boost::asio::any_io_executor executor,
        const std::string& owner, std::vector<StockWish> wishes,
        std::function<void(contract::Result<std::vector<StockOutcome>>)> done);

} // namespace saikobi::shop
