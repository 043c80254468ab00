#include <QRegularExpression>
#include <QTest>

#include "tests/alarms/alarm_rig.h"

using namespace saikobi;
using namespace saikobi::tests;
using namespace std::chrono_literals;
using alarms::AlarmChange;
using contract::AlarmAct;
using contract::AlarmStanding;
using contract::Figure;
using enum contract::AlarmId;
using enum contract::AlarmPriority;

namespace {

AlarmRig withErrors(double percent = 6)
{
    AlarmRig rig{{alarms::AlarmEngine::Seat::Backend, "serve-1", {}}};
    rig.set(Figure::ErrorRatio, percent);
    rig.run(40);
    return rig;
}

} // namespace

/// What people and time do to an alarm.
class TestAlarmStates : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    void anAlarmIsRaisedOnceAndSaysWhatPassed();
    void acknowledgedMeansSeenAndNoMore();
    void whatReturnedWaitsToBeSeen();
    void confirmingIsAnActOfItsOwn();
    void aSecondPersonLearnsWhoWasFirst();
    void anActOnAnEarlierOccurrenceIsRefused();
    void escalationAsksAgain();
    void easingDoesNot();
    void acknowledgedSeriousOnesRingAgain();
    void holdWithoutNewsRingsEveryFiveMinutes();
    void shelvingNeedsAReasonAndAnEnd();
    void aShelvedAlarmIsLoggedAndSilent();
    void itComesBackByItself();
    void shelvedUntilClearEndsWithTheAlarm();
    void aLatchedOneDoesNotRingForEachFlicker();
    void aTestIsMarkedAndNotCounted();
    void moreThanTenIsAFlood();
    void anOldVersionChangesNothing();
    void entriesAreSaidOnce();
    void recordsSurviveTheirJson();
    void recordsThatAreNoneAreRefused_data();
    void recordsThatAreNoneAreRefused();
};

void TestAlarmStates::anAlarmIsRaisedOnceAndSaysWhatPassed()
{
    auto rig = withErrors();
    rig.run(600);
    QCOMPARE(rig.countOf(A02, AlarmChange::Raised), std::size_t{1});
    const auto& record = rig.of(A02);
    QVERIFY(standingOf(record) == AlarmStanding::Unacknowledged);
    QCOMPARE(record.occurrence, std::int64_t{1});
    QVERIFY(record.priority == P2);
    QCOMPARE(record.figure, std::string{"error_ratio"});
    QCOMPARE(record.value, 6.0);
    QCOMPARE(record.limit, 5.0);
    QCOMPARE(record.raisedBy, std::string{"serve-1"});
}

void TestAlarmStates::acknowledgedMeansSeenAndNoMore()
{
    auto rig = withErrors();
    QCOMPARE(rig.act(A02, AlarmAct::Acknowledge), std::string{});
    QVERIFY(rig.standing(A02) == AlarmStanding::Acknowledged);
    QVERIFY(rig.of(A02).isOn());
    QVERIFY(!rig.of(A02).confirmed);
    QVERIFY(!rig.of(A02).isShelved());
    rig.set(Figure::ErrorRatio, 0);
    rig.run(70);
    QVERIFY(rig.standing(A02) == AlarmStanding::Normal);
}

void TestAlarmStates::whatReturnedWaitsToBeSeen()
{
    auto rig = withErrors();
    rig.set(Figure::ErrorRatio, 0);
    rig.run(70);
    QVERIFY(rig.standing(A02) == AlarmStanding::Returned);
    QCOMPARE(rig.act(A02, AlarmAct::Acknowledge), std::string{});
    QVERIFY(rig.standing(A02) == AlarmStanding::Normal);
}

void TestAlarmStates::confirmingIsAnActOfItsOwn()
{
    AlarmRig rig;
    rig.set(Figure::AuditOversold, 2);
    rig.run(2);
    QCOMPARE(rig.act(A01, AlarmAct::Confirm), std::string{});
    QVERIFY2(rig.standing(A01) == AlarmStanding::Unacknowledged, "confirmed is not acknowledged");
    rig.set(Figure::AuditOversold, 0);
    rig.run(2);
    QVERIFY(rig.standing(A01) == AlarmStanding::Returned);
    rig.act(A01, AlarmAct::Acknowledge);
    QVERIFY(rig.standing(A01) == AlarmStanding::Normal);
}

void TestAlarmStates::aSecondPersonLearnsWhoWasFirst()
{
    auto rig = withErrors();
    rig.act(A02, AlarmAct::Acknowledge, "op-2");
    const auto answer = alarms::act(rig.of(A02),
            {AlarmAct::Acknowledge, rig.of(A02).occurrence, "op-1", rig.now(), {}, {}, false});
    QCOMPARE(answer.why, std::string{"lost-race"});
    QCOMPARE(answer.winner, std::string{"op-2"});
    QCOMPARE(answer.after.version, rig.of(A02).version);
}

