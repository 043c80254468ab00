#include <QTest>

#include <set>

#include "backend/contract/keys.h"
#include "tests/waiting_room/line_rig.h"

using namespace saikobi;
using contract::Cause;
using contract::Phase;
using contract::Problem;
using contract::ProblemType;
using tests::LineRig;
using waiting_room::JoinAnswer;
using namespace std::chrono_literals;

/// I6 and I11 of the line: numbers are unique also after Redis lost everything, and it comes back
/// by itself as far as it may.
class TestRecovery : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void anEmptiedRedisNeverRestartsNumbers();
    void everyInstanceFindsTheSameEpoch();
    void aWholeRestartHoldsOnlyForSeconds();
    void anEmptyRestartLeavesAHoldForStaff();
    void whileRedisIsAwayPlacesAreSafe();
    void passesOutliveALoss();
    void aLostTailOfPassesComesBack_data();
    void aLostTailOfPassesComesBack();
    void whoLeftStaysGoneThoughTheirRowIsLate();
    void whoBoughtIsNoAbandonedSession();
    void theCeilingMovesAhead();
    void withoutPostgresNumbersEndAtTheCeiling();
    void theMarkFollowsTheLine();

private:
    void waitUntilCopied(LineRig& rig, std::int64_t number);
    std::vector<std::int64_t> joinMany(LineRig& rig, int count, std::size_t index = 0);

    std::unique_ptr<tests::TestStores> m_stores;
    int m_visitors = 0;
};

void TestRecovery::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestRecovery::waitUntilCopied(LineRig& rig, std::int64_t number)
{
    QVERIFY(rig.comesTrue([&] {
        return m_stores->numberOf("select issued_seen from saikobi.queue_mark") >= number;
    }));
}

std::vector<std::int64_t> TestRecovery::joinMany(LineRig& rig, int count, std::size_t index)
{
    std::vector<std::int64_t> numbers;
    for (int i = 0; i < count; ++i) {
        const auto answer = rig.join("v" + std::to_string(++m_visitors), index);
        if (const auto* joined = std::get_if<JoinAnswer>(&answer))
            numbers.push_back(joined->number);
    }
    return numbers;
}

