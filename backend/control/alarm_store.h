#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "backend/alarms/alarm_board.h"
#include "backend/contract/alarm_limits.h"
#include "backend/contract/planned_arrivals.h"
#include "backend/contract/result.h"
#include "backend/contract/tick.h"

namespace saikobi::stores {
class PostgresExecutor;
class RedisExecutor;
} // namespace saikobi::stores

namespace saikobi::control {

using AlarmBoardPtr = std::shared_ptr<const alarms::AlarmBoard>;

struct TickPage {
    std::vector<contract::Tick> ticks{}; ///< oldest first, unreadable ones left out
    std::string lastId{}; ///< empty: nothing new
    bool isFull = false; ///< there may be more
};

/// What one round brings to Redis.
struct AlarmPush {
    contract::Epoch epoch{};
    contract::Run run{1};
    std::string instance{};
    std::string incarnation{};
    contract::Instant startedAt{};
    std::string known{}; ///< revision of the board we have
    std::vector<alarms::Transition> transitions{};
    std::optional<alarms::AlarmBoard> adopt{}; ///< what Redis may not know
};

struct AlarmAnswer {
    bool isEmpty = false; ///< Redis knows of no alarms at all: it wants what Postgres remembers
    bool isNews = false; ///< there is another revision than the known one
    std::string revision{};
    alarms::AlarmBoard board{}; ///< only when it is news
};

/// What the rules need from the sale's row.
struct AlarmInputs {
    std::string settings{"{}"}; ///< member `alarms` of the settings, as text
    std::optional<double> callsPerSecond{};
    std::int64_t parallelCalls = 0;
    std::map<std::string, std::chrono::milliseconds> usualTimes{}; ///< by method
    contract::ArrivalPlan arrivals{};
};

/// The calls of alarms to both stores. Answers come on `executor`.
class AlarmStore {
public:
    template<class T>
    using Done = std::function<void(const contract::Result<T>&)>;

    AlarmStore(std::string sale, boost::asio::any_io_executor executor,
            stores::RedisExecutor& redis, stores::PostgresExecutor& postgres);

    void readTicks(const std::string& after, Done<TickPage> done);
    /// While Redis is silent; at most 1500.
    void readTicksFromPostgres(contract::Instant after, Done<std::vector<contract::Tick>> done);
    /// Lost where the line's state is absent or of another epoch.
    void push(const AlarmPush& push, Done<AlarmAnswer> done);
    /// The same write in Postgres. False: Redis speaks with others, so it decides.
    void write(
            contract::Run run, const std::vector<alarms::Transition>& transitions, Done<bool> done);
    void read(Done<AlarmBoardPtr> done);
    void mirror(const std::vector<contract::AlarmRecord>& records,
            const contract::AlarmRings& rings, Done<contract::Nothing> done);
    void readInputs(Done<AlarmInputs> done);

private:
    std::string m_sale;
    boost::asio::any_io_executor m_executor;
    stores::RedisExecutor& m_redis;
    stores::PostgresExecutor& m_postgres;
};

} // namespace saikobi::control
