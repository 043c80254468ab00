#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <memory>
#include <optional>
#include <string>

#include "backend/alarms/moment.h"

namespace saikobi::stores {
class PostgresExecutor;
class RedisExecutor;
} // namespace saikobi::stores

namespace saikobi::control {

/// Keeps the walked cards of one sale the same in both stores, and ticks their closed-loop steps.
/// Every instance has one; a guarded write lets each tick happen once. Lives on one executor.
class WalkKeeper {
public:
    struct Parts {
        boost::asio::any_io_executor executor;
        stores::RedisExecutor& redis;
        stores::PostgresExecutor& postgres;
        std::string sale{};
        std::string instance{};
    };
    explicit WalkKeeper(Parts parts);
    ~WalkKeeper();

    /// Once a second. `seen`: what the alarms were judged by last; empty: nothing fresh is heard,
    /// and steps wait. A round that was not answered yet is not doubled.
    void tick(const std::optional<alarms::Moment>& seen, contract::Epoch epoch);

private:
    class Impl;
    std::shared_ptr<Impl> m_impl;
};

} // namespace saikobi::control
