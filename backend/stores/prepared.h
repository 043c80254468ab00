#pragma once

#include <pqxx/pqxx>

#include <string>

namespace saikobi::stores {

/// Set for good once a server did not know what it had prepared: a pooler in between gives each
/// transaction another one. A thread owns its connection.
inline thread_local bool isPreparingFutile = false;

/// As exec_params, but parsed and planned once for each connection. For statements of every order:
/// they cost the server a quarter of a millisecond each, as much as small batches do. `name`
/// belongs to this statement alone.
template<class... Values>
pqxx::result execPrepared(pqxx::transaction_base& work, const std::string& name,
        const std::string& statement, const Values&... values)
{
    if (isPreparingFutile)
        return work.exec_params(statement, values...);
    try {
        work.conn().prepare(name, statement); // known already: nothing happens
        return work.exec_prepared(name, values...);
    } catch (const pqxx::sql_error& error) {
        const auto& state = error.sqlstate();
        // No such statement; another one of that name; its columns have changed since.
        if (state == "26000" || state == "42P05" || state == "0A000")
            isPreparingFutile = true;
        throw;
    }
}

} // namespace saikobi::stores