void TestRecovery::anEmptiedRedisNeverRestartsNumbers()
{
    LineRig rig(*m_stores, 60);
    QVERIFY(rig.becomesReady());
    std::set<std::int64_t> seen;
    for (int round = 0; round < 3; ++round) {
        const auto given = joinMany(rig, 20);
        QCOMPARE(given.size(), std::size_t{20});
        for (const auto number : given)
            QVERIFY2(seen.insert(number).second, qPrintable(QString::number(number)));
        m_stores->redisCall({"FLUSHALL"}); // changes no run id: only `lost` tells
        QVERIFY(rig.comesTrue([&] { return rig.line().status()->isRedisLost; }));
        QVERIFY(rig.becomesReady());
    }
    const auto& line = rig.line().status()->line;
    QCOMPARE(line.phase, Phase::Held);
    QCOMPARE(line.causes, std::vector<Cause>{Cause::Operator});
    // Only people wait, not the numbers in between.
    QVERIFY2(line.waiting() <= 60, qPrintable(QString::number(line.waiting())));
    QVERIFY(*seen.rbegin() > 200'000);
}

void TestRecovery::everyInstanceFindsTheSameEpoch()
{
    LineRig rig(*m_stores, 60);
    rig.addInstance();
    rig.addInstance();
    QVERIFY(rig.becomesReady());
    joinMany(rig, 5, 0);
    const auto highest = joinMany(rig, 5, 2).back();
    m_stores->redisCall({"FLUSHALL"});
    QVERIFY(rig.comesTrue([&] { return rig.line(0).status()->isRedisLost; }));
    QVERIFY(rig.becomesReady());
    QVERIFY(rig.comesTrue([&] {
        return rig.line(0).status()->line.epoch == rig.line(1).status()->line.epoch
                && rig.line(1).status()->line.epoch == rig.line(2).status()->line.epoch;
    }));
    QCOMPARE(m_stores->numberOf("select epoch from saikobi.queue_mark"), std::int64_t{2});
    // What any of them had given is no void number.
    QCOMPARE(m_stores->numberOf("select (void_ranges -> 0 ->> 0)::bigint from saikobi.queue_mark"),
            highest + 1);
}

void TestRecovery::aWholeRestartHoldsOnlyForSeconds()
{
    LineRig rig(*m_stores, 60);
    QVERIFY(rig.becomesReady());
    waitUntilCopied(rig, joinMany(rig, 10).back());
    QVERIFY(m_stores->redis().stop());
    QVERIFY(rig.comesTrue([&] { return rig.line().status()->isRedisLost; }));
    QCOMPARE(rig.line().status()->line.phase, Phase::Held);
    QVERIFY(m_stores->redis().startAgain());
    QVERIFY(rig.becomesReady());
    QCOMPARE(rig.line().status()->line.causes, std::vector<Cause>{Cause::Redis});
    QVERIFY(rig.comesTrue([&] { return rig.line().status()->line.phase == Phase::Open; }));
    QVERIFY(joinMany(rig, 1).front() > 10);
}

void TestRecovery::anEmptyRestartLeavesAHoldForStaff()
{
    LineRig rig(*m_stores, 60);
    QVERIFY(rig.becomesReady());
    waitUntilCopied(rig, joinMany(rig, 10).back());
    QVERIFY(m_stores->redis().stopAndForget());
    QVERIFY(rig.comesTrue([&] { return rig.line().status()->isRedisLost; }));
    QVERIFY(m_stores->redis().startAgain());
    QVERIFY(rig.becomesReady());
    QCOMPARE(rig.line().status()->line.causes, std::vector<Cause>{Cause::Operator});
    QVERIFY(joinMany(rig, 1).front() > 10);
}

void TestRecovery::whileRedisIsAwayPlacesAreSafe()
{
    LineRig rig(*m_stores, 60);
    QVERIFY(rig.becomesReady());
    const auto joined = std::get<JoinAnswer>(rig.join("a-visitor"));
    waitUntilCopied(rig, joined.number);
    m_stores->redis().pause();
    QVERIFY(rig.comesTrue([&] { return rig.line().status()->isRedisLost; }));
    QCOMPARE(std::get<Problem>(rig.join("b-visitor")).type, ProblemType::Unavailable);
    const auto read = rig.line().readTicket(joined.ticket);
    QVERIFY(std::holds_alternative<waiting_room::Ticket>(read));
    m_stores->redis().resume();
    QVERIFY(rig.becomesReady());
    // The same process never lost anything: no hold, no new epoch, the same place.
    QCOMPARE(std::get<JoinAnswer>(rig.join("a-visitor")).number, joined.number);
    QCOMPARE(m_stores->numberOf("select epoch from saikobi.queue_mark"), std::int64_t{1});
}

void TestRecovery::passesOutliveALoss()
{
    LineRig rig(*m_stores, 600);
    QVERIFY(rig.becomesReady());
    QVERIFY(rig.comesTrue([&] { return rig.line().status()->line.phase == Phase::Open; }));
    const auto joined = rig.enter("a-visitor");
    QVERIFY(joined.pass);
    QVERIFY(rig.comesTrue(
            [&] { return m_stores->numberOf("select count(*) from saikobi.pass") == 1; }));
    waitUntilCopied(rig, joined.number);
    m_stores->redisCall({"FLUSHALL"});
    QVERIFY(rig.comesTrue([&] { return rig.line().status()->isRedisLost; }));
    QVERIFY(rig.becomesReady());
    QVERIFY(!rig.checkOrder(joined.pass->token));
    QCOMPARE(rig.line().status()->line.live, std::int64_t{1});
    const auto again = std::get<waiting_room::ClaimAnswer>(rig.claim(joined.ticket));
    QCOMPARE(again.state, waiting_room::ClaimAnswer::State::Same);
    // The time without Redis is not taken from it.
    QVERIFY(again.pass->expiresAt >= joined.pass->expiresAt);
    QVERIFY(again.pass->expiresAt <= joined.pass->expiresAt + 30s);
}

void TestRecovery::aLostTailOfPassesComesBack_data()
{
    QTest::addColumn<bool>("isMarked");
    QTest::addRow("the mark counted it") << true;
    QTest::addRow("only its row tells") << false;
}

void TestRecovery::aLostTailOfPassesComesBack()
{
    QFETCH(bool, isMarked);
    LineRig rig(*m_stores, 600);
    QVERIFY(rig.becomesReady());
    QVERIFY(rig.comesTrue([&] { return rig.line().status()->line.phase == Phase::Open; }));
    const auto joined = rig.enter("a-visitor");
    QVERIFY(joined.pass);
    QVERIFY(rig.comesTrue([&] {
        return m_stores->numberOf("select count(*) from saikobi.pass") == 1
                && m_stores->numberOf("select passes_seen from saikobi.queue_mark") == 1;
    }));
    waitUntilCopied(rig, joined.number);
    const auto place = std::to_string(joined.number);
    m_stores->redisCall({"SETBIT", contract::keys::used("demo"), place, "0"});
    m_stores->redisCall({"ZREM", contract::keys::passes("demo"), place});
    m_stores->redisCall({"HSET", contract::keys::queue("demo"), "passes", "0"});
    QVERIFY(m_stores->redis().stop());
    if (!isMarked)
        m_stores->execute("update saikobi.queue_mark set passes_seen = 0");
    QVERIFY(rig.comesTrue([&] { return rig.line().status()->isRedisLost; }));
    QVERIFY(m_stores->redis().startAgain());
    QVERIFY(rig.becomesReady());
    const auto& line = rig.line().status()->line;
    QCOMPARE(line.causes, std::vector<Cause>{Cause::Operator});
    QCOMPARE(line.live, std::int64_t{1});
    QCOMPARE(line.passes, std::int64_t{1});
    QVERIFY(!rig.checkOrder(joined.pass->token));
    const auto again = std::get<waiting_room::ClaimAnswer>(rig.claim(joined.ticket));
    QCOMPARE(again.state, waiting_room::ClaimAnswer::State::Same);
    // The time without Redis is not taken from it.
    QVERIFY(again.pass->expiresAt >= joined.pass->expiresAt);
    QVERIFY(again.pass->expiresAt <= joined.pass->expiresAt + 30s);
}

void TestRecovery::whoLeftStaysGoneThoughTheirRowIsLate()
{
    LineRig rig(*m_stores, 600);
    QVERIFY(rig.becomesReady());
    QVERIFY(rig.comesTrue([&] { return rig.line().status()->line.phase == Phase::Open; }));
    const auto joined = rig.enter("a-visitor");
    QVERIFY(joined.pass);
    waitUntilCopied(rig, joined.number);
    QVERIFY(!rig.leave(joined.pass->token));
    QVERIFY(rig.comesTrue(
            [&] { return m_stores->numberOf("select count(ended_at) from saikobi.pass") == 1; }));
    QVERIFY(m_stores->redis().stop());
    m_stores->execute("update saikobi.pass set ended_at = null, outcome = null");
    QVERIFY(rig.comesTrue([&] { return rig.line().status()->isRedisLost; }));
    QVERIFY(m_stores->redis().startAgain());
    QVERIFY(rig.becomesReady());
    QCOMPARE(rig.line().status()->line.causes, std::vector<Cause>{Cause::Redis});
    QCOMPARE(rig.line().status()->line.live, std::int64_t{0});
    QVERIFY(rig.checkOrder(joined.pass->token));
}

void TestRecovery::whoBoughtIsNoAbandonedSession()
{
    LineRig rig(*m_stores, 600);
    QVERIFY(rig.becomesReady());
    QVERIFY(rig.comesTrue([&] { return rig.line().status()->line.phase == Phase::Open; }));
    const auto bought = rig.enter("a-visitor");
    const auto looked = rig.enter("b-visitor");
    QVERIFY(rig.comesTrue(
            [&] { return m_stores->numberOf("select count(*) from saikobi.pass") == 2; }));
    waitUntilCopied(rig, looked.number);
    m_stores->execute("insert into saikobi.orders (id, sale, run, person, place, idempotency_key,"
                      " request_hash, status, slot, method, provider, means, amount, deadline,"
                      " ended_at) values (gen_random_uuid(), 'demo', 1, 'p', "
            + std::to_string(bought.number)
            + ", 'k', '', 'paid', 1, 'card', 'sim', 'm', 1, now(), now())");
    m_stores->redisCall({"FLUSHALL"});
    QVERIFY(rig.comesTrue([&] { return rig.line().status()->isRedisLost; }));
    QVERIFY(rig.becomesReady());
    QVERIFY(!rig.leave(bought.pass->token));
    QVERIFY(!rig.leave(looked.pass->token));
    QVERIFY(rig.comesTrue(
            [&] { return m_stores->numberOf("select count(ended_at) from saikobi.pass") == 2; }));
    QCOMPARE(m_stores->valueOf("select string_agg(outcome, ',' order by place) from saikobi.pass"),
            std::string{"completed,left"});
}

void TestRecovery::theCeilingMovesAhead()
{
    LineRig rig(*m_stores, 60, 40);
    QVERIFY(rig.becomesReady());
    for (int round = 0; round < 5; ++round) {
        QCOMPARE(joinMany(rig, 15).size(), std::size_t{15});
        const auto issued = 15 * (round + 1);
        QVERIFY(rig.comesTrue([&] {
            return std::stoll(m_stores->valueOf("select ceiling from saikobi.queue_mark"))
                    >= issued + 20;
        }));
        rig.paceOnce();
    }
}

void TestRecovery::withoutPostgresNumbersEndAtTheCeiling()
{
    LineRig rig(*m_stores, 60, 30);
    QVERIFY(rig.becomesReady());
    m_stores->postgres().pause();
    const auto given = joinMany(rig, 40);
    m_stores->postgres().resume();
    QCOMPARE(given.size(), std::size_t{30});
    const auto full = rig.join("late");
    if (const auto* problem = std::get_if<Problem>(&full))
        QCOMPARE(problem->type, ProblemType::FullForNow);
    QVERIFY(rig.comesTrue([&] { return !joinMany(rig, 1).empty(); }));
}

void TestRecovery::theMarkFollowsTheLine()
{
    LineRig rig(*m_stores, 90);
    QVERIFY(rig.becomesReady());
    joinMany(rig, 3);
    QVERIFY(rig.comesTrue(
            [&] { return m_stores->numberOf("select issued_seen from saikobi.queue_mark") == 3; }));
    QCOMPARE(m_stores->valueOf("select phase from saikobi.queue_mark"), std::string{"open"});
    QCOMPARE(m_stores->numberOf("select rate from saikobi.queue_mark"), std::int64_t{90});
    QCOMPARE(m_stores->numberOf("select (state ->> 'issued')::bigint from saikobi.queue_mark"),
            std::int64_t{3});
}

QTEST_GUILESS_MAIN(TestRecovery)
#include "test_recovery.moc"
