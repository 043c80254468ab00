#include <QTest>

#include <cmath>

#include "tests/waiting_room/paced_line.h"
#include "tests/waiting_room/simulated_crowd.h"

using namespace saikobi;
using contract::CommandKind;
using tests::PacedLine;
using tests::SimulatedCrowd;
using waiting_room::Claimed;
using waiting_room::OrderGate;
using namespace std::chrono_literals;

/// The acceptance table of WAITING_ROOM.md §3, as far as it fits into a minute of testing, against
/// the Redis functions themselves.
class TestPacing : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void releasesEvenlyAtTheSetRate();
    void neverExceedsTheRateByMoreThanTheBurst();
    void absenteesAreMadeUpFor();
    void aHoldGivesNoPassAtAll();
    void admitsExactlyN();
    void afterAHoldNoBurst();
    void aStallIsNotCaughtUp();
    void nobodyWaits_joinComesBackWithItsPass();
    void numbersFollowArrivalAndVisitorsKeepTheirs();
    void beforeTheOpeningNobodyIsCalled();
    void staffMayMoveTheOpening();
    void heldBeforeTheOpeningItOpensHeld();
    void itClosesAtItsTimeAndMayReopen();
    void aRepeatedClaimIsTheSamePass();
    void passLifeStandsStillInMaintenance();
    void aMajorityWithoutPostgresHoldsTheLine();
    void theTickIsWrittenOnceASecond();
    void fullAtTheCeiling();

private:
    std::unique_ptr<tests::TestStores> m_stores;
};

void TestPacing::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestPacing::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
    m_stores->clear();
}

void TestPacing::releasesEvenlyAtTheSetRate()
{
    PacedLine line(*m_stores, 300);
    line.join(5000);
    SimulatedCrowd crowd(line, 0.0, 1);
    crowd.run(5min);
    for (auto minute = 1min; minute < 5min; ++minute) {
        const auto passes = crowd.passesBetween(minute, minute + 1min);
        QVERIFY2(std::abs(passes - 300) <= 6, qPrintable(QString::number(passes)));
    }
    QVERIFY(crowd.mostWithin(10s) <= 50 + 15);
}

void TestPacing::neverExceedsTheRateByMoreThanTheBurst()
{
    PacedLine line(*m_stores, 100);
    line.join(3000);
    SimulatedCrowd crowd(line, 0.1, 2);
    crowd.run(90s);
    line.command(line.made(CommandKind::SetRate, {{"rate", "200"}, {"override", "1"}}));
    crowd.run(60s);
    line.command(line.made(CommandKind::SetRate, {{"rate", "60"}}));
    crowd.run(90s);
    const auto at100 = crowd.passesBetween(0ms, 90s);
    const auto at200 = crowd.passesBetween(90s, 150s);
    const auto at60 = crowd.passesBetween(160s, 240s);
    QVERIFY2(at100 <= 150 + 5, qPrintable(QString::number(at100)));
    QVERIFY2(at200 <= 200 + 10, qPrintable(QString::number(at200)));
    QVERIFY2(std::abs(at60 - 80) <= 3, qPrintable(QString::number(at60)));
    QVERIFY(crowd.mostWithin(60s) <= 200 + 10);
}

void TestPacing::absenteesAreMadeUpFor()
{
    PacedLine line(*m_stores, 100);
    line.join(5000);
    SimulatedCrowd crowd(line, 0.3, 3);
    const auto last = crowd.run(12min);
    double error = 0;
    for (auto minute = 4min; minute < 12min; ++minute)
        error += std::abs(crowd.passesBetween(minute, minute + 1min) - 100);
    QVERIFY2(error / 8 <= 2.0, qPrintable(QString::number(error / 8)));
    QVERIFY2(std::abs(last.absentShare - 0.3) < 0.1, qPrintable(QString::number(last.absentShare)));
    QVERIFY(last.calledNotCome > 0);
}

void TestPacing::aHoldGivesNoPassAtAll()
{
    PacedLine line(*m_stores, 300);
    line.join(2000);
    SimulatedCrowd crowd(line, 0.1, 4);
    crowd.run(30s);
    const auto before = crowd.passes().size();
    line.command(line.made(CommandKind::Hold, {{"message_en", "one moment"}}));
    const auto held = crowd.run(60s);
    QCOMPARE(crowd.passes().size(), before);
    QCOMPARE(held.phase, contract::Phase::Held);
    QCOMPARE(held.heldBy, std::string{"op-1"});
    QCOMPARE(held.message.en, std::string{"one moment"});
}

