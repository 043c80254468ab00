#include "backend/control/control_store.h"

#include <boost/asio/bind_executor.hpp>
#include <pqxx/pqxx>

#include "backend/contract/json_members.h"
#include "backend/stores/postgres_executor.h"

namespace saikobi::control {

using contract::Nothing;
using contract::Result;
namespace json = contract::json;

namespace {

constexpr const char* operatorsSql = R"(
select rolname from pg_roles
where rolcanlogin and not rolsuper and pg_has_role(oid, 'saikobi_operator', 'member')
order by rolname limit 64)";

constexpr const char* openSql = R"(
select id, sale, actor, kind, parameters, reason, based_on_revision,
    (extract(epoch from made_at) * 1000)::bigint,
    (extract(epoch from written_at) * 1000)::bigint
from saikobi.command where state = 'sent' order by written_at limit 64)";

OpenCommand commandFromRow(const pqxx::row& row)
{
    OpenCommand out;
    auto& command = out.relayed.command;
    command.id = row[0].as<std::string>();
    command.sale = row[1].as<std::string>();
    out.relayed.actor = row[2].as<std::string>();
    const auto kind = contract::fromName<contract::CommandKind>(row[3].as<std::string>());
    out.isKindKnown = kind.has_value();
    command.kind = kind.value_or(contract::CommandKind::Probe);
    if (const auto parameters = json::object("{\"p\":" + row[4].as<std::string>() + "}"))
        command.parameters = json::strings(*parameters, "p");
    command.reason = row[5].as<std::string>();
    command.basedOn.value = row[6].as<std::int64_t>();
    command.madeAt = contract::fromUnixMs(row[7].as<std::int64_t>());
    out.relayed.writtenAt = contract::fromUnixMs(row[8].as<std::int64_t>());
    return out;
}

template<class T>
auto onExecutor(const boost::asio::any_io_executor& executor, std::function<void(Result<T>)> done)
{
    return boost::asio::bind_executor(
            executor, [done = std::move(done)](Result<T> result) { done(std::move(result)); });
}

} // namespace

ControlStore::ControlStore(
        boost::asio::any_io_executor executor, stores::PostgresExecutor& postgres)
    : m_executor(std::move(executor))
    , m_postgres(postgres)
{
}

void ControlStore::readOperators(Done<std::vector<std::string>> done)
{
    using Names = std::vector<std::string>;
    const auto job = [](pqxx::connection_base& on) {
        pqxx::nontransaction work(on);
        Names names;
        for (const auto& row : work.exec(operatorsSql))
            names.push_back(row[0].as<std::string>());
        return names;
    };
    m_postgres.run<Names>(job, onExecutor<Names>(m_executor, std::move(done)));
}

void ControlStore::readOpen(Done<std::vector<OpenCommand>> done)
{
    using Commands = std::vector<OpenCommand>;
    const auto job = [](pqxx::connection_base& on) {
        pqxx::nontransaction work(on);
        Commands commands;
        for (const auto& row : work.exec(openSql))
            commands.push_back(commandFromRow(row));
        return commands;
    };
    m_postgres.run<Commands>(job, onExecutor<Commands>(m_executor, std::move(done)));
}

/// Each in its own transaction: one that cannot be applied must not keep the others open.
void ControlStore::apply(std::vector<std::string> ids, Done<Nothing> done)
{
    const auto job = [ids = std::move(ids)](pqxx::connection_base& on) {
        pqxx::nontransaction work(on);
        for (const auto& id : ids)
            work.exec_params1("select saikobi.apply_command($1)", id);
        return Nothing{};
    };
    m_postgres.run<Nothing>(job, onExecutor<Nothing>(m_executor, std::move(done)));
}

void ControlStore::applyAlarmActs(std::vector<std::string> ids, Done<Nothing> done)
{
    const auto job = [ids = std::move(ids)](pqxx::connection_base& on) {
        pqxx::nontransaction work(on);
        for (const auto& id : ids)
            work.exec_params1("select saikobi.apply_alarm_command($1)", id);
        return Nothing{};
    };
    m_postgres.run<Nothing>(job, onExecutor<Nothing>(m_executor, std::move(done)));
}

void ControlStore::decide(std::vector<contract::CommandDecision> decisions, Done<Nothing> done)
{
    const auto job = [decisions = std::move(decisions)](pqxx::connection_base& on) {
        pqxx::work work(on);
        for (const auto& decision : decisions)
            work.exec_params1(
                    "select saikobi.decide_command($1, $2, $3, to_timestamp($4 / 1000.0))",
                    decision.id, std::string{contract::name(decision.state)}, decision.result,
                    contract::toUnixMs(decision.at));
        work.commit();
        return Nothing{};
    };
    m_postgres.run<Nothing>(job, onExecutor<Nothing>(m_executor, std::move(done)));
}

} // namespace saikobi::control
