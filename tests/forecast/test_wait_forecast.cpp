#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <vector>

#include "backend/forecast/presence_profile.h"
#include "backend/forecast/wait_forecaster.h"

using namespace saikobi;
using namespace saikobi::forecast;

namespace {

/// A line at 300/min in which everybody waits for a minute already.
LineSight steadyLine(std::int64_t waiting)
{
    LineSight sight;
    sight.atS = 1000;
    sight.clockS = 500;
    sight.isOpen = true;
    sight.ratePerSecond = 5;
    sight.serving = 1000;
    sight.issued = 1000 + waiting;
    return sight;
}

LineSight withSigns(LineSight sight, double share)
{
    sight.presenceAgeS = 300;
    double due = 0;
    for (auto place = sight.serving + 1; place <= sight.issued; ++place)
        for (due += share; due >= 1; due -= 1)
            sight.signs.push_back({place, 10});
    return sight;
}

} // namespace

class TestWaitForecast : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }
    void ghostsDoNotLengthenTheWait();
    void beforeAnyMeasurementPresenceIsUnknown();
    void clientsThatSendNothingAreNotAnEmptyLine();
    void nobodyCanSayWhileNobodyIsCalled();
    void anOutcomeComesWhenTheFrontPasses();
    void aHoldOrANewRateMakesForecastsVoid_data();
    void aHoldOrANewRateMakesForecastsVoid();
    void growthIsExplained();
    void memoryHasABound();
    void theDivisorKeepsReportersBounded();
    void aSmallerDivisorCountsOnceItsTicketsHaveReported();
    void voidPlacesAreNotPeople();
    void aPlaceIsReadBetweenThePoints();
    void fewerPointsKeepTheEnds();
    void pagesLookMoreOftenNearTheFront_data();
    void pagesLookMoreOftenNearTheFront();
    void leavingShortensTheWait();
};

namespace {

/// Seconds for so many people at 5 a second, when of a tenth that is absent half come late: the
/// longer the wait, the more of the passes are theirs.
double waitBehind(double people)
{
    const double alone = people / 5;
    const double late = 0.05 / 0.95 * alone / (alone + 150);
    return alone / (1 - late);
}

} // namespace

void TestWaitForecast::ghostsDoNotLengthenTheWait()
{
    WaitMemory memory;
    const auto outlook = lookAhead(memory, withSigns(steadyLine(3000), 0.5));
    QCOMPARE(outlook.present.value_or(0), std::int64_t{1500});
    const auto last = outlook.curve.back();
    QCOMPARE(last.place, std::int64_t{4000});
    QVERIFY(std::abs(last.aheadPresent - 1499) < 2);
    // 1500 present, nine of ten come, 5 a second.
    QVERIFY(std::abs(last.wait.p50 - waitBehind(1500 * 0.9)) < 2);
    QVERIFY(outlook.curve.size() <= mostCurvePoints);
}

void TestWaitForecast::beforeAnyMeasurementPresenceIsUnknown()
{
    WaitMemory memory;
    auto sight = withSigns(steadyLine(3000), 0.5);
    sight.presenceAgeS = 60; // hidden tabs have not all woken yet
    const auto outlook = lookAhead(memory, sight);
    QVERIFY(!outlook.present);
    QVERIFY(std::abs(outlook.curve.back().wait.p50 - waitBehind(3000 * 0.9)) < 2);
}

void TestWaitForecast::clientsThatSendNothingAreNotAnEmptyLine()
{
    WaitMemory memory;
    auto sight = withSigns(steadyLine(3000), 0.02);
    lookAhead(memory, sight);
    for (int i = 0; i < 20; ++i) {
        sight.atS += 5;
        sight.clockS += 5;
        sight.serving += 25;
        sight.passes += 25;
        sight.called = 25;
        sight.came = 24;
        sight.signs.erase(sight.signs.begin(), sight.signs.begin() + 1);
        const auto outlook = lookAhead(memory, sight);
        if (i < 10)
            continue;
        QVERIFY(!outlook.present);
        QVERIFY(outlook.curve.back().wait.p50 > 400);
    }
}

void TestWaitForecast::nobodyCanSayWhileNobodyIsCalled()
{
    WaitMemory memory;
    auto sight = withSigns(steadyLine(3000), 0.5);
    sight.isOpen = false;
    const auto outlook = lookAhead(memory, sight);
    QVERIFY(outlook.curve.empty());
    QCOMPARE(outlook.present.value_or(0), std::int64_t{1500});
    QVERIFY(memory.foretold.empty());
}

