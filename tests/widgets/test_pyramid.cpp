#include <QElapsedTimer>
#include <QTest>

#include <cmath>
#include <limits>
#include <random>

#include "tests/support/offscreen.h"
#include "widgets/timeline/pyramid.h"
#include "widgets/timeline/time_ruler.h"

using namespace saikobi;
using namespace saikobi::timeline;
using namespace std::chrono_literals;

namespace {

const contract::Instant noon = contract::fromUnixMs(1'760'011'200'000); // 12:00:00 UTC
constexpr float unknown = std::numeric_limits<float>::quiet_NaN();

Pyramid pyramidOf(std::vector<float> samples)
{
    const auto owner = std::make_shared<const std::vector<float>>(std::move(samples));
    return {*owner, {noon, 1s, 3s}, owner};
}

/// Values, single spikes and silences of all lengths; the same from the same start value.
std::vector<float> history(std::mt19937& random, std::size_t size)
{
    std::vector<float> samples;
    while (samples.size() < size) {
        const auto length = std::uniform_int_distribution<int>(1, 90)(random);
        const bool isSilent = std::uniform_int_distribution<int>(0, 4)(random) == 0;
        for (int i = 0; i < length && samples.size() < size; ++i)
            samples.push_back(
                    isSilent ? unknown : std::uniform_real_distribution<float>(0, 100)(random));
    }
    return samples;
}

/// The same columns, by looking at every sample.
std::vector<std::optional<Column>> slowColumns(
        const std::vector<float>& samples, TimeWindow window, int width)
{
    std::vector<std::optional<Column>> out(static_cast<std::size_t>(width));
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const auto at = noon + std::chrono::seconds{i};
        if (std::isnan(samples[i]) || !window.contains(at))
            continue;
        int pixel = width - 1;
        while (pixel > 0 && at < window.at(static_cast<double>(pixel) / width))
            --pixel;
        auto& column = out[static_cast<std::size_t>(pixel)];
        if (!column)
            column = Column{samples[i], samples[i], samples[i], samples[i], false};
        column->min = std::min<double>(column->min, samples[i]);
        column->max = std::max<double>(column->max, samples[i]);
        column->last = samples[i];
    }
    return out;
}

} // namespace

class TestPyramid : public QObject {
    Q_OBJECT

private slots:
    void init() { tests::failOnAnyWarning(); }

    void everyColumnIsWhatAllItsSamplesSay()
    {
        for (unsigned start = 1; start <= 60; ++start) {
            std::mt19937 random(start);
            const auto size = std::uniform_int_distribution<std::size_t>(1, 6000)(random);
            const auto samples = history(random, size);
            const auto pyramid = pyramidOf(samples);
            for (int round = 0; round < 10; ++round) {
                std::uniform_int_distribution<int> within(-50, static_cast<int>(size) + 50);
                const int a = within(random);
                const int b = within(random);
                const TimeWindow window{noon + std::chrono::seconds{std::min(a, b)},
                        noon + std::chrono::seconds{std::max(a, b) + 1}};
                const int width = std::uniform_int_distribution<int>(1, 700)(random);
                auto fast = pyramid.columns(window, width);
                for (auto& column : fast)
                    if (column)
                        column->isJoined = false;
                QVERIFY2(fast == slowColumns(samples, window, width),
                        qPrintable(QStringLiteral("start value %1").arg(start)));
            }
        }
    }

    void aSpikeOfOneSecondIsSeenAtEveryZoom()
    {
        constexpr std::size_t day = 86400;
        std::mt19937 random(7); // NOLINT(cert-msc51-cpp): the same history every time
        for (int round = 0; round < 20; ++round) {
            std::vector<float> samples(day, 10);
            const auto where = std::uniform_int_distribution<std::size_t>(0, day - 1)(random);
            samples[where] = 99;
            const auto pyramid = pyramidOf(samples);
            const auto at = noon + std::chrono::seconds{where};
            for (auto length = std::chrono::seconds{20}; length <= 48h; length = length * 3 / 2) {
                const auto before = std::chrono::seconds{
                        std::uniform_int_distribution<std::int64_t>(0, length.count())(random)};
                const auto columns = pyramid.columns({at - before, at - before + length}, 320);
                const auto highest = std::count_if(columns.begin(), columns.end(),
                        [](const auto& column) { return column && column->max == 99; });
                QCOMPARE(highest, 1);
            }
        }
    }

    void aGapIsSeenAtEveryZoomAndBreaksTheLine()
    {
        std::vector<float> samples(86400, 10);
        for (std::size_t i = 40000; i < 40005; ++i)
            samples[i] = unknown;
        const auto pyramid = pyramidOf(samples);
        const auto middle = noon + 40002s;
        for (auto length = 20s; length <= 86400s; length = length * 3 / 2) {
            const TimeWindow window{middle - length / 2, middle + length / 2};
            const auto gaps = pyramid.gaps(window);
            QCOMPARE(gaps.size(), std::size_t(1));
            QVERIFY(gaps[0].from == std::max(window.from, noon + 39999s));
            QVERIFY(gaps[0].to == std::min(window.to, noon + 40005s));
        }
        const auto columns = pyramid.columns({noon + 39000s, noon + 41000s}, 500);
        int breaks = 0;
        for (std::size_t i = 1; i < columns.size(); ++i)
            breaks += columns[i] && !columns[i]->isJoined ? 1 : 0;
        QCOMPARE(breaks, 1);
        const auto runs = pyramid.runs({noon + 39990s, noon + 40020s});
        QCOMPARE(runs.size(), std::size_t(2));
        QVERIFY(runs[0].back().at == noon + 39999s && runs[1].front().at == noon + 40005s);
    }

