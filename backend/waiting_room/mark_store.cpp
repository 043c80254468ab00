#include "backend/waiting_room/mark_store.h"

#include <boost/asio/bind_executor.hpp>
#include <pqxx/pqxx>

#include "backend/contract/json_members.h"
#include "backend/stores/postgres_executor.h"

namespace saikobi::waiting_room {

using contract::Fault;
using contract::FaultCode;
using contract::Nothing;
using contract::Result;
namespace json = contract::json;

namespace {

std::string voidsOf(const boost::json::object& row)
{
    std::string out;
    const auto* ranges = json::member(row, "void_ranges");
    if (!ranges || !ranges->is_array())
        return out;
    for (const auto& range : ranges->get_array()) {
        if (!range.is_array() || range.get_array().size() != 2)
            continue;
        const auto& ends = range.get_array();
        out += (out.empty() ? "" : ",") + serialize(ends[0]) + "-" + serialize(ends[1]);
    }
    return out;
}

std::string causesOf(const boost::json::object& row)
{
    std::string out;
    const auto* causes = json::member(row, "causes");
    if (!causes || !causes->is_array())
        return out;
    for (const auto& cause : causes->get_array())
        if (cause.is_string())
            out += (out.empty() ? "" : ",") + std::string{cause.get_string()};
    return out;
}

Mark markFromRow(const boost::json::object& row)
{
    Mark mark;
    mark.sale = json::text(row, "sale");
    mark.run.value = static_cast<std::int32_t>(json::integer(row, "run", 1));
    mark.epoch.value = json::integer(row, "epoch");
    mark.ceiling = json::integer(row, "ceiling");
    mark.issuedSeen = json::integer(row, "issued_seen");
    mark.servingSeen = json::integer(row, "serving_seen");
    mark.passesSeen = json::integer(row, "passes_seen");
    mark.clockSeen = json::number(row, "clock_seen");
    mark.voids = voidsOf(row);
    mark.revision.value = json::integer(row, "revision");
    mark.phase = contract::fromName<contract::Phase>(json::text(row, "phase"))
                         .value_or(contract::Phase::Before);
    mark.causes = causesOf(row);
    mark.rate.value = static_cast<std::int32_t>(json::integer(row, "rate"));
    if (const auto* state = json::member(row, "state"))
        if (auto line = contract::lineStateFromJson(serialize(*state)))
            mark.state = std::move(line).value();
    mark.blocksRevision = json::integer(row, "blocks_rev");
    if (const auto* blocks = json::member(row, "blocks"))
        mark.blocks = serialize(*blocks);
    return mark;
}

std::string arrayOf(const std::vector<PassRow>& rows, std::int64_t (*value)(const PassRow&))
{
    std::string out{"{"};
    for (const auto& row : rows)
        out += (out.size() > 1 ? "," : "") + std::to_string(value(row));
    return out + "}";
}

/// Outcomes are single words of our own.
std::string outcomesOf(const std::vector<PassRow>& rows)
{
    std::string out{"{"};
    for (const auto& row : rows)
        out += (out.size() > 1 ? "," : "") + (row.outcome.empty() ? "null" : row.outcome);
    return out + "}";
}

// A live pass with a paid order counts as 4. Orders do not say which member of a group bought:
// there the count may miss one, where guessing could end the session of another.
constexpr const char* readPassesSql = R"(
with paid as (select distinct place from saikobi.orders where sale = $1 and run = $2 and status = 'paid'
    except select place from saikobi.pass where sale = $1 and run = $2 and member > 0)
select place || ' ' || member || ' '
    || (greatest(0, extract(epoch from expires_at) - stood_s) * 1000)::bigint || ' '
    || case when ended_at is null then case when place in (select place from paid) then 4 else 0 end
        when outcome = 'left' then 1 when outcome = 'expired' then 2
        when outcome = 'completed' then 7 else 3 end
from saikobi.pass where sale = $1 and run = $2)";

/// Passes of the run as saikobi_recover reads them.
std::string passesOf(pqxx::transaction_base& work, const std::string& sale, contract::Run run)
{
    std::string out;
    for (const auto& row : work.exec_params(readPassesSql, sale, run.value))
        out += (out.empty() ? "" : ",") + row[0].as<std::string>();
    return out;
}

/// Where the public record goes on: the mark is copied at another moment than the ticks.
void readRecord(pqxx::transaction_base& work, Recovery& out)
{
    if (out.mark.state.run == out.mark.run) {
        out.chain = out.mark.state.chain;
        out.chainAt = out.mark.state.at;
    }
    const auto rows
            = work.exec_params("select line ->> 'chain', (line ->> 'at')::bigint from saikobi.tick"
                               " where sale = $1 and run = $2 and instance = ''"
                               " and line ->> 'chain' <> '' order by at desc limit 1",
                    out.mark.sale, out.mark.run.value);
    if (rows.empty())
        return;
    const auto at = contract::fromUnixMs(rows[0][1].as<std::int64_t>());
    if (out.chainAt && at < *out.chainAt)
        return;
    out.chain = rows[0][0].as<std::string>();
    out.chainAt = at;
}

/// What was revealed of a draw stays as it was, whatever the mark had copied by then.
void readDraw(pqxx::transaction_base& work, Recovery& out)
{
    const auto rows
            = work.exec_params("select last_number from saikobi.draw where sale = $1 and run = $2"
                               " and last_number is not null",
                    out.mark.sale, out.mark.run.value);
    if (!rows.empty())
        out.mark.state.drawn = rows[0][0].as<std::int64_t>();
}

// One row a pass in each statement: a batch may hold its grant and its end. Of an end alone nothing
// is known but when; the grant, written by whoever gave it, fills in the rest.
constexpr const char* writePassesSql = R"(
insert into saikobi.pass as old
    (sale, run, place, member, number, granted_at, expires_at, stood_s, ended_at, outcome)
select $1, run, place, member, coalesce(nullif(max(number), 0), place),
    to_timestamp(min(granted) / 1000.0), to_timestamp(max(ends) / 1000.0), max(stood),
    to_timestamp(nullif(max(gone), 0) / 1000.0), max(outcome)
from unnest($2::integer[], $3::bigint[], $4::integer[], $5::bigint[], $6::bigint[], $7::bigint[],
    $8::integer[], $9::bigint[], $10::text[])
    as given (run, place, member, number, granted, ends, stood, gone, outcome)
group by run, place, member
order by run, place, member
on conflict (sale, run, place, member) do update set
    number = case when excluded.number = excluded.place then old.number else excluded.number end,
    granted_at = least(old.granted_at, excluded.granted_at),
    expires_at = greatest(old.expires_at, excluded.expires_at),
    stood_s = case when excluded.expires_at > old.expires_at then excluded.stood_s else old.stood_s end,
    ended_at = coalesce(old.ended_at, excluded.ended_at),
    outcome = coalesce(old.outcome, excluded.outcome))";

