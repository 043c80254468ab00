#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <string>
#include <vector>

#include "backend/alarms/walk_watch.h"
#include "backend/contract/result.h"
#include "backend/contract/walk.h"

namespace saikobi::stores {
class PostgresExecutor;
class RedisExecutor;
} // namespace saikobi::stores

namespace saikobi::control {

/// What one round brings to Redis.
struct WalkPush {
    contract::Epoch epoch{};
    std::string instance{};
    std::string known{}; ///< revision of the marks we have
    contract::WalkMarks adopt{}; ///< what Redis may not know
    std::vector<alarms::WalkChange> changes{};
};

struct WalkAnswer {
    bool isNews = false; ///< there is another revision than the known one
    std::string revision{};
    contract::WalkMarks marks{}; ///< all that Redis has, only when it is news
};

/// The calls of walked cards to both stores. Answers come on `executor`.
class WalkStore {
public:
    template<class T>
    using Done = std::function<void(const contract::Result<T>&)>;

    WalkStore(std::string sale, boost::asio::any_io_executor executor, stores::RedisExecutor& redis,
            stores::PostgresExecutor& postgres);

    /// Of the present run: all, or what was written lately.
    void read(bool all, Done<contract::WalkMarks> done);
    /// Lost where the line's state is absent or of another epoch.
    void push(const WalkPush& push, Done<WalkAnswer> done);
    void mirror(const contract::WalkMarks& marks, Done<contract::Nothing> done);
    /// The same write in Postgres. False: Redis speaks with others, so it decides.
    void write(const std::string& instance, const std::vector<alarms::WalkChange>& changes,
            Done<bool> done);

private:
    std::string m_sale;
    boost::asio::any_io_executor m_executor;
    stores::RedisExecutor& m_redis;
    stores::PostgresExecutor& m_postgres;
};

} // namespace saikobi::control
