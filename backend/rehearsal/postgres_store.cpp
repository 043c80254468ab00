#include "backend/rehearsal/postgres_store.h"

#include <pqxx/pqxx>

#include <functional>

#include "backend/stores/postgres_fault.h"

namespace saikobi::rehearsal {

using contract::Nothing;
using contract::Outcome;

namespace {

std::string withDatabase(std::string url, const std::string& database)
{
    const std::string own{"/saikobi?"};
    return url.replace(url.find(own), own.size(), "/" + database + "?");
}

Outcome attempt(const std::string& url, const std::function<void(pqxx::connection_base&)>& job)
{
    try {
        pqxx::connection connection(stores::withSettings(url, "saikobid-rehearsal"));
        job(connection);
        return Nothing{};
    } catch (const std::exception& failed) {
        return stores::toFault(failed, true);
    }
}

void setUp(pqxx::work& work, const Login& login)
{
    const auto role = work.quote_name(login.name);
    if (work.exec_params("select from pg_roles where rolname = $1", login.name).empty())
        work.exec("create role " + role);
    if (login.kind != login.name)
        work.exec("grant " + work.quote_name(login.kind) + " to " + role);
    work.exec("alter role " + role + " login password " + work.quote(login.password)
            + " connection limit " + std::to_string(login.connectionLimit));
    for (const char* setting : {"statement_timeout = '5s'", "lock_timeout = '1s'",
                 "idle_in_transaction_session_timeout = '5s'"})
        work.exec("alter role " + role + " set " + setting);
    if (login.isReadOnly)
        work.exec("alter role " + role + " set default_transaction_read_only = on");
}

} // namespace

Outcome ensureDatabase(const std::string& superuserUrl)
{
    return attempt(withDatabase(superuserUrl, "postgres"), [](pqxx::connection_base& connection) {
        pqxx::nontransaction work(connection);
        if (work.exec("select from pg_database where datname = 'saikobi'").empty())
            work.exec("create database saikobi");
    });
}

Outcome ensureLogin(const std::string& superuserUrl, const Login& login)
{
    return attempt(superuserUrl, [&login](pqxx::connection_base& connection) {
        pqxx::work work(connection);
        setUp(work, login);
        work.commit();
    });
}

contract::Result<ProviderAccounts> providerAccounts(const std::string& url)
{
    ProviderAccounts accounts;
    const auto read = attempt(url, [&accounts](pqxx::connection_base& connection) {
        pqxx::read_transaction work(connection);
        for (const auto& row : work.exec("select id, calls_per_second, calls_per_second_endpoint "
                                         "from saikobi.provider order by id")) {
            accounts.ids.push_back(row[0].as<std::string>());
            accounts.callsPerSecond += row[1].as<double>();
            accounts.callsPerSecondEndpoint += row[2].as<double>();
        }
    });
    if (!read)
        return read.error();
    return accounts;
}

Outcome markAsRehearsal(const std::string& superuserUrl)
{
    return attempt(superuserUrl, [](pqxx::connection_base& connection) {
        pqxx::work work(connection);
        work.exec("update saikobi.meta set kind = 'rehearsal' where kind <> 'rehearsal'");
        work.commit();
    });
}

Outcome setOpeningTimes(const std::string& superuserUrl)
{
    return attempt(superuserUrl, [](pqxx::connection_base& connection) {
        pqxx::work work(connection);
        work.exec("update saikobi.sale set opens_at = now() + opens_in, revision = revision + 1 "
                  "where opens_at is null and opens_in is not null");
        work.commit();
    });
}

} // namespace saikobi::rehearsal
