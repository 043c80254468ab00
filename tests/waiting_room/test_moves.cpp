#include <QTest>

#include <set>

#include "backend/waiting_room/hex.h"
#include "backend/waiting_room/hmac.h"
#include "tests/waiting_room/moving_places.h"

using namespace saikobi;
using namespace saikobi::tests;

/// A place goes where its holder goes, and nowhere else.
class TestMoves : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void theNewDeviceGetsThePlaceAndTheOldOneHearsSo();
    void aCodeIsGoodForOneVisitorWhoMayAskAgain();
    void aPlaceInsideMovesWithItsPass();
    void theSixteenthMoveIsRefused();
    void aCodeHoldsTwoMinutes();
    void aForgedCodeAsksNoStore();
    void aSlipBringsThePlaceBack();
    void staffRestoreAPlaceOnce();
    void aNumberLostBeforeTheOpeningIsReplaced();
    void aNumberLostAfterTheOpeningIsCalled();

private:
    std::unique_ptr<tests::TestStores> m_stores;
};

void TestMoves::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestMoves::theNewDeviceGetsThePlaceAndTheOldOneHearsSo()
{
    LineRig rig(*m_stores, 600);
    QVERIFY(rig.becomesReady());
    const auto old = ticketOf(rig.join("old"));
    const auto moved = takeCode(rig, handOverCode(rig, old), "new");
    const auto ticket = read(rig, ticketOf(moved));
    QCOMPARE(ticket.number, read(rig, old).number);
    QCOMPARE(contract::toUnixMs(ticket.joinedAt), contract::toUnixMs(read(rig, old).joinedAt));
    QCOMPARE(ticket.handOvers(), 1);
    QVERIFY(!passOf(enter(rig, ticketOf(moved))).empty());
    QCOMPARE(memberOf(rig.claim(old), "reason"), std::string{"moved"});
    QCOMPARE(std::get<Problem>(rig.claim(old)).type, ProblemType::Gone);
    // What moved is remembered, nothing else.
    QCOMPARE(m_stores->redisCall({"HLEN", "{sale:demo}:moved"}), std::string{"1"});
}