/// Hands an answer on, on the executor of the room.
template<class T>
auto onExecutor(const boost::asio::any_io_executor& executor, std::function<void(Result<T>)> done)
{
    return boost::asio::bind_executor(
            executor, [done = std::move(done)](Result<T> result) { done(std::move(result)); });
}

} // namespace

MarkStore::MarkStore(
        std::string sale, boost::asio::any_io_executor executor, stores::PostgresExecutor& postgres)
    : m_sale(std::move(sale))
    , m_executor(std::move(executor))
    , m_postgres(postgres)
{
}

void MarkStore::read(contract::Epoch epoch, std::int64_t given, Done<Mark> done)
{
    const auto job = [sale = m_sale, epoch, given](pqxx::connection_base& on) {
        pqxx::work work(on);
        const auto row = work.exec_params1(
                "select to_jsonb(saikobi.mark_read($1, $2, $3))", sale, epoch.value, given);
        work.commit();
        return row[0].is_null() ? std::string{} : row[0].as<std::string>();
    };
    m_postgres.run<std::string>(job,
            onExecutor<std::string>(m_executor,
                    [done = std::move(done), sale = m_sale](const Result<std::string>& row) {
                        if (!row)
                            return done(row.error());
                        const auto read = json::object(row.value());
                        if (!read || json::text(*read, "sale").empty())
                            return done(Fault{FaultCode::NotFound, "no sale " + sale});
                        done(markFromRow(*read));
                    }));
}

void MarkStore::recover(contract::Epoch epoch, std::int64_t margin, const std::string& redisRunId,
        Done<Recovery> done)
{
    const auto job = [sale = m_sale, epoch, margin, redisRunId](pqxx::connection_base& on) {
        Recovery out;
        pqxx::work work(on);
        const auto row = work.exec_params1("select saikobi.mark_recover($1, $2, $3, $4)", sale,
                epoch.value, margin, redisRunId);
        const auto answer = json::object(row[0].as<std::string>()).value();
        const auto* isYours = json::member(answer, "yours");
        const auto* isFresh = json::member(answer, "fresh");
        const auto* mark = json::member(answer, "mark");
        out.isYours = isYours && isYours->as_bool();
        out.isFresh = isFresh && isFresh->as_bool();
        out.issuedBefore = json::integer(answer, "issued_before");
        if (mark && mark->is_object())
            out.mark = markFromRow(mark->get_object());
        if (out.isYours && !out.isFresh)
            out.passes = passesOf(work, sale, out.mark.run);
        if (out.isYours && !out.isFresh) {
            readRecord(work, out);
            readDraw(work, out);
        }
        work.commit();
        return out;
    };
    m_postgres.run<Recovery>(job, onExecutor<Recovery>(m_executor, std::move(done)));
}

