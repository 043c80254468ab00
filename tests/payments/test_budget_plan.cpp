#include <QTest>

#include "backend/forecast/call_budget.h"

using namespace saikobi::forecast;
using namespace std::chrono_literals;

class TestBudgetPlan : public QObject {
    Q_OBJECT

private slots:
    void rateKeepsEverySlidingSecondWithinTheAgreement_data();
    void rateKeepsEverySlidingSecondWithinTheAgreement();
    void ordersPerSecondLeaveRoomForTheirFinishingCalls_data();
    void ordersPerSecondLeaveRoomForTheirFinishingCalls();
    void agreementWithoutRoomHasNoPlan();
    void gapsAreRoundedTowardsTheSafeSide();
};

void TestBudgetPlan::rateKeepsEverySlidingSecondWithinTheAgreement_data()
{
    QTest::addColumn<double>("agreed");
    QTest::addColumn<double>("expected");
    QTest::addRow("20 calls/s") << 20.0 << 18.1;
    QTest::addRow("25 calls/s") << 25.0 << 22.9;
    QTest::addRow("100 calls/s") << 100.0 << 94.3;
}

void TestBudgetPlan::rateKeepsEverySlidingSecondWithinTheAgreement()
{
    QFETCH(double, agreed);
    QFETCH(double, expected);
    const double safe = safeCallsPerSecond(agreed, 20ms, 30ms);
    QVERIFY2(std::abs(safe - expected) < 0.05, qPrintable(QString::number(safe)));
}

void TestBudgetPlan::ordersPerSecondLeaveRoomForTheirFinishingCalls_data()
{
    QTest::addColumn<double>("global");
    QTest::addColumn<double>("endpoint");
    QTest::addColumn<double>("orders");
    QTest::addRow("20 calls/s") << 20.0 << 20.0 << 9.0;
    QTest::addRow("30 calls/s") << 30.0 << 30.0 << 13.6;
    QTest::addRow("100 calls/s") << 100.0 << 100.0 << 45.2;
    QTest::addRow("the endpoint is the narrow place") << 100.0 << 25.0 << 21.6;
}

void TestBudgetPlan::ordersPerSecondLeaveRoomForTheirFinishingCalls()
{
    QFETCH(double, global);
    QFETCH(double, endpoint);
    QFETCH(double, orders);
    CallAgreement agreed;
    agreed.callsPerSecond = global;
    agreed.callsPerSecondEndpoint = endpoint;
    const double found = ordersPerSecond(agreed);
    QVERIFY2(std::abs(found - orders) < 0.06, qPrintable(QString::number(found)));
}

void TestBudgetPlan::agreementWithoutRoomHasNoPlan()
{
    CallAgreement agreed;
    agreed.callsPerSecond = 1;
    QVERIFY(!planCalls(agreed));
    agreed.callsPerSecond = -5;
    QVERIFY(!planCalls(agreed));
    agreed = {};
    agreed.callsPerSecondEndpoint = 0;
    QVERIFY(!planCalls(agreed));
}

void TestBudgetPlan::gapsAreRoundedTowardsTheSafeSide()
{
    for (double agreed = 2; agreed < 200; agreed += 0.7) {
        CallAgreement agreement;
        agreement.callsPerSecond = agreed;
        agreement.callsPerSecondEndpoint = agreed;
        const auto plan = planCalls(agreement);
        QVERIFY(plan);
        QVERIFY(static_cast<double>(plan->gapUs) * plan->callsPerSecond >= 1e6 * 0.999999);
        QVERIFY(plan->giveBackUs > 0 && plan->giveBackUs < plan->bookingGapUs);
        QCOMPARE(plan->finishingToleranceUs, 20000);
    }
}

QTEST_GUILESS_MAIN(TestBudgetPlan)
#include "test_budget_plan.moc"
