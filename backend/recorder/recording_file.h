#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "backend/contract/result.h"

struct sqlite3;

namespace saikobi::recorder {

using RecordedRow = std::vector<std::optional<std::string>>;

/// What a table holds, as one number: FNV-1a over every value, its absence and its length. It finds
/// a lost, changed or added row; it is no protection against somebody who means to deceive.
class ContentSum {
public:
    void add(const RecordedRow& row);
    std::int64_t rows() const { return m_rows; }
    std::string hash() const; ///< 16 hexadecimal digits

    friend bool operator==(const ContentSum&, const ContentSum&) = default;

private:
    void addByte(unsigned char byte);

    std::int64_t m_rows = 0;
    std::uint64_t m_hash = 1469598103934665603ULL;
};

/// One SQLite file. Faults name the file and what SQLite says.
class RecordingFile {
public:
    /// Refused when there is a file already: an export is never written over.
    static contract::Result<RecordingFile> create(const std::string& path);
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
