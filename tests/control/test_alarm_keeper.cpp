#include <QRegularExpression>
#include <QTest>

#include <boost/asio/bind_executor.hpp>
#include <pqxx/pqxx>

#include "backend/contract/keys.h"
#include "backend/control/alarm_keeper.h"
#include "backend/control/control.h"
#include "backend/waiting_room/line_relay.h"
#include "tests/waiting_room/line_rig.h"

using namespace saikobi;
using contract::AlarmId;
using tests::LineRig;
using namespace std::chrono_literals;
namespace gauge = contract::gauge;

/// Two instances that judge the same seconds on real stores: each change happens once.
class TestAlarmKeeper : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void isRaisedAndClearedOnceHoweverManyJudge();
    void isAcknowledgedOnceWithItsActor();
    void outlivesTheLossOfRedisInTheMiddle();
    void anEmptyRedisGetsBackWhatPostgresRemembers();
    void aRestartOfAllEndsShelving();
    void aSaleMovesItsLimitsAndSaysWhy();
    void aViewerCannotAct();

private:
    bool comesTrue(const std::function<bool()>& isSo);
    void restart(std::size_t instance);
    void feed(contract::Instant second);
    std::int64_t entries(const std::string& where);
    std::string issue(const std::string& kind, const std::string& parameters);
    std::string stateOf(const std::string& id);
    const contract::AlarmRecord& seen(AlarmId alarm, std::size_t instance = 0) const
    {
        return m_keepers.at(instance)->board().of(alarm);
    }
    bool allSee(const std::function<bool(const contract::AlarmRecord&)>& isSo, AlarmId alarm) const
    {
        return isSo(seen(alarm, 0)) && isSo(seen(alarm, 1));
    }

    std::unique_ptr<tests::TestStores> m_stores;
    std::unique_ptr<LineRig> m_rig;
    std::vector<std::unique_ptr<stores::RedisExecutor>> m_redis;
    std::vector<std::unique_ptr<stores::PostgresExecutor>> m_postgres;
    std::vector<std::unique_ptr<control::AlarmKeeper>> m_keepers;
    std::unique_ptr<stores::PostgresExecutor> m_reads;
    std::unique_ptr<waiting_room::LineRelay> m_relay;
    std::unique_ptr<control::Control> m_control;
    std::map<std::string, double> m_gauges; ///< of both instances
    contract::Instant m_fed{};
    bool m_isRedisAway = false;
    int m_ids = 0;
    std::array<int, 2> m_starts{};
};

void TestAlarmKeeper::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestAlarmKeeper::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
    m_isRedisAway = false;
    m_starts = {};
    m_gauges = {{gauge::ready, 1}};
    m_rig = std::make_unique<LineRig>(*m_stores, 60);
    auto executor = m_rig->context().get_executor();
    for (std::size_t i = 0; i < 2; ++i) {
        auto redis = m_stores->backendRedis();
        redis.deadline = 300ms;
        m_redis.push_back(std::make_unique<stores::RedisExecutor>(redis));
        m_postgres.push_back(
                std::make_unique<stores::PostgresExecutor>(m_stores->backendPostgres(1)));
        m_keepers.emplace_back();
        restart(i);
    }
    m_reads = std::make_unique<stores::PostgresExecutor>(m_stores->backendPostgres(1));
    m_relay = std::make_unique<waiting_room::LineRelay>(executor);
    m_control = std::make_unique<control::Control>(
            control::Control::Parts{executor, *m_reads, *m_relay});
    m_relay->add("demo", m_rig->line());
    QVERIFY(m_rig->becomesReady());
    QVERIFY(comesTrue([this] { return seen(AlarmId::A01, 1).alarm == AlarmId::A01; }));
}

void TestAlarmKeeper::cleanup()
{
    m_keepers.clear();
    m_control.reset();
    m_relay.reset();
    // What they were still doing is answered into the rig's context.
    m_reads.reset();
    m_postgres.clear();
    m_redis.clear();
    m_rig.reset();
}

/// The instance comes (again), under another incarnation.
void TestAlarmKeeper::restart(std::size_t instance)
{
    const auto name = "serve-" + std::to_string(instance + 1);
    m_keepers.at(instance) = std::make_unique<control::AlarmKeeper>(control::AlarmKeeper::Parts{
            m_rig->context().get_executor(), *m_redis.at(instance), *m_postgres.at(instance),
            "demo", name, name + "-" + std::to_string(++m_starts.at(instance)),
            contract::Instant::clock::now()});
}

