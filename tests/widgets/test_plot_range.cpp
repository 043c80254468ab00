#include <QTest>

#include <random>

#include "tests/support/offscreen.h"
#include "widgets/timeline/plot_range.h"

using namespace saikobi;
using namespace saikobi::timeline;
using namespace std::chrono_literals;

namespace {

const contract::Instant now = contract::fromUnixMs(1'760'011'200'000);
const TimeWindow whole{now - 15min, now};

auto lengthOf(TimeWindow window)
{
    return window.to - window.from;
}

} // namespace

class TestPlotRange : public QObject {
    Q_OBJECT

private slots:
    void init() { tests::failOnAnyWarning(); }

    void atFirstTheWholeIsShown()
    {
        const PlotRange range;
        QVERIFY(range.isWhole());
        QVERIFY(range.of(whole).from == whole.from && range.of(whole).to == whole.to);
    }

    void zoomingHalvesAroundTheCentreAndDoublesBack()
    {
        PlotRange range;
        range.zoomIn(whole, now - 5min);
        QVERIFY(lengthOf(range.of(whole)) == 450s);
        QVERIFY(range.of(whole).from == now - 5min - 225s);
        range.zoomOut(whole);
        QVERIFY(range.isWhole());
    }

    void zoomingEndsAtTheShortest()
    {
        PlotRange range;
        for (int i = 0; i < 40; ++i)
            range.zoomIn(whole, now);
        QVERIFY(lengthOf(range.of(whole)) == PlotRange::shortest);
        QVERIFY(range.of(whole).to == now);
    }

    void movingStopsAtTheEnds()
    {
        PlotRange range;
        range.zoomIn(whole, now);
        range.move(whole, 1);
        QVERIFY(range.of(whole).to == whole.to);
        for (int i = 0; i < 10; ++i)
            range.move(whole, -0.4);
        QVERIFY(range.of(whole).from == whole.from);
        QVERIFY(lengthOf(range.of(whole)) == 450s);
    }

    void aPartGoesOnWithTheSale()
    {
        PlotRange range;
        range.show(whole, {now - 4min, now - 2min});
        const TimeWindow later{whole.from + 30s, whole.to + 30s};
        QVERIFY(range.of(later).from == now - 4min + 30s);
        QVERIFY(range.of(later).to == now - 2min + 30s);
    }

    void aSelectionMayBeDrawnBackwards()
    {
        PlotRange range;
        range.show(whole, {now - 2min, now - 4min});
        QVERIFY(range.of(whole).from == now - 4min);
    }

    void aMarkOutsideIsReachedWithoutZooming()
    {
        PlotRange range;
        range.show(whole, {now - 2min, now});
        range.reach(whole, now - 1min);
        QVERIFY(range.of(whole).from == now - 2min); // it was inside
        range.reach(whole, now - 10min);
        QVERIFY(range.of(whole).contains(now - 10min));
        QVERIFY(lengthOf(range.of(whole)) == 2min);
    }

    void tenRangesAreKept()
    {
        PlotRange range;
        for (int i = 0; i < 14; ++i)
            range.show(whole, {now - 10min + i * 10s, now - 5min});
        int steps = 0;
        while (range.back())
            ++steps;
        QCOMPARE(steps, 10);
        QVERIFY(range.of(whole).from == now - 10min + 30s);
    }

    /// Whatever is pressed, what is shown lies within the whole and is neither empty nor turned
    /// round.
    void everyHistoryStaysInside()
    {
        const auto seed = std::random_device{}();
        qInfo("start value %u", seed);
        std::mt19937 random(seed);
        PlotRange range;
        for (int i = 0; i < 20'000; ++i) {
            const auto at = whole.at(std::uniform_real_distribution(-0.5, 1.5)(random));
            const auto other = whole.at(std::uniform_real_distribution(-0.5, 1.5)(random));
            switch (random() % 7) {
            case 0:
                range.zoomIn(whole, at);
                break;
            case 1:
                range.zoomOut(whole);
                break;
            case 2:
                range.move(whole, std::uniform_real_distribution(-2.0, 2.0)(random));
                break;
            case 3:
                range.show(whole, {at, other});
                break;
            case 4:
                range.reach(whole, at);
                break;
            case 5:
                range.fit();
                break;
            default:
                range.back();
            }
            const auto shown = range.of(whole);
            QVERIFY(shown.from >= whole.from && shown.to <= whole.to);
            QVERIFY(lengthOf(shown) >= PlotRange::shortest);
        }
    }
};

QTEST_MAIN(TestPlotRange)
#include "test_plot_range.moc"
