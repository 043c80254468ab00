#include "backend/stores/migration.h"

#include <pqxx/pqxx>

#include <charconv>
#include <regex>

#include "backend/stores/embedded_redis.h"
#include "backend/stores/embedded_sql.h"
#include "backend/stores/postgres_fault.h"

namespace saikobi::stores {

using contract::Fault;
using contract::FaultCode;
using contract::Result;

namespace {

/// Migrations are named NNN_subject.sql; the number is the schema version they lead to.
int versionOf(std::string_view fileName)
{
    int version = 0;
    std::from_chars(fileName.data(), fileName.data() + fileName.size(), version);
    return version;
}

SchemaState readState(pqxx::transaction_base& work)
{
    const auto exists = work.exec1("select to_regclass('saikobi.meta') is not null");
    if (!exists[0].as<bool>())
        return {};
    const auto row
            = work.exec1("select schema_version, library_version, installation from saikobi.meta");
    return {row[0].as<int>(), row[1].as<int>(), row[2].as<std::string>()};
}

Fault newerSchema(int found)
{
    return {FaultCode::Refused,
            "the schema is version " + std::to_string(found) + ", this program knows version "
                    + std::to_string(newestSchemaVersion())};
}

Result<SchemaState> apply(pqxx::connection_base& connection)
{
    pqxx::work work(connection);
    // Two programs may migrate at once: the second one waits and then finds nothing to do.
    work.exec("select pg_advisory_xact_lock(hashtext('saikobi.migrate'))");
    const auto before = readState(work);
    if (before.schemaVersion > newestSchemaVersion())
        return newerSchema(before.schemaVersion);
    for (const auto& file : sql::embedded)
        if (versionOf(file.name) > before.schemaVersion)
            work.exec(std::string{file.text}, std::string{file.name});
    work.exec_params("update saikobi.meta set schema_version = $1, library_version = $2",
            newestSchemaVersion(), libraryVersion());
    const auto after = readState(work);
    work.commit();
    return after;
}

} // namespace

int newestSchemaVersion()
{
    return versionOf(sql::embedded.back().name);
}

int libraryVersion()
{
    static const int version = [] {
        std::smatch found;
        const auto& source = functionLibrary();
        return std::regex_search(source, found, std::regex{"LIBRARY_VERSION = (\\d+)"})
                ? std::stoi(found[1])
                : 0;
    }();
    return version;
}

const std::string& functionLibrary()
{
    static const std::string source = [] {
        std::string all;
        for (const auto& file : redis::embedded)
            all += file.text;
        return all;
    }();
    return source;
}

Result<SchemaState> migrate(const std::string& url)
{
    try {
        pqxx::connection connection(withSettings(url, "saikobid-migrate"));
        return apply(connection);
    } catch (const std::exception& failed) {
        return toFault(failed, true);
    }
}

Result<SchemaState> checkSchema(const std::string& url)
{
    try {
        pqxx::connection connection(withSettings(url, "saikobid"));
        pqxx::nontransaction work(connection);
        const auto state = readState(work);
        if (state.schemaVersion > newestSchemaVersion())
            return newerSchema(state.schemaVersion);
        if (state.schemaVersion < newestSchemaVersion())
            return Fault{FaultCode::Refused,
                    newerSchema(state.schemaVersion).detail + "; run saikobid migrate first"};
        return state;
    } catch (const std::exception& failed) {
        return toFault(failed, true);
    }
}

} // namespace saikobi::stores
