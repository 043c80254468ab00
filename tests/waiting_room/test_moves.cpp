#include <QTest>

#include <set>

#include "backend/waiting_room/hex.h"
#include "backend/waiting_room/hmac.h"
#include "tests/waiting_room/line_rig.h"

using namespace saikobi;
using contract::Problem;
using contract::ProblemType;
using tests::LineRig;
using waiting_room::Answer;
using waiting_room::ClaimAnswer;
using waiting_room::JoinAnswer;
using waiting_room::PlaceMoves;
using waiting_room::Ticket;
using waiting_room::Visitor;
using namespace std::chrono_literals;

namespace {

using Joining = std::variant<JoinAnswer, Problem>;
using Claiming = std::variant<ClaimAnswer, Problem>;

template<class T>
std::string memberOf(const std::variant<T, Problem>& answer, const char* member)
{
    const auto* problem = std::get_if<Problem>(&answer);
    if (!problem)
        return "no problem";
    const auto found = problem->members.find(member);
    return found == problem->members.end() ? std::string{contract::name(problem->type)}
                                           : found->second;
}

Ticket read(LineRig& rig, const std::string& ticket)
{
    return std::get<Ticket>(rig.line().readTicket(ticket));
}

std::string codeOf(const std::variant<PlaceMoves::Code, Problem>& made)
{
    return std::get<PlaceMoves::Code>(made).text;
}

std::string handOverCode(LineRig& rig, const std::string& ticket)
{
    return codeOf(rig.line().moves().handOver(read(rig, ticket)));
}

Joining takeCode(LineRig& rig, const std::string& code, const std::string& visitor)
{
    return rig.take([&](PlaceMoves& moves, Answer<JoinAnswer> done) {
        moves.takeByCode(code, Visitor{visitor, 0}, std::move(done));
    });
}

Joining takeSlip(LineRig& rig, const std::string& slip, const std::string& visitor)
{
    const auto holder = rig.line().moves().readSlip(slip);
    if (!holder)
        return Problem{ProblemType::BadTicket};
    return rig.take([&](PlaceMoves& moves, Answer<JoinAnswer> done) {
        moves.takeBySlip(*holder, Visitor{visitor, 0}, std::move(done));
    });
}

Joining restore(LineRig& rig, const std::string& code, const std::string& visitor)
{
    return rig.take([&](PlaceMoves& moves, Answer<JoinAnswer> done) {
        moves.restore(code, Visitor{visitor, 0}, std::move(done));
    });
}

Joining joinGroup(LineRig& rig, const std::string& code, const std::string& visitor)
{
    return rig.take([&](PlaceMoves& moves, Answer<JoinAnswer> done) {
        moves.joinGroup(code, Visitor{visitor, 0}, std::move(done));
    });
}

std::string ticketOf(const Joining& joined)
{
    return std::get<JoinAnswer>(joined).ticket;
}

/// Claims until there is a pass, or a problem.
Claiming enter(LineRig& rig, const std::string& ticket)
{
    Claiming last = Problem{ProblemType::Unavailable};
    rig.comesTrue([&] {
        last = rig.claim(ticket);
        const auto* answer = std::get_if<ClaimAnswer>(&last);
        return !answer || answer->pass.has_value();
    });
    return last;
}

std::string passOf(const Claiming& claimed)
{
    const auto* answer = std::get_if<ClaimAnswer>(&claimed);
    return answer && answer->pass ? answer->pass->token : std::string{};
}

void opensLater(contract::Sale& sale)
{
    sale.opensAt = contract::Instant::clock::now() + 1h;
}

} // namespace

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
    void aGroupHasOneCallAndAPassEach();
    void aGroupNeverGivesOneMemberByteTwice();
    void aGroupThatWasCalledIsClosed();
    void groupsAreOffUnlessTheSaleSaysSo();
    void aMemberOfTheShopGetsOnePass();
    void withoutAMemberNobodyJoinsWhereOneIsAskedFor();
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

