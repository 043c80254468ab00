#include <QRegularExpression>
#include <QTest>

#include <boost/asio/io_context.hpp>

#include "backend/contract/measure_names.h"
#include "backend/contract/tick.h"
#include "backend/recorder/balancer_figures.h"
#include "backend/recorder/host_figures.h"
#include "backend/recorder/recorder.h"
#include "backend/recorder/store_figures.h"
#include "backend/recorder/store_figures_store.h"
#include "backend/stores/postgres_executor.h"
#include "backend/stores/redis_executor.h"
#include "tests/support/run_until.h"
#include "tests/support/sample_sale.h"
#include "tests/support/test_stores.h"

using namespace saikobi;
using namespace saikobi::tests;
using namespace std::chrono_literals;
namespace gauge = contract::gauge;
using recorder::BalancerCounts;
using recorder::BalancerFigures;

namespace {

/// As HAProxy writes it: one front end, its servers, a second front end.
const char* const haproxy
        = "# pxname,svname,qcur,hrsp_1xx,hrsp_2xx,hrsp_3xx,hrsp_4xx,hrsp_5xx,hrsp_other,\n"
          "shop,FRONTEND,,1,900,50,40,9,0,\r\n"
          "shop,serve-1,0,0,500,20,20,5,0,\n"
          "shop,BACKEND,0,0,900,50,40,9,0,\n"
          "payments,FRONTEND,,0,99,0,0,1,0,\n";

} // namespace

/// What instances say of stores, host, record and balancer.
class TestStoreFigures : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_stores = TestStores::start();
        QVERIFY2(m_stores, TestStores::whyNot().c_str());
    }
    void init()
    {
        QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")});
        m_stores->clear();
        loadSample(*m_stores);
    }

    void realStoresAreMeasured()
    {
        boost::asio::io_context context;
        stores::RedisExecutor redis(m_stores->backendRedis());
        stores::PostgresExecutor postgres(m_stores->backendPostgres(1));
        recorder::StoreFigures figures({context.get_executor(), redis, postgres});
        const auto isThere = [&figures] {
            figures.tick({"demo"});
            return figures.ofStores().contains(gauge::clockSkewS)
                    && figures.ofStores().contains(gauge::pgConnections)
                    && figures.ofSale("demo").contains(gauge::auditOversold);
        };
        QVERIFY(runUntil(context, isThere));
        const auto gauges = figures.ofStores();
        // Both clocks are of this machine.
        QVERIFY(std::abs(gauges.at(gauge::clockSkewS)) < 1);
        QVERIFY(gauges.at(gauge::pgConnections) > 0 && gauges.at(gauge::pgConnections) <= 100);
        QCOMPARE(gauges.at(gauge::pgLockWaiters), 0.0);
        QCOMPARE(figures.ofSale("demo").at(gauge::auditOversold), 0.0);
        QVERIFY(figures.ofSale("other").empty());
    }

    void theSkewIsToldByRedis_data()
    {
        QTest::addColumn<QByteArray>("info");
        QTest::addColumn<int>("tookMs");
        QTest::addColumn<double>("ahead"); // 99: not told
        const QByteArray then{"# Server\r\nserver_time_usec:1760000000000000\r\nuptime:1\r\n"};
        QTest::addRow("as late as the half of the way") << then << 200 << 0.1;
        QTest::addRow("no way at all") << then << 0 << 0.0;
        QTest::addRow("too long a way says nothing") << then << 1001 << 99.0;
        QTest::addRow("it tells no time") << QByteArray{"# Server\r\nuptime:1\r\n"} << 0 << 99.0;
    }

    void theSkewIsToldByRedis()
    {
        QFETCH(QByteArray, info);
        QFETCH(int, tookMs);
        QFETCH(double, ahead);
        const auto sent = contract::fromUnixMs(1'760'000'000'000);
        const auto told = recorder::clockSkew(
                info.toStdString(), sent, sent + std::chrono::milliseconds{tookMs});
        QVERIFY(std::abs(told.value_or(99) - ahead) < 1e-3);
    }

    void theRecordIsAsOldAsItsLastRow()
    {
        boost::asio::io_context context;
        stores::RedisExecutor redis(m_stores->backendRedis());
        stores::PostgresExecutor postgres(m_stores->backendPostgres(1));
        recorder::Recorder recorder({context.get_executor(), redis, postgres, "i1", "i1-1", "1"});
        contract::Measures measures;
        QVERIFY(!recorder.lastWritten());
        const auto before = std::chrono::system_clock::now();
        recorder.tick(before, {{"demo", contract::Run{1}, &measures, {}}}, {{gauge::ready, 1}});
        QVERIFY(runUntil(context, [&recorder] { return recorder.lastWritten().has_value(); }));
        QVERIFY(*recorder.lastWritten() >= before);
        const auto free = recorder::HostFigures::diskFreeGiB();
        QVERIFY(free && *free > 0);
    }

    void theBalancersFrontEndsAreCounted()
    {
        const auto counts = recorder::balancerCounts(haproxy);
        QVERIFY(counts);
        QCOMPARE(counts->answers, std::int64_t(1100));
        QCOMPARE(counts->failed, std::int64_t(10));
        for (const char* other : {"", "<html>", "# a,b\n1,2\n"})
            QVERIFY(!recorder::balancerCounts(other));
    }

    void itsShareIsOfTheLastMinute()
    {
        const BalancerFigures::Clock::time_point start{1h};
        BalancerFigures figures;
        figures.note({5000, 400}, start); // before we looked: nobody knows when
        QVERIFY(!figures.failedPercent(start));
        for (int s = 10; s <= 120; s += 10)
            figures.note({5000 + 100 * s, 400 + s}, start + std::chrono::seconds{s});
        QVERIFY(std::abs(*figures.failedPercent(start + 120s) - 1) < 1e-9);
        // It was started anew: no negative share, and no old one.
        figures.note({50, 0}, start + 130s);
        QVERIFY(!figures.failedPercent(start + 130s));
        figures.note({149, 99}, start + 140s);
        QVERIFY(!figures.failedPercent(start + 140s)); // 99 answers are too few for a ratio
        figures.note({150, 99}, start + 141s);
        QCOMPARE(figures.failedPercent(start + 141s), std::optional{99.0});
        QVERIFY(!figures.failedPercent(start + 172s)); // nobody answers any more
    }

private:
    std::unique_ptr<TestStores> m_stores{};
};

QTEST_GUILESS_MAIN(TestStoreFigures)
#include "test_store_figures.moc"
