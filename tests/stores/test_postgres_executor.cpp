#include <QTest>

#include <boost/asio/bind_executor.hpp>
#include <pqxx/pqxx>

#include <atomic>
#include <optional>

#include "backend/stores/migration.h"
#include "backend/stores/postgres_executor.h"
#include "tests/support/run_until.h"
#include "tests/support/test_stores.h"

using namespace saikobi;
using contract::FaultCode;
using contract::Result;
using stores::PostgresExecutor;

class TestPostgresExecutor : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void jobsAnswerWithTheirValue();
    void refusalsSayWhatTheyMean_data();
    void refusalsSayWhatTheyMean();
    void warmsEveryConnectionBeforeItCounts();
    void aConnectionThatCannotBeWarmedCountsForNothing();
    void beginsNoJobThatHasWaitedTooLong();
    void stoppedServerMakesTheOutcomeUnknownAndComesBack();
    void terminatedConnectionIsReplaced();
    void migrationIsSafeToRepeat();
    void newerSchemaIsRefusedWithBothVersions();

private:
    Result<int> number(PostgresExecutor& postgres, std::string statement);

    std::unique_ptr<tests::TestStores> m_stores;
    boost::asio::io_context m_context;
};

void TestPostgresExecutor::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

Result<int> TestPostgresExecutor::number(PostgresExecutor& postgres, std::string statement)
{
    auto answer = tests::awaited<Result<int>>(m_context, [&](auto done) {
        postgres.run<int>(
                [statement](pqxx::connection_base& on) {
                    pqxx::work work(on);
                    const auto rows = work.exec(statement);
                    work.commit();
                    return rows.empty() ? 0 : rows[0][0].as<int>();
                },
                boost::asio::bind_executor(m_context.get_executor(), done));
    });
    return answer ? *answer : Result<int>{contract::Fault{FaultCode::Internal, "no answer"}};
}

void TestPostgresExecutor::jobsAnswerWithTheirValue()
{
    PostgresExecutor postgres(m_stores->backendPostgres());
    const auto answer = number(postgres, "select 42");
    QVERIFY2(answer, answer ? "" : answer.error().detail.c_str());
    QCOMPARE(answer.value(), 42);
    QVERIFY(postgres.health().isConnected);
    QVERIFY(postgres.health().roundTripMs);
}

void TestPostgresExecutor::refusalsSayWhatTheyMean_data()
{
    QTest::addColumn<QString>("statement");
    QTest::addColumn<int>("code");
    const auto meaning = [](FaultCode code) { return static_cast<int>(code); };
    QTest::addRow("a wrong statement") << "select nonsense" << meaning(FaultCode::Refused);
    QTest::addRow("a right that is missing")
            << "update saikobi.meta set schema_version = 0" << meaning(FaultCode::Refused);
    QTest::addRow("a row that is there already")
            << "insert into saikobi.copy_mark (stream) values ('s'), ('s')"
            << meaning(FaultCode::Conflict);
    QTest::addRow("a statement that takes too long")
            << "set local statement_timeout = 50; select pg_sleep(5)" << meaning(FaultCode::Busy);
}

void TestPostgresExecutor::refusalsSayWhatTheyMean()
{
    QFETCH(QString, statement);
    QFETCH(int, code);
    PostgresExecutor postgres(m_stores->backendPostgres());
    const auto answer = number(postgres, statement.toStdString());
    QVERIFY(!answer);
    QVERIFY2(static_cast<int>(answer.error().code) == code, answer.error().detail.c_str());
    const auto next = number(postgres, "select 1");
    QVERIFY(next); // the connection is good again
}

void TestPostgresExecutor::warmsEveryConnectionBeforeItCounts()
{
    std::atomic<int> warmed{0};
    auto options = m_stores->backendPostgres(3);
    options.warm = [&warmed](pqxx::connection_base& on) {
        pqxx::nontransaction{on}.exec("select 1");
        ++warmed;
    };
    PostgresExecutor postgres(options);
    QTRY_VERIFY(postgres.health().isWarm);
    QCOMPARE(warmed.load(), 3);
}

