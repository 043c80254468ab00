#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/review/recording.h"
#include "backend/contract/result.h"

namespace saikobi::review {

/// Brings runs of sales in Postgres into files of the data folder. The room of the stores
/// implements it. Both answer once, from a thread of their own.
class RunFetcher {
public:
    RunFetcher() = default;
    virtual ~RunFetcher() = default;
    RunFetcher(const RunFetcher&) = delete;
    RunFetcher& operator=(const RunFetcher&) = delete;

    using Runs = std::vector<RecordedRun>;
    virtual void list(std::function<void(contract::Result<Runs>)> answer) = 0;
    /// Writes the run into `path`, which does not exist yet.
    virtual void fetch(const RecordedRun& run, const std::string& path,
            std::function<void(contract::Outcome)> answer)
            = 0;
};

} // namespace saikobi::review
