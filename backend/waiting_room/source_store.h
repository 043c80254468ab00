#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <string>

#include "backend/contract/result.h"
#include "backend/contract/top_sources.h"

namespace saikobi::stores {
class RedisExecutor;
}

namespace saikobi::waiting_room {

/// Where the visitors of each sale come from, put together from what all instances counted. Lives
/// on one executor. Redis holds it for a minute, nothing else does.
class SourceStore {
public:
    using Done = std::function<void(const contract::Result<contract::SourceList>&)>;

    SourceStore(boost::asio::any_io_executor executor, stores::RedisExecutor& redis,
            std::string instance);

    /// Tells what we counted and answers what all of us did.
    void share(const std::string& sale, const contract::SourceTallies& ours, Done done);

private:
    boost::asio::any_io_executor m_executor;
    stores::RedisExecutor& m_redis;
    std::string m_instance;
};

} // namespace saikobi::waiting_room
