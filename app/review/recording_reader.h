#pragma once

#include <QString>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/review/recording.h"
#include "backend/contract/recorded_scene.h"
#include "backend/contract/tick.h"

namespace saikobi::review {

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
    /// Compares every row with what the file says of itself; names the table that differs. Nearly
    /// all of a file are its ticks, so they are proved apart, by another thread for instance.
    /// `goesOn` is told the percentage done; false ends it as Cancelled.
    Problem verifyTicks(const std::function<bool(int)>& goesOn) const;
    Problem verifyAllButTicks() const;
    /// Each as long as the recording.
    Problem series(std::vector<Series>& into) const;

    /// From ≤ at < to, oldest first.
    Problem ticks(contract::Instant from, contract::Instant to,
            const std::function<void(contract::Tick)>& take) const;
    Problem scenes(contract::Instant from, contract::Instant to,
            const std::function<void(contract::SceneRow)>& take) const;
    /// Of the newest whole scene that is not after `at`; else the first one of all.
    contract::Instant sceneBefore(contract::Instant at) const;
    Problem timeline(std::vector<contract::TimelineEntry>& into) const;
    /// The steps of each card as it was walked, by card and number of the walk.
    using WalkSteps = std::map<std::pair<std::string, std::int64_t>, std::string>;
    Problem walks(WalkSteps& into) const;
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
    Problem verify(const std::string& table, const char* columns,
            const std::function<bool(std::int64_t rows)>& goesOn) const;
    RecordingProblem problem(RecordingProblem::Kind kind, const std::string& detail = {}) const;

    QString m_path;
    QString m_connection;
    RecordingMeta m_meta{};
};

} // namespace saikobi::review
