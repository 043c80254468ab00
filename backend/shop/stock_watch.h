#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <memory>

namespace saikobi::stores {
class PostgresExecutor;
}

namespace saikobi::shop {

/// Watches over the stock: each second it carries out offers of kept units whose minute has come
/// and looks at counters and new reservations; every 10 s it looks at everything, but never for
/// more than a twentieth of the time. What does not add up is stopped and told as alarm A01. Every
/// instance may watch: Postgres lets one at a time. Lives on one executor.
class StockWatch {
public:
    /// `audit` has one connection of its own and patience: the whole view takes its time.
    StockWatch(boost::asio::any_io_executor executor, stores::PostgresExecutor& audit);
    ~StockWatch();

    void tick(std::chrono::steady_clock::time_point now); ///< each second
    /// Between two looks at everything, as its last duration allows.
    std::chrono::milliseconds wholePause() const;

private:
    class Impl;
    std::shared_ptr<Impl> m_impl;
};

/// Ten seconds, or so long that a look that takes `took` uses a twentieth of the time.
std::chrono::milliseconds pauseAfter(std::chrono::milliseconds took);

} // namespace saikobi::shop
