#include "tests/support/test_stores.h"

#include <pqxx/pqxx>

#include <stdexcept>

#include "backend/stores/migration.h"
#include "backend/stores/redis_connection.h"

namespace saikobi::tests {

namespace {

std::string& reason()
{
    static std::string text;
    return text;
}

} // namespace

std::unique_ptr<TestStores> TestStores::start()
{
    auto folder = std::make_unique<QTemporaryDir>();
    auto stores = rehearsal::PrivateStores::start(
            folder->path().toStdString(), rehearsal::Durability::ProcessDeath);
    if (!stores) {
        folder->setAutoRemove(false); // its logs tell more
        reason() = stores.error().detail;
        return nullptr;
    }
    return std::unique_ptr<TestStores>(
            new TestStores(std::move(folder), std::move(stores).value()));
}

const std::string& TestStores::whyNot()
{
    return reason();
}

TestStores::TestStores(std::unique_ptr<QTemporaryDir> folder, rehearsal::PrivateStores stores)
    : m_folder(std::move(folder))
    , m_stores(std::move(stores))
{
}

stores::PostgresOptions TestStores::backendPostgres(int connections) const
{
    stores::PostgresOptions options;
    options.url = backendUrl();
    options.connections = connections;
    return options;
}

stores::RedisOptions TestStores::backendRedis()
{
    auto options = redis().optionsFor(rehearsal::backendName);
    options.library = stores::functionLibrary();
    options.libraryVersion = stores::libraryVersion();
    return options;
}

void TestStores::execute(const std::string& sql)
{
    pqxx::connection connection(superuserUrl());
    pqxx::work work(connection);
    work.exec(sql);
    work.commit();
}

std::string TestStores::valueOf(const std::string& sql)
{
    pqxx::connection connection(superuserUrl());
    pqxx::work work(connection);
    const auto rows = work.exec(sql);
    work.commit();
    return rows.empty() || rows[0][0].is_null() ? std::string{} : rows[0][0].as<std::string>();
}

std::string TestStores::redisCall(const stores::RedisCommand& command)
{
    const auto connection = stores::RedisConnection::open(adminRedis());
    if (!connection)
        throw std::runtime_error(connection.error().detail);
    const auto reply = connection.value()->call(command);
    if (!reply)
        throw std::runtime_error(reply.error().detail);
    return reply.value().kind == stores::Reply::Kind::Integer
            ? std::to_string(reply.value().integer)
            : reply.value().text;
}

void TestStores::clear()
{
    execute("do $$ declare ours text; begin "
            "select string_agg(format('saikobi.%I', tablename), ', ') into ours from pg_tables "
            "where schemaname = 'saikobi' and tablename <> 'meta'; "
            "execute 'truncate ' || ours || ' restart identity cascade'; end $$");
    redisCall({"FLUSHALL"});
}

} // namespace saikobi::tests
