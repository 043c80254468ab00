#include <QTest>

#include <set>

#include "backend/waiting_room/hex.h"
#include "backend/waiting_room/hmac.h"
#include "tests/waiting_room/moving_places.h"

using namespace saikobi;
using namespace saikobi::tests;

/// One place for several people, one pass for one member of the shop.
class TestGroups : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void aGroupHasOneCallAndAPassEach();
    void aGroupNeverGivesOneMemberByteTwice();
    void aGroupThatWasCalledIsClosed();
    void groupsAreOffUnlessTheSaleSaysSo();
    void aMemberOfTheShopGetsOnePass();
    void withoutAMemberNobodyJoinsWhereOneIsAskedFor();

private:
    std::unique_ptr<tests::TestStores> m_stores;
};

void TestGroups::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestGroups::aGroupHasOneCallAndAPassEach()
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

void TestGroups::aGroupNeverGivesOneMemberByteTwice()
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
    std::size_t inside = 0; // whichever instance reached the store first
    for (std::size_t i = 0; i < 10; ++i)
        rig.line(i % 2).moves().joinGroup(
                invite, Visitor{"visitor " + std::to_string(i), 0}, [&, i](const Joining& joined) {
                    ++answers;
                    if (const auto* answer = std::get_if<JoinAnswer>(&joined)) {
                        members.insert(read(rig, answer->ticket).member);
                        inside = i;
                    }
                });
    QVERIFY(tests::runUntil(rig.context(), [&] { return answers == 10; }));
    QCOMPARE(members, (std::multiset<int>{1, 2, 3, 4, 5}));
    // The same visitor again, also at another instance, is the same member.
    const auto again = std::get<JoinAnswer>(rig.take(
            [&](PlaceMoves& moves, Answer<JoinAnswer> done) {
                moves.joinGroup(
                        invite, Visitor{"visitor " + std::to_string(inside), 0}, std::move(done));
            },
            1 - inside % 2));
    QVERIFY(!again.isNew);
}

void TestGroups::aGroupThatWasCalledIsClosed()
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

void TestGroups::groupsAreOffUnlessTheSaleSaysSo()
{
    LineRig rig(*m_stores, 6, 100'000, opensLater);
    QVERIFY(rig.becomesReady());
    const auto ticket = ticketOf(rig.join("leader"));
    QCOMPARE(memberOf(rig.line().moves().invite(read(rig, ticket)), "-"), std::string{"not-found"});
}

void TestGroups::aMemberOfTheShopGetsOnePass()
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

void TestGroups::withoutAMemberNobodyJoinsWhereOneIsAskedFor()
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

QTEST_GUILESS_MAIN(TestGroups)
#include "test_groups.moc"
