#include "backend/control/walk_store.h"

#include <boost/asio/bind_executor.hpp>
#include <pqxx/pqxx>

#include "backend/contract/json_members.h"
#include "backend/contract/keys.h"
#include "backend/stores/postgres_executor.h"
#include "backend/stores/redis_executor.h"

namespace saikobi::control {

using alarms::WalkChange;
using boost::asio::bind_executor;
using contract::Fault;
using contract::FaultCode;
using contract::Nothing;
using contract::Result;
using contract::WalkMarks;
using stores::Reply;

namespace {

constexpr const char* marksSql = R"(
select mark::text from saikobi.walk_mark
where sale = $1 and run = (select run from saikobi.sale where slug = $1)
    and ($2 or written_at > clock_timestamp() - interval '10 seconds')
limit 2000)";

template<class T>
auto onExecutor(const boost::asio::any_io_executor& executor, WalkStore::Done<T> done)
{
    return bind_executor(
            executor, [done = std::move(done)](const Result<T>& result) { done(result); });
}

boost::json::value parsed(const contract::WalkMark& mark)
{
    return boost::json::parse(toJson(mark)); // our own words, written a moment ago
}

boost::json::array listOf(const WalkMarks& marks)
{
    boost::json::array out;
    for (const auto& mark : marks)
        out.push_back(parsed(mark));
    return out;
}

boost::json::array listOf(const std::vector<WalkChange>& changes)
{
    boost::json::array out;
    for (const auto& change : changes)
        out.push_back(
                boost::json::object{{"before", change.before}, {"mark", parsed(change.mark)}});
    return out;
}

Result<WalkAnswer> answerIn(const Result<Reply>& reply)
{
    if (!reply)
        return reply.error();
    const auto& items = reply.value().items;
    if (reply.value().text == "lost")
        return Fault{FaultCode::Lost, "the line's state is absent or of another epoch"};
    if (items.empty())
        return Fault{FaultCode::Internal, "saikobi_walks answered something else"};
    WalkAnswer out;
    out.revision = items[0].text;
    out.isNews = items.size() > 1;
    for (std::size_t i = 1; i < items.size(); ++i)
        if (auto mark = contract::walkMarkFromJson(items[i].text))
            out.marks.push_back(std::move(mark).value());
    return out;
}

} // namespace

WalkStore::WalkStore(std::string sale, boost::asio::any_io_executor executor,
        stores::RedisExecutor& redis, stores::PostgresExecutor& postgres)
    : m_sale(std::move(sale))
    , m_executor(std::move(executor))
    , m_redis(redis)
    , m_postgres(postgres)
{
}

void WalkStore::read(bool all, Done<WalkMarks> done)
{
    const auto job = [sale = m_sale, all](pqxx::connection_base& on) {
        pqxx::read_transaction work(on);
        WalkMarks out;
        for (const auto& row : work.exec_params(marksSql, sale, all))
            if (auto mark = contract::walkMarkFromJson(row[0].as<std::string>()))
                out.push_back(std::move(mark).value());
        return out;
    };
    m_postgres.run<WalkMarks>(job, onExecutor<WalkMarks>(m_executor, std::move(done)));
}

void WalkStore::push(const WalkPush& push, Done<WalkAnswer> done)
{
    const auto keys = contract::keys::ofLine(m_sale);
    stores::RedisCommand command{"FCALL", "saikobi_walks", std::to_string(keys.size())};
    command.insert(command.end(), keys.begin(), keys.end());
    command.push_back(std::to_string(push.epoch.value));
    command.push_back(
            serialize(boost::json::object{{"instance", push.instance}, {"known", push.known},
                    {"adopt", listOf(push.adopt)}, {"changes", listOf(push.changes)}}));
    m_redis.send(std::move(command),
            bind_executor(m_executor, [done = std::move(done)](const Result<Reply>& reply) {
                done(answerIn(reply));
            }));
}

void WalkStore::mirror(const WalkMarks& marks, Done<Nothing> done)
{
    const auto job = [sale = m_sale, list = serialize(listOf(marks))](pqxx::connection_base& on) {
        pqxx::work work(on);
        work.exec_params1("select saikobi.walk_mirror($1, $2)", sale, list);
        work.commit();
        return Nothing{};
    };
    m_postgres.run<Nothing>(job, onExecutor<Nothing>(m_executor, std::move(done)));
}

void WalkStore::write(
        const std::string& instance, const std::vector<WalkChange>& changes, Done<bool> done)
{
    const auto job = [sale = m_sale, instance, list = serialize(listOf(changes))](
                             pqxx::connection_base& on) {
        pqxx::work work(on);
        const auto row
                = work.exec_params1("select saikobi.walk_write($1, $2, $3)", sale, instance, list);
        work.commit();
        return row[0].as<bool>();
    };
    m_postgres.run<bool>(job, onExecutor<bool>(m_executor, std::move(done)));
}

} // namespace saikobi::control
