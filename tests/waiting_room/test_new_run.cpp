#include <QTest>

#include <set>

#include "tests/waiting_room/line_rig.h"

using namespace saikobi;
using contract::CommandKind;
using contract::CommandState;
using contract::Phase;
using contract::Problem;
using tests::LineRig;
using waiting_room::JoinAnswer;
using namespace std::chrono_literals;

/// The next run of a sale begins once, whoever tries, and nothing of the last one reaches into it.
class TestRuns : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void manyInstancesBeginItOnce();
    void ordersUnderWayEndFirst();
    void sessionsOfTheOldRunKeepTheirRows();
    void aPassOfTheOldRunActsOnNobody();
    void theBlockListOutlivesALoss();

private:
    contract::CommandDecision order(
            LineRig& rig, CommandKind kind, std::map<std::string, std::string> parameters = {});
    bool allAreInRun(LineRig& rig, std::size_t count, int run);

    std::unique_ptr<tests::TestStores> m_stores;
    int m_ids = 0;
};

void TestRuns::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

contract::CommandDecision TestRuns::order(
        LineRig& rig, CommandKind kind, std::map<std::string, std::string> parameters)
{
    contract::RelayedCommand row;
    row.actor = "op-1";
    row.command.id = "00000000-0000-4000-8000-" + std::to_string(100000000000 + ++m_ids);
    row.command.kind = kind;
    row.command.parameters = std::move(parameters);
    row.command.basedOn = rig.line().status()->line.revision;
    row.command.madeAt = row.writtenAt = std::chrono::system_clock::now();
    std::optional<contract::CommandDecision> decided;
    rig.line().relay({row}, [&decided](const auto& decisions) {
        if (!decisions.empty())
            decided = decisions.front();
    });
    rig.comesTrue([&] { return decided.has_value(); });
    return decided.value_or(contract::CommandDecision{});
}

bool TestRuns::allAreInRun(LineRig& rig, std::size_t count, int run)
{
    for (std::size_t i = 0; i < count; ++i)
        if (rig.line(i).status()->line.run.value != run || rig.line(i).status()->isRedisLost)
            return false;
    return true;
}

void TestRuns::manyInstancesBeginItOnce()
{
    LineRig rig(*m_stores, 600);
    rig.addInstance();
    rig.addInstance();
    QVERIFY(rig.becomesReady());
    QVERIFY(rig.comesTrue([&] { return rig.line().status()->line.phase == Phase::Open; }));
    const auto old = rig.enter("a-visitor");
    for (int i = 0; i < 20; ++i) {
        const auto joined = rig.join("v" + std::to_string(i), static_cast<std::size_t>(i % 3));
        if (const auto& pass = std::get<JoinAnswer>(joined).pass)
            QVERIFY(!rig.leave(pass->token));
    }
    QCOMPARE(order(rig, CommandKind::NewRun).state, CommandState::Refused); // one is inside
    QVERIFY(!rig.leave(old.pass->token));
    QVERIFY(rig.comesTrue([&] { return rig.line().status()->line.live == 0; }));
    QCOMPARE(order(rig, CommandKind::NewRun).state, CommandState::InForce);
    QVERIFY(rig.comesTrue([&] { return allAreInRun(rig, 3, 2); }));
    const auto& line = rig.line().status()->line;
    QCOMPARE(line.phase, Phase::Before); // the opening of the last run does not open this one
    QCOMPARE(line.issued, std::int64_t{0});
    QVERIFY(line.causes.empty());
    QCOMPARE(order(rig, CommandKind::OpenNow).state, CommandState::InForce);
    std::set<std::int64_t> numbers;
    for (std::size_t i = 0; i < 9; ++i)
        numbers.insert(std::get<JoinAnswer>(rig.join("w" + std::to_string(i), i % 3)).number);
    QCOMPARE(numbers.size(), std::size_t{9});
    QCOMPARE(*numbers.begin(), std::int64_t{1});
    QCOMPARE(*numbers.rbegin(), std::int64_t{9});
    const auto answer = rig.claim(old.ticket, 1);
    const auto* gone = std::get_if<Problem>(&answer);
    QVERIFY(gone);
    QCOMPARE(gone->type, contract::ProblemType::Gone);
    QCOMPARE(m_stores->numberOf("select run from saikobi.queue_mark"), std::int64_t{2});
    QCOMPARE(m_stores->numberOf("select run from saikobi.sale"), std::int64_t{2});
    QCOMPARE(m_stores->numberOf("select jsonb_array_length(void_ranges) from saikobi.queue_mark"),
            std::int64_t{0});
}

