#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "backend/contract/line_state.h"
#include "backend/contract/quantity.h"
#include "backend/contract/result.h"
#include "backend/contract/words.h"

namespace saikobi::stores {
class PostgresExecutor;
}

namespace saikobi::waiting_room {

/// The line's shadow in Postgres: a row of `queue_mark`.
struct Mark {
    std::string sale{};
    contract::Run run{1};
    contract::Epoch epoch{}; ///< 0: never begun
    std::int64_t ceiling = 0;
    std::int64_t issuedSeen = 0;
    std::int64_t servingSeen = 0;
    std::int64_t passesSeen = 0;
    double clockSeen = 0;
    std::string voids{}; ///< "from-to,…"
    contract::Revision revision{};
    contract::Phase phase = contract::Phase::Before;
    std::string causes{}; ///< "operator,…"
    contract::PassesPerMinute rate{};
    contract::LineState state{}; ///< as last seen
};

/// What gives the line back to Redis. Only the one instance with `isYours` may do it.
struct Recovery {
    bool isYours = false;
    bool isFresh = false; ///< never begun: nothing was lost
    std::int64_t issuedBefore = 0; ///< highest number known to have been handed out
    Mark mark{};
    std::string chain{}; ///< newest line of the public record that Postgres knows, and its second
    std::optional<contract::Instant> chainAt{};
    std::string passes{}; ///< "place end_ms,…": every pass of the run; an ended one with end 0
};

struct CopyAnswer {
    contract::Epoch epoch{};
    std::int64_t ceiling = 0;
};

struct PassRow {
    std::int64_t place = 0;
    contract::Instant grantedAt{};
    contract::Instant expiresAt{};
    std::optional<contract::Instant> leftAt{};
};

/// The statements of the waiting room: queue_mark and pass. Answers come on `executor`.
class MarkStore {
public:
    template<class T>
    using Done = std::function<void(contract::Result<T>)>;

    MarkStore(std::string sale, boost::asio::any_io_executor executor,
            stores::PostgresExecutor& postgres);

    /// Reads the mark, makes it on first sight, and notes the highest number given in `epoch`.
    /// NotFound: there is no such sale.
    void read(contract::Epoch epoch, std::int64_t given, Done<Mark> done);
    void recover(contract::Epoch epoch, std::int64_t margin, const std::string& redisRunId,
            Done<Recovery> done);
    void copy(contract::Epoch epoch, const std::string& state, double clock, Done<CopyAnswer> done);
    /// The new ceiling; Lost when another epoch has begun.
    void extend(contract::Epoch epoch, std::int64_t issued, std::int64_t margin,
            Done<std::int64_t> done);
    /// Repeating is harmless; a later end replaces an earlier one, and who left stays gone.
    void writePasses(
            contract::Run run, const std::vector<PassRow>& rows, Done<contract::Nothing> done);

private:
    std::string m_sale;
    boost::asio::any_io_executor m_executor;
    stores::PostgresExecutor& m_postgres;
};

} // namespace saikobi::waiting_room
