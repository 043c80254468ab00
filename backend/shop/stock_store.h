#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <string>
#include <vector>

#include "backend/contract/result.h"
#include "backend/shop/stock_batch.h"

namespace saikobi::stores {
class CommitFlush;
class PostgresExecutor;
} // namespace saikobi::stores

namespace saikobi::shop {

struct StockStore {
    stores::PostgresExecutor& orders;
    stores::CommitFlush& flush;
    boost::asio::any_io_executor executor;
    std::string owner{}; ///< of the orders
};

/// From so many wishes on a batch leaves its commit to the flush, and the counters are free for the
/// next one meanwhile. Smaller ones wait for the disk themselves: what gathers in that time makes
/// fewer, larger batches, and those cost less where the processor is what there is least of.
inline constexpr std::size_t unflushedFrom = 128;

/// Grants a batch of wishes in one call and one commit: all counters are locked first, in the order
/// of everybody. `performed`, of a large one: it has committed. `done`: it is on the disk; outcomes
/// come in the order of the wishes. Safe to repeat.
void performStockBatch(const StockStore& store, std::vector<StockWish> wishes,
        std::function<void()> performed,
        std::function<void(contract::Result<std::vector<StockOutcome>>)> done);

} // namespace saikobi::shop