void TestRuns::ordersUnderWayEndFirst()
{
    LineRig rig(*m_stores, 600);
    QVERIFY(rig.becomesReady());
    m_stores->execute("insert into saikobi.orders (id, sale, run, person, place, idempotency_key,"
                      " request_hash, status, slot, method, provider, means, amount, deadline)"
                      " values (gen_random_uuid(), 'demo', 1, 'p', 1, 'k', '', 'authorising', 1,"
                      " 'card', 'sim', 'm', 1, now())");
    QCOMPARE(order(rig, CommandKind::NewRun).state, CommandState::InForce);
    QVERIFY(rig.comesTrue([&] { return rig.line().status()->line.isRunOver; }));
    for (int i = 0; i < 100; ++i)
        rig.paceOnce();
    QCOMPARE(m_stores->numberOf("select run from saikobi.queue_mark"), std::int64_t{1});
    m_stores->execute("update saikobi.orders set status = 'declined', ended_at = now()");
    QVERIFY(rig.comesTrue([&] { return allAreInRun(rig, 1, 2); }));
}

void TestRuns::sessionsOfTheOldRunKeepTheirRows()
{
    LineRig rig(*m_stores, 600);
    QVERIFY(rig.becomesReady());
    QVERIFY(rig.comesTrue([&] { return rig.line().status()->line.phase == Phase::Open; }));
    const auto bought = rig.enter("a-visitor");
    const auto gone = rig.enter("b-visitor");
    const auto read = rig.line().readPass(bought.pass->token);
    rig.line().notePaid(std::get<waiting_room::PassClaims>(read));
    rig.comesTrue([&] { return rig.line().status()->line.live == 2; });
    QVERIFY(!rig.leave(bought.pass->token));
    QVERIFY(!rig.leave(gone.pass->token));
    QVERIFY(rig.comesTrue([&] {
        return m_stores->numberOf("select count(*) from saikobi.pass where ended_at is not null")
                == 2;
    }));
    QCOMPARE(m_stores->valueOf("select string_agg(outcome, ',' order by place) from saikobi.pass"),
            std::string{"completed,left"});
    QCOMPARE(order(rig, CommandKind::NewRun).state, CommandState::InForce);
    QVERIFY(rig.comesTrue([&] { return allAreInRun(rig, 1, 2); }));
    QCOMPARE(order(rig, CommandKind::OpenNow).state, CommandState::InForce);
    QVERIFY(rig.enter("a-visitor").pass);
    QVERIFY(rig.comesTrue([&] {
        return m_stores->numberOf("select count(*) from saikobi.pass where run = 2") == 1;
    }));
    QCOMPARE(
            m_stores->numberOf("select count(*) from saikobi.pass where run = 1"), std::int64_t{2});
}

void TestRuns::aPassOfTheOldRunActsOnNobody()
{
    LineRig rig(*m_stores, 600);
    QVERIFY(rig.becomesReady());
    QVERIFY(rig.comesTrue([&] { return rig.line().status()->line.phase == Phase::Open; }));
    const auto old = rig.enter("a-visitor");
    QVERIFY(!rig.leave(old.pass->token));
    QCOMPARE(order(rig, CommandKind::NewRun).state, CommandState::InForce);
    QVERIFY(rig.comesTrue([&] { return allAreInRun(rig, 1, 2); }));
    QCOMPARE(order(rig, CommandKind::OpenNow).state, CommandState::InForce);
    const auto next = rig.enter("b-visitor");
    QCOMPARE(next.number, old.number);
    const auto left = rig.leave(old.pass->token);
    QVERIFY(left && left->type == contract::ProblemType::BadPass);
    const auto ordered = rig.checkOrder(old.pass->token);
    QVERIFY(ordered && ordered->type == contract::ProblemType::BadPass);
    QVERIFY(!rig.checkOrder(next.pass->token)); // nobody ended it
    const auto read = std::get<waiting_room::PassClaims>(rig.line().readPass(old.pass->token));
    QVERIFY(!rig.line().isOfThisRun(read));
    rig.line().notePaid(read);
    QVERIFY(!rig.leave(next.pass->token));
    QVERIFY(rig.comesTrue([&] {
        return m_stores->numberOf("select count(*) from saikobi.pass where ended_at is not null")
                == 2;
    }));
    QCOMPARE(m_stores->valueOf("select outcome from saikobi.pass where run = 2"),
            std::string{"left"});
}

void TestRuns::theBlockListOutlivesALoss()
{
    LineRig rig(*m_stores, 60);
    QVERIFY(rig.becomesReady());
    QCOMPARE(order(rig, CommandKind::Block, {{"what", "192.0.2.0/24"}}).state,
            CommandState::InForce);
    QVERIFY(rig.comesTrue(
            [&] { return m_stores->numberOf("select blocks_rev from saikobi.queue_mark") == 1; }));
    m_stores->redisCall({"FLUSHALL"});
    QVERIFY(rig.comesTrue([&] { return rig.line().status()->isRedisLost; }));
    QVERIFY(rig.becomesReady());
    QCOMPARE(rig.line().status()->line.blocksRevision, std::int64_t{1});
    QCOMPARE(m_stores->redisCall({"HEXISTS", "{sale:demo}:blocks", "192.0.2.0/24"}),
            std::string{"1"});
}

QTEST_GUILESS_MAIN(TestRuns)
#include "test_new_run.moc"
