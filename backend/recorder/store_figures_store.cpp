#include "backend/recorder/store_figures_store.h"

#include <boost/asio/bind_executor.hpp>
#include <pqxx/pqxx>

#include <array>
#include <cstdlib>

#include "backend/contract/measure_names.h"
#include "backend/contract/tick.h"
#include "backend/stores/postgres_executor.h"
#include "backend/stores/redis_executor.h"

namespace saikobi::recorder {

using contract::Result;
using stores::Reply;
namespace gauge = contract::gauge;

namespace {

/// Connections against the server's limit or our role's own, whichever is fuller. Our own audit
/// takes its time and is nobody's forgotten transaction.
constexpr const char* serverSql = R"(
with clients as (select * from pg_stat_activity where backend_type = 'client backend')
select greatest(
        100.0 * (select count(*) from clients) / greatest(1, current_setting('max_connections')::int
            - current_setting('superuser_reserved_connections')::int),
        (select 100.0 * (select count(*) from clients where usename = current_user) / rolconnlimit
            from pg_roles where rolname = current_user and rolconnlimit > 0))::float8,
    (select count(*) from clients where wait_event_type = 'Lock')::float8,
    coalesce((select extract(epoch from max(clock_timestamp() - xact_start)) from clients
        where state <> 'idle' and application_name <> 'saikobid-audit'), 0)::float8,
    (select deadlocks from pg_stat_database where datname = current_database())::float8)";

constexpr const char* saleSql = R"(
select (select count(*) from saikobi.audit_oversold where sale = $1 or sale is null)::float8,
    (select count(*) from saikobi.audit_double_capture where sale = $1)::float8,
    (select count(*) from saikobi.audit_stranded_stock where sale = $1 or sale is null)::float8,
    (select count(*) from saikobi.audit_orphan_payment where sale = $1)::float8,
    (select count(*) from saikobi.audit_unfinished_order where sale = $1)::float8,
    (select coalesce(sum(s.held), 0) from saikobi.stock s
        join saikobi.product p on p.id = s.product where p.sale = $1)::float8,
    (select coalesce(sum(r.qty), 0) from saikobi.orders o
        join saikobi.reservation r on r.order_id = o.id
        where o.sale = $1 and o.ended_at is null and o.deadline < clock_timestamp())::float8,
    (select count(*) from saikobi.orders o
        join saikobi.payment m on m.order_id = o.id and m.attempt = o.attempt
        where o.sale = $1 and o.ended_at is null and m.standing = 'authorised'
            and m.authorised_at < clock_timestamp() - interval '60 s')::float8,
    (select percentile_cont(0.5) within group (order by extract(epoch from o.ended_at - g.granted_at))
        from saikobi.orders o join saikobi.pass g
            on g.sale = o.sale and g.run = o.run and g.place = o.place and g.member = 0
        where o.sale = $1 and o.status = 'paid'
            and o.ended_at > clock_timestamp() - interval '15 min')::float8)";

constexpr std::array saleGauges{gauge::auditOversold, gauge::auditDoubleCapture,
        gauge::auditStrandedStock, gauge::auditOrphanPayment, gauge::auditUnfinishedOrder,
        gauge::held, gauge::heldOverdue, gauge::unsettled, gauge::purchaseTimeS};

/// Number behind `name` in a text of INFO; empty when it is not there.
std::optional<double> numberIn(const std::string& info, const std::string& name)
{
    const auto found = info.find("\n" + name);
    if (found == std::string::npos)
        return std::nullopt;
    return std::strtod(info.c_str() + found + 1 + name.size(), nullptr);
}

} // namespace

Gauges redisGauges(const std::string& info)
{
    Gauges out;
    const auto used = numberIn(info, "used_memory:");
    const auto most = numberIn(info, "maxmemory:");
    if (used && most && *most > 0)
        out[gauge::redisMemory] = 100 * *used / *most;
    if (const auto evicted = numberIn(info, "evicted_keys:"))
        out[gauge::redisRefusedTotal]
                = *evicted + numberIn(info, "errorstat_OOM:count=").value_or(0);
    return out;
}

std::optional<double> clockSkew(
        const std::string& info, contract::Instant sent, contract::Instant answered)
{
    const auto theirs = numberIn(info, "server_time_usec:");
    if (!theirs || answered < sent || answered - sent > std::chrono::seconds{1})
        return std::nullopt;
    const auto ours = sent + (answered - sent) / 2;
    return std::chrono::duration<double>(ours.time_since_epoch()).count() - *theirs / 1e6;
}

StoreFiguresStore::StoreFiguresStore(boost::asio::any_io_executor executor,
        stores::RedisExecutor& redis, stores::PostgresExecutor& postgres)
    : m_executor(std::move(executor))
    , m_redis(redis)
    , m_postgres(postgres)
{
}

void StoreFiguresStore::readServer(Done<ServerFigures> done)
{
    const auto job = [](pqxx::connection_base& on) {
        pqxx::nontransaction work(on);
        const auto row = work.exec1(serverSql);
        ServerFigures out;
        if (!row[0].is_null())
            out.gauges[gauge::pgConnections] = row[0].as<double>();
        out.gauges[gauge::pgLockWaiters] = row[1].as<double>();
        out.gauges[gauge::pgOldestTxS] = row[2].as<double>();
        out.deadlocks = row[3].is_null() ? 0 : row[3].as<double>();
        return out;
    };
    m_postgres.run<ServerFigures>(job, boost::asio::bind_executor(m_executor, std::move(done)));
}

void StoreFiguresStore::readRedis(Done<Gauges> done)
{
    const auto sent = std::chrono::system_clock::now();
    m_redis.send({"INFO", "server", "memory", "stats", "errorstats"},
            boost::asio::bind_executor(
                    m_executor, [done = std::move(done), sent](const Result<Reply>& reply) {
                        if (!reply)
                            return done(reply.error());
                        const auto now = std::chrono::system_clock::now();
                        auto out = redisGauges(reply.value().text);
                        if (const auto ahead = clockSkew(reply.value().text, sent, now))
                            out[gauge::clockSkewS] = *ahead;
                        done(std::move(out));
                    }));
}

void StoreFiguresStore::readSale(const std::string& sale, Done<Gauges> done)
{
    const auto job = [sale](pqxx::connection_base& on) {
        pqxx::work work(on);
        Gauges out;
        const auto lock = work.exec_params1(
                "select pg_try_advisory_xact_lock(hashtext('saikobi.sale_figures:' || $1))", sale);
        if (!lock[0].as<bool>())
            return out;
        const auto row = work.exec_params1(saleSql, sale);
        work.exec_params("select saikobi.record_desk($1)", sale);
        work.commit();
        for (std::size_t i = 0; i < saleGauges.size(); ++i)
            if (const auto field = row[static_cast<pqxx::row_size_type>(i)]; !field.is_null())
                out[saleGauges.at(i)] = field.as<double>();
        return out;
    };
    m_postgres.run<Gauges>(job, boost::asio::bind_executor(m_executor, std::move(done)));
}

} // namespace saikobi::recorder
