#include <QTest>

#include <algorithm>
#include <optional>
#include <set>

#include "tests/waiting_room/line_rig.h"

using namespace saikobi;
using contract::Problem;
using contract::ProblemType;
using tests::LineRig;
using waiting_room::ClaimAnswer;
using waiting_room::JoinAnswer;
using namespace std::chrono_literals;

namespace {

std::int64_t countOf(contract::Measures& measures, const char* counter)
{
    contract::Tick tick;
    measures.addTo(tick);
    return tick.counters[counter];
}

} // namespace

class TestLine : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void readingOrderIsNumberOrder();
    void twoInstancesNeverGiveOneNumberTwice();
    void theSameVisitorKeepsTheirPlace();
    void aPassIsTheSameFromEveryInstance();
    void passesStandInPostgres();
    void aRepeatedClaimWritesTheRowThatWasLost();
    void whoLeftMayNotBuy();
    void ownPlaceCountsThePeopleAhead();
    void aTicketOfAnotherRunMayJoinAgain();
    void beforeAnythingIsKnownNobodyIsTurnedAwayForGood();

private:
    std::unique_ptr<tests::TestStores> m_stores;
};

void TestLine::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestLine::readingOrderIsNumberOrder()
{
    LineRig rig(*m_stores, 60);
    QVERIFY(rig.becomesReady());
    std::vector<std::int64_t> numbers;
    for (int i = 0; i < 2000; ++i)
        rig.line().join("", [&numbers](std::variant<JoinAnswer, Problem> answer) {
            numbers.push_back(std::get<JoinAnswer>(answer).number);
        });
    QVERIFY(tests::runUntil(rig.context(), [&] { return numbers.size() == 2000; }));
    QCOMPARE(numbers.front(), std::int64_t{1});
    QCOMPARE(numbers.back(), std::int64_t{2000});
    QVERIFY(std::is_sorted(numbers.begin(), numbers.end()));
    QCOMPARE(countOf(rig.measures(), contract::counter::tickets), std::int64_t{2000});
}

void TestLine::twoInstancesNeverGiveOneNumberTwice()
{
    LineRig rig(*m_stores, 60);
    rig.addInstance();
    QVERIFY(rig.becomesReady());
    std::vector<std::int64_t> numbers;
    for (std::size_t i = 0; i < 1000; ++i)
        rig.line(i % 2).join("", [&numbers](std::variant<JoinAnswer, Problem> answer) {
            numbers.push_back(std::get<JoinAnswer>(answer).number);
        });
    QVERIFY(tests::runUntil(rig.context(), [&] { return numbers.size() == 1000; }));
    QCOMPARE(std::set(numbers.begin(), numbers.end()).size(), std::size_t{1000});
    QCOMPARE(*std::max_element(numbers.begin(), numbers.end()), std::int64_t{1000});
}

void TestLine::theSameVisitorKeepsTheirPlace()
{
    LineRig rig(*m_stores, 60);
    rig.addInstance();
    QVERIFY(rig.becomesReady());
    const auto first = std::get<JoinAnswer>(rig.join("a-visitor"));
    const auto other = std::get<JoinAnswer>(rig.join("another"));
    const auto again = std::get<JoinAnswer>(rig.join("a-visitor", 1));
    QVERIFY(first.isNew && other.isNew);
    QVERIFY(!again.isNew);
    QCOMPARE(again.number, first.number);
    QVERIFY(other.number != first.number);
}

void TestLine::aPassIsTheSameFromEveryInstance()
{
    LineRig rig(*m_stores, 600);
    rig.addInstance();
    QVERIFY(rig.becomesReady());
    QVERIFY(rig.comesTrue(
            [&] { return rig.line().status()->line.phase == contract::Phase::Open; }));
    const auto joined = rig.enter("a-visitor");
    QVERIFY(joined.pass);
    const auto here = std::get<ClaimAnswer>(rig.claim(joined.ticket));
    QCOMPARE(here.state, ClaimAnswer::State::Same);
    QCOMPARE(here.pass->token, joined.pass->token);
    // The other instance knows the place as called from its next pace on.
    QVERIFY(rig.comesTrue([&] { return rig.line(1).status()->line.serving >= 1; }));
    const auto there = std::get<ClaimAnswer>(rig.claim(joined.ticket, 1));
    QCOMPARE(there.pass->token, joined.pass->token);
    // A second ticket of the same visitor is the same person to the shop.
    const auto again = std::get<JoinAnswer>(rig.join("a-visitor", 1));
    const auto second = std::get<ClaimAnswer>(rig.claim(again.ticket));
    QCOMPARE(second.pass->token, joined.pass->token);
    QCOMPARE(countOf(rig.measures(), contract::counter::passes), std::int64_t{1});
}

void TestLine::passesStandInPostgres()
{
    LineRig rig(*m_stores, 600);
    QVERIFY(rig.becomesReady());
    QVERIFY(rig.comesTrue(
            [&] { return rig.line().status()->line.phase == contract::Phase::Open; }));
    const auto joined = rig.enter("a-visitor");
    QVERIFY(joined.pass);
    QVERIFY(rig.comesTrue(
            [&] { return m_stores->numberOf("select count(*) from saikobi.pass") == 1; }));
    QCOMPARE(m_stores->numberOf("select (extract(epoch from expires_at - granted_at))::bigint"
                                " from saikobi.pass"),
            std::int64_t{3600});
}

