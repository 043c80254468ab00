#include <QTest>

#include "backend/contract/keys.h"
#include "tests/waiting_room/paced_line.h"

using namespace saikobi;
using contract::CommandKind;
using tests::PacedLine;
using waiting_room::Claimed;
using waiting_room::OrderGate;
using waiting_room::SessionEnd;
using namespace std::chrono_literals;
namespace keys = contract::keys;

namespace {

/// A fast line with so many people inside.
void letIn(PacedLine& line, int count)
{
    line.run(2s);
    line.join(count);
    std::vector<std::int64_t> places;
    for (std::int64_t place = 1; place <= count; ++place)
        places.push_back(place);
    for (int i = 0; i < 300; ++i) {
        line.run(100ms);
        if (line.pace().line.passes >= count)
            return;
        line.claim(places);
    }
}

waiting_room::EndedSessions endsFor(PacedLine& line, const char* instance, const std::string& done)
{
    line.report().instance = instance;
    line.copied().wantsEnds = true;
    line.copied().endsDone = done;
    const auto ends = line.pace().ends;
    line.copied().wantsEnds = false;
    return ends;
}

} // namespace

/// How sessions end, what is told about it, and that nobody loses shopping time to our troubles.
class TestSessions : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void aUsedPlaceKnowsHowItEnded();
    void ordersMakeASessionComplete();
    void oneOrderMayEndTheSession();
    void endsAreWrittenByOneInstanceAtATime();
    void endsAreBounded();
    void manyExpireWithoutALongStep();
    void aRedisOutageCostsNobodyTime();
    void aPostgresOutageCostsNobodyTime();
    void anEmptiedRedisCostsNobodyTime();
    void afterALossItIsStillKnownHowTheyEnded();
    void tenMillionWaitingFit();

private:
    std::int64_t usedMemory();

    std::unique_ptr<tests::TestStores> m_stores;
};

void TestSessions::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestSessions::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
    m_stores->clear();
}

void TestSessions::aUsedPlaceKnowsHowItEnded()
{
    PacedLine line(*m_stores, 6000);
    line.settings().passLife = 60s;
    letIn(line, 3);
    line.leave(1);
    QVERIFY(line.claim({1})[0].kind == Claimed::Kind::GoneLeft);
    QVERIFY(line.claim({2})[0].kind == Claimed::Kind::Same);
    line.leave(1); // again: nothing more happens
    QCOMPARE(line.pace().line.abandoned, std::int64_t{1});
    const auto after = line.run(61s);
    QVERIFY(line.claim({2})[0].kind == Claimed::Kind::GoneExpired);
    QCOMPARE(after.live, std::int64_t{0});
    QCOMPARE(after.abandoned, std::int64_t{3});
    QCOMPARE(after.completed, std::int64_t{0});
}

void TestSessions::ordersMakeASessionComplete()
{
    PacedLine line(*m_stores, 6000);
    line.settings().passLife = 60s;
    letIn(line, 3);
    line.notePaid(1);
    line.notePaid(1);
    QCOMPARE(line.pace().line.completed, std::int64_t{0}); // it goes on
    QCOMPARE(line.checkOrder(1), OrderGate::Open);
    line.leave(1);
    QCOMPARE(line.pace().line.completed, std::int64_t{1});
    QVERIFY(line.claim({1})[0].kind == Claimed::Kind::GoneLeft);
    line.notePaid(2);
    const auto after = line.run(61s);
    QCOMPARE(after.completed, std::int64_t{2});
    QCOMPARE(after.abandoned, std::int64_t{1});
    line.notePaid(3); // finished although the pass had expired
    QCOMPARE(line.pace().line.completed, std::int64_t{3});
    QCOMPARE(line.pace().line.abandoned, std::int64_t{0});
}

void TestSessions::oneOrderMayEndTheSession()
{
    PacedLine line(*m_stores, 6000);
    line.settings().endsWithOrder = true;
    letIn(line, 2);
    line.notePaid(1);
    line.notePaid(1);
    QCOMPARE(line.pace().line.completed, std::int64_t{1});
    QCOMPARE(line.pace().line.live, std::int64_t{1});
    QCOMPARE(line.checkOrder(1), OrderGate::NoPass);
    QVERIFY(line.claim({1})[0].kind == Claimed::Kind::GoneUsed);
}

