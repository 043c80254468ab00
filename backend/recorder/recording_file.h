#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "backend/contract/recording_format.h"
#include "backend/contract/result.h"

struct sqlite3;

namespace saikobi::recorder {

using contract::ContentSum;
using contract::RecordedRow;

/// One SQLite file. Faults name the file and what SQLite says.
class RecordingFile {
public:
    /// Refused when there is a file already: an export is never written over.
    static contract::Result<RecordingFile> create(const std::string& path);
    /// Refused when it is not a recording of this format; says which of both it is.
    static contract::Result<RecordingFile> openToRead(const std::string& path);

    contract::Outcome execute(const std::string& sql);
    /// All of them in one transaction of the caller's.
    contract::Outcome insert(const std::string& table, const RecordedRow& row);
    contract::Outcome read(
            const std::string& sql, const std::function<void(const RecordedRow&)>& take);

private:
    struct Closing {
        void operator()(sqlite3* file) const;
    };
    RecordingFile(std::string path, std::unique_ptr<sqlite3, Closing> file);
    contract::Fault fault() const;

    std::string m_path;
    std::unique_ptr<sqlite3, Closing> m_file;
};

} // namespace saikobi::recorder
