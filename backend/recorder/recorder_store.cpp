#include "backend/recorder/recorder_store.h"

#include <boost/asio/bind_executor.hpp>
#include <pqxx/pqxx>

#include "backend/contract/keys.h"
#include "backend/contract/tick.h"
#include "backend/contract/timeline_entry.h"
#include "backend/stores/postgres_executor.h"
#include "backend/stores/redis_executor.h"

namespace saikobi::recorder {

using boost::asio::bind_executor;
using contract::Fault;
using contract::FaultCode;
using contract::Nothing;
using contract::Outcome;
using contract::Result;
using stores::Reply;

namespace {

/// Redis keeps this much of both streams, which is how long Postgres may stay away.
constexpr std::chrono::hours spool{1};
constexpr const char* entriesPerRead = "500";

constexpr const char* insertTicks = R"(
insert into saikobi.tick (sale, run, at, instance, incarnation, counters, histograms, gauges, line)
select e->>'sale', (e->>'run')::integer,
    'epoch'::timestamptz + (e->>'at')::bigint * interval '1 millisecond',
    e->>'instance', coalesce(e->>'incarnation', ''), coalesce(e->'counters', '{}'),
    coalesce(e->'histograms', '{}'), coalesce(e->'gauges', '{}'), e->'line'
from jsonb_array_elements($1::jsonb) e
on conflict do nothing)";

constexpr const char* insertTimeline = R"(
insert into saikobi.timeline (id, sale, run, at, source, actor, kind, subject, reason, revision, data)
select e->>'id', e->>'sale', (e->>'run')::integer,
    'epoch'::timestamptz + (e->>'at')::bigint * interval '1 millisecond',
    coalesce(e->>'source', ''), coalesce(e->>'actor', ''), e->>'kind', coalesce(e->>'subject', ''),
    coalesce(e->>'reason', ''), coalesce((e->>'revision')::bigint, 0), coalesce(e->'data', '{}')
from jsonb_array_elements($1::jsonb) e
on conflict do nothing)";

const char* insertOf(RowKind kind)
{
    return kind == RowKind::Tick ? insertTicks : insertTimeline;
}

const char* fieldOf(RowKind kind)
{
    return kind == RowKind::Tick ? "tick" : "entry";
}

std::string arrayOf(const std::vector<std::string>& rows)
{
    std::string out{"["};
    for (const auto& row : rows) {
        if (out.size() > 1)
            out += ',';
        out += row;
    }
    return out + ']';
}

bool isReadable(RowKind kind, const std::string& json)
{
    return kind == RowKind::Tick ? static_cast<bool>(contract::tickFromJson(json))
                                 : static_cast<bool>(contract::timelineEntryFromJson(json));
}

/// One entry of XRANGE: [id, [field, value, field, value, …]].
void readEntry(RowKind kind, const Reply& entry, StreamEntries& into)
{
    if (entry.items.size() != 2)
        return;
    into.lastId = entry.items[0].text;
    const auto& fields = entry.items[1].items;
    for (std::size_t i = 0; i + 1 < fields.size(); i += 2)
        if (fields[i].text == fieldOf(kind) && isReadable(kind, fields[i + 1].text))
            into.rows.push_back(fields[i + 1].text);
}

} // namespace

RecorderStore::RecorderStore(boost::asio::any_io_executor executor, stores::RedisExecutor& redis,
        stores::PostgresExecutor& postgres)
    : m_executor(std::move(executor))
    , m_redis(redis)
    , m_postgres(postgres)
{
}

std::string RecorderStore::streamOf(RowKind kind, const std::string& sale)
{
    return kind == RowKind::Tick ? contract::keys::ticks(sale) : contract::keys::timeline(sale);
}