void TestSessions::endsAreWrittenByOneInstanceAtATime()
{
    PacedLine line(*m_stores, 6000);
    letIn(line, 3);
    line.notePaid(2);
    line.leave(1);
    line.leave(2);
    const auto first = endsFor(line, "a", {});
    QCOMPARE(first.each.size(), std::size_t{2});
    QCOMPARE(first.each[0].place, std::int64_t{1});
    QCOMPARE(first.each[0].how, SessionEnd::Left);
    QVERIFY(!first.each[0].hasOrdered);
    QVERIFY(first.each[1].hasOrdered);
    QCOMPARE(first.each[1].at, line.now());
    QVERIFY(endsFor(line, "b", {}).each.empty());
    line.advance(6s); // a has gone silent
    QCOMPARE(endsFor(line, "b", {}).each.size(), std::size_t{2});
    line.leave(3);
    const auto rest = endsFor(line, "b", first.last);
    QCOMPARE(rest.each.size(), std::size_t{1});
    QCOMPARE(rest.each[0].place, std::int64_t{3});
    QVERIFY(endsFor(line, "b", rest.last).each.empty());
    QCOMPARE(m_stores->redisCall({"XLEN", keys::ends("demo")}), std::string{"0"});
}

void TestSessions::endsAreBounded()
{
    PacedLine line(*m_stores, 6000);
    line.run(1s);
    m_stores->redisCall(
            {"EVAL", "for i = 1, 25000 do redis.call('XADD', KEYS[1], '*', 'e', i .. ' 2 0 1') end",
                    "1", keys::ends("demo")});
    letIn(line, 1);
    line.leave(1);
    const auto kept = std::stoll(m_stores->redisCall({"XLEN", keys::ends("demo")}));
    QVERIFY2(kept <= 20'100, qPrintable(QString::number(kept)));
    QCOMPARE(endsFor(line, "a", {}).each.size(), std::size_t{200});
}

void TestSessions::manyExpireWithoutALongStep()
{
    PacedLine line(*m_stores, 6000);
    line.run(1s);
    m_stores->redisCall({"EVAL", "for i = 1, 5000 do redis.call('ZADD', KEYS[1], 1, i) end", "1",
            keys::passes("demo")});
    line.run(100ms);
    const auto first = line.pace().line;
    QVERIFY(first.abandoned <= 300);
    QCOMPARE(line.run(6s).abandoned, std::int64_t{5000});
}

void TestSessions::aRedisOutageCostsNobodyTime()
{
    PacedLine line(*m_stores, 6000);
    line.settings().passLife = 60s;
    letIn(line, 1);
    const auto before = line.claim({1})[0];
    line.advance(10min); // nobody could pace, so nobody could order
    line.pace();
    QCOMPARE(line.checkOrder(1), OrderGate::Open);
    const auto after = line.claim({1})[0];
    QVERIFY(after.kind == Claimed::Kind::Same);
    QVERIFY(after.passEnds - before.passEnds == 10min);
    QVERIFY(line.pace().line.stoodSeconds >= 600);
    line.run(50s);
    QCOMPARE(line.checkOrder(1), OrderGate::Open);
    line.run(12s);
    QCOMPARE(line.checkOrder(1), OrderGate::NoPass);
}

void TestSessions::aPostgresOutageCostsNobodyTime()
{
    PacedLine line(*m_stores, 6000);
    line.settings().passLife = 60s;
    letIn(line, 1);
    const auto before = line.claim({1})[0];
    line.report().postgresLost = true;
    const auto held = line.run(10min);
    QCOMPARE(held.phase, contract::Phase::Held);
    QVERIFY(std::abs(held.stoodSeconds - 600) <= 1);
    line.report().postgresLost = false;
    line.run(4s);
    const auto after = line.claim({1})[0];
    QVERIFY(after.kind == Claimed::Kind::Same);
    QVERIFY(std::chrono::abs(after.passEnds - before.passEnds - 10min) <= 200ms);
    QCOMPARE(line.pace().line.phase, contract::Phase::Open);
}

void TestSessions::anEmptiedRedisCostsNobodyTime()
{
    PacedLine line(*m_stores, 6000);
    line.settings().passLife = 600s;
    letIn(line, 2);
    const auto before = line.claim({1})[0];
    const auto seen = line.pace();
    waiting_room::Recovery recovery;
    recovery.mark.ceiling = 2'000'000;
    recovery.mark.issuedSeen = 1'000'000;
    recovery.mark.passesSeen = 2;
    recovery.mark.rate = {6000};
    recovery.mark.phase = contract::Phase::Open;
    recovery.mark.state = seen.line;
    const auto end = std::to_string(contract::toUnixMs(before.passEnds));
    recovery.passes = "1 0 " + end + " 0,2 0 " + end + " 7";
    for (const auto& key : {keys::queue("demo"), keys::passes("demo"), keys::used("demo")})
        m_stores->redisCall({"DEL", key});
    line.advance(10min);
    line.recover(recovery);
    const auto after = line.claim({1})[0];
    QVERIFY(after.kind == Claimed::Kind::Same);
    QVERIFY(after.passEnds - before.passEnds == 10min);
    QCOMPARE(line.pace().line.stoodSeconds, std::int64_t{600});
    QCOMPARE(line.pace().line.live, std::int64_t{1});
}

void TestSessions::afterALossItIsStillKnownHowTheyEnded()
{
    PacedLine line(*m_stores, 6000);
    letIn(line, 1);
    waiting_room::Recovery recovery;
    recovery.mark.ceiling = 2'000'000;
    recovery.mark.issuedSeen = 1'000'000;
    recovery.mark.rate = {6000};
    recovery.mark.phase = contract::Phase::Open;
    recovery.mark.state = line.pace().line;
    recovery.mark.state.completed = 2;
    recovery.mark.state.abandoned = 7;
    recovery.passes = "1 0 1000 1,2 0 1000 2,3 0 1000 7,4 2 1000 1";
    m_stores->redisCall({"DEL", keys::queue("demo"), keys::passes("demo"), keys::used("demo")});
    line.recover(recovery);
    QVERIFY(line.claim({1})[0].kind == Claimed::Kind::GoneLeft);
    QVERIFY(line.claim({2})[0].kind == Claimed::Kind::GoneExpired);
    QVERIFY(line.claim({3})[0].kind == Claimed::Kind::GoneUsed);
    QCOMPARE(line.pace().line.completed, std::int64_t{2});
    QCOMPARE(line.pace().line.abandoned, std::int64_t{7});
    line.notePaid(3); // known already
    QCOMPARE(line.pace().line.completed, std::int64_t{2});
}

std::int64_t TestSessions::usedMemory()
{
    const auto told = m_stores->redisCall({"INFO", "memory"});
    const std::string name{"used_memory:"};
    return std::stoll(told.substr(told.find(name) + name.size()));
}

void TestSessions::tenMillionWaitingFit()
{
    PacedLine line(*m_stores, 6000);
    line.run(1s);
    const auto empty = usedMemory();
    // Every slot of `recent` taken, bits up to the last place, and 60,000 live passes.
    m_stores->redisCall({"SETRANGE", keys::recent("demo"), std::to_string(12 * 2097152 - 1), "x"});
    m_stores->redisCall({"SETBIT", keys::used("demo"), "10000000", "1"});
    m_stores->redisCall({"BITFIELD", keys::outcomes("demo"), "SET", "u4", "#10000000", "1"});
    m_stores->redisCall(
            {"EVAL", "for i = 9900001, 9960000 do redis.call('ZADD', KEYS[1], 4e15 + i, i) end",
                    "1", keys::passes("demo")});
    m_stores->redisCall({"HSET", keys::queue("demo"), "stamp", "", "issued", "20000000", "serving",
            "10000000", "ceiling", "20100000"});
    QCOMPARE(line.run(2s).live, std::int64_t{60'000});
    const auto mib = static_cast<double>(usedMemory() - empty) / 1048576;
    qInfo("ten million waiting and 60,000 inside take %.1f MiB", mib);
    QVERIFY2(mib <= 56, qPrintable(QString::number(mib)));
}

QTEST_GUILESS_MAIN(TestSessions)
#include "test_sessions.moc"
