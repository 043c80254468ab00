#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "backend/contract/result.h"
#include "backend/recorder/recording_file.h"

namespace saikobi::recorder {

using contract::RecordingContent;

/// Writes one run of a sale into a new SQLite file, reads the file back, and compares both with
/// each other and with Postgres. The tables are those of contract/recording_format.h. Reads
/// Postgres in one snapshot; a viewer's address will do. NotFound: no such sale, or nothing of that
/// run. A file that did not come out right is taken away again.
contract::Result<RecordingContent> exportRun(
        const std::string& url, const std::string& sale, int run, const std::string& path);

/// Run that the file holds of this sale, once it is proved that it says what Postgres says now:
/// counts and hashes of the file's rows, of its own list and of Postgres are equal. Refused names
/// the table that differs.
contract::Result<int> verifyExport(
        const std::string& url, const std::string& sale, const std::string& path);

/// Deletes everything of a sale, in one transaction, as the owner of the schema. Refused, saying
/// why, while the sale is not closed, an order is unfinished, a difference or a review is open, or
/// a run has rows and none of the files holds it. Answers the rows that are gone, by table.
/// `elsewhere` removes what other stores have of it, once nothing stands in the way; its fault
/// leaves everything in Postgres, so that the purge can be repeated.
contract::Result<std::map<std::string, std::int64_t>> purgeSale(const std::string& url,
        const std::string& sale, const std::vector<std::string>& exports,
        const std::function<contract::Outcome()>& elsewhere = {});

} // namespace saikobi::recorder