void TestMoves::aGroupHasOneCallAndAPassEach()
{
    auto opensAt = contract::Instant::clock::now() + 1500ms;
    LineRig rig(*m_stores, 600, 100'000, [&](auto& sale) {
        sale.opensAt = opensAt;
        sale.groupMax = 3;
    });
    QVERIFY(rig.becomesReady());
    const auto leader = ticketOf(rig.join("leader"));
    const auto other = ticketOf(rig.join("other"));
    const auto invite = codeOf(rig.line().moves().invite(read(rig, leader)));
    const auto first = ticketOf(joinGroup(rig, invite, "first"));
    const auto second = ticketOf(joinGroup(rig, invite, "second"));
    QCOMPARE(read(rig, first).number, read(rig, leader).number);
    QCOMPARE(read(rig, first).member, std::uint8_t{1});
    QCOMPARE(read(rig, second).member, std::uint8_t{2});
    QCOMPARE(memberOf(joinGroup(rig, invite, "third"), "limit"), std::string{"group"});
    QCOMPARE(std::get<Problem>(rig.line().moves().invite(read(rig, first))).type,
            ProblemType::BadTicket);
    std::set<std::string> passes;
    for (const auto& ticket : {leader, first, second, other})
        passes.insert(passOf(enter(rig, ticket)));
    QCOMPARE(passes.size(), std::size_t{4});
    QVERIFY(!passes.contains(""));
    const auto& line = rig.line().status()->line;
    QCOMPARE(line.issued, std::int64_t{2});
    QVERIFY(rig.comesTrue([&] { return rig.line().status()->line.passes == 4; }));

    // Who leaves takes nobody else's pass along.
    const auto passOfFirst = passOf(rig.claim(first));
    QVERIFY(!rig.leave(passOfFirst));
    QCOMPARE(rig.checkOrder(passOfFirst)->type, ProblemType::BadPass);
    QVERIFY(!rig.checkOrder(passOf(rig.claim(leader))));
    QVERIFY(!rig.checkOrder(passOf(rig.claim(second))));
    QCOMPARE(memberOf(rig.claim(first), "reason"), std::string{"left"});
    QVERIFY(rig.comesTrue([&] {
        return m_stores->numberOf("select count(*) from saikobi.pass where number = 1") == 3;
    }));
}

void TestMoves::aGroupNeverGivesOneMemberByteTwice()
{
    LineRig rig(*m_stores, 6, 100'000, [](auto& sale) {
        opensLater(sale);
        sale.groupMax = 6;
    });
    rig.addInstance();
    QVERIFY(rig.becomesReady());
    const auto leader = ticketOf(rig.join("leader"));
    const auto invite = codeOf(rig.line().moves().invite(read(rig, leader)));
    std::multiset<int> members;
    std::size_t answers = 0;
    for (std::size_t i = 0; i < 10; ++i)
        rig.line(i % 2).moves().joinGroup(
                invite, Visitor{"visitor " + std::to_string(i), 0}, [&](const Joining& joined) {
                    ++answers;
                    if (const auto* answer = std::get_if<JoinAnswer>(&joined))
                        members.insert(read(rig, answer->ticket).member);
                });
    QVERIFY(tests::runUntil(rig.context(), [&] { return answers == 10; }));
    QCOMPARE(members, (std::multiset<int>{1, 2, 3, 4, 5}));
    // The same visitor again, also at another instance, is the same member.
    const auto again = std::get<JoinAnswer>(rig.take(
            [&](PlaceMoves& moves, Answer<JoinAnswer> done) {
                moves.joinGroup(invite, Visitor{"visitor 0", 0}, std::move(done));
            },
            1));
    QVERIFY(!again.isNew);
}

