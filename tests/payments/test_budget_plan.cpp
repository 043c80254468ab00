#include <QTest>

#include "backend/forecast/call_budget.h"
#include "backend/forecast/rate_advice.h"

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
    void advisedRateKeepsAFifthFree();
    void advisedRateFollowsWhatWasMeasured();
    void parallelNumberCanBeTheNarrowPlace();
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

/// R′ 22.9 calls/s, 2.1 calls an order, one attempt a pass: 655 a minute would fill it.
void TestBudgetPlan::advisedRateKeepsAFifthFree()
{
    const auto advised = adviseRate({AdvisedAccount{}}, {});
    QVERIFY(advised);
    QVERIFY2(std::abs(*advised - 0.8 * 60 * 22.857 / 2.1) < 1,
            qPrintable(QString::number(*advised)));
    QVERIFY(!adviseRate({}, {}));
}

void TestBudgetPlan::advisedRateFollowsWhatWasMeasured()
{
    BuyingMeasured measured;
    measured.passes = 1000;
    measured.begun = 400;
    measured.refused = 100; // they would have asked too: half of those who entered
    measured.calls = 800; // no repeats
    const double usual = *adviseRate({AdvisedAccount{}}, measured);
    QVERIFY2(std::abs(usual - 0.8 * 60 * 22.857 / 2 / 0.5) < 1, qPrintable(QString::number(usual)));
    auto declining = measured;
    declining.declined = 200; // half of them need no finishing call
    declining.calls = 600;
    QVERIFY(*adviseRate({AdvisedAccount{}}, declining) > 1.3 * usual);
    auto repeating = measured;
    repeating.calls = 1200;
    QVERIFY(*adviseRate({AdvisedAccount{}}, repeating) < 0.7 * usual);
    AdvisedAccount lowered;
    lowered.shareLeft = 0.45;
    QVERIFY(std::abs(*adviseRate({lowered}, measured) - 0.45 * usual) < 1);
}

void TestBudgetPlan::parallelNumberCanBeTheNarrowPlace()
{
    AdvisedAccount account;
    account.agreed.callsPerSecond = 1000;
    account.agreed.callsPerSecondEndpoint = 1000;
    account.agreed.parallel = 50; // 25 payments/s of two seconds each
    QVERIFY(std::abs(*adviseRate({account}, {}) - 0.8 * 60 * 25) < 1);
}

QTEST_GUILESS_MAIN(TestBudgetPlan)
#include "test_budget_plan.moc"
