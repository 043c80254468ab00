#include <QTest>

#include <functional>

#include "backend/contract/keys.h"
#include "backend/contract/measures.h"
#include "backend/recorder/recorder.h"
#include "tests/support/run_until.h"
#include "tests/support/test_stores.h"

using namespace saikobi;
using recorder::Recorder;
using namespace std::chrono_literals;

/// I9: every entry is in the timeline once; ticks survive a restart of either store.
class TestRecorder : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void ticksReachBothStores();
    void sameSecondIsRecordedOnce();
    void severalInstancesCopyEachEntryOnce();
    void redisAway_rowsGoToPostgres();
    void postgresAway_rowsFollowFromTheStream();
    void unreadableStreamEntryDoesNotStopCopying();

private:
    void second(Recorder& recorder);
    /// Lets seconds pass, each with its answers, until it is so.
    bool comesTrue(Recorder& recorder, const std::function<bool()>& isSo);
    Recorder makeRecorder(const std::string& instance);

    std::unique_ptr<tests::TestStores> m_stores;
    boost::asio::io_context m_context;
    std::unique_ptr<stores::RedisExecutor> m_redis;
    std::unique_ptr<stores::PostgresExecutor> m_postgres;
    contract::Measures m_measures;
    recorder::RecordedSale m_sale{"demo", {1}, &m_measures};
    contract::Instant m_now{contract::fromUnixMs(1767225600000)};
};

void TestRecorder::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestRecorder::init()
{
    m_redis.reset();
    m_postgres.reset();
    m_stores->clear();
    auto redis = m_stores->backendRedis();
    redis.deadline = 300ms;
    auto postgres = m_stores->backendPostgres(1);
    postgres.deadline = 500ms;
    m_redis = std::make_unique<stores::RedisExecutor>(redis);
    m_postgres = std::make_unique<stores::PostgresExecutor>(postgres);
    m_now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

Recorder TestRecorder::makeRecorder(const std::string& instance)
{
    return Recorder({m_context.get_executor(), *m_redis, *m_postgres, instance, "one", "0.1"});
}

void TestRecorder::second(Recorder& recorder)
{
    m_now += 1s;
    recorder.tick(m_now, {m_sale}, {{contract::gauge::ready, 1.0}});
}

bool TestRecorder::comesTrue(Recorder& recorder, const std::function<bool()>& isSo)
{
    for (int i = 0; i < 200; ++i) {
        second(recorder);
        tests::runUntil(
                m_context, [] { return false; }, 50ms);
        if (isSo())
            return true;
    }
    return false;
}

void TestRecorder::ticksReachBothStores()
{
    auto recorder = makeRecorder("a");
    m_measures.count(contract::counter::tickets, 5);
    recorder.note(m_sale, m_now, "instance", "started", {{"version", "0.1"}});
    // Each tick copies what the seconds before it appended.
    QVERIFY(comesTrue(recorder,
            [&] { return m_stores->numberOf("select count(*) from saikobi.tick") >= 2; }));
    QCOMPARE(m_stores->valueOf("select counters->>'tickets' from saikobi.tick limit 1"), "5");
    QCOMPARE(m_stores->valueOf("select data->>'version' from saikobi.timeline"), "0.1");
    QCOMPARE(m_stores->valueOf("select ready from saikobi.instance where name = 'a'"), "t");
    QVERIFY(std::stoi(m_stores->redisCall({"XLEN", contract::keys::ticks("demo")})) >= 2);
    QVERIFY(recorder.lastWritten());
}

void TestRecorder::sameSecondIsRecordedOnce()
{
    auto recorder = makeRecorder("a");
    for (int i = 0; i < 5; ++i)
        recorder.tick(m_now + i * 100ms, {m_sale}, {});
    QVERIFY(tests::runUntil(m_context, [&] { return recorder.lastWritten().has_value(); }));
    tests::runUntil(
            m_context, [] { return false; }, 100ms);
    QCOMPARE(m_stores->redisCall({"XLEN", contract::keys::ticks("demo")}), "1");
}

void TestRecorder::severalInstancesCopyEachEntryOnce()
{
    auto a = makeRecorder("a");
    auto b = makeRecorder("b");
    for (int i = 0; i < 3; ++i)
        b.note(m_sale, m_now, "instance", "event " + std::to_string(i), {});
    for (int i = 0; i < 10; ++i) {
        second(a);
        b.tick(m_now, {m_sale}, {});
        tests::runUntil(
                m_context, [] { return false; }, 50ms);
    }
    QVERIFY(comesTrue(a, [&] {
        return m_stores->numberOf("select count(*) from saikobi.tick where instance = 'b'") == 10;
    }));
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.timeline"), 3);
    QCOMPARE(m_stores->numberOf(
                     "select count(*) from (select from saikobi.tick group by at, instance "
                     "having count(*) > 1) twice"),
            0);
}

void TestRecorder::redisAway_rowsGoToPostgres()
{
    auto recorder = makeRecorder("a");
    m_stores->redis().pause();
    second(recorder);
    recorder.note(m_sale, m_now, "instance", "started", {});
    const bool came = comesTrue(recorder, [&] {
        return m_stores->numberOf("select count(*) from saikobi.tick") >= 2
                && m_stores->numberOf("select count(*) from saikobi.timeline") == 1;
    });
    m_stores->redis().resume();
    QVERIFY(came);
}

void TestRecorder::postgresAway_rowsFollowFromTheStream()
{
    auto recorder = makeRecorder("a");
    m_stores->postgres().pause();
    for (int i = 0; i < 5; ++i) {
        second(recorder);
        tests::runUntil(m_context, [&] { return recorder.waitingRows() == 0; });
    }
    recorder.note(m_sale, m_now, "instance", "started", {});
    m_stores->postgres().resume();
    QVERIFY(comesTrue(recorder, [&] {
        return m_stores->numberOf("select count(*) from saikobi.tick") >= 6
                && m_stores->numberOf("select count(*) from saikobi.timeline") == 1;
    }));
}

void TestRecorder::unreadableStreamEntryDoesNotStopCopying()
{
    m_stores->redisCall({"XADD", contract::keys::timeline("demo"), "*", "entry", "{broken"});
    auto recorder = makeRecorder("a");
    recorder.note(m_sale, m_now, "instance", "started", {});
    QVERIFY(comesTrue(recorder,
            [&] { return m_stores->numberOf("select count(*) from saikobi.timeline") == 1; }));
}

QTEST_GUILESS_MAIN(TestRecorder)
#include "test_recorder.moc"
