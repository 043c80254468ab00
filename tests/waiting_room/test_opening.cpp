#include <QTest>

#include "tests/waiting_room/paced_line.h"

using namespace saikobi;
using contract::CommandKind;
using contract::Phase;
using contract::SaleOrder;
using tests::lossOf;
using tests::PacedLine;
using waiting_room::Claimed;
using namespace std::chrono_literals;

/// What is fixed by the step that leaves `before`, and that it happens on time.
class TestOpening : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void opensAtTheMillisecondWithoutSavedCredit();
    void whoJoinedUntilThenTakesPart();
    void aCauseMakesItOpenHeld();
    void openNowFixesItToo();
    void howItWorksIsFixedAtTheOpening();
    void voidNumbersOfTheDrawBecomeTheLastPlaces();
    void withoutADrawVoidNumbersStayWhereTheyAre();
    void aLossAfterTheOpeningKeepsThePlaces();
    void inALaterRunAPastOpeningWaitsForStaff();

private:
    std::unique_ptr<tests::TestStores> m_stores;
};

void TestOpening::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestOpening::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
    m_stores->clear();
}

void TestOpening::opensAtTheMillisecondWithoutSavedCredit()
{
    PacedLine line(*m_stores, 600, 10s);
    line.join(100);
    line.run(9900ms);
    line.advance(99ms);
    QCOMPARE(line.pace().line.phase, Phase::Before);
    line.advance(1ms);
    const auto open = line.pace().line;
    QCOMPARE(open.phase, Phase::Open);
    QVERIFY(line.claim({1})[0].kind == Claimed::Kind::Waiting); // no time has passed yet
    QVERIFY(line.run(100ms).serving > 0);
    QVERIFY(line.claim({1})[0].kind == Claimed::Kind::Granted);
}

void TestOpening::whoJoinedUntilThenTakesPart()
{
    PacedLine line(*m_stores, 60, 10s);
    line.settings().order = SaleOrder::Draw;
    line.join(25);
    QCOMPARE(line.pace().line.drawn, std::int64_t{-1});
    line.run(11s);
    line.join(5);
    const auto open = line.pace().line;
    QCOMPARE(open.drawn, std::int64_t{25});
    QCOMPARE(open.issued, std::int64_t{30});
    QCOMPARE(open.order, SaleOrder::Draw);
}

void TestOpening::aCauseMakesItOpenHeld()
{
    PacedLine line(*m_stores, 60, 5s);
    line.join(7);
    line.command(line.made(CommandKind::Hold));
    const auto held = line.run(6s);
    QCOMPARE(held.phase, Phase::Held);
    QCOMPARE(held.drawn, std::int64_t{7});
    line.join(3);
    line.command(line.made(CommandKind::Release));
    QCOMPARE(line.run(1s).drawn, std::int64_t{7});
}

void TestOpening::openNowFixesItToo()
{
    PacedLine line(*m_stores, 60, 1h);
    line.join(4);
    line.command(line.made(CommandKind::OpenNow));
    QCOMPARE(line.pace().line.drawn, std::int64_t{4});
}

void TestOpening::howItWorksIsFixedAtTheOpening()
{
    PacedLine line(*m_stores, 60, 5s);
    line.settings().order = SaleOrder::Draw;
    QCOMPARE(line.pace().line.order, SaleOrder::Draw);
    line.settings().order = SaleOrder::Fifo;
    line.settings().pacing = contract::Pacing::Manual;
    line.run(6s);
    line.settings().order = SaleOrder::Draw;
    line.settings().pacing = contract::Pacing::Rate;
    const auto open = line.run(1s);
    QCOMPARE(open.order, SaleOrder::Fifo);
    QCOMPARE(open.pacing, contract::Pacing::Manual);
}

void TestOpening::voidNumbersOfTheDrawBecomeTheLastPlaces()
{
    PacedLine line(*m_stores, 600, 30s);
    line.settings().order = SaleOrder::Draw;
    line.join(10);
    line.recover(lossOf(line.pace(), 30)); // 11 to 30 belong to nobody
    line.join(5); // 31 to 35
    line.command(line.made(CommandKind::Release));
    const auto before = line.run(1s);
    QCOMPARE(before.waiting(), std::int64_t{15});
    line.run(30s);
    const auto open = line.pace();
    QCOMPARE(open.line.drawn, std::int64_t{35});
    QCOMPARE(open.voids, std::string{"16-35"});
    QCOMPARE(open.drawnVoids, std::string{"11-30"});
    // All fifteen are called, and the front jumps over the places of nobody.
    QVERIFY(open.line.serving == 15 || open.line.serving == 35);
    QCOMPARE(open.line.waiting(), std::int64_t{0});
    line.join(1);
    QCOMPARE(line.run(2s).serving, std::int64_t{36});
}

void TestOpening::withoutADrawVoidNumbersStayWhereTheyAre()
{
    PacedLine line(*m_stores, 600, 30s);
    line.join(10);
    line.recover(lossOf(line.pace(), 30));
    line.join(5);
    line.command(line.made(CommandKind::Release));
    line.run(31s);
    const auto open = line.pace();
    QCOMPARE(open.voids, std::string{"11-30"});
    QCOMPARE(open.drawnVoids, std::string{});
    QCOMPARE(open.line.serving, std::int64_t{35});
}

void TestOpening::aLossAfterTheOpeningKeepsThePlaces()
{
    PacedLine line(*m_stores, 6, 5s);
    line.settings().order = SaleOrder::Draw;
    line.join(10);
    line.recover(lossOf(line.pace(), 30));
    line.join(20); // 31 to 50
    line.command(line.made(CommandKind::Release));
    line.run(6s);
    auto second = lossOf(line.pace(), 100);
    QCOMPARE(line.pace().line.drawn, std::int64_t{50});
    second.mark.voids = "11-30,51-100";
    m_stores->redisCall({"DEL", "{sale:demo}:q"});
    line.settings().order = SaleOrder::Fifo; // what the file says now does not count any more
    line.recover(second);
    const auto after = line.pace();
    QCOMPARE(after.line.drawn, std::int64_t{50});
    QCOMPARE(after.line.order, SaleOrder::Draw);
    QCOMPARE(after.voids, std::string{"31-50,51-100"});
    QCOMPARE(after.drawnVoids, std::string{"11-30"});
    QCOMPARE(line.joinAs({"aaaaaaa"}).each[0].number, std::int64_t{101});
}

void TestOpening::inALaterRunAPastOpeningWaitsForStaff()
{
    PacedLine line(*m_stores, 60);
    line.join(3);
    line.run(1s);
    waiting_room::Recovery next;
    next.isFresh = true;
    next.mark.run = {2};
    next.mark.ceiling = 1000;
    next.mark.rate = {60};
    line.recover(next);
    const auto before = line.run(1min);
    QCOMPARE(before.phase, Phase::Before);
    QCOMPARE(before.run.value, 2);
    QCOMPARE(before.issued, std::int64_t{0});
    QCOMPARE(line.joinAs({"aaaaaaa"}).each[0].number, std::int64_t{1});
    line.settings().opensAt = line.now() + 10s;
    line.run(9s);
    QCOMPARE(line.pace().line.phase, Phase::Before);
    QCOMPARE(line.run(2s).phase, Phase::Open);
}

QTEST_GUILESS_MAIN(TestOpening)
#include "test_opening.moc"
