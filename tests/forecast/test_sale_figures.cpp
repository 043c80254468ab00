#include <QRegularExpression>
#include <QTest>

#include "backend/forecast/history.h"
#include "backend/forecast/percentile.h"
#include "backend/forecast/sale_figures.h"
#include "backend/forecast/second_log.h"
#include "tests/support/tape.h"

using namespace saikobi;
using namespace saikobi::forecast;
using namespace saikobi::tests;
using contract::Figure;
namespace counter = contract::counter;

namespace {

/// Two minutes of two instances and the line; per second and instance: 1 paid order, 10 answers of
/// which every fifth second brings a failed one, 3 calls (1 finishing), 1 approval; 12 places
/// joined, 6 called, 5 passes.
SecondLog ordinaryTape()
{
    SecondLog log;
    for (int s = 0; s <= 120; ++s) {
        log.add(lineTick(s, {3000 + 12 * s, 6 * s, 5 * s, 1}));
        for (const auto* name : {"a", "b"}) {
            auto tick = instanceTick(s, name,
                    {{counter::ordersPaid, s}, {counter::answers, 10 * s},
                            {counter::answersFailed, s / 5}, {counter::answersRefused, 2 * s},
                            {counter::providerCalls, 3 * s}, {counter::providerFinishing, s},
                            {counter::providerApproved, s}, {counter::providerDeclined, s / 10},
                            {counter::providerFailed, s / 20}});
            tick.histograms[contract::histogram::own][contract::histogramClass(40)] = s;
            tick.gauges[contract::gauge::inFlight] = 4;
            tick.gauges[contract::gauge::rateAdvised] = *name == 'a' ? 540 : 520;
            tick.gauges[contract::gauge::openDifferences] = *name == 'a' ? 3 : 2;
            log.add(tick);
        }
    }
    return log;
}

std::optional<double> valueOf(const SaleFigures& figures, Figure figure)
{
    const auto& found = figures.values.at(static_cast<std::size_t>(figure));
    return found ? std::optional{found->value} : std::nullopt;
}

} // namespace

Q_DECLARE_METATYPE(saikobi::contract::ArrivalPlan)

