#include <QTest>

#include <pqxx/pqxx>

#include <string>

#include "backend/stores/commit_flush.h"
#include "backend/stores/postgres_executor.h"
#include "tests/support/run_until.h"
#include "tests/support/test_stores.h"

using namespace saikobi;
using namespace std::chrono_literals;
using contract::FaultCode;
using contract::Outcome;
using stores::CommitFlush;
using stores::PostgresExecutor;

/// Commits that leave without the disk, and what brings them there.
class TestCommitFlush : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void whatWasLeftBehindIsOnTheDiskAfterwards();
    void whoAsksMeanwhileSharesTheNext();
    void aSilentPostgresLeavesItUnknown();
    void nobodyConnectedLeavesItUnknownToo();

private:
    std::string text(const std::string& statement);
    std::optional<Outcome> flushed(CommitFlush& flush);

    std::unique_ptr<tests::TestStores> m_stores{};
    std::unique_ptr<PostgresExecutor> m_postgres{};
    boost::asio::io_context m_context{};
};

void TestCommitFlush::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
    m_postgres = std::make_unique<PostgresExecutor>(m_stores->backendPostgres(1));
}

std::string TestCommitFlush::text(const std::string& statement)
{
    const auto read = m_postgres->runBlocking<std::string>([&](pqxx::connection_base& on) {
        pqxx::nontransaction work(on);
        return work.exec1(statement)[0].as<std::string>();
    });
    return read ? read.value() : read.error().detail;
}

std::optional<Outcome> TestCommitFlush::flushed(CommitFlush& flush)
{
    std::optional<Outcome> told;
    flush.request([&told](const Outcome& outcome) { told = outcome; });
    tests::runUntil(m_context, [&told] { return told.has_value(); });
    return told;
}

void TestCommitFlush::whatWasLeftBehindIsOnTheDiskAfterwards()
{
    CommitFlush flush(*m_postgres, m_context.get_executor());
    // Postgres itself flushes now and then, so that one try tells little.
    bool wasLeftBehind = false;
    for (int i = 0; i < 20; ++i) {
        text(std::string{"select pg_logical_emit_message(true, 'test', 'left behind')::text where "}
                + stores::commitsUnflushed);
        const auto end = text("select pg_current_wal_insert_lsn()::text");
        const auto isThere = "select (pg_current_wal_flush_lsn() >= '" + end + "')::text";
        wasLeftBehind = wasLeftBehind || text(isThere) == "false";
        const auto told = flushed(flush);
        QVERIFY(told && *told);
        QCOMPARE(text(isThere), std::string{"true"});
    }
    QVERIFY(wasLeftBehind);
    // It was for that transaction alone.
    QCOMPARE(text("select current_setting('synchronous_commit')"), std::string{"on"});
}

void TestCommitFlush::whoAsksMeanwhileSharesTheNext()
{
    constexpr int many = 500;
    CommitFlush flush(*m_postgres, m_context.get_executor());
    const auto begin = text("select pg_current_wal_insert_lsn()::text");
    int told = 0;
    for (int i = 0; i < many; ++i)
        flush.request([&told](const Outcome& outcome) { told += outcome ? 1 : 0; });
    QVERIFY(tests::runUntil(m_context, [&told] { return told == many; }));
    // One message and its commit are some 130 bytes of log.
    const auto written = std::stol(
            text("select (pg_current_wal_insert_lsn() - '" + begin + "'::pg_lsn)::bigint::text"));
    QVERIFY2(written > 100 && written < many * 20, std::to_string(written).c_str());
}

void TestCommitFlush::aSilentPostgresLeavesItUnknown()
{
    auto options = m_stores->backendPostgres(1);
    options.deadline = 300ms;
    PostgresExecutor postgres(options);
    CommitFlush flush(postgres, m_context.get_executor());
    const auto before = flushed(flush);
    QVERIFY(before && *before);
    m_stores->postgres().pause();
    const auto told = flushed(flush);
    m_stores->postgres().resume();
    QVERIFY(told && !*told);
    QCOMPARE(told->error().code, FaultCode::Unknown);
}

void TestCommitFlush::nobodyConnectedLeavesItUnknownToo()
{
    stores::PostgresOptions options;
    options.url = "postgresql://nobody@127.0.0.1:1/none";
    PostgresExecutor postgres(options);
    CommitFlush flush(postgres, m_context.get_executor());
    const auto told = flushed(flush);
    QVERIFY(told && !*told);
    QCOMPARE(told->error().code, FaultCode::Unknown);
}

QTEST_GUILESS_MAIN(TestCommitFlush)
#include "test_commit_flush.moc"