void TestWaitForecast::anOutcomeComesWhenTheFrontPasses()
{
    WaitMemory memory;
    auto sight = steadyLine(3000);
    lookAhead(memory, sight);
    const auto first = memory.foretold.front();
    QCOMPARE(memory.foretold.size(), std::size_t{16});
    QCOMPARE(first.place, std::int64_t{1188}); // a sixteenth of the line
    sight.atS += first.told.p50;
    sight.clockS += first.told.p50;
    sight.serving = first.place;
    lookAhead(memory, sight);
    QCOMPARE(memory.outcomes, std::int64_t{1});
    QCOMPARE(memory.within, std::int64_t{1});
    sight.atS += 2;
    sight.clockS += 2;
    sight.serving = 1600; // two more of the first look and two of the second, far too soon
    lookAhead(memory, sight);
    QCOMPARE(memory.outcomes, std::int64_t{5});
    QCOMPARE(memory.within, std::int64_t{1});
}

void TestWaitForecast::aHoldOrANewRateMakesForecastsVoid_data()
{
    QTest::addColumn<double>("clock");
    QTest::addColumn<double>("rate");
    QTest::addRow("the line stood still") << 2.0 << 5.0;
    QTest::addRow("staff set another rate") << 5.0 << 6.0;
}

void TestWaitForecast::aHoldOrANewRateMakesForecastsVoid()
{
    QFETCH(double, clock);
    QFETCH(double, rate);
    WaitMemory memory;
    auto sight = steadyLine(3000);
    lookAhead(memory, sight);
    sight.atS += 5;
    sight.clockS += clock;
    sight.ratePerSecond = rate;
    lookAhead(memory, sight);
    QCOMPARE(memory.dropped, std::int64_t{16});
    QCOMPARE(memory.outcomes, std::int64_t{0});
    QVERIFY(memory.foretold.empty());
}

void TestWaitForecast::growthIsExplained()
{
    // Two minutes go by and the front hardly moves: first because staff lowered the rate.
    const auto after = [](double rate, double stood, std::int64_t late) {
        WaitMemory memory;
        auto sight = steadyLine(6000);
        auto growth = lookAhead(memory, sight).growth;
        for (int i = 0; i < 24; ++i) {
            const bool isHeld = i < stood / 5;
            sight.atS += 5;
            sight.clockS += isHeld ? 0 : 5;
            sight.ratePerSecond = rate;
            sight.isOpen = !isHeld;
            const int passes = stood > 0 ? 25 : 14; // of 25 that the first rate would give
            sight.serving += isHeld ? 0 : passes - late;
            sight.passes += isHeld ? 0 : passes;
            sight.latePasses += late;
            growth = lookAhead(memory, sight).growth;
        }
        return growth;
    };
    QCOMPARE(after(2.5, 0, 0), WaitGrowth::Rate);
    QCOMPARE(after(5, 0, 7), WaitGrowth::Late);
    QCOMPARE(after(5, 0, 0), WaitGrowth::Slow);
    WaitMemory calm;
    QCOMPARE(lookAhead(calm, steadyLine(6000)).growth, WaitGrowth::None);
    QCOMPARE(name(after(5, 100, 0)), std::string_view{"held"});
}

void TestWaitForecast::memoryHasABound()
{
    WaitMemory memory;
    auto sight = steadyLine(2000000);
    for (int i = 0; i < 5000; ++i) { // nobody is called for seven hours, but the clock runs
        sight.atS += 5;
        sight.clockS += 5;
        lookAhead(memory, sight);
    }
    QCOMPARE(memory.foretold.size(), mostForetold);
    QVERIFY(memory.steps.size() <= 36);
    QVERIFY(memory.issued.size() <= 40);
    QVERIFY(memory.promises.size() <= 12);
}

void TestWaitForecast::theDivisorKeepsReportersBounded()
{
    std::uint32_t divisor = 1;
    for (std::int64_t waiting = 1; waiting < 10000000; waiting += 1 + waiting / 50) {
        const auto next = presenceDivisor(waiting, divisor);
        QVERIFY(next >= divisor); // never swings while the line grows
        divisor = next;
        if (waiting < 8000000)
            QVERIFY(waiting / divisor <= 8125);
    }
    QCOMPARE(presenceDivisor(130001, 1), 64U);
    QCOMPARE(presenceDivisor(520000, 1), 64U);
    QCOMPARE(presenceDivisor(520001, 64), 256U);
    QCOMPARE(presenceDivisor(120000, 64), 64U); // hardly less than the bound of 16
    QCOMPARE(presenceDivisor(90000, 64), 16U);
    QCOMPARE(presenceDivisor(100, 64), 1U);
}

