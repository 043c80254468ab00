#include <QRegularExpression>
#include <QTest>

#include <boost/asio/bind_executor.hpp>
#include <pqxx/pqxx>

#include "backend/contract/command.h"
#include "backend/contract/keys.h"
#include "backend/control/control.h"
#include "backend/control/walk_keeper.h"
#include "backend/waiting_room/line_relay.h"
#include "tests/waiting_room/line_rig.h"

using namespace saikobi;
using contract::Figure;
using contract::MarkState;
using tests::LineRig;
using namespace std::chrono_literals;

/// A card that is walked on real stores while two instances judge its steps.
class TestWalkKeeper : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void ticksAStepOnceHoweverManyJudgeAndUnticksIt();
    void bothPathsOfOneActMakeOneEntry();
    void anOldActIsOnRecordButDoesNotStand();
    void outlivesTheLossOfRedisInTheMiddle();
    void anEmptyRedisGetsBackWhatPostgresRemembers();
    void aViewerCannotTick();

private:
    bool comesTrue(const std::function<bool()>& isSo);
    std::string newId()
    {
        return "00000000-0000-4000-8000-" + std::to_string(100'000'000'000 + ++m_ids);
    }
    contract::WalkMark mark(const std::string& step, MarkState state) const;
    void byRedis(const contract::WalkMark& mark);
    void byPostgres(const contract::WalkMark& mark);
    void begin();
    std::string inRedis(const std::string& step);
    std::string inPostgres(const std::string& step);
    std::int64_t entries(const std::string& where);
    bool bothHave(const std::string& step, const std::string& state)
    {
        return inRedis(step) == state && inPostgres(step) == state;
    }

    std::unique_ptr<tests::TestStores> m_stores;
    std::unique_ptr<LineRig> m_rig;
    std::vector<std::unique_ptr<stores::RedisExecutor>> m_redis;
    std::vector<std::unique_ptr<stores::PostgresExecutor>> m_postgres;
    std::vector<std::unique_ptr<control::WalkKeeper>> m_keepers;
    std::unique_ptr<stores::PostgresExecutor> m_reads;
    std::unique_ptr<waiting_room::LineRelay> m_relay;
    std::unique_ptr<control::Control> m_control;
    double m_budget = 96;
    std::chrono::steady_clock::time_point m_ticked{};
    int m_ids = 0;
};

void TestWalkKeeper::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestWalkKeeper::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
    m_budget = 96;
    m_rig = std::make_unique<LineRig>(*m_stores, 60);
    auto executor = m_rig->context().get_executor();
    for (const char* name : {"serve-1", "serve-2"}) {
        auto redis = m_stores->backendRedis();
        redis.deadline = 300ms;
        m_redis.push_back(std::make_unique<stores::RedisExecutor>(redis));
        m_postgres.push_back(
                std::make_unique<stores::PostgresExecutor>(m_stores->backendPostgres(1)));
        m_keepers.push_back(std::make_unique<control::WalkKeeper>(control::WalkKeeper::Parts{
                executor, *m_redis.back(), *m_postgres.back(), "demo", name}));
    }
    m_reads = std::make_unique<stores::PostgresExecutor>(m_stores->backendPostgres(1));
    m_relay = std::make_unique<waiting_room::LineRelay>(executor);
    m_control = std::make_unique<control::Control>(
            control::Control::Parts{executor, *m_reads, *m_relay});
    m_relay->add("demo", m_rig->line());
    QVERIFY(m_rig->becomesReady());
}

void TestWalkKeeper::cleanup()
{
    m_keepers.clear();
    m_control.reset();
    m_relay.reset();
    m_reads.reset();
    m_postgres.clear();
    m_redis.clear();
    m_rig.reset();
}

bool TestWalkKeeper::comesTrue(const std::function<bool()>& isSo)
{
    const auto step = [&] {
        const auto now = std::chrono::steady_clock::now();
        if (now - m_ticked > 200ms) {
            m_ticked = now;
            alarms::Moment moment;
            moment.at = contract::Instant::clock::now();
            moment.figures.at(static_cast<std::size_t>(Figure::BudgetUsed)) = m_budget;
            for (const auto& keeper : m_keepers)
                keeper->tick(moment, m_rig->line().status()->line.epoch);
        }
        m_control->tick();
        return isSo();
    };
    return m_rig->comesTrue(step) || m_rig->comesTrue(step);
}

