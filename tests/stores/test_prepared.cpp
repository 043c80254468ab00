#include <QTest>
#include <pqxx/pqxx>

#include "backend/stores/postgres_executor.h"
#include "backend/stores/prepared.h"
#include "tests/support/test_stores.h"

using namespace saikobi;

/// Statements of every order: prepared once for each connection, and sent whole where a pooler
/// forgets them.
class TestPrepared : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_stores = tests::TestStores::start();
        QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
        m_postgres = std::make_unique<stores::PostgresExecutor>(m_stores->backendPostgres(1));
    }

    void aStatementIsPreparedOnce()
    {
        QCOMPARE(doubled(4).value(), 8);
        QCOMPARE(doubled(5).value(), 10);
        QCOMPARE(numberOf("select count(*) from pg_prepared_statements where name = 'doubled'"), 1);
    }

    void aNewConnectionHasItsOwn()
    {
        numberOf("select pg_terminate_backend(pg_backend_pid())::int");
        QTRY_COMPARE_WITH_TIMEOUT(doubled(6) ? doubled(6).value() : 0, 12, 15000);
    }

    /// Another transaction may be another server behind a pooler: one call fails, the next do not.
    void whatAPoolerForgetsIsSentWhole()
    {
        QVERIFY(doubled(1));
        numberOf("deallocate all; select 1");
        QVERIFY(!doubled(7));
        QCOMPARE(doubled(7).value(), 14);
        QCOMPARE(numberOf("select count(*) from pg_prepared_statements"), 0);
    }

private:
    contract::Result<int> doubled(int number)
    {
        return m_postgres->runBlocking<int>([number](pqxx::connection_base& on) {
            pqxx::nontransaction work(on);
            return stores::execPrepared(work, "doubled", "select 2 * $1::int", number)[0][0]
                    .as<int>();
        });
    }
    int numberOf(const char* statement)
    {
        const auto said = m_postgres->runBlocking<int>([statement](pqxx::connection_base& on) {
            pqxx::nontransaction work(on);
            return work.exec(statement)[0][0].as<int>();
        });
        return said ? said.value() : -1;
    }

    std::unique_ptr<tests::TestStores> m_stores;
    std::unique_ptr<stores::PostgresExecutor> m_postgres;
};

QTEST_GUILESS_MAIN(TestPrepared)
#include "test_prepared.moc"