void TestPacing::admitsExactlyN()
{
    PacedLine line(*m_stores, 100);
    line.join(500);
    SimulatedCrowd crowd(line, 0.2, 5);
    crowd.run(30s);
    line.command(line.made(CommandKind::Hold));
    crowd.run(10s);
    const auto before = crowd.passes().size();
    line.command(line.made(CommandKind::Admit, {{"n", "5"}}));
    const auto after = crowd.run(30s);
    QCOMPARE(crowd.passes().size(), before + 5);
    QCOMPARE(after.admit, std::int64_t{0});
    QCOMPARE(after.phase, contract::Phase::Held);
}

void TestPacing::afterAHoldNoBurst()
{
    PacedLine line(*m_stores, 120);
    line.join(1000);
    SimulatedCrowd crowd(line, 0.0, 6);
    crowd.run(30s);
    line.command(line.made(CommandKind::Hold));
    crowd.run(2min);
    line.command(line.made(CommandKind::Release));
    crowd.run(61s);
    const auto first = crowd.passesBetween(150s, 210s);
    QVERIFY2(std::abs(first - 120) <= 3, qPrintable(QString::number(first)));
    QVERIFY(crowd.passesBetween(150s, 152s) <= 6);
}

void TestPacing::aStallIsNotCaughtUp()
{
    PacedLine line(*m_stores, 120);
    line.join(1000);
    SimulatedCrowd crowd(line, 0.0, 7);
    crowd.run(30s);
    const auto before = crowd.passes().size();
    line.advance(10s);
    crowd.run(10s);
    const auto after = static_cast<int>(crowd.passes().size() - before);
    QVERIFY2(after <= 20 + 2 + 6, qPrintable(QString::number(after)));
}

void TestPacing::nobodyWaits_joinComesBackWithItsPass()
{
    PacedLine line(*m_stores, 300);
    line.run(2s);
    QCOMPARE(line.join(1), 1);
    QVERIFY(line.join(200) < 20); // beyond the credit they wait
}

void TestPacing::numbersFollowArrivalAndVisitorsKeepTheirs()
{
    PacedLine line(*m_stores, 60);
    const auto first = line.joinAs({"aaaaaaa", "bbbbbbb", "aaaaaaa"});
    QCOMPARE(first.each[0].number, std::int64_t{1});
    QCOMPARE(first.each[1].number, std::int64_t{2});
    QCOMPARE(first.each[2].number, std::int64_t{1});
    QVERIFY(first.each[2].kind == waiting_room::Joined::Kind::Known);
    line.run(2s);
    const auto again = line.joinAs({"bbbbbbb", "ccccccc"});
    QCOMPARE(again.each[0].number, std::int64_t{2});
    QCOMPARE(again.each[1].number, std::int64_t{3});
}

void TestPacing::beforeTheOpeningNobodyIsCalled()
{
    PacedLine line(*m_stores, 60, 30s);
    QCOMPARE(line.join(20), 0);
    const auto before = line.run(29s);
    QCOMPARE(before.phase, contract::Phase::Before);
    QCOMPARE(before.serving, std::int64_t{0});
    QVERIFY(line.claim({1})[0].kind == Claimed::Kind::Waiting);
    const auto open = line.run(2s);
    QCOMPARE(open.phase, contract::Phase::Open);
    QVERIFY(open.serving > 0);
    QCOMPARE(line.timeline("phase").front().data.at("issued"), std::string{"20"});
}

void TestPacing::staffMayMoveTheOpening()
{
    PacedLine line(*m_stores, 60, 30s);
    const auto later = std::to_string(contract::toUnixMs(line.now() + 1h));
    line.command(line.made(CommandKind::MoveOpening, {{"opens_at", later}}));
    QCOMPARE(line.run(1min).phase, contract::Phase::Before);
    QCOMPARE(line.pace().line.opensAt, std::optional{line.now() + 59min});
    line.command(line.made(CommandKind::OpenNow));
    QCOMPARE(line.pace().line.phase, contract::Phase::Open);
}

void TestPacing::heldBeforeTheOpeningItOpensHeld()
{
    PacedLine line(*m_stores, 60, 5s);
    line.join(5);
    line.command(line.made(CommandKind::Hold));
    QCOMPARE(line.pace().line.phase, contract::Phase::Before);
    const auto held = line.run(6s);
    QCOMPARE(held.phase, contract::Phase::Held);
    QCOMPARE(held.serving, std::int64_t{0});
}