void TestMoves::aGroupThatWasCalledIsClosed()
{
    LineRig rig(*m_stores, 600, 100'000, [](auto& sale) { sale.groupMax = 2; });
    QVERIFY(rig.becomesReady());
    QVERIFY(rig.comesTrue(
            [&] { return rig.line().status()->line.phase == contract::Phase::Open; }));
    const auto leader = ticketOf(rig.join("leader"));
    const auto code = rig.line().moves().invite(read(rig, leader));
    QVERIFY(rig.comesTrue([&] { return rig.line().status()->line.serving >= 1; }));
    QCOMPARE(memberOf(rig.line().moves().invite(read(rig, leader)), "reason"),
            std::string{"called"});
    if (const auto* early = std::get_if<PlaceMoves::Code>(&code))
        QCOMPARE(memberOf(joinGroup(rig, early->text, "late"), "reason"), std::string{"called"});
}

void TestMoves::groupsAreOffUnlessTheSaleSaysSo()
{
    LineRig rig(*m_stores, 6, 100'000, opensLater);
    QVERIFY(rig.becomesReady());
    const auto ticket = ticketOf(rig.join("leader"));
    QCOMPARE(memberOf(rig.line().moves().invite(read(rig, ticket)), "-"), std::string{"not-found"});
}

void TestMoves::aMemberOfTheShopGetsOnePass()
{
    LineRig rig(*m_stores, 600, 100'000,
            [](auto& sale) { sale.identity = contract::Identity::Subject; });
    QVERIFY(rig.becomesReady());
    const auto signedBy = [](const char* key, const std::string& subject) {
        return waiting_room::toHex(waiting_room::hmacSha256(key, "demo:" + subject));
    };
    const auto hash = rig.line().readSubject("member 1", signedBy(LineRig::subjectKey, "member 1"));
    QVERIFY(std::get<std::uint64_t>(hash) != 0);
    for (const auto& mac : {signedBy("another key", "member 1"),
                 signedBy(LineRig::subjectKey, "member 2"), std::string{}})
        QCOMPARE(std::get<Problem>(rig.line().readSubject("member 1", mac)).type,
                ProblemType::BadRequest);

    const Visitor one{"phone", std::get<std::uint64_t>(hash)};
    const Visitor two{"computer", std::get<std::uint64_t>(hash)};
    const auto first = ticketOf(rig.joinAs(one));
    const auto second = ticketOf(rig.joinAs(two));
    QCOMPARE(read(rig, second).subject, one.subject);
    QVERIFY((read(rig, second).flags & waiting_room::ticket_flag::subjectBound) != 0);
    QVERIFY(!passOf(enter(rig, first)).empty());
    const auto refused = enter(rig, second);
    QCOMPARE(std::get<Problem>(refused).type, ProblemType::LimitReached);
    QCOMPARE(memberOf(refused, "limit"), std::string{"subject"});
    QCOMPARE(std::get<ClaimAnswer>(rig.claim(first)).state, ClaimAnswer::State::Same);
    QCOMPARE(m_stores->redisCall({"HLEN", "{sale:demo}:subjects"}), std::string{"1"});
}

void TestMoves::withoutAMemberNobodyJoinsWhereOneIsAskedFor()
{
    LineRig rig(*m_stores, 600, 100'000,
            [](auto& sale) { sale.identity = contract::Identity::Subject; });
    QVERIFY(rig.becomesReady());
    QCOMPARE(memberOf(rig.join("nobody"), "field"), std::string{"subject"});
    const auto slip = rig.line().moves().slipOf([] {
        Ticket ticket;
        ticket.number = 1;
        return ticket;
    }());
    QCOMPARE(memberOf(takeSlip(rig, slip, "nobody"), "field"), std::string{"subject"});
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
    m_stores->redisCall({"HSET", "{sale:demo}:q", "causes", "", "phase", "open"});
    rig.join("after the loss");
    QVERIFY(rig.comesTrue([&] { return rig.line().status()->line.serving >= 500; }));
    QVERIFY(!passOf(enter(rig, text)).empty());
}

QTEST_GUILESS_MAIN(TestMoves)
#include "test_moves.moc"
