#pragma once

#include <memory>
#include <string>

#include "app/review/run_fetch_port.h"

namespace saikobi::sources {

/// Runs of the sales in a Postgres, each as the portable recording that `saikobid export` writes
/// too (contract/recording_format.h). Read in one snapshot; a viewer's rights will do. One at a
/// time, on a thread of its own.
class PostgresRuns : public review::RunFetcher {
public:
    explicit PostgresRuns(std::string postgresUrl);
    ~PostgresRuns() override;

    void list(std::function<void(contract::Result<Runs>)> answer) override;
    void fetch(const review::RecordedRun& run, const std::string& path,
            std::function<void(contract::Outcome)> answer) override;

private:
    class Worker;
    std::unique_ptr<Worker> m_worker;
};

} // namespace saikobi::sources
