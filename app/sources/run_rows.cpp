#include "app/sources/run_rows.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QSqlRecord>
#include <QStringList>
#include <QUuid>
#include <QVariant>

#include <pqxx/pqxx>

#include <algorithm>
#include <optional>

#include "backend/contract/recording_format.h"
#include "backend/forecast/series_rows.h"

namespace saikobi::sources {

using contract::Fault;
using contract::FaultCode;
using contract::Nothing;
using contract::Outcome;

namespace {

constexpr int rowsAtOnce = 5000;

/// A new SQLite file of one transaction.
class NewFile {
public:
    explicit NewFile(const std::string& path)
        : m_connection(QUuid::createUuid().toString())
    {
        auto file = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connection);
        file.setDatabaseName(QString::fromStdString(path));
        m_isFine = file.open() && file.transaction();
    }
    ~NewFile() { QSqlDatabase::removeDatabase(m_connection); }
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;

    void execute(const std::string& sql)
    {
        QSqlQuery query(database());
        note(query.exec(QString::fromStdString(sql)), query);
    }

    void insert(const std::string& table, const std::vector<contract::RecordedRow>& rows)
    {
        if (rows.empty())
            return;
        QStringList places;
        for (std::size_t i = 0; i < rows.front().size(); ++i)
            places << QStringLiteral("?");
        QSqlQuery query(database());
        query.prepare(
                QStringLiteral("insert into %1 values (%2)")
                        .arg(QString::fromStdString(table), places.join(QStringLiteral(", "))));
        for (const auto& row : rows) {
            for (std::size_t i = 0; i < row.size(); ++i)
                query.bindValue(static_cast<int>(i),
                        row[i] ? QVariant{QString::fromStdString(*row[i])} : QVariant{});
            note(query.exec(), query);
        }
    }

    Outcome select(
            const std::string& sql, const std::function<void(const contract::RecordedRow&)>& take)
    {
        QSqlQuery query(database());
        query.setForwardOnly(true);
        bool isDone = query.exec(QString::fromStdString(sql));
        contract::RecordedRow row(static_cast<std::size_t>(query.record().count()));
        while (isDone && query.next()) {
            for (std::size_t i = 0; i < row.size(); ++i) {
                const auto value = query.value(static_cast<int>(i));
                row[i] = value.isNull() ? std::nullopt
                                        : std::optional{value.toString().toStdString()};
            }
            take(row);
        }
        isDone = isDone && !query.lastError().isValid();
        return isDone ? Outcome{Nothing{}}
                      : Fault{FaultCode::Internal, query.lastError().text().toStdString()};
    }

    Outcome close()
    {
        auto file = database();
        const bool isKept = m_isFine && file.commit();
        const auto why = m_why.isEmpty() ? file.lastError().text() : m_why;
        file.close();
        return isKept ? Outcome{Nothing{}} : Fault{FaultCode::Internal, why.toStdString()};
    }

private:
    QSqlDatabase database() const { return QSqlDatabase::database(m_connection, false); }
    void note(bool isDone, const QSqlQuery& query)
    {
        if (!isDone && m_why.isEmpty())
            m_why = query.lastError().text();
        m_isFine = m_isFine && isDone;
    }

    QString m_connection;
    QString m_why{};
    bool m_isFine = false;
};

/// Where the rows of a run are: this installation's own tables, or those that were imported.
struct RunPlace {
    std::string quotedSale{};
    int run = 1;
    std::optional<std::int64_t> recording{};
    contract::RecordedRow head{};
};

/// All in the statement: a cursor takes no parameters through this library.
std::string statementOf(const contract::RecordingTable& table, const RunPlace& place)
{
    if (place.recording) {
        const std::string columns{table.columns};
        std::string out{"select "};
        const auto count = 1 + std::count(columns.begin(), columns.end(), ',');
        for (std::ptrdiff_t i = 1; i <= count; ++i)
            out += (i > 1 ? ", cells[" : "cells[") + std::to_string(i) + "]";
        return out
                + " from saikobi.recorded_row where recording = " + std::to_string(*place.recording)
                + " and name = '" + table.name + "' order by number";
    }
    std::string out{table.rows};
    const auto put = [&out](const std::string& mark, const std::string& value) {
        for (auto at = out.find(mark); at != std::string::npos;
                at = out.find(mark, at + value.size()))
            out.replace(at, mark.size(), value);
    };
    put("$1", place.quotedSale);
    put("$2", std::to_string(place.run));
    return out;
}

std::optional<RunPlace> placeOf(pqxx::transaction_base& work, const review::RecordedRun& run)
{
    const auto number = std::to_string(run.run.value);
    if (run.installation.empty()) {
        const auto meta = work.exec1("select installation, schema_version, kind from saikobi.meta");
        return RunPlace{work.quote(run.sale), run.run.value, std::nullopt,
                {contract::recordingFormat, meta[0].as<std::string>(), run.sale, number,
                        meta[1].as<std::string>(), meta[2].as<std::string>()}};
    }
    const auto found = work.exec_params(
            "select id, head ->> 'schema_version', head ->> 'kind' from saikobi.recording "
            "where installation = $1 and slug = $2 and run = $3",
            run.installation, run.sale, run.run.value);
    if (found.empty())
        return std::nullopt;
    return RunPlace{{}, run.run.value, found[0][0].as<std::int64_t>(),
            {contract::recordingFormat, run.installation, run.sale, number,
                    found[0][1].as<std::string>(""), found[0][2].as<std::string>("")}};
}

void copyTable(pqxx::transaction_base& work, const contract::RecordingTable& table,
        const RunPlace& place, NewFile& into)
{
    contract::ContentSum sum;
    work.exec("declare recording no scroll cursor for " + statementOf(table, place));
    while (true) {
        const auto read = work.exec("fetch " + std::to_string(rowsAtOnce) + " from recording");
        std::vector<contract::RecordedRow> rows;
        for (const auto& row : read) {
            auto& cells = rows.emplace_back();
            for (const auto& field : row)
                cells.push_back(
                        field.is_null() ? std::nullopt : std::optional<std::string>{field.c_str()});
            sum.add(cells);
        }
        into.insert(table.name, rows);
        if (read.empty())
            break;
    }
    work.exec("close recording");
    into.insert("content", {{table.name, std::to_string(sum.rows()), sum.hash()}});
    into.insert("about", {{table.name, table.about}});
}

/// As `saikobid export` counts them.
Outcome addSeries(NewFile& file)
{
    const auto& table = contract::seriesTable;
    file.execute(std::string{"create table "} + table.name + " (" + table.columns + ")");
    file.execute(contract::figureView);
    file.insert("about", {{table.name, table.about}});
    const auto rows = forecast::seriesRows(
            [&file](const auto& sql, const auto& take) { return file.select(sql, take); });
    if (!rows)
        return rows.error();
    contract::ContentSum sum;
    for (const auto& row : rows.value())
        sum.add(row);
    file.insert(table.name, rows.value());
    file.insert("content", {{table.name, std::to_string(sum.rows()), sum.hash()}});
    return Nothing{};
}

} // namespace

