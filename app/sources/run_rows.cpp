#include "app/sources/run_rows.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QStringList>
#include <QUuid>
#include <QVariant>

#include <pqxx/pqxx>

#include "backend/contract/recording_format.h"

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

/// Both in the statement: a cursor takes no parameters through this library.
std::string statementOf(
        const contract::RecordingTable& table, const std::string& sale, contract::Run run)
{
    std::string out{table.rows};
    const auto put = [&out](const std::string& mark, const std::string& value) {
        for (auto at = out.find(mark); at != std::string::npos;
                at = out.find(mark, at + value.size()))
            out.replace(at, mark.size(), value);
    };
    put("$1", sale);
    put("$2", std::to_string(run.value));
    return out;
}

void copyTable(pqxx::transaction_base& work, const contract::RecordingTable& table,
        const std::string& quotedSale, contract::Run run, NewFile& into)
{
    contract::ContentSum sum;
    work.exec("declare recording no scroll cursor for " + statementOf(table, quotedSale, run));
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
                contract::fromUnixMs(row[4].as<std::int64_t>()), {}});
    return out;
}

Outcome writeRun(pqxx::connection_base& on, const std::string& sale, contract::Run run,
        const std::string& path)
{
    pqxx::transaction<pqxx::isolation_level::repeatable_read, pqxx::readwrite_policy::read_only>
            work(on);
    work.exec("set local time zone 'UTC'");
    work.exec("set local datestyle to 'ISO'");
    const auto meta = work.exec1("select installation, schema_version from saikobi.meta");
    NewFile file(path);
    file.execute("create table recording (" + std::string{contract::recordingHead} + ")");
    file.execute("create table content (name, rows, hash)");
    file.execute("create table about (name, what)");
    file.insert("recording",
            {{contract::recordingFormat, meta[0].as<std::string>(), sale, std::to_string(run.value),
                    meta[1].as<std::string>()}});
    for (const auto& table : contract::recordingTables) {
        file.execute("create table " + std::string{table.name} + " (" + table.columns + ")");
        copyTable(work, table, work.quote(sale), run, file);
    }
    file.execute("create index tick_at on tick (at)");
    file.execute("create index scene_at on scene (at)");
    return file.close();
}

} // namespace saikobi::sources
