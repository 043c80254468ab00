#include "app/connection/database_look.h"

#include <pqxx/pqxx>

#include <charconv>

#include "app/sources/quiet_pipe.h"

namespace saikobi::connection {

using model::DatabaseView;

namespace {

std::optional<double> seconds(const pqxx::field& field)
{
    return field.is_null() ? std::nullopt : std::optional{field.as<double>()};
}

std::vector<int> numbersIn(std::string_view list)
{
    std::vector<int> out;
    int number = 0;
    const auto* end = list.data() + list.size();
    for (const auto* at = list.data(); at < end;) {
        const auto read = std::from_chars(at, end, number);
        if (read.ec == std::errc{})
            out.push_back(number);
        at = read.ptr + 1;
    }
    return out;
}

void readConnections(pqxx::transaction_base& work, DatabaseView& into)
{
    const auto row = work.exec1(R"(
select (select count(*) from pg_stat_activity where backend_type = 'client backend'),
    current_setting('max_connections')::int,
    (select count(*) from pg_stat_activity a where a.usesysid is not null
        and (pg_has_role(a.usesysid, 'saikobi_operator', 'member')
            or pg_has_role(a.usesysid, 'saikobi_viewer', 'member'))
        and not pg_has_role(a.usesysid, 'saikobi_backend', 'member')),
    greatest(0, current_setting('max_connections')::int
        - current_setting('superuser_reserved_connections')::int
        - coalesce((select sum(rolconnlimit) from pg_roles
            where rolcanlogin and not rolsuper and rolconnlimit > 0
                and pg_has_role(oid, 'saikobi_backend', 'member')), 0)),
    (select extract(epoch from clock_timestamp() - min(xact_start)) from pg_stat_activity
        where backend_type = 'client backend' and pid <> pg_backend_pid()))");
    into.connections = row[0].as<int>();
    into.mostConnections = row[1].as<int>();
    into.operatorsOpen = row[2].as<int>();
    into.keptForOperators = row[3].as<int>();
    into.oldestTransactionSeconds = seconds(row[4]);
}

/// Whoever waits for a lock, whoever they wait for, and transactions older than a second.
void readSessions(pqxx::transaction_base& work, DatabaseView& into)
{
    for (const auto& row : work.exec(R"(
with waiting as (select pid, pg_blocking_pids(pid) as blockers from pg_stat_activity
    where wait_event_type = 'Lock')
select a.pid, coalesce(a.usename::text, ''), a.application_name, coalesce(a.state, ''),
    case when a.wait_event_type in ('Lock', 'LWLock', 'IO', 'BufferPin', 'IPC')
        then a.wait_event_type || ': ' || a.wait_event else '' end,
    coalesce(array_to_string(w.blockers, ','), ''),
    extract(epoch from clock_timestamp() - a.xact_start),
    left(regexp_replace(a.query, '\s+', ' ', 'g'), 160)
from pg_stat_activity a left join waiting w on w.pid = a.pid
where a.backend_type = 'client backend' and a.pid <> pg_backend_pid()
    and (w.pid is not null or a.pid in (select unnest(blockers) from waiting)
        or a.xact_start < clock_timestamp() - interval '1 s')
order by a.xact_start nulls last limit 30)"))
        into.sessions.push_back({row[0].as<int>(), row[1].as<std::string>(),
                row[2].as<std::string>(), row[3].as<std::string>(), row[4].as<std::string>(),
                numbersIn(row[5].as<std::string>()), seconds(row[6]), row[7].as<std::string>()});
}

void readOldestIdle(pqxx::transaction_base& work, DatabaseView& into)
{
    const auto rows = work.exec(
            "select pid, person, program, since_ms, age_s from saikobi.idle_transaction limit 1");
    if (rows.empty())
        return;
    into.oldestIdle = {rows[0][0].as<int>(), rows[0][1].as<std::string>(),
            rows[0][2].as<std::string>(), rows[0][3].as<std::int64_t>(), rows[0][4].as<double>()};
}

/// The extension may lie in any schema, and in none that this user may look into.
void readStatements(pqxx::transaction_base& work, DatabaseView& into)
{
    const auto found = work.exec(R"(
select quote_ident(n.nspname) from pg_extension e join pg_namespace n on n.oid = e.extnamespace
where e.extname = 'pg_stat_statements' and has_schema_privilege(n.oid, 'usage'))");
    if (found.empty())
        return;
    auto& statements = into.statements.emplace();
    for (const auto& row : work.exec("select left(regexp_replace(query, '\\s+', ' ', 'g'), 160), "
                                     "calls, total_exec_time, mean_exec_time from "
                 + found[0][0].as<std::string>()
                 + ".pg_stat_statements where dbid = (select oid from pg_database where datname = "
                   "current_database()) order by total_exec_time desc limit 10"))
        statements.push_back({row[0].as<std::string>(), row[1].as<std::int64_t>(),
                row[2].as<double>(), row[3].as<double>()});
}

} // namespace

DatabaseLook::DatabaseLook(const sources::Profile& profile, Tell tell)
    : m_tell(std::move(tell))
    , m_link(profile.postgresUrl, sources::PostgresLink::Use::ReadOnly)
    , m_thread([this] { watch(); })
{
}

DatabaseLook::~DatabaseLook()
{
    m_stop.raise();
    m_thread.join();
}

void DatabaseLook::watch()
{
    const sources::QuietPipe quiet;
    do {
        DatabaseView seen;
        const auto done = m_link.run(
                [&seen](pqxx::connection_base& on) {
                    pqxx::read_transaction work(on);
                    work.exec("set local statement_timeout = 1500");
                    readConnections(work, seen);
                    readSessions(work, seen);
                    readOldestIdle(work, seen);
                    readStatements(work, seen);
                },
                deadline);
        seen.at = std::chrono::system_clock::now();
        if (done)
            m_tell(seen);
        else
            m_tell(done.error());
    } while (m_stop.waitFor(period));
}

} // namespace saikobi::connection
