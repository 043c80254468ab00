#include "backend/recorder/recording_file.h"

#include <sqlite3.h>

#include <filesystem>

namespace saikobi::recorder {

using contract::Fault;
using contract::FaultCode;
using contract::Nothing;
using contract::Outcome;
using contract::Result;

namespace {

struct EndStatement {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, EndStatement>;

std::string placeholders(std::size_t count)
{
    std::string out;
    for (std::size_t i = 0; i < count; ++i)
        out += i == 0 ? "?" : ", ?";
    return out;
}

RecordedRow rowOf(sqlite3_stmt* statement)
{
    RecordedRow row;
    for (int column = 0; column < sqlite3_column_count(statement); ++column) {
        if (sqlite3_column_type(statement, column) == SQLITE_NULL) {
            row.emplace_back();
            continue;
        }
        const auto* text = sqlite3_column_text(statement, column);
        const auto size = sqlite3_column_bytes(statement, column);
        row.emplace_back(std::string{text, text + size});
    }
    return row;
}

} // namespace

void RecordingFile::Closing::operator()(sqlite3* file) const
{
    sqlite3_close(file);
}

RecordingFile::RecordingFile(std::string path, std::unique_ptr<sqlite3, Closing> file)
    : m_path(std::move(path))
    , m_file(std::move(file))
{
}

Fault RecordingFile::fault() const
{
    return {FaultCode::Invalid, m_path + ": " + sqlite3_errmsg(m_file.get())};
}

Result<RecordingFile> RecordingFile::create(const std::string& path)
{
    std::error_code ignored;
    if (std::filesystem::exists(path, ignored))
        return Fault{FaultCode::Refused,
                path + " exists already; an export is never written over another"};
    sqlite3* raw = nullptr;
    const auto opened = sqlite3_open_v2(
            path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    RecordingFile out(path, std::unique_ptr<sqlite3, Closing>(raw));
    if (opened != SQLITE_OK)
        return out.fault();
    return out;
}

Result<RecordingFile> RecordingFile::openToRead(const std::string& path)
{
    sqlite3* raw = nullptr;
    const auto opened = sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READONLY, nullptr);
    RecordingFile out(path, std::unique_ptr<sqlite3, Closing>(raw));
    if (opened != SQLITE_OK)
        return Fault{FaultCode::NotFound, path + " cannot be read"};
    std::string format;
    const auto known = out.read("select format from recording",
            [&format](const RecordedRow& row) { format = row.at(0).value_or(""); });
    if (!known || format.empty())
        return Fault{FaultCode::Refused, path + " is no recording of Saikobi"};
    if (format != contract::recordingFormat)
        return Fault{FaultCode::Refused,
                path + " has the format " + format + "; this program reads "
                        + contract::recordingFormat};
    return out;
}

Outcome RecordingFile::execute(const std::string& sql)
{
    if (sqlite3_exec(m_file.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        return fault();
    return Nothing{};
}

Outcome RecordingFile::insert(const std::string& table, const RecordedRow& row)
{
    sqlite3_stmt* raw = nullptr;
    const auto sql = "insert into " + table + " values (" + placeholders(row.size()) + ")";
    if (sqlite3_prepare_v2(m_file.get(), sql.c_str(), -1, &raw, nullptr) != SQLITE_OK)
        return fault();
    const Statement statement(raw);
    for (std::size_t i = 0; i < row.size(); ++i)
        if (row[i]) // an unbound value is null
            sqlite3_bind_text(raw, static_cast<int>(i) + 1, row[i]->data(),
                    static_cast<int>(row[i]->size()), SQLITE_STATIC);
    if (sqlite3_step(raw) != SQLITE_DONE)
        return fault();
    return Nothing{};
}

Outcome RecordingFile::read(
        const std::string& sql, const std::function<void(const RecordedRow&)>& take)
{
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v2(m_file.get(), sql.c_str(), -1, &raw, nullptr) != SQLITE_OK)
        return fault();
    const Statement statement(raw);
    while (true) {
        const auto step = sqlite3_step(raw);
        if (step == SQLITE_DONE)
            return Nothing{};
        if (step != SQLITE_ROW)
            return fault();
        take(rowOf(raw));
    }
}

} // namespace saikobi::recorder
