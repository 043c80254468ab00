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
    std::int64_t blocksRevision = 0; ///< of the block list that was copied
    std::string blocks{"{}"}; ///< that list, JSON by what is blocked
};

/// What gives the line back to Redis. Only the one instance with `isYours` may do it.
struct Recovery {
    bool isYours = false;
    bool isFresh = false; ///< never begun: nothing was lost
    std::int64_t issuedBefore = 0; ///< highest number known to have been handed out
    Mark mark{};
    std::string chain{}; ///< newest line of the public record that Postgres knows, and its second
    std::optional<contract::Instant> chainAt{};
    /// "place member end_ms how,…": every pass of the run. The end is as if its life had never
    /// stood still; `how` is 0 for a live one, 4 with an order, else as SessionEnd numbers it, 7
    /// with an order.
    std::string passes{};
};

struct CopyAnswer {
    contract::Epoch epoch{};
    std::int64_t ceiling = 0;
};

/// A row of table `pass` as it is given, or as it ended.
struct PassRow {
    contract::Run run{1};
    std::int64_t place = 0;
    std::int64_t member = 0;
    std::int64_t number = 0; ///< 0: not known, the place stands in
    contract::Instant grantedAt{};
    contract::Instant expiresAt{};
    std::int64_t stoodSeconds = 0; ///< how long the life of passes had stood when that end was told
    std::optional<contract::Instant> endedAt{};
    std::string outcome{}; ///< of an ended one: completed, left, expired, abandoned
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
    void writePasses(const std::vector<PassRow>& rows, Done<contract::Nothing> done);
    /// The block list of this revision, unless a newer one is there.
    void copyBlocks(contract::Epoch epoch, std::int64_t revision, const std::string& blocks,
            Done<contract::Nothing> done);
    /// Begins the next run, for whoever comes first; the epoch in force. Waits for orders under way
    /// unless `inRehearsal`.
    void beginRun(contract::Epoch epoch, bool inRehearsal, Done<contract::Epoch> done);

private:
    std::string m_sale;
    boost::asio::any_io_executor m_executor;
    stores::PostgresExecutor& m_postgres;
};

} // namespace saikobi::waiting_room
