#include <QTest>

#include <pqxx/pqxx>

#include "backend/contract/keys.h"
#include "backend/control/control.h"
#include "backend/stores/redis_connection.h"
#include "backend/waiting_room/line_relay.h"
#include "tests/waiting_room/line_rig.h"

using namespace saikobi;
using contract::Phase;
using tests::LineRig;
using namespace std::chrono_literals;

/// The second path of a command: a row of Postgres, relayed, decided once, and told.
class TestControl : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void aRowBecomesFactAndIsToldSo();
    void theActorIsWhoSignedIn();
    void aRowThatLostItsRaceIsTold();
    void aRowOfAnUnknownKindIsRefused();
    void theStreamAloneWorksToo();
    void severalInstancesDecideOnce();
    void aFullRedisStillHolds();

private:
    bool comesTrue(const std::function<bool()>& isSo);
    std::string issue(const std::string& kind, const std::string& parameters = "{}",
            std::int64_t revision = 0);
    std::string stateOf(const std::string& id);

    std::unique_ptr<tests::TestStores> m_stores;
    std::unique_ptr<LineRig> m_rig;
    std::unique_ptr<stores::PostgresExecutor> m_postgres;
    std::unique_ptr<waiting_room::LineRelay> m_relay;
    std::unique_ptr<control::Control> m_control;
    int m_ids = 0;
};

void TestControl::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestControl::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
    m_rig = std::make_unique<LineRig>(*m_stores, 60);
    m_postgres = std::make_unique<stores::PostgresExecutor>(m_stores->backendPostgres(1));
    m_relay = std::make_unique<waiting_room::LineRelay>(m_rig->context().get_executor());
    m_control = std::make_unique<control::Control>(
            control::Control::Parts{m_rig->context().get_executor(), *m_postgres, *m_relay});
    m_relay->add("demo", m_rig->line());
    QVERIFY(m_rig->becomesReady());
    QVERIFY(comesTrue([this] { return m_rig->line().status()->line.phase == Phase::Open; }));
}

void TestControl::cleanup()
{
    m_control.reset();
    m_relay.reset();
    m_postgres.reset(); // what it was still doing is answered into the rig's context
    m_rig.reset();
}

bool TestControl::comesTrue(const std::function<bool()>& isSo)
{
    return m_rig->comesTrue([&] {
        m_control->tick();
        return isSo();
    });
}

std::string TestControl::issue(
        const std::string& kind, const std::string& parameters, std::int64_t revision)
{
    const auto id = "00000000-0000-4000-8000-" + std::to_string(100'000'000'000 + ++m_ids);
    const auto sql = "select saikobi.issue_command('" + id + "', 'demo', '" + kind + "', '"
            + parameters + "', 'a test', " + std::to_string(revision) + ", clock_timestamp())";
    pqxx::connection person(m_stores->operatorUrl());
    pqxx::work work(person);
    work.exec(sql);
    work.commit();
    return id;
}

std::string TestControl::stateOf(const std::string& id)
{
    return m_stores->valueOf("select state from saikobi.command where id = '" + id + "'");
}

void TestControl::aRowBecomesFactAndIsToldSo()
{
    const auto id = issue("rate", R"({"rate": "71"})");
    QVERIFY(comesTrue([&] { return stateOf(id) == "in_force"; }));
    QVERIFY(comesTrue([&] { return m_rig->line().status()->line.rate.value == 71; }));
    QCOMPARE(m_stores->valueOf("select result ->> 'path' from saikobi.command"),
            std::string{"postgres"});
    QCOMPARE(m_stores->valueOf("select result ->> 'new' from saikobi.command"), std::string{"71"});
}

void TestControl::theActorIsWhoSignedIn()
{
    const auto id = issue("hold", R"({"message_ja": "お待ちください", "message_en": "wait"})");
    QVERIFY(comesTrue([&] { return stateOf(id) == "in_force"; }));
    QVERIFY(comesTrue([&] { return m_rig->line().status()->line.phase == Phase::Held; }));
    QCOMPARE(m_rig->line().status()->line.heldBy, std::string{"op-1"});
    QCOMPARE(m_rig->line().status()->line.message.ja, std::string{"お待ちください"});
}

void TestControl::aRowThatLostItsRaceIsTold()
{
    const auto first = issue("rate", R"({"rate": "70"})");
    const auto second = issue("rate", R"({"rate": "90"})");
    QVERIFY(comesTrue(
            [&] { return stateOf(first) == "in_force" && stateOf(second) == "lost_race"; }));
    QCOMPARE(m_stores->valueOf(
                     "select result ->> 'winner' from saikobi.command where id = '" + second + "'"),
            std::string{"op-1"});
}

void TestControl::aRowOfAnUnknownKindIsRefused()
{
    const auto id = issue("explode");
    QVERIFY(comesTrue([&] { return stateOf(id) == "refused"; }));
    QCOMPARE(m_stores->valueOf("select result ->> 'why' from saikobi.command"),
            std::string{"unknown-kind"});
}

void TestControl::theStreamAloneWorksToo()
{
    // The relay learns from Postgres whose streams there are; the rig knows op-1 already, so a
    // second operator shows it.
    m_stores->execute("do $$ begin if not exists (select from pg_roles where rolname = 'op-2') then"
                      " create role op_2 login; alter role op_2 rename to \"op-2\";"
                      " grant saikobi_operator to \"op-2\"; end if; end $$");
    m_stores->redisCall({"XADD", contract::keys::commands("demo", "op-2"), "*", "id",
            "00000000-0000-4000-8000-aaaaaaaaaaaa", "kind", "hold", "parameters", "{}"});
    QVERIFY(comesTrue([&] { return m_rig->line().status()->line.phase == Phase::Held; }));
    QCOMPARE(m_rig->line().status()->line.heldBy, std::string{"op-2"});
}

void TestControl::severalInstancesDecideOnce()
{
    m_rig->addInstance();
    stores::PostgresExecutor postgres(m_stores->backendPostgres(1));
    waiting_room::LineRelay relay(m_rig->context().get_executor());
    control::Control second({m_rig->context().get_executor(), postgres, relay});
    relay.add("demo", m_rig->line(1));
    QVERIFY(m_rig->becomesReady());
    const auto hold = issue("hold");
    const auto admit = issue("admit", R"({"n": "5"})", 1);
    QVERIFY(comesTrue([&] {
        second.tick();
        return stateOf(hold) == "in_force" && stateOf(admit) == "in_force";
    }));
    QVERIFY(comesTrue([&] { return m_rig->line().status()->line.revision.value == 2; }));
    QCOMPARE(m_stores->redisCall({"HGET", "{sale:demo}:q", "rev"}), std::string{"2"});
}

void TestControl::aFullRedisStillHolds()
{
    m_stores->redisCall({"CONFIG", "SET", "maxmemory", "1"});
    const auto person = std::move(stores::RedisConnection::open(m_stores->operatorRedis())).value();
    const auto appended
            = person->call({"XADD", contract::keys::commands("demo", "op-1"), "*", "kind", "hold"});
    const auto id = issue("hold");
    const bool held = comesTrue([&] {
        return stateOf(id) == "in_force" && m_rig->line().status()->line.phase == Phase::Held;
    });
    const auto joined = m_rig->join("a-visitor");
    m_stores->redisCall({"CONFIG", "SET", "maxmemory", "0"});
    QVERIFY(!appended);
    QVERIFY(held);
    QCOMPARE(std::get<contract::Problem>(joined).type, contract::ProblemType::FullForNow);
}

QTEST_GUILESS_MAIN(TestControl)
#include "test_control.moc"