contract::WalkMark TestWalkKeeper::mark(const std::string& step, MarkState state) const
{
    contract::WalkMark out;
    out.walk = {1, "C3", 1};
    out.step = step;
    out.state = state;
    out.at = contract::Instant::clock::now();
    return out;
}

void TestWalkKeeper::byRedis(const contract::WalkMark& mark)
{
    m_stores->redisCall({"XADD", contract::keys::commands("demo", "op-1"), "*", "id", mark.id,
            "kind", "walk", "parameters", contract::parametersToJson(parametersOf(mark)), "reason",
            mark.reason, "revision", "0", "made_at", std::to_string(contract::toUnixMs(mark.at))});
}

void TestWalkKeeper::byPostgres(const contract::WalkMark& mark)
{
    pqxx::connection person(m_stores->operatorUrl());
    pqxx::work work(person);
    work.exec_params(R"(select saikobi.issue_command($1, 'demo', 'walk', $2, $3, 0,
        to_timestamp($4 / 1000.0)))",
            mark.id, contract::parametersToJson(parametersOf(mark)), mark.reason,
            contract::toUnixMs(mark.at));
    work.commit();
}

/// The budget has to be below 85 % for one second; "Finished" waits for what never comes here.
void TestWalkKeeper::begin()
{
    using contract::StepKind;
    auto begun = mark(std::string{contract::walk_step::begin}, MarkState::Begun);
    begun.id = newId();
    begun.alarm = "A06";
    begun.occurrence = 3;
    begun.steps = contract::stepsToJson({{"f1", StepKind::Decide, {}, "f2", "f3"},
            {"f2", StepKind::Do, {}, {}, {}}, {"f3", StepKind::Do, {}, {}, {}},
            {"t1", StepKind::Watch,
                    contract::Watch{Figure::BudgetUsed, contract::Comparison::Below, 85, 1s}, {},
                    {}},
            {std::string{contract::walk_step::finish}, StepKind::Watch,
                    contract::Watch{Figure::PaymentSuccess, contract::Comparison::AtLeast, 97, 1s},
                    {}, {}}});
    byRedis(begun);
    QVERIFY(comesTrue([this] { return bothHave("@begin", "begun"); }));
}

std::string TestWalkKeeper::inRedis(const std::string& step)
{
    const auto text
            = m_stores->redisCall({"HGET", contract::keys::walks("demo"), "1:C3:1:" + step});
    const auto read = contract::walkMarkFromJson(text);
    return read ? std::string{name(read.value().state)} : std::string{};
}

std::string TestWalkKeeper::inPostgres(const std::string& step)
{
    return m_stores->valueOf(
            "select mark ->> 'state' from saikobi.walk_mark where card = 'C3' and step = '" + step
            + "'");
}

/// Ids of both timelines together: what the recorder copies counts once.
std::int64_t TestWalkKeeper::entries(const std::string& where)
{
    pqxx::connection postgres(m_stores->superuserUrl());
    pqxx::work work(postgres);
    stores::RedisExecutor redis(m_stores->adminRedis());
    const auto all
            = tests::awaited<contract::Result<stores::Reply>>(m_rig->context(), [&](auto done) {
                  redis.send({"XRANGE", contract::keys::timeline("demo"), "-", "+"},
                          boost::asio::bind_executor(m_rig->context().get_executor(), done));
              });
    work.exec("create temp table found (id text)");
    const auto shape = "id text, kind text, subject text, actor text, source text, at bigint, "
                       "data jsonb";
    for (const auto& entry : all.value().value().items)
        work.exec_params("insert into found select id from jsonb_to_record($1::jsonb) as t("
                        + std::string{shape} + ") where " + where,
                entry.items[1].items[1].text);
    work.exec("insert into found select id from (select id, kind, subject, actor, source, "
              "(extract(epoch from at) * 1000)::bigint as at, data from saikobi.timeline) t where "
            + where);
    const auto twice = work.exec1("select count(*) from (select id from found group by id "
                                  "having count(*) > 2) x")[0]
                               .as<std::int64_t>();
    return twice > 0 ? -1
                     : work.exec1("select count(distinct id) from found")[0].as<std::int64_t>();
}

