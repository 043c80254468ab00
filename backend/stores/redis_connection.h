#pragma once

#include <memory>
#include <string>

#include "backend/contract/result.h"
#include "backend/stores/redis_executor.h"

struct redisContext;

namespace saikobi::stores {

/// A signed-in connection that carries the function library. One thread uses it.
class RedisConnection {
public:
    /// Connects, signs in, reads the server's run id, loads the library where it is missing or
    /// older.
    static contract::Result<std::unique_ptr<RedisConnection>> open(const RedisOptions& options);
    ~RedisConnection();
    RedisConnection(const RedisConnection&) = delete;
    RedisConnection& operator=(const RedisConnection&) = delete;

    void append(const RedisCommand& command);
    /// Unknown: broken or too late, the connection must be dropped. Refused: Redis's error answer.
    contract::Result<Reply> read();
    contract::Result<Reply> call(const RedisCommand& command);
    const std::string& serverRunId() const { return m_runId; }

private:
    explicit RedisConnection(redisContext* context);
    contract::Outcome prepare(const RedisOptions& options);
    contract::Outcome loadLibrary(const RedisOptions& options);

    struct Free {
        void operator()(redisContext* context) const;
    };
    std::unique_ptr<redisContext, Free> m_context;
    std::string m_runId{};
};

} // namespace saikobi::stores