void TestPostgresExecutor::aConnectionThatCannotBeWarmedCountsForNothing()
{
    auto options = m_stores->backendPostgres(1);
    std::atomic<int> tries{0};
    options.warm = [&tries](pqxx::connection_base& on) {
        if (++tries < 3)
            pqxx::nontransaction{on}.exec("select no_such_function()");
    };
    PostgresExecutor postgres(options);
    QTRY_VERIFY(tries > 0);
    QTRY_VERIFY(postgres.health().isWarm); // it keeps trying
    QCOMPARE(tries.load(), 3);
    QCOMPARE(number(postgres, "select 42").value(), 42);
}

/// Whoever asked has been answered long ago; the store is spared.
void TestPostgresExecutor::beginsNoJobThatHasWaitedTooLong()
{
    auto options = m_stores->backendPostgres(1);
    options.patience = std::chrono::milliseconds{200};
    PostgresExecutor postgres(options);
    QTRY_VERIFY(postgres.health().isWarm);
    std::optional<Result<int>> first;
    const auto sleeping = [](pqxx::connection_base& on) {
        pqxx::nontransaction{on}.exec("select pg_sleep(0.5)");
        return 1;
    };
    postgres.run<int>(sleeping,
            boost::asio::bind_executor(
                    m_context.get_executor(), [&first](Result<int> done) { first = done; }));
    const auto late = number(postgres, "select 42");
    QVERIFY(first && *first);
    QVERIFY(!late);
    QCOMPARE(late.error().code, FaultCode::Busy);
    QCOMPARE(number(postgres, "select 42").value(), 42);
}

void TestPostgresExecutor::stoppedServerMakesTheOutcomeUnknownAndComesBack()
{
    auto options = m_stores->backendPostgres(1);
    options.deadline = std::chrono::milliseconds{300};
    PostgresExecutor postgres(options);
    QVERIFY(number(postgres, "select 1"));
    m_stores->postgres().pause();
    const auto lost = number(postgres, "select 1");
    QVERIFY(!lost);
    QVERIFY(lost.error().code == FaultCode::Unknown);
    QVERIFY(!postgres.health().isConnected);
    m_stores->postgres().resume();
    QTRY_VERIFY_WITH_TIMEOUT(postgres.health().isConnected, 10000);
    QVERIFY(number(postgres, "select 1"));
}

void TestPostgresExecutor::terminatedConnectionIsReplaced()
{
    PostgresExecutor postgres(m_stores->backendPostgres(1));
    const auto pid = number(postgres, "select pg_backend_pid()");
    QVERIFY(pid);
    m_stores->execute("select pg_terminate_backend(" + std::to_string(pid.value()) + ")");
    const auto broken = number(postgres, "select 1");
    QVERIFY(!broken);
    QVERIFY(broken.error().code == FaultCode::Unknown);
    QTRY_VERIFY_WITH_TIMEOUT(static_cast<bool>(number(postgres, "select 1")), 10000);
}

void TestPostgresExecutor::migrationIsSafeToRepeat()
{
    const auto before = m_stores->valueOf("select installation from saikobi.meta");
    const auto again = stores::migrate(m_stores->superuserUrl());
    QVERIFY2(again, again ? "" : again.error().detail.c_str());
    QCOMPARE(again.value().installation, before);
    QCOMPARE(again.value().schemaVersion, stores::newestSchemaVersion());
    QVERIFY(stores::checkSchema(m_stores->backendUrl()));
}

void TestPostgresExecutor::newerSchemaIsRefusedWithBothVersions()
{
    m_stores->execute("update saikobi.meta set schema_version = 9999");
    const auto check = stores::checkSchema(m_stores->backendUrl());
    const auto migration = stores::migrate(m_stores->superuserUrl());
    m_stores->execute("update saikobi.meta set schema_version = "
            + std::to_string(stores::newestSchemaVersion()));
    QVERIFY(!check);
    QVERIFY(!migration);
    QVERIFY(check.error().detail.find("9999") != std::string::npos);
    QVERIFY(check.error().detail.find(std::to_string(stores::newestSchemaVersion()))
            != std::string::npos);
}

QTEST_GUILESS_MAIN(TestPostgresExecutor)
#include "test_postgres_executor.moc"