void TestPacing::itClosesAtItsTimeAndMayReopen()
{
    PacedLine line(*m_stores, 600);
    line.settings().closesAt = line.now() + 3s;
    line.run(2s);
    line.join(1);
    QCOMPARE(line.run(2s).phase, contract::Phase::Closed);
    QVERIFY(line.joinAs({"aaaaaaa"}).each[0].kind == waiting_room::Joined::Kind::Closed);
    QVERIFY(line.claim({1})[0].kind == Claimed::Kind::Same); // a live pass runs to its end
    QVERIFY(line.claim({2})[0].kind == Claimed::Kind::Closed);
    QCOMPARE(line.checkOrder(1), OrderGate::Closed);
    line.command(line.made(CommandKind::Reopen));
    QCOMPARE(line.run(1s).phase, contract::Phase::Open);
    QVERIFY(line.joinAs({"aaaaaaa"}).each[0].kind == waiting_room::Joined::Kind::New);
}

void TestPacing::aRepeatedClaimIsTheSamePass()
{
    PacedLine line(*m_stores, 600);
    line.join(10);
    line.run(3s);
    const auto first = line.claim({1})[0];
    QVERIFY(first.kind == Claimed::Kind::Granted || first.kind == Claimed::Kind::Same);
    line.run(5s);
    const auto again = line.claim({1, 1});
    QVERIFY(again[0].kind == Claimed::Kind::Same);
    QVERIFY(again[1].kind == Claimed::Kind::Same);
    QVERIFY(again[0].passEnds == first.passEnds);
    QCOMPARE(line.checkOrder(1), OrderGate::Open);
    QCOMPARE(line.checkOrder(9999), OrderGate::NoPass);
}

void TestPacing::passLifeStandsStillInMaintenance()
{
    PacedLine line(*m_stores, 600);
    line.settings().passLife = 60s;
    line.run(2s);
    line.join(1);
    const auto before = line.claim({1})[0];
    line.command(line.made(CommandKind::Maintenance));
    const auto state = line.run(2min);
    QVERIFY2(std::abs(state.stoodSeconds - 120) <= 1,
            qPrintable(QString::number(state.stoodSeconds)));
    QCOMPARE(line.checkOrder(1), OrderGate::Paused);
    line.command(line.made(CommandKind::Release));
    line.run(200ms);
    const auto after = line.claim({1})[0];
    QVERIFY(after.kind == Claimed::Kind::Same);
    QVERIFY(std::chrono::abs(after.passEnds - before.passEnds - 2min) <= 200ms);
    QCOMPARE(line.checkOrder(1), OrderGate::Open);
    line.run(61s);
    QCOMPARE(line.checkOrder(1), OrderGate::NoPass);
    QVERIFY(line.claim({1})[0].kind == Claimed::Kind::GoneExpired);
}

void TestPacing::aMajorityWithoutPostgresHoldsTheLine()
{
    PacedLine line(*m_stores, 60);
    const auto say = [&line](const char* instance, bool isLost) {
        line.report().instance = instance;
        line.report().postgresLost = isLost;
        return line.pace().line;
    };
    line.advance(100ms);
    say("a", false);
    QCOMPARE(say("b", true).phase, contract::Phase::Open); // one of two is no majority
    QCOMPARE(say("a", true).phase, contract::Phase::Held);
    const auto held = say("b", true);
    QCOMPARE(held.causes, std::vector<contract::Cause>{contract::Cause::Postgres});
    line.advance(1s);
    say("a", false);
    QCOMPARE(say("b", false).phase, contract::Phase::Held); // healthy, but not for 3 s yet
    line.advance(3s);
    QCOMPARE(say("a", false).phase, contract::Phase::Open);
    const auto phases = line.timeline("phase");
    QCOMPARE(phases.back().subject, std::string{"open"});
    QCOMPARE(phases.at(phases.size() - 2).subject, std::string{"held"});
}

void TestPacing::theTickIsWrittenOnceASecond()
{
    PacedLine line(*m_stores, 60);
    line.run(5s);
    QCOMPARE(m_stores->redisCall({"XLEN", "{sale:demo}:ticks"}), std::string{"6"});
}

void TestPacing::fullAtTheCeiling()
{
    PacedLine line(*m_stores, 60);
    m_stores->redisCall({"HSET", "{sale:demo}:q", "stamp", "", "ceiling", "3"});
    const auto joined = line.joinAs({"aaaaaaa", "bbbbbbb", "ccccccc", "ddddddd", "aaaaaaa"});
    QCOMPARE(joined.each[2].number, std::int64_t{3});
    QVERIFY(joined.each[3].kind == waiting_room::Joined::Kind::Full);
    QVERIFY(joined.each[4].kind == waiting_room::Joined::Kind::Known);
}

QTEST_GUILESS_MAIN(TestPacing)
#include "test_pacing.moc"
