#include <QRegularExpression>
#include <QTest>

#include <pqxx/pqxx>

#include <mutex>
#include <thread>

#include "app/connection/database_look.h"
#include "tests/app_connection/walked.h"
#include "tests/support/sample_sale.h"

using namespace saikobi;
using namespace saikobi::tests;
using connection::DatabaseLook;
using namespace std::chrono_literals;

/// What the database is busy with, counted by hand.
class TestDatabaseLook : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_stores = TestStores::start();
        QVERIFY2(m_stores, TestStores::whyNot().c_str());
        loadSample(*m_stores);
    }

    void init()
    {
        QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")});
        m_seen.reset();
        m_problem.clear();
    }

    void aQuietDatabaseIsQuiet()
    {
        const auto look = startLook();
        QTRY_VERIFY2(seen(), m_problem.c_str());
        const auto now = *seen();
        QVERIFY(now.sessions.empty() && !now.oldestIdle);
        QCOMPARE(now.mostConnections, 100);
        QVERIFY(now.connections >= 1 && now.operatorsOpen == 1); // this look itself
        // 100, less three of the server's own, less the seventy that the backend may take.
        QCOMPARE(now.keptForOperators, 27);
        QVERIFY(!now.statements); // no such extension here
    }

    void whoWaitsForWhomIsSeen()
    {
        pqxx::connection holder(m_stores->superuserUrl());
        pqxx::work holding(holder);
        holding.exec("update saikobi.sale set name_en = name_en where slug = 'demo'");
        pqxx::connection waiter(m_stores->superuserUrl());
        std::thread waiting([&waiter] {
            pqxx::work work(waiter);
            work.exec("update saikobi.sale set name_en = name_en where slug = 'demo'");
        });
        const auto look = startLook();
        const auto waitsBehind = [&] {
            const auto now = seen();
            return now
                    && std::any_of(
                            now->sessions.begin(), now->sessions.end(), [&](const auto& each) {
                                return each.pid == waiter.backendpid()
                                        && each.waitsFor.starts_with("Lock")
                                        && each.blockedBy == std::vector{holder.backendpid()};
                            });
        };
        const bool isSeen = QTest::qWaitFor(waitsBehind, 20'000);
        holding.abort();
        waiting.join();
        QVERIFY(isSeen);
    }

    void theOldestIdleTransactionIsNamedAsTheCommandWantsIt()
    {
        pqxx::connection idle(m_stores->operatorUrl());
        pqxx::work begun(idle);
        begun.exec("select 1");
        const auto look = startLook();
        QTRY_VERIFY(seen() && seen()->oldestIdle);
        const auto oldest = *seen()->oldestIdle;
        QCOMPARE(oldest.pid, idle.backendpid());
        QCOMPARE(oldest.person, std::string{"op-1"});
        QCOMPARE(std::to_string(oldest.sinceMs),
                m_stores->valueOf("select since_ms from saikobi.idle_transaction"));
        QTRY_VERIFY(seen()->oldestTransactionSeconds.value_or(0) >= 1);
    }

    void aStoppedStoreIsSaidAndComesBack()
    {
        const auto look = startLook();
        QTRY_VERIFY(seen());
        m_stores->postgres().pause();
        QTRY_VERIFY_WITH_TIMEOUT(!problem().empty(), 20'000);
        m_stores->postgres().resume();
        QTRY_VERIFY_WITH_TIMEOUT(problem().empty(), 20'000);
    }

private:
    std::unique_ptr<DatabaseLook> startLook()
    {
        return std::make_unique<DatabaseLook>(
                profileOf(m_stores->viewerUrl(), m_stores->viewerRedis()),
                [this](const auto& told) {
                    const std::lock_guard lock(m_mutex);
                    m_problem = told ? "" : told.error().detail;
                    if (told)
                        m_seen = told.value();
                });
    }
    std::optional<model::DatabaseView> seen()
    {
        const std::lock_guard lock(m_mutex);
        return m_seen;
    }
    std::string problem()
    {
        const std::lock_guard lock(m_mutex);
        return m_problem;
    }

    std::unique_ptr<TestStores> m_stores{};
    std::mutex m_mutex{};
    std::optional<model::DatabaseView> m_seen{};
    std::string m_problem{};
};

QTEST_GUILESS_MAIN(TestDatabaseLook)
#include "test_database_look.moc"
