#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>

#include "backend/contract/result.h"

namespace saikobi::stores {

class PostgresExecutor;

/// A condition for `where`, true of every row: the transaction of the statement then commits
/// without waiting for the disk (synchronous_commit, for it alone). What it changed is seen and its
/// locks are free at once, but until a flush says so a crash of Postgres may undo it: nobody may be
/// told.
inline constexpr const char* commitsUnflushed
        = "set_config('synchronous_commit', 'off', true) = 'off'";

/// Brings commits to the disk for whoever left them behind: all that ask while one flush is under
/// way share the next. The log is written in one order, so a later commit that waited for the disk
/// also brings every earlier one. Lives on one executor.
class CommitFlush {
public:
    CommitFlush(PostgresExecutor& postgres, boost::asio::any_io_executor executor);

    using Done = std::function<void(const contract::Outcome&)>;
    /// Done: whatever had committed before this call is on the disk. Its only fault is Unknown:
    /// what was to be flushed has happened, or a crash has undone it.
    void request(Done done);

private:
    struct State;
    std::shared_ptr<State> m_state; ///< answers under way hold it weakly
};

} // namespace saikobi::stores
