#pragma once

#include <string>
#include <vector>

#include "app/review/run_fetch_port.h"

namespace pqxx {
class connection_base;
}

/// Runs of sales as Postgres has them; they throw what libpqxx throws.
namespace saikobi::sources {

/// Newest first, at most 500.
std::vector<review::RecordedRun> readRuns(pqxx::connection_base& on);
/// Into a new file at `path`.
contract::Outcome writeRun(
        pqxx::connection_base& on, const review::RecordedRun& run, const std::string& path);

} // namespace saikobi::sources