    void twoMissingSecondsAreNoGap()
    {
        std::vector<float> samples(100, 5);
        samples[50] = samples[51] = unknown;
        const auto pyramid = pyramidOf(samples);
        QVERIFY(pyramid.gaps(pyramid.whole()).empty());
        QCOMPARE(pyramid.runs(pyramid.whole()).size(), std::size_t(1));
        for (const auto& column : pyramid.columns(pyramid.whole(), 10))
            QVERIFY(column.has_value());
    }

    void theTimeBeforeTheFirstSampleIsNoGapButTheEndOfALostLineIs()
    {
        std::vector<float> samples(100, unknown);
        for (std::size_t i = 20; i < 60; ++i)
            samples[i] = 1;
        const auto pyramid = pyramidOf(samples);
        const auto gaps = pyramid.gaps(pyramid.whole());
        QCOMPARE(gaps.size(), std::size_t(1));
        QVERIFY(gaps[0].from == noon + 59s && gaps[0].to == noon + 99s);
    }

    void linesOfOnePlotHaveAGapTogetherOnlyWhereNoneIsKnown()
    {
        std::vector<float> early(100, 1);
        auto late = early;
        for (std::size_t i = 30; i < 60; ++i)
            early[i] = unknown;
        for (std::size_t i = 45; i < 80; ++i)
            late[i] = unknown;
        const auto a = pyramidOf(early);
        const auto b = pyramidOf(late);
        const auto gaps = commonGaps({&a, &b}, a.whole());
        QCOMPARE(gaps.size(), std::size_t(1));
        QVERIFY(gaps[0].from == noon + 44s && gaps[0].to == noon + 60s);
    }

    void nothingComesFromAnEmptyLine()
    {
        const auto pyramid = pyramidOf({});
        for (const auto& column : pyramid.columns({noon, noon + 60s}, 30))
            QVERIFY(!column);
        QVERIFY(pyramid.runs({noon, noon + 60s}).empty());
        QVERIFY(!pyramid.at(noon, 2s));
        QVERIFY(!pyramid.extent({noon, noon + 60s}));
    }

    void theNearestSampleIsReadAndNoneFromAfar()
    {
        std::vector<float> samples{1, 2, unknown, unknown, unknown, unknown, 7};
        const auto pyramid = pyramidOf(samples);
        QCOMPARE(pyramid.at(noon + 1400ms, 2s), 2.0);
        QCOMPARE(pyramid.at(noon + 3s, 2s), 2.0);
        QVERIFY(!pyramid.at(noon + 3500ms, 2s));
        QCOMPARE(pyramid.at(noon + 5s, 2s), 7.0);
        QVERIFY(!pyramid.at(noon + 9s, 2s));
    }

    void sixteenHundredColumnsOfTwoMillionSamplesTakeFarLessThanAMillisecond()
    {
        std::vector<float> samples(2'000'000);
        for (std::size_t i = 0; i < samples.size(); ++i)
            samples[i] = std::sin(static_cast<float>(i) / 5000);
        const auto pyramid = pyramidOf(samples);
        QVERIFY(pyramid.size() < samples.size() * sizeof(float) * 3 / 5);
        double best = 1e9;
        for (int round = 0; round < 20; ++round) {
            QElapsedTimer timer;
            timer.start();
            const auto columns = pyramid.columns(pyramid.whole(), 1600);
            best = std::min(best, static_cast<double>(timer.nsecsElapsed()) / 1e6);
            QVERIFY(columns.front() && columns.back());
        }
        qInfo("best of 20: %.3f ms", best);
        QVERIFY(best < 1);
    }

    void roundTimesAreThoseOfTheSalesTimeZone_data()
    {
        QTest::addColumn<int>("length");
        QTest::addColumn<int>("offset");
        QTest::addColumn<int>("round");
        QTest::addRow("twenty seconds in Tokyo") << 20 << 9 * 3600 << 2;
        QTest::addRow("an hour in Tokyo") << 3600 << 9 * 3600 << 600;
        QTest::addRow("eight hours in Kathmandu, 5:45 ahead") << 8 * 3600 << 20700 << 3600;
        QTest::addRow("three days in New York") << 72 * 3600 << -4 * 3600 << 21600;
    }

    void roundTimesAreThoseOfTheSalesTimeZone()
    {
        QFETCH(int, length);
        QFETCH(int, offset);
        QFETCH(int, round);
        const auto times = roundTimes({noon + 7s, noon + 7s + std::chrono::seconds{length}}, 12,
                std::chrono::seconds{offset});
        QVERIFY(times.size() > 2);
        for (const auto at : times)
            QCOMPARE((contract::toUnixMs(at) / 1000 + offset) % round, 0);
    }
};

QTEST_MAIN(TestPyramid)
#include "test_pyramid.moc"
