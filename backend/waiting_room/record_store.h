#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <string>
#include <vector>

#include "backend/contract/quantity.h"
#include "backend/contract/result.h"

namespace saikobi::stores {
class PostgresExecutor;
}

namespace saikobi::waiting_room {

/// A part of the public record, lines as they were chained (resources/redis/18_chain.lua).
struct RecordPage {
    std::vector<std::string> lines{};
    std::string next{}; ///< hash to go on from: of the last line, or the one that was asked for
    bool isFull = false; ///< more lines may follow at once; these never change
};

/// Reads the public record where it is kept for ever. Answers come on `executor`.
class RecordStore {
public:
    using Done = std::function<void(contract::Result<RecordPage>)>;

    RecordStore(std::string sale, boost::asio::any_io_executor executor,
            stores::PostgresExecutor& postgres);

    /// The lines of at most 1000 seconds that follow the one with hash `from` (empty: the first
    /// ones). NotFound: no second of this run ends with that line.
    void read(contract::Run run, const std::string& from, Done done);

private:
    std::string m_sale;
    boost::asio::any_io_executor m_executor;
    stores::PostgresExecutor& m_postgres;
};

} // namespace saikobi::waiting_room
