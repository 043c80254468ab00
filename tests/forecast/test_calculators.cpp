#include <QRegularExpression>
#include <QTest>

#include "backend/forecast/rate_plan.h"

using namespace saikobi::forecast;
using namespace std::chrono_literals;

/// The published examples, each row of WAITING_ROOM.md §6.
class TestCalculators : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    void shoppersOverTimeIsTheRate()
    {
        QCOMPARE(rateFromShoppers(500, 5min), 100.0);
        QCOMPARE(shoppersAtRate(100, 5min), 500.0);
    }

    void countingHeadsDeceives()
    {
        QCOMPARE(headsCounted(100, 5min, 0.1, 20min), 650.0);
        // Who lets one in for each one out up to 500 heads, lets in fewer than the shop could take.
        const double heads = 500;
        const double perRate = headsCounted(1, 5min, 0.1, 20min);
        QVERIFY(heads / perRate < 77);
    }

    void ordersOfAMonth()
    {
        const auto found = rateFromMonth(100000, false);
        QCOMPARE(qRound(found.average * 10), 23);
        QCOMPARE(qRound(found.rate), 14);
        QCOMPARE(qRound(rateFromMonth(100000, true).rate), 7);
        QCOMPARE(qRound(rateFromMonth(1000000, false).rate), 69); // busy already: not doubled
    }

    void theBestMinuteOfTheMonth() { QCOMPARE(rateFromBestMinute(60), 48.0); }

    void requestsAtTheSameTime()
    {
        const auto found = rateFromRequests({500, 500ms, 6, 36, 5min});
        QCOMPARE(qRound(found.shoppers), 1389);
        QCOMPARE(qRound(found.rate), 278);
        QCOMPARE(qRound(found.whenAnswersSlowDown), 139);
        QVERIFY(qAbs(found.whenUneven - 70) < 1);
    }

    void callLimitOfAProvider()
    {
        const auto payments = paymentsFromCallLimit(20, 0);
        QCOMPARE(payments, 9.5);
        QCOMPARE(qRound(rateFromPayments(payments, {0.5, 1})), 1140);
        QCOMPARE(paymentsAtRate(1140, {0.5, 1}), 9.5);
        // CHECKOUT.md: live 100 calls a second, but 25 per operation.
        QCOMPARE(qRound(paymentsFromCallLimit(100, 0.1, 25) * 10), 216);
    }

    void parallelCallsOfAProvider()
    {
        QCOMPARE(paymentsFromParallel(50, 2s), 25.0);
        QCOMPARE(qRound(rateFromPayments(25, {0.5, 1})), 3000);
        QCOMPARE(qRound(paymentsFromParallel(50, 3500ms)), 14);
    }

    void lanesForwardsAndBackwards()
    {
        const std::vector<MethodLoad> mix{{8, 1500ms}, {1.5, 3500ms}};
        QCOMPARE(lanesNeeded(mix), 22);
        const auto bears = paymentsFromLanes(22, mix);
        QVERIFY(bears >= 9.5 && bears < 9.5 * 22 / 21);
        QVERIFY(paymentsFromLanes(11, mix) < 9.5 / 1.9);
        QCOMPARE(lanesNeeded({}), 0);
    }

    void aLoadTestIsHalved()
    {
        QCOMPARE(rateFromLoadTest(200, false), 100.0);
        QCOMPARE(rateFromLoadTest(200, true), 150.0);
    }

    void desksAndStockAreRowsToo()
    {
        QCOMPARE(rateFromPickupDesks(10, 30s, {0.5, 1}), 40.0);
        QCOMPARE(rateFromStock(6000, 2, {0.5, 1}, 60min), 100.0);
    }

    void nonsenseIsNoRate()
    {
        QCOMPARE(rateFromShoppers(500, 0min), 0.0);
        QCOMPARE(rateFromShoppers(-1, 5min), 0.0);
        QCOMPARE(rateFromRequests({500, 0s, 6, 36, 5min}).rate, 0.0);
        QCOMPARE(rateFromPayments(9.5, {0, 1}), 0.0);
        QCOMPARE(paymentsFromLanes(22, {}), 0.0);
        QCOMPARE(paymentsFromCallLimit(0, 0), 0.0);
    }

    void theLeastRowIsNamed()
    {
        PlanInputs inputs;
        QVERIFY(!bindingRow(rateRows(inputs)));
        inputs.shoppers = 500;
        inputs.calls = {20, 0, 0};
        inputs.loadTest = {200, true};
        auto rows = rateRows(inputs);
        QCOMPARE(rows.size(), 3U);
        QCOMPARE(name(bindingRow(rows)->bound), std::string_view{"shoppers"});
        QCOMPARE(bindingRow(rows)->passesPerMinute, 100.0);
        inputs.desks = {10, 30s};
        rows = rateRows(inputs);
        QCOMPARE(name(bindingRow(rows)->bound), std::string_view{"pickup_desks"});
        inputs.stock = {300, 1, 60min};
        rows = rateRows(inputs);
        QCOMPARE(name(bindingRow(rows)->bound), std::string_view{"stock"});
        QCOMPARE(bindingRow(rows)->passesPerMinute, 10.0);
    }

    void everyRowThatAppliesIsThere()
    {
        PlanInputs inputs;
        inputs.shoppers = 500;
        inputs.month = {100000, false};
        inputs.bestMinute = 60;
        inputs.requests = {500, 500ms, 6, 36, 5min};
        inputs.calls = {20, 0, 0};
        inputs.parallel = {50, 2s};
        inputs.lanes = {22, {{8, 1500ms}, {1.5, 3500ms}}};
        inputs.loadTest = {200, false};
        inputs.desks = {10, 30s};
        inputs.stock = {6000, 2, 60min};
        const auto rows = rateRows(inputs);
        QCOMPARE(rows.size(), 10U);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            QCOMPARE(static_cast<std::size_t>(rows[i].bound), i);
            QVERIFY(rows[i].passesPerMinute > 0);
            QVERIFY(!name(rows[i].bound).empty());
        }
        QCOMPARE(name(bindingRow(rows)->bound), std::string_view{"month"});
    }

    void raisingFromTenToAHundredTakesThirteen()
    {
        const auto ladder = raiseLadder(10, 100);
        QCOMPARE(ladder.size(), 13U);
        QCOMPARE(ladder.front(), 12);
        QCOMPARE(ladder.back(), 100);
        int before = 10;
        for (const int rate : ladder) {
            QVERIFY(rate > before && rate <= qRound(before * 1.2));
            before = rate;
        }
        QCOMPARE(raiseTakes(13, 8min), Minutes{96});
        QCOMPARE(raiseTakes(13, 2min), Minutes{60});
    }

    void laddersHaveAnEnd()
    {
        QVERIFY(raiseLadder(100, 100).empty());
        QVERIFY(raiseLadder(100, 10).empty());
        QCOMPARE(raiseLadder(1, 4), (std::vector<int>{2, 3, 4}));
        QVERIFY(raiseLadder(0, 100000).size() < 200);
        QCOMPARE(raiseTakes(0, 8min), Minutes{0});
    }

    void ordersMustFollowARaise()
    {
        QVERIFY(ordersFollow(40, 100, 0.5));
        QVERIFY(!ordersFollow(39, 100, 0.5));
    }
};

QTEST_GUILESS_MAIN(TestCalculators)
#include "test_calculators.moc"
