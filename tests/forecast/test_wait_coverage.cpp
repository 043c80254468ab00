#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

#include "backend/forecast/wait_forecaster.h"
#include "tests/forecast/wait_crowd.h"

using namespace saikobi;
using namespace saikobi::forecast;
using namespace saikobi::tests;

namespace {

const std::vector<CrowdSketch>& crowds()
{
    static const std::vector<CrowdSketch> all{{.name = "20 000 patient people, 300/min", .seed = 1},
            {.name = "40 000, a third are ghosts, 600/min",
                    .joinedBefore = 40000,
                    .ratePerMinute = 600,
                    .ghosts = 0.33,
                    .patienceMinutes = 120,
                    .absent = 0.15,
                    .seed = 2},
            {.name = "60 000, raised by a fifth on the way",
                    .joinedBefore = 60000,
                    .ratePerMinute = 600,
                    .ghosts = 0.2,
                    .patienceMinutes = 90,
                    .raiseAfterMinutes = 20,
                    .seed = 3},
            {.name = "25 000 and as many after the opening",
                    .joinedBefore = 25000,
                    .arrivalsPerMinute = 600,
                    .arrivalMinutes = 40,
                    .ratePerMinute = 500,
                    .ghosts = 0.15,
                    .patienceMinutes = 150,
                    .seed = 4},
            {.name = "30 000, 30 % do not look, half of them come late",
                    .joinedBefore = 30000,
                    .ratePerMinute = 400,
                    .patienceMinutes = 180,
                    .absent = 0.3,
                    .seed = 5},
            {.name = "50 000 impatient people and a hold",
                    .joinedBefore = 50000,
                    .ratePerMinute = 600,
                    .ghosts = 0.25,
                    .patienceMinutes = 45,
                    .absent = 0.2,
                    .holdAfterMinutes = 15,
                    .seed = 6}};
    return all;
}

/// What the people of a crowd were told and what became of it, counted by the test itself.
struct Ledger {
    struct Told {
        std::int64_t place = 0;
        int at = 0;
        WaitSpan wait{};
    };
    std::vector<Told> open{};
    int told = 0;
    int within = 0;
    std::vector<double> errors{}; ///< of p50, relative

    void settle(const WaitCrowd& crowd)
    {
        const auto passed = std::partition(open.begin(), open.end(),
                [&](const Told& one) { return one.place > crowd.serving(); });
        for (auto one = passed; one != open.end(); ++one) {
            const double wait = crowd.now() - one->at;
            ++told;
            within += wait >= one->wait.p10 && wait <= one->wait.p90 ? 1 : 0;
            if (wait >= 60)
                errors.push_back(std::abs(wait - one->wait.p50) / wait);
        }
        open.erase(passed, open.end());
    }
    void tell(const WaitCrowd& crowd, const WaitCurve& curve)
    {
        for (int i = 1; i <= 16; ++i) {
            const auto place = crowd.serving() + crowd.waiting() * i / 16;
            const auto point = waitAt(curve, place);
            if (point && point->wait.p50 >= 10)
                open.push_back({place, crowd.now(), point->wait});
        }
    }
    double coverage() const { return 100.0 * within / std::max(1, told); }
    double medianError()
    {
        const auto middle = errors.begin() + static_cast<std::ptrdiff_t>(errors.size() / 2);
        std::nth_element(errors.begin(), middle, errors.end());
        return 100 * *middle;
    }
};

} // namespace

/// Six crowds unlike each other: what they are told comes true as often as it claims to.
class TestWaitCoverage : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }
    void theRangeCoversFourOfFiveOutcomes();
};

void TestWaitCoverage::theRangeCoversFourOfFiveOutcomes()
{
    int told = 0;
    int within = 0;
    for (const auto& sketch : crowds()) {
        WaitCrowd crowd(sketch);
        WaitMemory memory;
        Ledger ledger;
        double presentError = 0;
        int presentLooks = 0;
        while (!crowd.isOver()) {
            crowd.step();
            ledger.settle(crowd);
            if (crowd.isHeld())
                ledger.open.clear();
            if (crowd.now() % 5 != 0)
                continue;
            const double oldRate = memory.last.ratePerSecond;
            const auto outlook = lookAhead(memory, crowd.look(memory.sampling));
            if (memory.last.ratePerSecond != oldRate)
                ledger.open.clear();
            if (crowd.now() % 30 == 0)
                ledger.tell(crowd, outlook.curve);
            if (crowd.now() % 300 == 0 && crowd.trulyPresent() > 500 && outlook.present) {
                presentError += std::abs(static_cast<double>(*outlook.present)
                                / static_cast<double>(crowd.trulyPresent())
                        - 1);
                ++presentLooks;
            }
        }
        std::printf("%-52s %3d min  coverage %5.1f %% of %5d (backend %5.1f %% of %5lld, %lld void)"
                    "  p50 off by %4.1f %%  present off by %4.1f %%\n",
                sketch.name, crowd.now() / 60, ledger.coverage(), ledger.told,
                100.0 * static_cast<double>(memory.within) / static_cast<double>(memory.outcomes),
                static_cast<long long>(memory.outcomes), static_cast<long long>(memory.dropped),
                ledger.medianError(), 100 * presentError / std::max(1, presentLooks));
        for (const auto& band : memory.bands)
            std::printf("  %.2f/%.2f", band.low, band.high);
        std::printf("\n");
        told += ledger.told;
        within += ledger.within;
        QVERIFY2(ledger.medianError() < 10, sketch.name);
    }
    const double pooled = 100.0 * within / told;
    std::printf("pooled: %.1f %% of %d\n", pooled, told);
    QVERIFY(told >= 2000);
    QVERIFY(pooled >= 75 && pooled <= 85);
}

QTEST_GUILESS_MAIN(TestWaitCoverage)
#include "test_wait_coverage.moc"