std::vector<review::RecordedRun> readRuns(pqxx::connection_base& on)
{
    pqxx::read_transaction work(on);
    std::vector<review::RecordedRun> out;
    // Ends of an index, not its length.
    for (const auto& row : work.exec(R"(
select s.slug, s.name_ja, r.run, (extract(epoch from t.begun) * 1000)::bigint,
    (extract(epoch from t.ended) * 1000)::bigint
from saikobi.sale s cross join lateral generate_series(1, s.run) r (run)
cross join lateral (select
    (select at from saikobi.tick where sale = s.slug and run = r.run order by at limit 1) as begun,
    (select at from saikobi.tick where sale = s.slug and run = r.run order by at desc limit 1)
        as ended) t
where t.begun is not null order by t.ended desc limit 500)"))
        out.push_back({row[0].as<std::string>(), row[1].as<std::string>(),
                {row[2].as<std::int32_t>()}, contract::fromUnixMs(row[3].as<std::int64_t>()),
                contract::fromUnixMs(row[4].as<std::int64_t>()), {}, {}});
    for (const auto& row : work.exec(R"(
select r.slug, coalesce((select cells[3] from saikobi.recorded_row w
        where w.recording = r.id and w.name = 'sale' and w.number = 1), r.slug), r.run,
    (extract(epoch from e.begun) * 1000)::bigint, (extract(epoch from e.ended) * 1000)::bigint,
    r.installation
from saikobi.recording r cross join lateral (select
    (select cells[1] from saikobi.recorded_row where recording = r.id and name = 'tick'
        order by number limit 1)::timestamptz as begun,
    (select cells[1] from saikobi.recorded_row where recording = r.id and name = 'tick'
        order by number desc limit 1)::timestamptz as ended) e
where e.begun is not null order by r.imported_at desc limit 500)"))
        out.push_back({row[0].as<std::string>(), row[1].as<std::string>(),
                {row[2].as<std::int32_t>()}, contract::fromUnixMs(row[3].as<std::int64_t>()),
                contract::fromUnixMs(row[4].as<std::int64_t>()), {}, row[5].as<std::string>()});
    return out;
}

Outcome writeRun(pqxx::connection_base& on, const review::RecordedRun& run, const std::string& path)
{
    pqxx::transaction<pqxx::isolation_level::repeatable_read, pqxx::readwrite_policy::read_only>
            work(on);
    work.exec("set local time zone 'UTC'");
    work.exec("set local datestyle to 'ISO'");
    work.exec("set local idle_in_transaction_session_timeout = 0"); // series are counted meanwhile
    const auto place = placeOf(work, run);
    if (!place)
        return Fault{FaultCode::NotFound, "that run is not there any more"};
    NewFile file(path);
    file.execute("create table recording (" + std::string{contract::recordingHead} + ")");
    file.execute("create table content (name, rows, hash)");
    file.execute("create table about (name, what)");
    file.insert("recording", {place->head});
    for (const auto& table : contract::recordingTables) {
        file.execute("create table " + std::string{table.name} + " (" + table.columns + ")");
        copyTable(work, table, *place, file);
    }
    file.execute("create index tick_at on tick (at)");
    file.execute("create index scene_at on scene (at)");
    if (auto added = addSeries(file); !added)
        return added;
    return file.close();
}

} // namespace saikobi::sources
