#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

#include "backend/contract/result.h"
#include "backend/shop/stock_batch.h"

namespace saikobi::shop {

/// Gathers what orders want of the counters. Idle: a wish leaves at once; while a batch is under
/// way the next one gathers, without a timer. One that has been performed and only waits for the
/// disk holds nobody up, up to `mostUnflushed` of them. A batch whose outcome is unknown is sent
/// again as it was; an error halves it until the culprit stands alone. Lives on one executor.
class StockBatcher {
public:
    using Outcomes = contract::Result<std::vector<StockOutcome>>;
    /// `performed` may be told before `done`, which ends it in any case.
    using Perform = std::function<void(std::vector<StockWish>, std::function<void()> performed,
            std::function<void(const Outcomes&)> done)>;
    using Answer = std::function<void(contract::Result<StockOutcome>)>;

    /// `pause` lies before a batch is sent again because the store was away or busy.
    StockBatcher(boost::asio::any_io_executor executor, Perform perform,
            std::chrono::milliseconds pause = std::chrono::milliseconds{100});
    ~StockBatcher();
    static constexpr int mostUnflushed = 16;
    StockBatcher(const StockBatcher&) = delete;
    StockBatcher& operator=(const StockBatcher&) = delete;

    /// Busy when too many wait already. Only one wish of an order may be under way.
    void add(StockWish wish, Answer answer);

private:
    class Impl;
    std::shared_ptr<Impl> m_impl;
};

} // namespace saikobi::shop
