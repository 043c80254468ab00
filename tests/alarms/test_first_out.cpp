#include <QRegularExpression>
#include <QTest>

#include <set>

#include "backend/alarms/first_out.h"
#include "tests/alarms/alarm_rig.h"

using namespace saikobi;
using namespace saikobi::tests;
using contract::AlarmId;
using contract::Figure;
using enum contract::AlarmId;

namespace {

std::set<AlarmId> headlinesOf(const AlarmRig& rig)
{
    std::set<AlarmId> out;
    for (const auto& contractAlarm : contract::allAlarms()) {
        const auto& record = rig.of(contractAlarm.id);
        if (record.order > 0 && !record.headline)
            out.insert(record.alarm);
    }
    return out;
}

AlarmId firstOf(const AlarmRig& rig)
{
    for (const auto& contractAlarm : contract::allAlarms())
        if (rig.of(contractAlarm.id).order == 1)
            return contractAlarm.id;
    return A01;
}

} // namespace

/// Which alarm is the cause, and which only follow from it.
class TestFirstOut : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    void theCauseIsNamedThoughItWasRaisedLater();
    void inTheSameSecondTheCauseStandsNearerToTheStores();
    void aCascadeOfFortyHasItsFirstAndThreeHeadlines();
    void whatComesMuchLaterStandsForItself();
    void theListClosesWhenAllIsSeen();
};

/// Postgres is lost at once; A14 waits five seconds, the refusals of orders are counted sooner.
void TestFirstOut::theCauseIsNamedThoughItWasRaisedLater()
{
    AlarmRig rig;
    rig.run(10);
    for (int s = 1; s <= 40; ++s) {
        rig.set(Figure::StoreLost, s);
        if (s >= 2)
            rig.set(Figure::RefusedForRate, 5);
        if (s >= 3)
            rig.set(Figure::ErrorRatio, 30);
        rig.run(1);
    }
    QCOMPARE(rig.of(A07).order, 2);
    QCOMPARE(firstOf(rig), A14);
    QVERIFY(rig.of(A14).raised > rig.of(A07).raised);
    QVERIFY(rig.of(A07).headline == A14);
    QVERIFY(rig.of(A02).headline == A14);
    QCOMPARE(headlinesOf(rig).size(), std::size_t{1});
}

void TestFirstOut::inTheSameSecondTheCauseStandsNearerToTheStores()
{
    AlarmRig rig;
    rig.run(10);
    rig.set(Figure::PgDeadlocks, 9);
    rig.set(Figure::RefusedForRate, 9);
    rig.set(Figure::AuditOversold, 1);
    rig.run(1);
    QCOMPARE(firstOf(rig), A12);
    QCOMPARE(rig.of(A07).order, 2);
    QCOMPARE(rig.of(A01).order, 3);
}

void TestFirstOut::aCascadeOfFortyHasItsFirstAndThreeHeadlines()
{
    AlarmRig rig;
    rig.run(700);
    // Locks first; from there everything follows, most of it in more than one priority.
    const std::vector<std::pair<int, std::vector<std::pair<Figure, double>>>> course{
            {0, {{Figure::PgLockWaiters, 12}}}, {4, {{Figure::OwnP95, 0.3}}},
            {6, {{Figure::ErrorRatio, 2}, {Figure::LaneUse, 85}}},
            {9, {{Figure::PgConnections, 85}, {Figure::Cpu, 85}}},
            {12, {{Figure::PgLockWaiters, 60}, {Figure::PgOldestTx, 40}, {Figure::OwnP95, 2}}},
            {20, {{Figure::BudgetUsed, 85}, {Figure::RefusedForRate, 7}, {Figure::PageP95, 3}}},
            {30, {{Figure::PaymentSuccess, 95}, {Figure::MethodP95, 4}, {Figure::Unsettled, 20}}},
            {40, {{Figure::ErrorRatio, 8}, {Figure::LaneUse, 99}, {Figure::PgConnections, 99}}},
            {45, {{Figure::StoreLost, 6}, {Figure::RedisMemory, 90}, {Figure::RedisRefused, 3}}},
            {55, {{Figure::AuditStrandedStock, 2}, {Figure::HeldOverdue, 50}}},
            {60,
                    {{Figure::AuditOversold, 1}, {Figure::PaymentSuccess, 80},
                            {Figure::BudgetUsed, 99}}},
            {75, {{Figure::ErrorRatio, 40}, {Figure::StoreLost, 20}, {Figure::PaymentSuccess, 30}}},
            {80, {{Figure::PassAge, 50}, {Figure::RateActual, 20}, {Figure::WaitNew, 80}}},
            {90,
                    {{Figure::Conversion, 20}, {Figure::ArrivalsRatio, 5},
                            {Figure::InstancesChanged, 2}}},
            {95, {{Figure::ResumeOverdue, 6}, {Figure::RecordAge, 9}, {Figure::Outside, 60}}},
            {99, {{Figure::AuditDoubleCapture, 1}}},
            {130, {{Figure::OwnP95, 0.1}, {Figure::LaneUse, 50}, {Figure::Cpu, 50}}},
            {200, {{Figure::OwnP95, 2}, {Figure::LaneUse, 99}, {Figure::Outside, 0}}},
            {230, {{Figure::Outside, 60}, {Figure::PgConnections, 50}}},
            {300, {{Figure::PgConnections, 85}}}, {330, {{Figure::PgConnections, 99}}}};
    for (int s = 0; s < 420; ++s) {
        for (const auto& [at, values] : course)
            if (at == s)
                for (const auto& [figure, value] : values)
                    rig.set(figure, value);
        rig.run(1);
        QVERIFY2(headlinesOf(rig).size() <= alarms::mostHeadlines, qPrintable(QString::number(s)));
    }
    QVERIFY2(rig.rings() >= 40, qPrintable(QString::number(rig.rings())));
    QCOMPARE(firstOf(rig), A12);
    QVERIFY(!rig.of(A12).headline);
    QVERIFY(floodOf(rig.board().rings, rig.now()).isOn);
    std::set<std::int32_t> orders;
    for (const auto& record : rig.board().records)
        if (record.order > 0)
            QVERIFY2(orders.insert(record.order).second, "two alarms at the same place");
    QVERIFY(orders.size() >= 20);
}

void TestFirstOut::whatComesMuchLaterStandsForItself()
{
    AlarmRig rig;
    rig.set(Figure::RedisMemory, 90);
    rig.run(300);
    rig.set(Figure::RefusedForRate, 9);
    rig.run(1);
    QVERIFY(!rig.of(A07).headline);
    QCOMPARE(headlinesOf(rig), (std::set<AlarmId>{A07, A13}));
}

void TestFirstOut::theListClosesWhenAllIsSeen()
{
    AlarmRig rig;
    rig.set(Figure::RefusedForRate, 9);
    rig.run(1);
    rig.set(Figure::RefusedForRate, 0);
    rig.run(130);
    QCOMPARE(rig.of(A07).order, 1);
    rig.act(A07, contract::AlarmAct::Acknowledge);
    rig.run(1);
    QCOMPARE(rig.of(A07).order, 0);
}

QTEST_APPLESS_MAIN(TestFirstOut)
#include "test_first_out.moc"