void TestAlarmStates::anActOnAnEarlierOccurrenceIsRefused()
{
    auto rig = withErrors();
    rig.set(Figure::ErrorRatio, 0);
    rig.run(70);
    rig.set(Figure::ErrorRatio, 6);
    rig.run(40);
    QCOMPARE(rig.of(A02).occurrence, std::int64_t{2});
    const auto answer = alarms::act(
            rig.of(A02), {AlarmAct::Acknowledge, 1, "op-1", rig.now(), {}, {}, false});
    QCOMPARE(answer.why, std::string{"other-occurrence"});
    QVERIFY(rig.standing(A02) == AlarmStanding::Unacknowledged);
}

void TestAlarmStates::escalationAsksAgain()
{
    auto rig = withErrors(2);
    QVERIFY(rig.of(A02).priority == P3);
    rig.act(A02, AlarmAct::Acknowledge);
    rig.set(Figure::ErrorRatio, 30);
    rig.run(11);
    QVERIFY(rig.of(A02).priority == P1);
    QVERIFY(rig.standing(A02) == AlarmStanding::Unacknowledged);
    QCOMPARE(rig.of(A02).occurrence, std::int64_t{1});
    QCOMPARE(rig.of(A02).value, 30.0);
    QCOMPARE(rig.rings(), std::size_t{2});
}

void TestAlarmStates::easingDoesNot()
{
    auto rig = withErrors(30);
    rig.act(A02, AlarmAct::Acknowledge);
    rig.set(Figure::ErrorRatio, 3);
    rig.run(70);
    QVERIFY(rig.of(A02).priority == P2);
    QVERIFY(rig.standing(A02) == AlarmStanding::Acknowledged);
    QCOMPARE(rig.countOf(A02, AlarmChange::Eased), std::size_t{1});
    QCOMPARE(rig.rings(), std::size_t{1});
}

void TestAlarmStates::acknowledgedSeriousOnesRingAgain()
{
    auto rig = withErrors(6);
    AlarmRig mild = withErrors(2);
    rig.act(A02, AlarmAct::Acknowledge);
    mild.act(A02, AlarmAct::Acknowledge);
    rig.run(599);
    QVERIFY(rig.standing(A02) == AlarmStanding::Acknowledged);
    rig.run(2);
    QVERIFY(rig.standing(A02) == AlarmStanding::Unacknowledged);
    QCOMPARE(rig.rings(), std::size_t{2});
    mild.run(3600);
    QVERIFY2(mild.standing(A02) == AlarmStanding::Acknowledged, "P3 rings only once");
}

void TestAlarmStates::holdWithoutNewsRingsEveryFiveMinutes()
{
    AlarmRig rig;
    rig.setPhase(contract::Phase::Held);
    rig.set(Figure::ResumeOverdue, 5);
    rig.run(1);
    rig.act(A25, AlarmAct::Acknowledge);
    rig.run(302);
    QVERIFY(rig.standing(A25) == AlarmStanding::Unacknowledged);
    rig.run(301);
    QCOMPARE(rig.rings(), std::size_t{3});
    rig.set(Figure::ResumeOverdue, 0); // a message with a later time
    rig.run(1);
    QVERIFY(!rig.of(A25).isOn());
}

void TestAlarmStates::shelvingNeedsAReasonAndAnEnd()
{
    auto rig = withErrors();
    const auto shelve = [&rig](const std::string& why, std::optional<contract::Instant> until) {
        return alarms::act(rig.of(A02),
                {AlarmAct::Shelve, rig.of(A02).occurrence, "op-1", rig.now(), why, until, false})
                .why;
    };
    QCOMPARE(shelve("", rig.now() + 10min), std::string{"no-reason"});
    QCOMPARE(shelve("known", std::nullopt), std::string{"bad-value"});
    QCOMPARE(shelve("known", rig.now() + 61min), std::string{"bad-value"});
    QCOMPARE(shelve("known", rig.now() - 1s), std::string{"bad-value"});
    QCOMPARE(shelve("known", rig.now() + 60min), std::string{});
}

void TestAlarmStates::aShelvedAlarmIsLoggedAndSilent()
{
    auto rig = withErrors(2);
    QCOMPARE(rig.shelve(A02, 30min), std::string{});
    QCOMPARE(rig.rings(), std::size_t{1});
    rig.set(Figure::ErrorRatio, 30);
    rig.run(60);
    QCOMPARE(rig.countOf(A02, AlarmChange::Escalated), std::size_t{1});
    QCOMPARE(rig.rings(), std::size_t{1});
    QVERIFY(rig.of(A02).isListed());
    QVERIFY2(rig.standing(A02) == AlarmStanding::Unacknowledged, "put aside is not seen");
}

void TestAlarmStates::itComesBackByItself()
{
    auto rig = withErrors();
    rig.act(A02, AlarmAct::Acknowledge);
    rig.shelve(A02, 20min);
    rig.run(1199);
    QVERIFY(rig.of(A02).isShelved());
    rig.run(2);
    QVERIFY(!rig.of(A02).isShelved());
    QVERIFY(rig.standing(A02) == AlarmStanding::Unacknowledged);
    QCOMPARE(rig.rings(), std::size_t{2});
    QCOMPARE(rig.written().back().why, std::string{"time"});
}

