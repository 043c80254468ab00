#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <string>
#include <vector>

#include "backend/contract/result.h"

namespace saikobi::stores {
class PostgresExecutor;
class RedisExecutor;
} // namespace saikobi::stores

namespace saikobi::recorder {

enum class RowKind { Tick, Timeline };

/// A row as JSON (contract/tick.h, contract/timeline_entry.h), ready for either store.
struct Row {
    RowKind kind = RowKind::Tick;
    std::string sale{};
    std::string instance{}; ///< of a tick
    std::string json{};
};

struct StreamEntries {
    std::vector<std::string> rows{}; ///< JSON, unreadable ones left out
    std::string lastId{}; ///< empty: nothing new
};

/// The statements and stream commands of the recorder.
class RecorderStore {
public:
    using Done = std::function<void(contract::Outcome)>;
    RecorderStore(boost::asio::any_io_executor executor, stores::RedisExecutor& redis,
            stores::PostgresExecutor& postgres);

    void appendToRedis(const Row& row, Done done);
    void insertIntoPostgres(RowKind kind, std::vector<std::string> rows, Done done);

    void readMark(
            const std::string& stream, std::function<void(contract::Result<std::string>)> done);
    void readStream(RowKind kind, const std::string& sale, const std::string& after,
            std::function<void(contract::Result<StreamEntries>)> done);
    /// Inserts the rows and moves the mark from `before` to `after` in one transaction. Conflict
    /// when another instance has moved it meanwhile: then its rows are there already.
    void copy(RowKind kind, const std::string& stream, const std::string& before,
            const StreamEntries& entries, Done done);

    void beat(const std::string& instance, const std::string& incarnation,
            const std::string& version, bool isReady, Done done);

    /// What Postgres holds of the sale this second; by whoever comes first.
    void recordScene(const std::string& sale, Done done);

    static std::string streamOf(RowKind kind, const std::string& sale);

private:
    boost::asio::any_io_executor m_executor;
    stores::RedisExecutor& m_redis;
    stores::PostgresExecutor& m_postgres;
};

} // namespace saikobi::recorder