void TestLine::aRepeatedClaimWritesTheRowThatWasLost()
{
    LineRig rig(*m_stores, 600);
    rig.addInstance();
    QVERIFY(rig.becomesReady());
    QVERIFY(rig.comesTrue(
            [&] { return rig.line().status()->line.phase == contract::Phase::Open; }));
    const auto joined = rig.enter("a-visitor");
    QVERIFY(joined.pass);
    rig.dropInstance(0); // before it could write the row
    const auto rows = [&] { return m_stores->numberOf("select count(*) from saikobi.pass"); };
    QCOMPARE(rows(), std::int64_t{0});
    // The other one may not have heard yet that this place was called, or that Redis is there: it
    // then says "not yet" or "ask again" and writes nothing.
    std::optional<ClaimAnswer> again;
    QVERIFY(rig.comesTrue([&] {
        if (again)
            return true;
        const auto told = rig.claim(joined.ticket);
        const auto* answer = std::get_if<ClaimAnswer>(&told);
        if (answer && answer->pass)
            again = *answer;
        return again.has_value();
    }));
    QCOMPARE(again->state, ClaimAnswer::State::Same);
    QCOMPARE(again->pass->token, joined.pass->token);
    QVERIFY(rig.comesTrue([&] { return rows() == 1; }));

    // Only once: later claims leave the row as it is, also when others are written.
    const std::string version{
            "select xmin::text from saikobi.pass where place = " + std::to_string(joined.number)};
    const auto written = m_stores->valueOf(version);
    rig.claim(joined.ticket);
    QVERIFY(rig.enter("another").pass);
    QVERIFY(rig.comesTrue([&] { return rows() == 2; }));
    QCOMPARE(m_stores->valueOf(version), written);
}

void TestLine::whoLeftMayNotBuy()
{
    LineRig rig(*m_stores, 600);
    QVERIFY(rig.becomesReady());
    QVERIFY(rig.comesTrue(
            [&] { return rig.line().status()->line.phase == contract::Phase::Open; }));
    const auto joined = rig.enter("a-visitor");
    QVERIFY(joined.pass);
    QVERIFY(!rig.checkOrder(joined.pass->token));
    QVERIFY(!rig.leave(joined.pass->token));
    QCOMPARE(rig.checkOrder(joined.pass->token)->type, ProblemType::BadPass);
    const auto claimed = rig.claim(joined.ticket);
    QCOMPARE(std::get<Problem>(claimed).type, ProblemType::Gone);
    QVERIFY(rig.comesTrue([&] {
        return m_stores->numberOf("select count(*) from saikobi.pass where outcome = 'left'") == 1;
    }));
}

void TestLine::ownPlaceCountsThePeopleAhead()
{
    LineRig rig(*m_stores, 6);
    QVERIFY(rig.becomesReady());
    QVERIFY(rig.comesTrue(
            [&] { return rig.line().status()->line.phase == contract::Phase::Open; }));
    std::string last;
    for (int i = 0; i < 40; ++i)
        last = std::get<JoinAnswer>(rig.join("visitor-" + std::to_string(i))).ticket;
    QVERIFY(rig.comesTrue([&] { return rig.line().status()->line.issued == 40; }));
    const auto ticket = std::get<waiting_room::Ticket>(rig.line().readTicket(last));
    const auto own = rig.line().placeOf(ticket);
    const auto serving = rig.line().status()->line.serving;
    QCOMPARE(own.number, std::int64_t{40});
    QCOMPARE(own.position, 40 - serving);
    QCOMPARE(own.ahead, 40 - serving - 1);
    QVERIFY(!own.called);
    QVERIFY(own.waitP10 && own.waitP90 && *own.waitP10 < *own.waitP90);
    const auto claimed = std::get<ClaimAnswer>(rig.claim(last));
    QCOMPARE(claimed.state, ClaimAnswer::State::Waiting);
    QVERIFY(claimed.retryAfter >= 1s);
}

void TestLine::aTicketOfAnotherRunMayJoinAgain()
{
    LineRig rig(*m_stores, 60);
    QVERIFY(rig.becomesReady());
    waiting_room::Ticket old;
    old.sale = "demo";
    old.run.value = 9;
    old.number = 1;
    const waiting_room::TicketKeys keys{{{1, std::string(32, 'k'), {}}}};
    const auto read = rig.line().readTicket(keys.sign(old, contract::Instant::clock::now()));
    QCOMPARE(std::get<Problem>(read).type, ProblemType::Gone);
    QCOMPARE(std::get<Problem>(read).members.at("reason"), std::string{"old-run"});
    // A number that was never given, though its MAC is right: only a stolen key makes that.
    old.run.value = 1;
    old.number = 500;
    const auto stolen = rig.line().readTicket(keys.sign(old, contract::Instant::clock::now()));
    QCOMPARE(std::get<Problem>(stolen).type, ProblemType::BadTicket);
}

void TestLine::beforeAnythingIsKnownNobodyIsTurnedAwayForGood()
{
    LineRig rig(*m_stores, 60);
    QVERIFY(!rig.line().isReady());
    QVERIFY(rig.line().status()->isRedisLost);
    QCOMPARE(std::get<Problem>(rig.join("a-visitor")).type, ProblemType::Unavailable);
    QVERIFY(std::get<Problem>(rig.join("a-visitor")).retryAfter);
}

QTEST_GUILESS_MAIN(TestLine)
#include "test_line.moc"
