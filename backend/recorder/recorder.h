#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "backend/contract/measures.h"
#include "backend/contract/quantity.h"
#include "backend/contract/timeline_entry.h"

namespace saikobi::stores {
class PostgresExecutor;
class RedisExecutor;
} // namespace saikobi::stores

namespace saikobi::recorder {

struct RecordedSale {
    std::string slug{};
    contract::Run run{1};
    const contract::Measures* measures = nullptr;
    std::map<std::string, double> gauges{}; ///< of this sale alone, beside those of the instance
};

/// Writes this instance's seconds and what happened to it, and copies what Redis recorded into
/// Postgres for good. While Redis is away its own rows go to Postgres directly; while Postgres is
/// away Redis keeps an hour of them; while both are away this object keeps an hour in memory.
/// Lives on one executor.
class Recorder {
public:
    struct Parts {
        boost::asio::any_io_executor executor;
        stores::RedisExecutor& redis;
        stores::PostgresExecutor& postgres;
        std::string instance{};
        std::string incarnation{};
        std::string version{};
    };
    explicit Recorder(Parts parts);
    ~Recorder();

    /// Once a second: one tick per sale with these gauges beside the counted figures, then copying.
    /// A second that was recorded already is not recorded again.
    void tick(contract::Instant now, const std::vector<RecordedSale>& sales,
            const std::map<std::string, double>& gauges);
    /// Something happened to this instance. The id is made of instance, incarnation and `subject`.
    void note(const RecordedSale& sale, contract::Instant at, const std::string& kind,
            const std::string& subject, std::map<std::string, std::string> data);

    /// When a row of ours was last taken by either store; empty before the first.
    std::optional<contract::Instant> lastWritten() const;
    std::size_t waitingRows() const;
    bool isIdle() const; ///< nothing waits, nothing is under way to a store

private:
    class Impl;
    std::shared_ptr<Impl> m_impl;
};

} // namespace saikobi::recorder