void TestAlarmStates::shelvedUntilClearEndsWithTheAlarm()
{
    auto rig = withErrors();
    rig.shelve(A02, 60min, true);
    rig.set(Figure::ErrorRatio, 0);
    rig.run(70);
    QVERIFY(!rig.of(A02).isShelved());
    QVERIFY(!rig.of(A02).isOn());
    QCOMPARE(rig.written().back().changes.size(), std::size_t{2});
}

void TestAlarmStates::aLatchedOneDoesNotRingForEachFlicker()
{
    AlarmRig rig;
    for (int s = 0; s < 600; ++s) {
        rig.set(Figure::AuditOversold, s % 2);
        rig.run(1);
    }
    QCOMPARE(rig.of(A01).occurrence, std::int64_t{1});
    QCOMPARE(rig.rings(), std::size_t{1});
}

void TestAlarmStates::aTestIsMarkedAndNotCounted()
{
    AlarmRig rig;
    rig.run(5);
    QCOMPARE(rig.act(A07, AlarmAct::Test), std::string{});
    QVERIFY(rig.of(A07).isTest);
    QVERIFY(rig.of(A07).priority == P2);
    QCOMPARE(rig.of(A07).raisedBy, std::string{"op-1"});
    QVERIFY(rig.of(A07).isListed());
    QCOMPARE(rig.rings(), std::size_t{0});
    rig.set(Figure::RefusedForRate, 9);
    rig.run(1);
    QVERIFY2(!rig.of(A07).isTest, "the real one goes before the test");
    QCOMPARE(rig.act(A07, AlarmAct::Test), std::string{"active"});
}

void TestAlarmStates::moreThanTenIsAFlood()
{
    AlarmRig rig;
    for (const auto figure : {Figure::ErrorRatio, Figure::OwnP95, Figure::PageP95,
                 Figure::BudgetUsed, Figure::RefusedForRate, Figure::MethodP95, Figure::Unsettled,
                 Figure::LaneUse, Figure::PgConnections, Figure::AuditOrphanPayment})
        rig.set(figure, 1000);
    rig.run(61);
    QCOMPARE(rig.rings(), std::size_t{10});
    QVERIFY(!floodOf(rig.board().rings, rig.now()).isOn);
    rig.set(Figure::RedisMemory, 99);
    rig.run(31);
    const auto flood = floodOf(rig.board().rings, rig.now());
    QVERIFY(flood.isOn);
    QCOMPARE(flood.count, std::int64_t{11});
    QVERIFY(!floodOf(rig.board().rings, rig.now() + 11min).isOn);
}

/// Two instances that saw the same second: the second one's write meets a newer version.
void TestAlarmStates::anOldVersionChangesNothing()
{
    auto rig = withErrors();
    AlarmRig other = withErrors();
    const auto& raised = other.written().front();
    QVERIFY(!rig.board().apply(raised));
    QCOMPARE(rig.of(A02).occurrence, std::int64_t{1});
    QCOMPARE(rig.rings(), std::size_t{1});
}

void TestAlarmStates::entriesAreSaidOnce()
{
    auto rig = withErrors();
    AlarmRig other = withErrors();
    const auto entries = entriesOf(rig.written().front(), "shop-a", {2});
    QCOMPARE(entries.size(), std::size_t{1});
    QCOMPARE(entries[0].kind, std::string{"alarm"});
    QCOMPARE(entries[0].subject, std::string{"A02"});
    QCOMPARE(entries[0].data.at("what"), std::string{"raised"});
    QCOMPARE(entries[0].data.at("rings"), std::string{"1"});
    QCOMPARE(entries[0].id, entriesOf(other.written().front(), "shop-a", {2})[0].id);
    QVERIFY(entries[0].id != entriesOf(rig.written().front(), "shop-b", {2})[0].id);
}

void TestAlarmStates::recordsSurviveTheirJson()
{
    auto rig = withErrors();
    rig.act(A02, AlarmAct::Acknowledge);
    rig.shelve(A02, 10min, true);
    const auto read = contract::alarmFromJson(toJson(rig.of(A02)));
    QVERIFY(read);
    QCOMPARE(toJson(read.value()), toJson(rig.of(A02)));
    const auto rings = contract::ringsFromJson(toJson(rig.board().rings));
    QCOMPARE(rings.size(), rig.rings());
    QVERIFY(rings[0].priority == P2);
}

void TestAlarmStates::recordsThatAreNoneAreRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addRow("no JSON") << QByteArray("{");
    QTest::addRow("no such alarm") << QByteArray(R"({"alarm":"A28","priority":1})");
    QTest::addRow("no such priority") << QByteArray(R"({"alarm":"A02","priority":4})");
    QTest::addRow("too long") << QByteArray(R"({"alarm":"A02","priority":1,"figure":")")
                    + QByteArray(5000, 'x') + "\"}";
}

void TestAlarmStates::recordsThatAreNoneAreRefused()
{
    QFETCH(QByteArray, text);
    QVERIFY(!contract::alarmFromJson(text.toStdString()));
}

QTEST_APPLESS_MAIN(TestAlarmStates)
#include "test_alarm_states.moc"