class TestSaleFigures : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    /// 12 joins a second, in a sale that opened ten minutes before the tape.
    void arrivalsAreHeldAgainstThePlan_data()
    {
        QTest::addColumn<contract::ArrivalPlan>("plan");
        QTest::addColumn<double>("expected"); // -1: not told
        const auto row = [](const char* what, contract::ArrivalPlan plan, double expected) {
            QTest::addRow("%s", what) << std::move(plan) << expected;
        };
        using std::chrono::minutes;
        row("twice as many as planned", {{minutes{-60}, 100}, {minutes{0}, 360}}, 2);
        row("the plan changes in the middle of the last minute",
                {{minutes{0}, 720}, {minutes{12}, 9999}}, 1);
        row("the plan changed a minute ago", {{minutes{0}, 9999}, {minutes{11}, 1440}}, 0.5);
        row("nobody planned", {}, -1);
        row("nobody was expected", {{minutes{0}, 0}}, -1);
        row("the plan begins later", {{minutes{30}, 360}}, -1);
    }

    void arrivalsAreHeldAgainstThePlan()
    {
        QFETCH(contract::ArrivalPlan, plan);
        QFETCH(double, expected);
        FigureInputs inputs;
        inputs.arrivals = plan;
        const auto ratio
                = valueOf(figuresOf(ordinaryTape(), inputs), Figure::ArrivalsRatio).value_or(-1);
        QVERIFY2(qAbs(ratio - expected) < 0.02, qPrintable(QString::number(ratio)));
    }

    void equalTheHandCount_data()
    {
        QTest::addColumn<int>("figure");
        QTest::addColumn<double>("expected");
        const auto row = [](const char* what, Figure figure, double expected) {
            QTest::addRow("%s", what) << static_cast<int>(figure) << expected;
        };
        row("3000 + 1440 joined, 720 called", Figure::Waiting, 3720);
        row("12 joins a second", Figure::Arrivals, 720);
        row("6 calls a second", Figure::Front, 360);
        row("as set", Figure::RateSet, 300);
        row("5 passes a second", Figure::RateActual, 300);
        row("the last second gave some", Figure::PassAge, 0);
        row("2 paid orders a second", Figure::Orders, 120);
        row("6 provider calls a second", Figure::Calls, 6);
        row("2 finishing calls a second", Figure::CallsFinishing, 2);
        row("none refused for rate", Figure::RefusedForRate, 0);
        row("6 of the safe 18.1 calls", Figure::BudgetUsed, 100 * 6 / (19 / 1.05));
        row("4 on each instance", Figure::InFlight, 8);
        row("what the more careful instance says", Figure::RateAdvised, 520);
        row("what the better informed instance knows", Figure::OpenDifferences, 3);
        row("240 approved of 252", Figure::PaymentSuccess, 100.0 * 240 / 252);
        row("24 declined of 276", Figure::Declines, 100.0 * 24 / 276);
        row("24 failed of 1200 answers", Figure::ErrorRatio, 2);
        row("2 refused a second each", Figure::Refused, 4);
        row("within the class from 35 to 50 ms", Figure::OwnP95, 0.04925);
    }

    void equalTheHandCount()
    {
        QFETCH(int, figure);
        QFETCH(double, expected);
        const auto figures = figuresOf(ordinaryTape(), {20.0, 0, {}});
        const auto value = valueOf(figures, static_cast<Figure>(figure));
        QVERIFY(value);
        QVERIFY2(qAbs(*value - expected) <= 1e-6 + 0.001 * expected,
                qPrintable(QString::number(*value)));
    }

    void tooFewCasesAreNoFigure()
    {
        SecondLog log;
        for (int s = 0; s <= 60; ++s)
            log.add(instanceTick(s, "a",
                    {{counter::answers, s}, {counter::providerApproved, s / 4},
                            {counter::ordersPaid, s}}));
        const auto figures = figuresOf(log, {});
        QVERIFY(!valueOf(figures, Figure::ErrorRatio)); // 60 answers
        QVERIFY(!valueOf(figures, Figure::PaymentSuccess)); // 15 payments
        QVERIFY(!valueOf(figures, Figure::OwnP95));
        QVERIFY(!valueOf(figures, Figure::BudgetUsed)); // no limit known
        QVERIFY(!valueOf(figures, Figure::Waiting)); // the line said nothing
        QVERIFY(valueOf(figures, Figure::Orders));
    }

    void nothingHeardIsNoFigureAtAll()
    {
        const auto figures = figuresOf(SecondLog{}, {20.0, 0, {}});
        for (const auto& figure : figures.values)
            QVERIFY(!figure);
    }

    void aSilentLineGrowsOldWhileInstancesStayFresh()
    {
        auto log = ordinaryTape();
        for (int s = 121; s <= 140; ++s)
            log.add(instanceTick(s, "a", {{counter::ordersPaid, s}}));
        const auto figures = figuresOf(log, {});
        QCOMPARE(figures.values.at(static_cast<std::size_t>(Figure::Waiting))->asOf, at(120));
        QCOMPARE(figures.values.at(static_cast<std::size_t>(Figure::Orders))->asOf, at(140));
        // And its rates are those of its own last minute, not thinned by the silence.
        QVERIFY(qAbs(*valueOf(figures, Figure::RateActual) - 300) < 1);
    }

    void refusedOrdersShowByHowMuchDemandExceedsTheBudget()
    {
        SecondLog log;
        for (int s = 0; s <= 60; ++s)
            log.add(instanceTick(s, "a",
                    {{counter::providerCalls, 18 * s}, {counter::ordersRefusedBudget, 9 * s}}));
        QVERIFY(*valueOf(figuresOf(log, {20.0, 0, {}}), Figure::BudgetUsed) > 190);
    }

    void presentAndCoverageAreTheLines()
    {
        auto tick = lineTick(10, {5000, 1000, 900});
        SecondLog log;
        log.add(tick);
        QVERIFY(!valueOf(figuresOf(log, {}), Figure::Present)); // not measured is not zero
        QVERIFY(!valueOf(figuresOf(log, {}), Figure::WaitCoverage));
        tick.at += std::chrono::seconds{1};
        tick.line->at = tick.at;
        tick.line->present = 3100;
        tick.line->foretold = 99;
        tick.line->foretoldWithin = 80;
        log.add(tick);
        QCOMPARE(*valueOf(figuresOf(log, {}), Figure::Present), 3100.0);
        QVERIFY(!valueOf(figuresOf(log, {}), Figure::WaitCoverage)); // too few to judge
        tick.at += std::chrono::seconds{1};
        tick.line->at = tick.at;
        tick.line->foretold = 2000;
        tick.line->foretoldWithin = 1600;
        log.add(tick);
        QCOMPARE(*valueOf(figuresOf(log, {}), Figure::WaitCoverage), 80.0);
    }

    void staffSeeTheWaitThatBuyersAreTold()
    {
        SecondLog log;
        auto tick = lineTick(10, {5000, 1000, 900});
        tick.line->newcomerWait = contract::ForetoldWait{480, 600, 780};
        log.add(tick);
        const auto figures = figuresOf(log, {});
        QCOMPARE(*valueOf(figures, Figure::WaitNew), 10.0);
        QCOMPARE(figures.waitNewRange->value.low, 8.0);
        QCOMPARE(figures.waitNewRange->value.high, 13.0);
    }

    void theTrueWaitIsThatOfTheLastWhoEntered()
    {
        // 1 pass a second on each of two instances: first after 10 minutes each, at last after 20.
        SecondLog log;
        for (int s = 0; s <= 120; ++s) {
            log.add(lineTick(s, {3000, 6 * s, 2 * s}));
            const std::int64_t waited
                    = s <= 100 ? s * 600000LL : 60000000LL + (s - 100) * 1200000LL;
            for (const auto* name : {"a", "b"})
                log.add(instanceTick(s, name, {{counter::passes, s}, {counter::waitsMs, waited}}));
        }
        QVERIFY(qAbs(*valueOf(figuresOf(log, {}), Figure::WaitLast) - 20) < 0.1);
        // Nobody enters any more: what was true a minute ago is not told as now.
        for (int s = 121; s <= 200; ++s)
            log.add(instanceTick(s, "a", {{counter::passes, 120}, {counter::waitsMs, 84000000}}));
        QVERIFY(!valueOf(figuresOf(log, {}), Figure::WaitLast));
    }

    void reloadsAreAShareOfWhatWasAsked()
    {
        SecondLog log;
        for (int s = 0; s <= 60; ++s)
            log.add(instanceTick(
                    s, "a", {{counter::placeRequests, 20 * s}, {counter::reloads, s}}));
        QVERIFY(qAbs(*valueOf(figuresOf(log, {}), Figure::Reloads) - 5) < 0.01);
    }

    void historyKeepsAGapAGap()
    {
        HistoryKeeper history;
        contract::FigureValues values;
        const auto waiting = static_cast<std::size_t>(Figure::Waiting);
        for (int s = 0; s <= 100; ++s) {
            if (s > 40 && s < 70)
                continue;
            values[waiting] = {double(s), at(s)};
            history.add(at(s), values);
            history.add(at(s), values); // heard twice
        }
        const auto rows = history.rows();
        QCOMPARE(rows->size(), std::size_t(101));
        QCOMPARE(rows->at(40).values[waiting], std::optional{40.0});
        for (std::size_t s = 41; s < 70; ++s)
            QVERIFY(!rows->at(s).values[waiting]);
        QCOMPARE(rows->at(70).values[waiting], std::optional{70.0});
    }

    void historyDoesNotPassOldForNew()
    {
        HistoryKeeper history;
        contract::FigureValues values;
        values[0] = {1.0, at(0)};
        for (int s = 0; s <= 2000; ++s)
            history.add(at(s), values);
        QCOMPARE(history.rows()->size(), std::size_t(900));
        QVERIFY(!history.rows()->back().values[0]);
    }

    void percentilesStayWithinTheirClass()
    {
        Spread spread{};
        QVERIFY(!percentileMs(spread, 0.95));
        spread[contract::histogramClass(3)] = 90;
        spread[contract::histogramClass(170)] = 10;
        QVERIFY(*percentileMs(spread, 0.5) > 2 && *percentileMs(spread, 0.5) <= 5);
        QCOMPARE(*percentileMs(spread, 0.95), 175.0);
        spread.back() = 1e6; // longer than anything we have a class for
        QCOMPARE(*percentileMs(spread, 0.95), 10000.0);
    }
};

QTEST_GUILESS_MAIN(TestSaleFigures)
#include "test_sale_figures.moc"