void TestWalkKeeper::ticksAStepOnceHoweverManyJudgeAndUnticksIt()
{
    begin();
    QCOMPARE(inRedis("t1"), std::string{});
    m_budget = 60;
    QVERIFY(comesTrue([this] { return bothHave("t1", "done"); }));
    QCOMPARE(entries("kind = 'step' and subject = 'C3' and data ->> 'step' = 't1'"), 1);
    m_budget = 90;
    QVERIFY(comesTrue([this] { return bothHave("t1", "open"); }));
    QCOMPARE(entries("kind = 'step' and data ->> 'step' = 't1'"), 2);
    QCOMPARE(entries("kind = 'step' and data ->> 'how' = 'figures' and actor = ''"), 2);
    QCOMPARE(entries("kind = 'card' and subject = 'C3' and data ->> 'alarm' = 'A06' "
                     "and data ->> 'occurrence' = '3' and actor = 'op-1'"),
            1);
    QCOMPARE(m_rig->line().status()->line.revision.value, 0); // nobody loses a race to it
}

void TestWalkKeeper::bothPathsOfOneActMakeOneEntry()
{
    begin();
    auto done = mark("f2", MarkState::Done);
    done.id = newId();
    byPostgres(done);
    byRedis(done);
    byPostgres(done);
    QVERIFY(comesTrue([this] { return bothHave("f2", "done"); }));
    QVERIFY(comesTrue([&] {
        return entries("kind = 'step' and data ->> 'step' = 'f2' and actor = 'op-1'") == 1;
    }));
    auto call = mark("f3", MarkState::NoAnswer);
    call.id = newId();
    call.contact = "payment duty";
    byPostgres(call); // one path alone: an instance brings it to the other store
    QVERIFY(comesTrue([this] { return bothHave("f3", "no_answer"); }));
    QCOMPARE(entries("kind = 'call' and data ->> 'contact' = 'payment duty'"), 1);
}

void TestWalkKeeper::anOldActIsOnRecordButDoesNotStand()
{
    begin();
    auto now = mark("f2", MarkState::Overridden);
    now.id = newId();
    now.reason = "the lead said so";
    byRedis(now);
    QVERIFY(comesTrue([this] { return bothHave("f2", "overridden"); }));
    auto late = mark("f2", MarkState::Done);
    late.id = newId();
    late.at -= 2h; // from the journal of a desk that was cut off
    byRedis(late);
    QVERIFY(comesTrue([&] {
        return entries("data ->> 'step' = 'f2' and data ->> 'state' = 'done' and at = "
                       + std::to_string(contract::toUnixMs(late.at)))
                == 1;
    }));
    QVERIFY(bothHave("f2", "overridden"));
}

void TestWalkKeeper::outlivesTheLossOfRedisInTheMiddle()
{
    begin();
    m_stores->redis().pause();
    auto answer = mark("f1", MarkState::No);
    answer.id = newId();
    byPostgres(answer);
    m_budget = 50;
    QVERIFY(comesTrue([this] { return inPostgres("t1") == "done"; }));
    QCOMPARE(inPostgres("f1"), std::string{"no"});
    m_stores->redis().resume();
    QVERIFY(comesTrue([this] { return bothHave("t1", "done") && bothHave("f1", "no"); }));
    QCOMPARE(entries("data ->> 'step' = 't1'"), 1);
    QCOMPARE(entries("data ->> 'step' = 'f1'"), 1);
}

void TestWalkKeeper::anEmptyRedisGetsBackWhatPostgresRemembers()
{
    begin();
    m_stores->redisCall({"DEL", contract::keys::walks("demo")});
    QVERIFY(comesTrue([this] { return inRedis("@begin") == "begun"; }));
    QCOMPARE(entries("kind = 'card'"), 1);
}

/// Neither by its own command nor by hand: the stores refuse it.
void TestWalkKeeper::aViewerCannotTick()
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
    QVERIFY(refuses("select saikobi.issue_command(gen_random_uuid(), 'demo', 'walk', '{}', '', 0, "
                    "now())"));
    QVERIFY(refuses("delete from saikobi.walk_mark"));
    QVERIFY(refuses("select saikobi.walk_put('demo', '{}')"));
    QVERIFY(refuses("select saikobi.walk_mirror('demo', '[]')"));
    QVERIFY(refuses("select saikobi.walk_write('demo', 'x', '[]')"));
}

QTEST_GUILESS_MAIN(TestWalkKeeper)
#include "test_walk_keeper.moc"