void RecorderStore::appendToRedis(const Row& row, Done done)
{
    const auto oldest = std::chrono::system_clock::now() - spool;
    stores::RedisCommand command{"XADD", streamOf(row.kind, row.sale), "MINID", "~",
            std::to_string(contract::toUnixMs(oldest)), "*"};
    if (row.kind == RowKind::Tick)
        command.insert(command.end(), {"instance", row.instance});
    command.insert(command.end(), {fieldOf(row.kind), row.json});
    m_redis.send(std::move(command),
            bind_executor(m_executor, [done = std::move(done)](const Result<Reply>& reply) {
                done(reply ? Outcome{Nothing{}} : Outcome{reply.error()});
            }));
}

void RecorderStore::insertIntoPostgres(RowKind kind, std::vector<std::string> rows, Done done)
{
    m_postgres.run<Nothing>(
            [kind, rows = arrayOf(rows)](pqxx::connection_base& on) {
                pqxx::work work(on);
                work.exec_params(insertOf(kind), rows);
                work.commit();
                return Nothing{};
            },
            bind_executor(m_executor, std::move(done)));
}

void RecorderStore::readMark(
        const std::string& stream, std::function<void(Result<std::string>)> done)
{
    m_postgres.run<std::string>(
            [stream](pqxx::connection_base& on) {
                pqxx::work work(on);
                work.exec_params(
                        "insert into saikobi.copy_mark (stream) values ($1) on conflict do nothing",
                        stream);
                const auto row = work.exec_params1(
                        "select last_id from saikobi.copy_mark where stream = $1", stream);
                work.commit();
                return row[0].as<std::string>();
            },
            bind_executor(m_executor, std::move(done)));
}

void RecorderStore::readStream(RowKind kind, const std::string& sale, const std::string& after,
        std::function<void(Result<StreamEntries>)> done)
{
    m_redis.send({"XRANGE", streamOf(kind, sale), "(" + after, "+", "COUNT", entriesPerRead},
            bind_executor(m_executor, [kind, done = std::move(done)](const Result<Reply>& reply) {
                if (!reply) {
                    done(reply.error());
                    return;
                }
                StreamEntries entries;
                for (const auto& entry : reply.value().items)
                    readEntry(kind, entry, entries);
                done(std::move(entries));
            }));
}

void RecorderStore::copy(RowKind kind, const std::string& stream, const std::string& before,
        const StreamEntries& entries, Done done)
{
    m_postgres.run<bool>(
            [kind, stream, before, after = entries.lastId, rows = arrayOf(entries.rows)](
                    pqxx::connection_base& on) {
                pqxx::work work(on);
                const auto moved = work.exec_params("update saikobi.copy_mark set last_id = $3 "
                                                    "where stream = $1 and last_id = $2",
                        stream, before, after);
                if (moved.affected_rows() == 0)
                    return false;
                work.exec_params(insertOf(kind), rows);
                work.commit();
                return true;
            },
            bind_executor(m_executor, [done = std::move(done)](const Result<bool>& moved) {
                if (!moved)
                    done(moved.error());
                else if (!moved.value())
                    done(Fault{FaultCode::Conflict, "copied by another instance"});
                else
                    done(Nothing{});
            }));
}

void RecorderStore::beat(const std::string& instance, const std::string& incarnation,
        const std::string& version, bool isReady, Done done)
{
    m_postgres.run<Nothing>(
            [=](pqxx::connection_base& on) {
                pqxx::work work(on);
                work.exec_params("insert into saikobi.instance "
                                 "(name, incarnation, version, started_at, ready) "
                                 "values ($1, $2, $3, now(), $4) on conflict (name, incarnation) "
                                 "do update set version = $3, ready = $4, beat_at = now()",
                        instance, incarnation, version, isReady);
                work.commit();
                return Nothing{};
            },
            bind_executor(m_executor, std::move(done)));
}

void RecorderStore::recordScene(const std::string& sale, Done done)
{
    m_postgres.run<Nothing>(
            [sale](pqxx::connection_base& on) {
                pqxx::work work(on);
                work.exec_params1("select saikobi.record_scene($1)", sale);
                work.commit();
                return Nothing{};
            },
            bind_executor(m_executor, std::move(done)));
}

} // namespace saikobi::recorder