/// One second of both instances, where the recorder would have written it.
void TestAlarmKeeper::feed(contract::Instant second)
{
    for (const char* name : {"serve-1", "serve-2"}) {
        contract::Tick tick;
        tick.sale = "demo";
        tick.at = second;
        tick.instance = name;
        tick.incarnation = std::string{name} + "-1";
        tick.gauges = m_gauges;
        if (!m_isRedisAway) {
            m_stores->redisCall({"XADD", contract::keys::ticks("demo"), "*", "instance", name,
                    "tick", toJson(tick)});
            continue;
        }
        m_stores->execute(
                "insert into saikobi.tick (sale, run, at, instance, incarnation, counters,"
                " histograms, gauges) select 'demo', 1, to_timestamp("
                + std::to_string(contract::toUnixMs(second)) + " / 1000.0), '" + name
                + "', e ->> 'incarnation', '{}', '{}', e -> 'gauges' from (select '" + toJson(tick)
                + "'::jsonb as e) x");
    }
}

bool TestAlarmKeeper::comesTrue(const std::function<bool()>& isSo)
{
    const auto step = [&] {
        const auto now = contract::Instant::clock::now();
        const auto second = std::chrono::floor<std::chrono::seconds>(now);
        if (second > m_fed) {
            m_fed = second;
            feed(second);
            for (const auto& keeper : m_keepers)
                keeper->tick(now);
        }
        m_control->tick();
        return isSo();
    };
    return m_rig->comesTrue(step) || m_rig->comesTrue(step);
}

std::int64_t TestAlarmKeeper::entries(const std::string& where)
{
    const auto inPostgres
            = m_stores->numberOf("select count(*) from saikobi.timeline where " + where);
    if (m_isRedisAway)
        return inPostgres;
    // Nobody copies the stream here: it is looked at where it lies.
    pqxx::connection postgres(m_stores->superuserUrl());
    pqxx::work work(postgres);
    stores::RedisExecutor redis(m_stores->adminRedis());
    const auto all
            = tests::awaited<contract::Result<stores::Reply>>(m_rig->context(), [&](auto done) {
                  redis.send({"XRANGE", contract::keys::timeline("demo"), "-", "+"},
                          boost::asio::bind_executor(m_rig->context().get_executor(), done));
              });
    std::int64_t count = inPostgres;
    for (const auto& entry : all.value().value().items)
        count += work.exec_params1("select count(*) from jsonb_to_record($1::jsonb) as t(id text,"
                                   " kind text, subject text, actor text, data jsonb) where "
                                     + where,
                             entry.items[1].items[1].text)[0]
                         .as<std::int64_t>();
    return count;
}

