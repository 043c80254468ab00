#pragma once

#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "app/review/recording.h"
#include "backend/contract/tick.h"

namespace saikobi::review {

/// A row of table `scene`.
struct SceneRow {
    contract::Instant at{};
    std::string part{};
    bool isFull = false;
    std::string data{};
};

/// Reads one portable recording (contract/recording_format.h), never writes it. Belongs to the
/// thread that opened it. What cannot be read is a problem, never a guess.
class RecordingReader {
public:
    using Problem = std::optional<RecordingProblem>;

    /// Null, with `why`, unless it is a recording of a format that is known here and has something
    /// in it. Whether its rows are what they were is told by verify().
    static std::unique_ptr<RecordingReader> open(const QString& path, RecordingProblem& why);
    ~RecordingReader();
    RecordingReader(const RecordingReader&) = delete;
    RecordingReader& operator=(const RecordingReader&) = delete;

    const RecordingMeta& meta() const { return m_meta; }
    /// Compares every row with what the file says of itself; names the table that differs.
    /// `goesOn` is told the percentage done; false ends it as Cancelled.
    Problem verify(const std::function<bool(int)>& goesOn) const;

    /// From ≤ at < to, oldest first.
    Problem ticks(contract::Instant from, contract::Instant to,
            const std::function<void(contract::Tick)>& take) const;
    Problem scenes(contract::Instant from, contract::Instant to,
            const std::function<void(SceneRow)>& take) const;
    /// Of the newest whole scene that is not after `at`; else the first one of all.
    contract::Instant sceneBefore(contract::Instant at) const;
    Problem timeline(std::vector<contract::TimelineEntry>& into) const;
    Problem products(std::vector<SoldProduct>& into) const;
    Problem purchases(std::vector<Purchase>& into) const;
    Problem visits(std::vector<Visit>& into) const;

private:
    using Cells = std::vector<std::optional<std::string>>;

    explicit RecordingReader(const QString& path);
    Problem readHead();
    Problem readMeta();
    /// `take` answers what is wrong with a row, or nothing.
    Problem rows(const QString& table, const QString& sql, const std::vector<QString>& values,
            const std::function<std::string(const Cells&)>& take) const;
    RecordingProblem problem(RecordingProblem::Kind kind, const std::string& detail = {}) const;

    QString m_path;
    QString m_connection;
    RecordingMeta m_meta{};
};

/// "2026-11-20 03:00:00.25+00", as Postgres writes an instant in UTC; nothing for anything else.
std::optional<contract::Instant> instantFrom(const std::string& text);
std::string textOf(contract::Instant at); ///< sorts among those

} // namespace saikobi::review
