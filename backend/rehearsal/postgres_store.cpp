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

} // namespace saikobi::rehearsal