std::string TestAlarmKeeper::issue(const std::string& kind, const std::string& parameters)
{
    const auto id = "00000000-0000-4000-8000-" + std::to_string(100'000'000'000 + ++m_ids);
    pqxx::connection person(m_stores->operatorUrl());
    pqxx::work work(person);
    work.exec("select saikobi.issue_command('" + id + "', 'demo', '" + kind + "', '" + parameters
            + "', 'a test', 0, clock_timestamp())");
    work.commit();
    return id;
}

std::string TestAlarmKeeper::stateOf(const std::string& id)
{
    return m_stores->valueOf("select state from saikobi.command where id = '" + id + "'");
}

void TestAlarmKeeper::isRaisedAndClearedOnceHoweverManyJudge()
{
    m_gauges[gauge::openDifferences] = 0;
    m_gauges[gauge::pgDeadlocks] = 9;
    QVERIFY(comesTrue([&] { return allSee([](auto& one) { return one.isOn(); }, AlarmId::A12); }));
    QCOMPARE(seen(AlarmId::A12).occurrence, 1);
    QCOMPARE(seen(AlarmId::A12).value, 9.0);
    QCOMPARE(toJson(seen(AlarmId::A12, 0)), toJson(seen(AlarmId::A12, 1)));
    m_gauges[gauge::auditOversold] = 1;
    QVERIFY(comesTrue([&] { return allSee([](auto& one) { return one.isOn(); }, AlarmId::A01); }));
    m_gauges[gauge::auditOversold] = 0;
    QVERIFY(comesTrue([&] {
        return allSee([](auto& one) { return one.cleared.has_value(); }, AlarmId::A01);
    }));
    QCOMPARE(entries("kind = 'alarm' and subject = 'A12' and data ->> 'what' = 'raised'"), 1);
    QCOMPARE(entries("kind = 'alarm' and subject = 'A01' and data ->> 'what' = 'raised'"), 1);
    QCOMPARE(entries("kind = 'alarm' and subject = 'A01' and data ->> 'what' = 'cleared'"), 1);
    QCOMPARE(m_keepers[1]->board().rings.size(), std::size_t{2});
    QVERIFY(comesTrue([&] {
        return m_stores->valueOf(
                       "select record ->> 'occurrence' from saikobi.alarm where alarm = 'A12'")
                == "1";
    }));
}

void TestAlarmKeeper::isAcknowledgedOnceWithItsActor()
{
    m_gauges[gauge::pgDeadlocks] = 9;
    QVERIFY(comesTrue([&] { return seen(AlarmId::A12).isOn(); }));
    const std::string whom{R"({"alarm": "A12", "occurrence": "1"})"};
    const auto first = issue("alarm_acknowledge", whom);
    const auto second = issue("alarm_acknowledge", whom);
    QVERIFY(comesTrue([&] { return stateOf(first) != "sent" && stateOf(second) != "sent"; }));
    QCOMPARE(stateOf(first), std::string{"in_force"});
    QCOMPARE(stateOf(second), std::string{"lost_race"});
    QVERIFY(comesTrue([&] { return seen(AlarmId::A12, 1).acknowledgedBy == "op-1"; }));
    QVERIFY(standingOf(seen(AlarmId::A12)) == contract::AlarmStanding::Acknowledged);
    QCOMPARE(entries("kind = 'acknowledge' and subject = 'A12' and actor = 'op-1'"), 1);
    QCOMPARE(m_rig->line().status()->line.revision.value, 0); // nobody loses a race to it
}

void TestAlarmKeeper::outlivesTheLossOfRedisInTheMiddle()
{
    m_gauges[gauge::pgDeadlocks] = 9;
    QVERIFY(comesTrue([&] { return seen(AlarmId::A12, 1).isOn(); }));
    QVERIFY(comesTrue([&] {
        return m_stores->valueOf("select version from saikobi.alarm where alarm = 'A12'") != "";
    }));

    m_stores->redis().pause();
    m_isRedisAway = true;
    m_gauges[gauge::redisLostS] = 6;
    QVERIFY(comesTrue([&] { return allSee([](auto& one) { return one.isOn(); }, AlarmId::A14); }));
    QCOMPARE(seen(AlarmId::A12).occurrence, 1);
    QCOMPARE(seen(AlarmId::A14).occurrence, 1);
    QCOMPARE(entries("kind = 'alarm' and subject = 'A14' and data ->> 'what' = 'raised'"), 1);
    const auto id = issue("alarm_acknowledge", R"({"alarm": "A14", "occurrence": "1"})");
    QVERIFY(comesTrue([&] { return stateOf(id) == "in_force"; }));

    m_stores->redis().resume();
    m_isRedisAway = false;
    m_gauges[gauge::redisLostS] = 0;
    QVERIFY(comesTrue([&] {
        return allSee([](auto& one) { return one.cleared.has_value(); }, AlarmId::A14);
    }));
    QVERIFY(standingOf(seen(AlarmId::A14)) == contract::AlarmStanding::Normal);
    QCOMPARE(seen(AlarmId::A14).acknowledgedBy, std::string{"op-1"});
    QCOMPARE(seen(AlarmId::A12).occurrence, 1);
    QVERIFY(seen(AlarmId::A12).isOn());
    QCOMPARE(entries("kind = 'alarm' and subject = 'A14' and data ->> 'what' = 'cleared'"), 1);
}

void TestAlarmKeeper::anEmptyRedisGetsBackWhatPostgresRemembers()
{
    m_gauges[gauge::pgDeadlocks] = 9;
    QVERIFY(comesTrue([&] { return seen(AlarmId::A12, 1).isOn(); }));
    QVERIFY(comesTrue([&] {
        return m_stores->valueOf("select version from saikobi.alarm where alarm = 'A12'") != "";
    }));
    m_stores->redisCall({"DEL", contract::keys::alarms("demo")});
    QVERIFY(comesTrue([&] {
        return m_stores->redisCall({"HEXISTS", contract::keys::alarms("demo"), "A12"}) == "1";
    }));
    QCOMPARE(seen(AlarmId::A12).occurrence, 1);
    QVERIFY(seen(AlarmId::A12).isOn());
    QCOMPARE(entries("kind = 'alarm' and subject = 'A12' and data ->> 'what' = 'raised'"), 1);
}

/// One instance after the other may restart; what was put aside comes back when all were away.
void TestAlarmKeeper::aRestartOfAllEndsShelving()
{
    m_gauges[gauge::pgDeadlocks] = 9;
    QVERIFY(comesTrue([&] { return seen(AlarmId::A12).isOn(); }));
    const auto until = contract::toUnixMs(contract::Instant::clock::now() + 30min);
    issue("alarm_shelve",
            R"({"alarm": "A12", "occurrence": "1", "until": ")" + std::to_string(until) + R"("})");
    QVERIFY(comesTrue([&] { return allSee([](auto& a) { return a.isShelved(); }, AlarmId::A12); }));
    restart(0);
    QVERIFY(comesTrue([&] { return seen(AlarmId::A12, 0).isShelved(); }));
    // Both were last heard six seconds ago.
    const char* const age = "local crew = cjson.decode(redis.call('HGET', KEYS[1], 'crew')) "
                            "for _, span in pairs(crew) do span[1] = span[1] - 6000 "
                            "span[2] = span[2] - 6000 end "
                            "return redis.call('HSET', KEYS[1], 'crew', cjson.encode(crew))";
    m_stores->redisCall({"EVAL", age, "1", contract::keys::alarms("demo")});
    restart(0);
    restart(1);
    QVERIFY(comesTrue([&] {
        return allSee([](auto& a) { return a.isOn() && !a.isShelved(); }, AlarmId::A12);
    }));
    QVERIFY(standingOf(seen(AlarmId::A12)) == contract::AlarmStanding::Unacknowledged);
    QCOMPARE(entries("kind = 'shelve' and subject = 'A12' and data ->> 'why' = 'restart'"), 1);
}

/// Half a lane's use is far below the usual limit; this sale has set its own while it runs.
void TestAlarmKeeper::aSaleMovesItsLimitsAndSaysWhy()
{
    m_gauges[gauge::laneUse] = 50;
    m_stores->execute("update saikobi.sale set settings = settings || "
                      "'{\"alarms\": {\"A10.lane_use.3\": {\"on\": 40, \"off\": 30, "
                      "\"on_delay_s\": 1, \"reason\": \"first sale\"}}}'");
    QVERIFY(comesTrue([&] { return allSee([](auto& one) { return one.isOn(); }, AlarmId::A10); }));
    QCOMPARE(seen(AlarmId::A10).limit, 40.0);
    QCOMPARE(seen(AlarmId::A10).value, 50.0);
}

/// Neither by its own command nor by hand: the stores refuse it.
void TestAlarmKeeper::aViewerCannotAct()
{
    pqxx::connection viewer(m_stores->viewerUrl());
    const auto refuses = [&viewer](const char* sql) {
        pqxx::work work(viewer);
        try {
            work.exec(sql);
        } catch (const pqxx::sql_error&) {
            return true;
        }
        return false;
    };
    QVERIFY(refuses("select saikobi.issue_command(gen_random_uuid(), 'demo', 'alarm_acknowledge',"
                    " '{}', '', 0, now())"));
    QVERIFY(refuses("update saikobi.alarm set version = 99"));
    QVERIFY(refuses("select saikobi.alarm_write('demo', '[]')"));
    QVERIFY(refuses("select saikobi.alarm_mirror('demo', '[]', '[]')"));
    stores::RedisExecutor redis(m_stores->viewerRedis());
    const auto tried
            = tests::awaited<contract::Result<stores::Reply>>(m_rig->context(), [&](auto done) {
                  redis.send({"HSET", contract::keys::alarms("demo"), "A01", "{}"},
                          boost::asio::bind_executor(m_rig->context().get_executor(), done));
              });
    QVERIFY(tried && !*tried);
}

QTEST_GUILESS_MAIN(TestAlarmKeeper)
#include "test_alarm_keeper.moc"
