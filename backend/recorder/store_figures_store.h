#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "backend/contract/quantity.h"
#include "backend/contract/result.h"

namespace saikobi::stores {
class PostgresExecutor;
class RedisExecutor;
} // namespace saikobi::stores

namespace saikobi::recorder {

struct ServerFigures {
    std::map<std::string, double> gauges{};
    double deadlocks = 0; ///< since the statistics began
};

using Gauges = std::map<std::string, double>;

/// What the stores say about themselves and about a sale. Answers come on `executor`.
class StoreFiguresStore {
public:
    template<class T>
    using Done = std::function<void(contract::Result<T>)>;

    StoreFiguresStore(boost::asio::any_io_executor executor, stores::RedisExecutor& redis,
            stores::PostgresExecutor& postgres);

    void readServer(Done<ServerFigures> done);
    void readRedis(Done<Gauges> done);
    /// Looks through all of its stock and payments. Empty while another instance is at it.
    void readSale(const std::string& sale, Done<Gauges> done);

private:
    boost::asio::any_io_executor m_executor;
    stores::RedisExecutor& m_redis;
    stores::PostgresExecutor& m_postgres;
};

/// Memory in percent of its limit, if it has one; evictions and writes refused for lack of it.
Gauges redisGauges(const std::string& info);
/// Seconds that our clock is ahead of Redis's; empty when the way took too long to tell.
std::optional<double> clockSkew(
        const std::string& info, contract::Instant sent, contract::Instant answered);

} // namespace saikobi::recorder