void TestWaitForecast::aSmallerDivisorCountsOnceItsTicketsHaveReported()
{
    PresenceSampling sampling;
    follow(sampling, 200000, 0);
    QCOMPARE(sampling.counting, 64U);
    follow(sampling, 60000, 500);
    QCOMPARE(sampling.reporting, 16U); // these tickets begin to report now
    QCOMPARE(sampling.counting, 64U);
    follow(sampling, 60000, 589);
    QCOMPARE(sampling.counting, 64U);
    follow(sampling, 60000, 590);
    QCOMPARE(sampling.counting, 16U);
    follow(sampling, 300000, 600); // the 64th of them have reported all the time
    QCOMPARE(sampling.counting, 64U);
}

void TestWaitForecast::voidPlacesAreNotPeople()
{
    const std::vector<PlaceGap> gaps{{11, 20}, {31, 40}};
    QCOMPARE(peopleBetween(0, 10, gaps), 10.0);
    QCOMPARE(peopleBetween(0, 25, gaps), 15.0);
    QCOMPARE(peopleBetween(15, 50, gaps), 20.0);
    QCOMPARE(placeAfter(0, 15, gaps), std::int64_t{25});
    QCOMPARE(placeAfter(0, 21, gaps), std::int64_t{41});
    QCOMPARE(placeAfter(15, 3, gaps), std::int64_t{23});
}

void TestWaitForecast::aPlaceIsReadBetweenThePoints()
{
    const WaitCurve curve{{100, 0, {}}, {200, 80, {80, 100, 120}}, {300, 120, {160, 200, 240}}};
    QCOMPARE(waitAt(curve, 150)->wait.p50, 50.0);
    QCOMPARE(waitAt(curve, 150)->aheadPresent, 40.0);
    QCOMPARE(waitAt(curve, 200)->wait.p90, 120.0);
    QCOMPARE(waitAt(curve, 90)->wait.p90, 0.0);
    QCOMPARE(waitAt(curve, 500)->wait.p50, 400.0); // joined since: as steep as the whole
    QVERIFY(!waitAt({}, 5));
    const WaitCurve emptyLine{{100, 0, {}}};
    QCOMPARE(waitAt(emptyLine, 100)->wait.p50, 0.0);
    QVERIFY(!waitAt(emptyLine, 101)); // not "no wait at all"
}

void TestWaitForecast::fewerPointsKeepTheEnds()
{
    WaitCurve curve;
    for (int i = 0; i < 32; ++i)
        curve.push_back({i, 0, {}});
    QCOMPARE(thinned(curve, 8).size(), std::size_t{8});
    QCOMPARE(thinned(curve, 8).front().place, std::int64_t{0});
    QCOMPARE(thinned(curve, 8).back().place, std::int64_t{31});
    QCOMPARE(thinned(curve, 40).size(), std::size_t{32});
    QVERIFY(thinned(curve, 1).empty());
}

void TestWaitForecast::pagesLookMoreOftenNearTheFront_data()
{
    QTest::addColumn<double>("wait");
    QTest::addColumn<int>("seconds");
    QTest::addRow("about to be called") << 14.0 << 1;
    QTest::addRow("under a minute") << 59.0 << 2;
    QTest::addRow("ten minutes") << 600.0 << 30;
    QTest::addRow("five minutes") << 300.0 << 15;
    QTest::addRow("an hour") << 3600.0 << 30;
}

void TestWaitForecast::pagesLookMoreOftenNearTheFront()
{
    QFETCH(double, wait);
    QFETCH(int, seconds);
    QCOMPARE(static_cast<int>(lookAgainAfter(wait).count()), seconds);
}

void TestWaitForecast::leavingShortensTheWait()
{
    QCOMPARE(secondsToServe(600, 5, 0), 120.0);
    QVERIFY(secondsToServe(6000, 5, 0.001) < 1200 * 0.8);
    QCOMPARE(secondsToServe(0, 5, 0.1), 0.0);
}

QTEST_GUILESS_MAIN(TestWaitForecast)
#include "test_wait_forecast.moc"
