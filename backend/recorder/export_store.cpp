#include "backend/recorder/export_store.h"

#include <pqxx/pqxx>

#include <filesystem>
#include <set>

#include "backend/recorder/recording_check.h"
#include "backend/recorder/recording_series.h"
#include "backend/stores/postgres_fault.h"

namespace saikobi::recorder {

using contract::Fault;
using contract::FaultCode;
using contract::Nothing;
using contract::Outcome;
using contract::Result;

namespace {

using contract::recordingFormat;
using contract::RecordingTable;
using contract::recordingTables;
/// Rows are fetched in parts: a sale of hours has hundreds of thousands of ticks.
constexpr int rowsAtOnce = 5000;

using Snapshot = pqxx::transaction<pqxx::isolation_level::repeatable_read,
        pqxx::readwrite_policy::read_only>;

RecordedRow rowFrom(const pqxx::row& row)
{
    RecordedRow out;
    for (const auto& field : row)
        out.push_back(field.is_null() ? std::nullopt : std::optional<std::string>{field.c_str()});
    return out;
}

/// Times in one zone and one spelling, whoever asks.
void settle(pqxx::transaction_base& work)
{
    work.exec("set local time zone 'UTC'");
    work.exec("set local datestyle to 'ISO'");
    work.exec("set local statement_timeout = 0");
    // The series of hours are counted in between.
    work.exec("set local idle_in_transaction_session_timeout = 0");
}

Outcome readTable(pqxx::transaction_base& work, const RecordingTable& table,
        const std::string& sale, int run, const std::function<Outcome(const RecordedRow&)>& take)
{
    // A cursor takes no parameters through this library; both are quoted by it.
    auto sql = std::string{table.rows};
    const auto put = [&sql](const std::string& mark, const std::string& value) {
        for (auto at = sql.find(mark); at != std::string::npos;
                at = sql.find(mark, at + value.size()))
            sql.replace(at, mark.size(), value);
    };
    put("$1", work.quote(sale));
    put("$2", std::to_string(run));
    work.exec("declare recording no scroll cursor for " + sql);
    while (true) {
        const auto rows = work.exec("fetch " + std::to_string(rowsAtOnce) + " from recording");
        for (const auto& row : rows)
            if (const auto taken = take(rowFrom(row)); !taken)
                return taken;
        if (rows.empty())
            break;
    }
    work.exec("close recording");
    return Nothing{};
}

Result<RecordingContent> contentOfPostgres(
        pqxx::transaction_base& work, const std::string& sale, int run)
{
    RecordingContent out;
    for (const auto& table : recordingTables) {
        auto& sum = out[table.name];
        const auto read = readTable(work, table, sale, run, [&sum](const RecordedRow& row) {
            sum.add(row);
            return Outcome{Nothing{}};
        });
        if (!read)
            return read.error();
    }
    return out;
}

Outcome areEqual(const RecordingContent& file, const RecordingContent& postgres)
{
    for (const auto& [name, sum] : postgres) {
        const auto own = file.find(name);
        if (own != file.end() && own->second == sum)
            continue;
        return Fault{FaultCode::Refused,
                "table '" + name + "' has "
                        + std::to_string(own == file.end() ? 0 : own->second.rows())
                        + " rows in the file and " + std::to_string(sum.rows())
                        + " in Postgres, or other values"};
    }
    return Nothing{};
}

Outcome writeHead(
        RecordingFile& file, pqxx::transaction_base& work, const std::string& sale, int run)
{
    const auto meta = work.exec1("select installation, schema_version, kind from saikobi.meta");
    auto done = file.execute("begin; create table recording ("
            + std::string{contract::recordingHead}
            + "); create table content (name, rows, hash); create table about (name, what)");
    for (const auto& table : recordingTables) {
        const std::string name{table.name};
        if (done)
            done = file.execute("create table " + name + " (" + table.columns + ")");
        if (done)
            done = file.insert("about", {name, table.about});
    }
    return done ? file.insert("recording",
                   {recordingFormat, meta[0].as<std::string>(), sale, std::to_string(run),
                           meta[1].as<std::string>(), meta[2].as<std::string>()})
                : done;
}

Result<RecordingContent> write(
        RecordingFile& file, pqxx::transaction_base& work, const std::string& sale, int run)
{
    if (const auto head = writeHead(file, work, sale, run); !head)
        return head.error();
    RecordingContent written;
    for (const auto& table : recordingTables) {
        auto& sum = written[table.name];
        const auto copied = readTable(work, table, sale, run, [&](const RecordedRow& row) {
            sum.add(row);
            return file.insert(table.name, row);
        });
        if (!copied)
            return copied.error();
        const auto listed
                = file.insert("content", {table.name, std::to_string(sum.rows()), sum.hash()});
        if (!listed)
            return listed.error();
    }
    // Parts of it are read by their time.
    auto kept = file.execute("create index tick_at on tick (at); "
                             "create index scene_at on scene (at)");
    if (!kept)
        return kept.error();
    const auto series = writeSeries(file);
    if (!series)
        return series.error();
    const auto& sum = written[contract::seriesTable.name] = series.value();
    kept = file.insert(
            "content", {contract::seriesTable.name, std::to_string(sum.rows()), sum.hash()});
    if (kept)
        kept = file.execute("commit");
    if (!kept)
        return kept.error();
    return written;
}

Outcome hasRun(pqxx::transaction_base& work, const std::string& sale, int run)
{
    const auto rows = work.exec_params("select run from saikobi.sale where slug = $1", sale);
    if (rows.empty())
        return Fault{FaultCode::NotFound, "there is no sale '" + sale + "'"};
    if (run < 1 || run > rows[0][0].as<int>())
        return Fault{FaultCode::NotFound,
                "sale '" + sale + "' has run " + rows[0][0].as<std::string>() + " at most, not "
                        + std::to_string(run)};
    return Nothing{};
}

Result<RecordingContent> writeAndReadBack(
        pqxx::transaction_base& work, const std::string& sale, int run, const std::string& path)
{
    {
        auto file = RecordingFile::create(path);
        if (!file)
            return file.error();
        if (const auto written = write(file.value(), work, sale, run); !written)
            return written.error();
    }
    auto file = RecordingFile::openToRead(path);
    if (!file)
        return file.error();
    auto found = contentOfFile(file.value());
    if (!found)
        return found;
    if (const auto own = matchesItsOwnList(file.value(), found.value()); !own)
        return own.error();
    const auto stored = contentOfPostgres(work, sale, run);
    if (!stored)
        return stored.error();
    if (const auto equal = areEqual(found.value(), stored.value()); !equal)
        return equal.error();
    return found;
}

} // namespace

Result<RecordingContent> exportRun(
        const std::string& url, const std::string& sale, int run, const std::string& path)
{
    std::error_code ignored;
    const bool wasThere = std::filesystem::exists(path, ignored);
    auto out = [&]() -> Result<RecordingContent> {
        try {
            pqxx::connection connection(stores::withSettings(url, "saikobid-export"));
            Snapshot work(connection);
            settle(work);
            if (const auto known = hasRun(work, sale, run); !known)
                return known.error();
            return writeAndReadBack(work, sale, run, path);
        } catch (const std::exception& failed) {
            return stores::toFault(failed, true);
        }
    }();
    if (!out && !wasThere)
        std::filesystem::remove(path, ignored);
    return out;
}

Result<int> verifyExport(const std::string& url, const std::string& sale, const std::string& path)
{
    auto file = RecordingFile::openToRead(path);
    if (!file)
        return file.error();
    const auto head = headOf(file.value());
    if (!head)
        return head.error();
    if (head.value().sale != sale)
        return Fault{FaultCode::Refused, path + " is no recording of sale '" + sale + "'"};
    const auto run = head.value().run;
    const auto found = contentOfFile(file.value());
    if (!found)
        return found.error();
    if (const auto own = matchesItsOwnList(file.value(), found.value()); !own)
        return Fault{own.error().code, path + ": " + own.error().detail};
    try {
        pqxx::connection connection(stores::withSettings(url, "saikobid-export"));
        Snapshot work(connection);
        settle(work);
        const auto stored = contentOfPostgres(work, sale, run);
        if (!stored)
            return stored.error();
        if (const auto equal = areEqual(found.value(), stored.value()); !equal)
            return Fault{equal.error().code, path + ": " + equal.error().detail};
        return run;
    } catch (const std::exception& failed) {
        return stores::toFault(failed, true);
    }
}

} // namespace saikobi::recorder
