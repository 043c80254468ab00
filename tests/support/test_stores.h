#pragma once

#include <QTemporaryDir>

#include <memory>
#include <string>

#include "backend/rehearsal/private_stores.h"
#include "backend/stores/postgres_executor.h"
#include "backend/stores/redis_executor.h"

namespace pqxx {
class connection_base;
}

namespace saikobi::tests {

/// A real Postgres and a real Redis for one test program, migrated and empty, gone with it. Start
/// them in initTestCase(), from the main thread:
///
///     m_stores = TestStores::start();
///     QVERIFY2(m_stores, TestStores::whyNot().c_str());
class TestStores {
public:
    /// Null when a server cannot be started; whyNot() tells.
    static std::unique_ptr<TestStores> start();
    static const std::string& whyNot();

    rehearsal::PrivatePostgres& postgres() { return m_stores.postgres(); }
    rehearsal::PrivateRedis& redis() { return m_stores.redis(); }

    /// Where it all lies; a test may keep more in it.
    std::string folder() const { return m_folder->path().toStdString(); }
    std::string superuserUrl() { return postgres().superuserUrl(); }
    std::string backendUrl() const { return m_stores.postgresUrl(rehearsal::backendName); }
    std::string operatorUrl() const { return m_stores.postgresUrl(rehearsal::operatorName); }
    std::string viewerUrl() const { return m_stores.postgresUrl(rehearsal::viewerName); }
    std::string passfile(const std::string& name) const { return m_stores.person(name).passfile; }

    stores::PostgresOptions backendPostgres(int connections = 2) const;
    /// The backend's user, with the function library, which the first connection loads.
    stores::RedisOptions backendRedis();
    stores::RedisOptions operatorRedis() { return redis().optionsFor(rehearsal::operatorName); }
    stores::RedisOptions viewerRedis() { return redis().optionsFor(rehearsal::viewerName); }
    stores::RedisOptions adminRedis()
    {
        return redis().optionsFor(rehearsal::PrivateRedis::adminName);
    }

    /// As superuser, in one transaction. Fails the test program loudly when the statement is wrong.
    void execute(const std::string& sql);
    /// First column of the first row as text; empty when null or no row.
    std::string valueOf(const std::string& sql);
    std::int64_t numberOf(const std::string& sql) { return std::stoll(valueOf(sql)); }
    /// One command as admin; its text, or number as text.
    std::string redisCall(const stores::RedisCommand& command);
    /// Empties Redis and every table of ours but `meta`, for the next test function.
    void clear();

private:
    TestStores(std::unique_ptr<QTemporaryDir> folder, rehearsal::PrivateStores stores);

    std::unique_ptr<QTemporaryDir> m_folder; ///< outlives the servers in it
    rehearsal::PrivateStores m_stores;
};

} // namespace saikobi::tests
