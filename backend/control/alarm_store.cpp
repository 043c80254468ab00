#include "backend/control/alarm_store.h"

#include <boost/asio/bind_executor.hpp>
#include <pqxx/pqxx>

#include "backend/contract/json_members.h"
#include "backend/contract/keys.h"
#include "backend/stores/postgres_executor.h"
#include "backend/stores/redis_executor.h"

namespace saikobi::control {

using alarms::AlarmBoard;
using alarms::Transition;
using boost::asio::bind_executor;
using contract::Fault;
using contract::FaultCode;
using contract::Nothing;
using contract::Result;
using stores::Reply;

namespace {

constexpr std::size_t ticksPerPage = 500;

template<class T>
auto onExecutor(const boost::asio::any_io_executor& executor, AlarmStore::Done<T> done)
{
    return bind_executor(
            executor, [done = std::move(done)](const Result<T>& result) { done(result); });
}

boost::json::value parsed(const std::string& text)
{
    return boost::json::parse(text); // our own words, written a moment ago
}

boost::json::object entryOf(const contract::TimelineEntry& entry)
{
    return {{"id", entry.id}, {"source", entry.source}, {"kind", entry.kind},
            {"subject", entry.subject}, {"data", contract::json::strings(entry.data)}};
}

boost::json::array changesOf(
        const std::vector<Transition>& transitions, const std::string& sale, contract::Run run)
{
    boost::json::array out;
    for (const auto& transition : transitions) {
        boost::json::array entries;
        for (const auto& entry : entriesOf(transition, sale, run))
            entries.push_back(entryOf(entry));
        boost::json::object change{{"before", transition.before},
                {"record", parsed(toJson(transition.after))}, {"entries", std::move(entries)}};
        if (transition.rings && transition.after.rang)
            change["ring"] = boost::json::array{contract::toUnixMs(*transition.after.rang),
                    static_cast<int>(transition.after.priority)};
        out.push_back(std::move(change));
    }
    return out;
}

boost::json::array recordsOf(const AlarmBoard& board)
{
    boost::json::array out;
    for (const auto& record : board.records)
        if (record.version > 0)
            out.push_back(parsed(toJson(record)));
    return out;
}

std::string inputOf(const AlarmPush& push, const std::string& sale)
{
    boost::json::object out{{"instance", push.instance}, {"incarnation", push.incarnation},
            {"started_at", contract::toUnixMs(push.startedAt)}, {"known", push.known},
            {"changes", changesOf(push.transitions, sale, push.run)}};
    if (push.adopt) {
        out["adopt"] = recordsOf(*push.adopt);
        out["rings"] = parsed(toJson(push.adopt->rings));
    }
    return serialize(out);
}

Result<AlarmAnswer> answerIn(const Result<Reply>& reply)
{
    if (!reply)
        return reply.error();
    AlarmAnswer out;
    const auto& items = reply.value().items;
    if (reply.value().text == "lost")
        return Fault{FaultCode::Lost, "the line's state is absent or of another epoch"};
    out.isEmpty = reply.value().text == "empty";
    if (out.isEmpty)
        return out;
    if (items.empty())
        return Fault{FaultCode::Internal, "saikobi_alarms answered something else"};
    out.revision = items[0].text;
    out.isNews = items.size() > 1;
    if (!out.isNews)
        return out;
    out.board.rings = contract::ringsFromJson(items[1].text);
    for (std::size_t i = 2; i < items.size(); ++i)
        if (const auto record = contract::alarmFromJson(items[i].text))
            out.board.take(record.value());
    return out;
}

TickPage pageOf(const Reply& reply)
{
    TickPage out;
    out.isFull = reply.items.size() >= ticksPerPage;
    for (const auto& entry : reply.items) {
        if (entry.items.size() != 2)
            continue;
        out.lastId = entry.items[0].text;
        const auto& words = entry.items[1].items;
        for (std::size_t i = 0; i + 1 < words.size(); i += 2)
            if (words[i].text == "tick")
                if (auto tick = contract::tickFromJson(words[i + 1].text))
                    out.ticks.push_back(std::move(tick).value());
    }
    return out;
}

constexpr const char* ticksSql = R"(
select jsonb_build_object('sale', sale, 'run', run, 'at', (extract(epoch from at) * 1000)::bigint,
    'instance', instance, 'incarnation', incarnation, 'counters', counters,
    'histograms', histograms, 'gauges', gauges, 'line', line)::text
from saikobi.tick
where sale = $1 and run = (select run from saikobi.sale where slug = $1)
    and at > 'epoch'::timestamptz + $2 * interval '1 millisecond'
order by at limit 1500)";

constexpr const char* inputsSql = R"(
select coalesce(s.settings -> 'alarms', '{}')::text,
    (select sum(p.calls_per_second) from saikobi.provider p
        where p.id in (select provider from saikobi.method where sale = s.slug)),
    (select coalesce(case when min(p.parallel) > 0 then sum(p.parallel) end, 0)
        from saikobi.provider p
        where p.id in (select provider from saikobi.method where sale = s.slug)),
    coalesce(s.settings -> 'arrivals', '[]')::text
from saikobi.sale s where s.slug = $1)";

} // namespace