void TestMoves::aCodeIsGoodForOneVisitorWhoMayAskAgain()
{
    LineRig rig(*m_stores, 6, 100'000, opensLater);
    QVERIFY(rig.becomesReady());
    const auto old = ticketOf(rig.join("old"));
    const auto code = handOverCode(rig, old);
    const auto moved = takeCode(rig, code, "new");
    QVERIFY(std::get<JoinAnswer>(moved).isNew);
    const auto again = takeCode(rig, code, "new");
    QVERIFY(!std::get<JoinAnswer>(again).isNew);
    QCOMPARE(read(rig, ticketOf(again)).handOvers(), 1);
    QCOMPARE(memberOf(takeCode(rig, code, "somebody else"), "reason"), std::string{"moved"});
    // Nor does the old device move it a second time with what it still has.
    const auto late = handOverCode(rig, old);
    QCOMPARE(memberOf(takeCode(rig, late, "third"), "reason"), std::string{"moved"});
    const auto onward = takeCode(rig, handOverCode(rig, ticketOf(moved)), "third");
    QCOMPARE(read(rig, ticketOf(onward)).handOvers(), 2);
}

void TestMoves::aPlaceInsideMovesWithItsPass()
{
    LineRig rig(*m_stores, 600);
    QVERIFY(rig.becomesReady());
    const auto old = ticketOf(rig.join("old"));
    const auto pass = passOf(enter(rig, old));
    QVERIFY(!pass.empty());
    const auto moved = ticketOf(takeCode(rig, handOverCode(rig, old), "new"));
    const auto claimed = rig.claim(moved);
    QCOMPARE(std::get<ClaimAnswer>(claimed).state, ClaimAnswer::State::Same);
    QCOMPARE(passOf(claimed), pass);
    QCOMPARE(memberOf(rig.claim(old), "reason"), std::string{"moved"});
    QVERIFY(!rig.checkOrder(pass));
}

void TestMoves::theSixteenthMoveIsRefused()
{
    LineRig rig(*m_stores, 6, 100'000, opensLater);
    QVERIFY(rig.becomesReady());
    auto ticket = ticketOf(rig.join("device 0"));
    for (int i = 1; i <= 15; ++i)
        ticket = ticketOf(takeCode(rig, handOverCode(rig, ticket), "device " + std::to_string(i)));
    QCOMPARE(read(rig, ticket).handOvers(), 15);
    const auto refused = rig.line().moves().handOver(read(rig, ticket));
    QCOMPARE(memberOf(refused, "limit"), std::string{"hand-overs"});
    const auto slip = rig.line().moves().slipOf(read(rig, ticket));
    QCOMPARE(memberOf(takeSlip(rig, slip, "device 16"), "limit"), std::string{"hand-overs"});
}

void TestMoves::aCodeHoldsTwoMinutes()
{
    LineRig rig(*m_stores, 6, 100'000, opensLater);
    QVERIFY(rig.becomesReady());
    const auto code = handOverCode(rig, ticketOf(rig.join("old")));
    rig.moveClocks(121s);
    QCOMPARE(memberOf(takeCode(rig, code, "new"), "reason"), std::string{"code-expired"});
    rig.moveClocks(-10s);
    QVERIFY(std::get<JoinAnswer>(takeCode(rig, code, "new")).isNew);
}

void TestMoves::aForgedCodeAsksNoStore()
{
    LineRig rig(*m_stores, 6, 100'000, [](auto& sale) {
        opensLater(sale);
        sale.groupMax = 3;
    });
    QVERIFY(rig.becomesReady());
    const auto ticket = ticketOf(rig.join("old"));
    const auto invite = codeOf(rig.line().moves().invite(read(rig, ticket)));
    auto forged = handOverCode(rig, ticket);
    forged[20] = forged[20] == 'A' ? 'B' : 'A';
    const auto calls = [this] {
        const auto stats = m_stores->redisCall({"INFO", "commandstats"});
        const auto at = stats.find("cmdstat_fcall:");
        return stats.substr(at, stats.find(',', at) - at);
    };
    const auto before = calls();
    for (const auto& code : {forged, ticket, std::string{"x"}, std::string{}, invite})
        QCOMPARE(memberOf(takeCode(rig, code, "new"), "-"), std::string{"bad-ticket"});
    for (const auto& code : {forged, ticket, handOverCode(rig, ticket)})
        QCOMPARE(memberOf(joinGroup(rig, code, "new"), "-"), std::string{"bad-ticket"});
    QCOMPARE(memberOf(takeSlip(rig, "1-AAAAAA", "new"), "-"), std::string{"bad-ticket"});
    QCOMPARE(calls(), before);
}

void TestMoves::aSlipBringsThePlaceBack()
{
    LineRig rig(*m_stores, 600);
    QVERIFY(rig.becomesReady());
    const auto old = ticketOf(rig.join("old"));
    const auto slip = rig.line().moves().slipOf(read(rig, old));
    const auto found = takeSlip(rig, slip, "new");
    QCOMPARE(read(rig, ticketOf(found)).number, read(rig, old).number);
    QCOMPARE(read(rig, ticketOf(found)).handOvers(), 1);
    QVERIFY(!std::get<JoinAnswer>(takeSlip(rig, slip, "new")).isNew);
    QCOMPARE(memberOf(rig.claim(old), "-"), std::string{"no problem"}); // not called yet, perhaps
    QVERIFY(!passOf(enter(rig, ticketOf(found))).empty());
    QCOMPARE(memberOf(rig.claim(old), "reason"), std::string{"moved"});
}

void TestMoves::staffRestoreAPlaceOnce()
{
    LineRig rig(*m_stores, 600);
    QVERIFY(rig.becomesReady());
    const auto old = ticketOf(rig.join("old"));
    const std::string code{"a code that staff gave out"};
    const auto field = "restore:" + waiting_room::toHex(waiting_room::sha256(code));
    const auto until = contract::toUnixMs(contract::Instant::clock::now() + 10min);
    m_stores->redisCall({"HSET", "{sale:demo}:moved", field,
            "{\"number\":1,\"until\":" + std::to_string(until) + "}"});
    QCOMPARE(memberOf(restore(rig, "another code", "new"), "-"), std::string{"bad-ticket"});
    const auto restored = restore(rig, code, "new");
    const auto ticket = read(rig, ticketOf(restored));
    QCOMPARE(ticket.number, std::int64_t{1});
    QCOMPARE(ticket.handOvers(), 1);
    QVERIFY((ticket.flags & waiting_room::ticket_flag::restored) != 0);
    QVERIFY(!std::get<JoinAnswer>(restore(rig, code, "new")).isNew);
    QCOMPARE(memberOf(restore(rig, code, "somebody else"), "reason"), std::string{"moved"});
    QVERIFY(!passOf(enter(rig, ticketOf(restored))).empty());
    QCOMPARE(memberOf(rig.claim(old), "reason"), std::string{"moved"});
}

void TestMoves::aNumberLostBeforeTheOpeningIsReplaced()
{
    LineRig rig(*m_stores, 600, 1000, opensLater);
    QVERIFY(rig.becomesReady());
    for (int i = 0; i < 5; ++i)
        rig.join("visitor " + std::to_string(i));
    // Given in the last moment by an instance that died together with the store.
    Ticket lost = read(rig, ticketOf(rig.join("known")));
    lost.number = 500;
    const auto text = rig.ticketKeys().sign(lost, contract::Instant::clock::now());
    m_stores->redisCall({"FLUSHALL"});
    QVERIFY(rig.comesTrue([&] { return rig.line().status()->isRedisLost; }));
    QVERIFY(rig.becomesReady());
    QVERIFY(rig.comesTrue([&] { return rig.line().status()->line.issued >= 1000; }));
    QCOMPARE(rig.line().status()->line.phase, contract::Phase::Before);
    QVERIFY(rig.line().needsNewNumber(read(rig, text)));
    QVERIFY(rig.line().placeOf(read(rig, text)).needsNewNumber);
    const auto first = std::get<JoinAnswer>(rig.joinAs({text, 0}));
    QVERIFY(first.number > 1000);
    QVERIFY(!rig.line().needsNewNumber(read(rig, first.ticket)));
    QCOMPARE(std::get<JoinAnswer>(rig.joinAs({text, 0})).number, first.number);
}

void TestMoves::aNumberLostAfterTheOpeningIsCalled()
{
    LineRig rig(*m_stores, 6000, 1000);
    QVERIFY(rig.becomesReady());
    QVERIFY(rig.comesTrue(
            [&] { return rig.line().status()->line.phase == contract::Phase::Open; }));
    Ticket lost = read(rig, ticketOf(rig.join("known")));
    lost.number = 500;
    const auto text = rig.ticketKeys().sign(lost, contract::Instant::clock::now());
    m_stores->redisCall({"FLUSHALL"});
    QVERIFY(rig.comesTrue([&] { return rig.line().status()->isRedisLost; }));
    QVERIFY(rig.becomesReady());
    QVERIFY(!rig.line().needsNewNumber(read(rig, text)));
    m_stores->redisCall({"HSET", "{sale:demo}:q", "stamp", "", "causes", "", "phase", "open"});
    rig.join("after the loss");
    QVERIFY(rig.comesTrue([&] { return rig.line().status()->line.serving >= 500; }));
    QVERIFY(!passOf(enter(rig, text)).empty());
}

QTEST_GUILESS_MAIN(TestMoves)
#include "test_moves.moc"