void MarkStore::copy(
        contract::Epoch epoch, const std::string& state, double clock, Done<CopyAnswer> done)
{
    const auto job = [sale = m_sale, epoch, state, clock](pqxx::connection_base& on) {
        pqxx::work work(on);
        const auto row
                = work.exec_params1("select epoch, ceiling from saikobi.mark_copy($1, $2, $3, $4)",
                        sale, epoch.value, state, clock);
        work.commit();
        return CopyAnswer{contract::Epoch{row[0].as<std::int64_t>()}, row[1].as<std::int64_t>()};
    };
    m_postgres.run<CopyAnswer>(job, onExecutor<CopyAnswer>(m_executor, std::move(done)));
}

void MarkStore::extend(
        contract::Epoch epoch, std::int64_t issued, std::int64_t margin, Done<std::int64_t> done)
{
    const auto job = [sale = m_sale, epoch, issued, margin](pqxx::connection_base& on) {
        pqxx::work work(on);
        const auto row
                = work.exec_params1("select coalesce(saikobi.mark_extend($1, $2, $3, $4), 0)", sale,
                        epoch.value, issued, margin);
        work.commit();
        return row[0].as<std::int64_t>();
    };
    m_postgres.run<std::int64_t>(job,
            onExecutor<std::int64_t>(
                    m_executor, [done = std::move(done)](const Result<std::int64_t>& ceiling) {
                        if (ceiling && ceiling.value() == 0)
                            return done(Fault{FaultCode::Lost, "another epoch has begun"});
                        done(ceiling);
                    }));
}

void MarkStore::writePasses(const std::vector<PassRow>& rows, Done<Nothing> done)
{
    using contract::toUnixMs;
    const auto column
            = [&rows](std::int64_t (*value)(const PassRow&)) { return arrayOf(rows, value); };
    const auto runs = column([](const PassRow& row) { return std::int64_t{row.run.value}; });
    const auto places = column([](const PassRow& row) { return row.place; });
    const auto members = column([](const PassRow& row) { return row.member; });
    const auto numbers = column([](const PassRow& row) { return row.number; });
    const auto granted = column([](const PassRow& row) { return toUnixMs(row.grantedAt); });
    const auto ends = column([](const PassRow& row) { return toUnixMs(row.expiresAt); });
    const auto stood = column([](const PassRow& row) { return row.stoodSeconds; });
    const auto gone = column([](const PassRow& row) {
        return row.endedAt ? toUnixMs(*row.endedAt) : std::int64_t{0};
    });
    const auto outcomes = outcomesOf(rows);
    const auto job = [=, sale = m_sale](pqxx::connection_base& on) {
        pqxx::work work(on);
        work.exec_params0(writePassesSql, sale, runs, places, members, numbers, granted, ends,
                stood, gone, outcomes);
        work.commit();
        return Nothing{};
    };
    m_postgres.run<Nothing>(job, onExecutor<Nothing>(m_executor, std::move(done)));
}

void MarkStore::copyBlocks(
        contract::Epoch epoch, std::int64_t revision, const std::string& blocks, Done<Nothing> done)
{
    const auto job = [sale = m_sale, epoch, revision, blocks](pqxx::connection_base& on) {
        pqxx::work work(on);
        work.exec_params1(
                "select saikobi.mark_blocks($1, $2, $3, $4)", sale, epoch.value, revision, blocks);
        work.commit();
        return Nothing{};
    };
    m_postgres.run<Nothing>(job, onExecutor<Nothing>(m_executor, std::move(done)));
}

void MarkStore::beginRun(contract::Epoch epoch, bool inRehearsal, Done<contract::Epoch> done)
{
    const auto job = [sale = m_sale, epoch, inRehearsal](pqxx::connection_base& on) {
        pqxx::work work(on);
        const auto row = work.exec_params1(
                "select saikobi.mark_next_run($1, $2, $3)", sale, epoch.value, inRehearsal);
        work.commit();
        return contract::Epoch{row[0].as<std::int64_t>()};
    };
    m_postgres.run<contract::Epoch>(job, onExecutor<contract::Epoch>(m_executor, std::move(done)));
}

} // namespace saikobi::waiting_room
