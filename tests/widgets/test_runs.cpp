#include <QTest>

#include <algorithm>
#include <random>

#include "widgets/timeline/axis_range.h"
#include "widgets/timeline/runs.h"
#include "widgets/timeline/time_ruler.h"

using namespace saikobi;
using namespace saikobi::timeline;
using namespace std::chrono_literals;

namespace {

const contract::Instant noon = contract::fromUnixMs(1'760'011'200'000); // 12:00:00 UTC

std::vector<Sample> everySecond(int seconds, double value)
{
    std::vector<Sample> samples;
    for (int i = 0; i < seconds; ++i)
        samples.push_back({noon + std::chrono::seconds{i}, value});
    return samples;
}

} // namespace

class TestRuns : public QObject {
    Q_OBJECT

private slots:
    void aSilenceAboveThreeSecondsStaysAGap()
    {
        auto samples = everySecond(60, 5);
        samples.erase(samples.begin() + 20, samples.begin() + 24);
        const auto found = runs(samples, {noon, noon + 60s}, {300, 3s});
        QCOMPARE(found.size(), std::size_t(2));
        QVERIFY(found[0].back().at == noon + 19s);
        QVERIFY(found[1].front().at == noon + 24s);
        const auto holes = gaps({samples}, {noon, noon + 60s}, 3s);
        QCOMPARE(holes.size(), std::size_t(1));
        QVERIFY(holes[0].from == noon + 19s && holes[0].to == noon + 24s);
    }

    void secondsWithoutAValueAreNotZero()
    {
        auto samples = everySecond(30, 7);
        for (std::size_t i = 10; i < 20; ++i)
            samples[i].value.reset();
        for (const auto& run : runs(samples, {noon, noon + 30s}, {300, 3s}))
            for (const auto& point : run)
                QCOMPARE(point.value, 7.0);
    }

    void theEndOfALostFeedIsAGapButTheTimeBeforeItsStartIsNot()
    {
        const auto samples = everySecond(30, 1);
        const auto holes = gaps({samples}, {noon - 60s, noon + 60s}, 3s);
        QCOMPARE(holes.size(), std::size_t(1));
        QVERIFY(holes[0].from == noon + 29s && holes[0].to == noon + 60s);
        QVERIFY(gaps({{}}, {noon, noon + 60s}, 3s).empty());
    }

    void aSpikeOfOneSecondNeverVanishes_data()
    {
        QTest::addColumn<int>("columns");
        QTest::addRow("fifteen minutes in 300 columns") << 300;
        QTest::addRow("fifteen minutes in 40 columns") << 40;
        QTest::addRow("fifteen minutes in one column") << 1;
    }

    void aSpikeOfOneSecondNeverVanishes()
    {
        QFETCH(int, columns);
        std::mt19937 random(7); // NOLINT(cert-msc51-cpp): the same history every time
        for (int round = 0; round < 50; ++round) {
            auto samples = everySecond(900, 10);
            const auto where = std::uniform_int_distribution<std::size_t>(0, 899)(random);
            samples[where].value = 99;
            const auto found = runs(samples, {noon, noon + 900s}, {columns, 3s});
            QCOMPARE(found.size(), std::size_t(1));
            const bool isSeen = std::any_of(found[0].begin(), found[0].end(),
                    [](const auto& point) { return point.value == 99; });
            QVERIFY2(isSeen, qPrintable(QString::number(where)));
            QVERIFY(found[0].size() <= static_cast<std::size_t>(2 * columns + 2));
            QVERIFY(std::is_sorted(found[0].begin(), found[0].end(),
                    [](const auto& a, const auto& b) { return a.at < b.at; }));
        }
    }

    void roundTimesAreRoundOnTheLocalClock()
    {
        const auto utc = roundTimes({noon + 1min, noon + 16min}, 6, 0s);
        QVERIFY(utc.front() == noon + 5min);
        QVERIFY(utc.back() == noon + 15min);
        const auto india = roundTimes({noon, noon + 3h}, 4, 5h + 30min);
        QVERIFY(india.front() == noon + 30min); // 18:00 there
        QVERIFY(roundTimes({noon, noon}, 5, 0s).empty());
        for (int most = 1; most < 20; ++most)
            QVERIFY(roundTimes({noon, noon + 15min}, most, 9h).size()
                    <= static_cast<std::size_t>(most));
    }

    void theAxisGrowsAtOnceAndShrinksAfterFiveMinutes()
    {
        AxisRange range(10);
        QCOMPARE(range.top(0, noon), 10.0);
        QCOMPARE(range.top(730, noon + 1s), 800.0);
        QCOMPARE(range.top(40, noon + 2s), 800.0);
        QCOMPARE(range.top(40, noon + 299s), 800.0);
        QCOMPARE(range.top(40, noon + 302s), 40.0);
    }

    void aRoundTopIsNeverBelowItsValue()
    {
        for (double value = 0.013; value < 1e6; value *= 1.07) {
            QVERIFY(roundTop(value) >= value * (1 - 1e-9));
            QVERIFY(roundTop(value) <= value * 2.01);
        }
        QCOMPARE(roundTop(0), 1.0);
    }
};

QTEST_GUILESS_MAIN(TestRuns)
#include "test_runs.moc"