AlarmStore::AlarmStore(std::string sale, boost::asio::any_io_executor executor,
        stores::RedisExecutor& redis, stores::PostgresExecutor& postgres)
    : m_sale(std::move(sale))
    , m_executor(std::move(executor))
    , m_redis(redis)
    , m_postgres(postgres)
{
}

void AlarmStore::readTicks(const std::string& after, Done<TickPage> done)
{
    m_redis.send({"XRANGE", contract::keys::ticks(m_sale), "(" + after, "+", "COUNT",
                         std::to_string(ticksPerPage)},
            bind_executor(m_executor, [done = std::move(done)](const Result<Reply>& reply) {
                done(reply ? Result<TickPage>{pageOf(reply.value())}
                           : Result<TickPage>{reply.error()});
            }));
}

void AlarmStore::readTicksFromPostgres(
        contract::Instant after, Done<std::vector<contract::Tick>> done)
{
    using Ticks = std::vector<contract::Tick>;
    const auto job = [sale = m_sale, after](pqxx::connection_base& on) {
        pqxx::read_transaction work(on);
        Ticks out;
        for (const auto& row : work.exec_params(ticksSql, sale, contract::toUnixMs(after)))
            if (auto tick = contract::tickFromJson(row[0].as<std::string>()))
                out.push_back(std::move(tick).value());
        return out;
    };
    m_postgres.run<Ticks>(job, onExecutor<Ticks>(m_executor, std::move(done)));
}

void AlarmStore::push(const AlarmPush& push, Done<AlarmAnswer> done)
{
    const auto keys = contract::keys::ofLine(m_sale);
    stores::RedisCommand command{"FCALL", "saikobi_alarms", std::to_string(keys.size())};
    command.insert(command.end(), keys.begin(), keys.end());
    command.push_back(std::to_string(push.epoch.value));
    command.push_back(inputOf(push, m_sale));
    m_redis.send(std::move(command),
            bind_executor(m_executor, [done = std::move(done)](const Result<Reply>& reply) {
                done(answerIn(reply));
            }));
}

void AlarmStore::write(
        contract::Run run, const std::vector<Transition>& transitions, Done<bool> done)
{
    const auto job = [sale = m_sale, changes = serialize(changesOf(transitions, m_sale, run))](
                             pqxx::connection_base& on) {
        pqxx::work work(on);
        const auto row = work.exec_params1("select saikobi.alarm_write($1, $2)", sale, changes);
        work.commit();
        return row[0].as<bool>();
    };
    m_postgres.run<bool>(job, onExecutor<bool>(m_executor, std::move(done)));
}

void AlarmStore::read(Done<AlarmBoardPtr> done)
{
    const auto job = [sale = m_sale](pqxx::connection_base& on) {
        pqxx::read_transaction work(on);
        auto out = std::make_shared<AlarmBoard>();
        for (const auto& row : work.exec_params(
                     "select alarm, record::text from saikobi.alarm where sale = $1", sale)) {
            const auto text = row[1].as<std::string>();
            if (row[0].as<std::string>() == "rings")
                out->rings = contract::ringsFromJson(text);
            else if (const auto record = contract::alarmFromJson(text))
                out->take(record.value());
        }
        return AlarmBoardPtr{std::move(out)};
    };
    m_postgres.run<AlarmBoardPtr>(job, onExecutor<AlarmBoardPtr>(m_executor, std::move(done)));
}

void AlarmStore::mirror(const std::vector<contract::AlarmRecord>& records,
        const contract::AlarmRings& rings, Done<Nothing> done)
{
    boost::json::array list;
    for (const auto& record : records)
        list.push_back(parsed(toJson(record)));
    const auto job = [sale = m_sale, list = serialize(list), rings = toJson(rings)](
                             pqxx::connection_base& on) {
        pqxx::work work(on);
        work.exec_params1("select saikobi.alarm_mirror($1, $2, $3)", sale, list, rings);
        work.commit();
        return Nothing{};
    };
    m_postgres.run<Nothing>(job, onExecutor<Nothing>(m_executor, std::move(done)));
}

void AlarmStore::readInputs(Done<AlarmInputs> done)
{
    const auto job = [sale = m_sale](pqxx::connection_base& on) {
        pqxx::read_transaction work(on);
        const auto row = work.exec_params1(inputsSql, sale);
        AlarmInputs out;
        out.settings = row[0].as<std::string>();
        if (!row[1].is_null())
            out.callsPerSecond = row[1].as<double>();
        out.parallelCalls = row[2].as<std::int64_t>();
        out.arrivals = contract::arrivalPlanFromJson(row[3].as<std::string>());
        for (const auto& method : work.exec_params(
                     "select id, usual_to_ms from saikobi.method where sale = $1", sale))
            out.usualTimes[method[0].as<std::string>()]
                    = std::chrono::milliseconds{method[1].as<std::int64_t>()};
        return out;
    };
    m_postgres.run<AlarmInputs>(job, onExecutor<AlarmInputs>(m_executor, std::move(done)));
}

} // namespace saikobi::control
