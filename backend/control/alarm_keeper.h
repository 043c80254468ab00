#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "backend/alarms/alarm_board.h"
#include "backend/alarms/moment.h"
#include "backend/contract/quantity.h"

namespace saikobi::stores {
class PostgresExecutor;
class RedisExecutor;
} // namespace saikobi::stores

namespace saikobi::control {

/// Judges the alarms of one sale on the ticks of all instances, once a second, and reports what
/// should change. Every instance has one and sees the same; Redis, or Postgres while it is silent,
/// lets each change happen once. Lives on one executor.
class AlarmKeeper {
public:
    struct Parts {
        boost::asio::any_io_executor executor;
        stores::RedisExecutor& redis;
        stores::PostgresExecutor& postgres;
        std::string sale{};
        std::string instance{};
        std::string incarnation{};
        contract::Instant startedAt{};
    };
    explicit AlarmKeeper(Parts parts);
    ~AlarmKeeper();

    /// A round that was not answered yet is not doubled.
    void tick(contract::Instant now);
    /// What it counts for all to see, in the next tick: redis_refused, instances_changed.
    std::map<std::string, double> gauges() const;
    /// As it was told last.
    const alarms::AlarmBoard& board() const;
    /// What was judged last, and the epoch of the line then; empty: nothing yet.
    const std::optional<alarms::Moment>& moment() const;
    contract::Epoch epoch() const;

private:
    class Impl;
    std::shared_ptr<Impl> m_impl;
};

} // namespace saikobi::control
