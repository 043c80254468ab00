#include <QTest>

#include <algorithm>
#include <random>

#include "tests/support/line_history.h"

using saikobi::tests::LineHistory;
using namespace std::chrono_literals;

namespace {

LineHistory::Join join(
        std::int64_t number, std::chrono::milliseconds asked, std::chrono::milliseconds answered)
{
    const LineHistory::Clock::time_point begin{};
    return {number, begin + asked, begin + answered};
}

LineHistory historyOf(const std::vector<LineHistory::Join>& joins)
{
    LineHistory history;
    for (const auto& one : joins)
        history.add(one);
    return history;
}

/// The definition itself, in O(n²).
std::int64_t inversionsByDefinition(const std::vector<LineHistory::Join>& joins)
{
    return std::count_if(joins.begin(), joins.end(), [&joins](const auto& later) {
        return std::any_of(joins.begin(), joins.end(), [&later](const auto& earlier) {
            return earlier.answered < later.asked && earlier.number > later.number;
        });
    });
}

} // namespace

/// A checker that finds nothing proves nothing: here it has something to find.
class TestLineHistory : public QObject {
    Q_OBJECT

private slots:
    void orderlyJoinsAreGood()
    {
        const auto history = historyOf({join(1, 0ms, 5ms), join(2, 6ms, 9ms), join(3, 7ms, 8ms)});
        const auto verdict = history.check();
        QVERIFY(verdict.isGood());
        QCOMPARE(verdict.joins, std::int64_t{3});
    }

    void whoAskedMeanwhileMayStandAnywhere()
    {
        QVERIFY(historyOf({join(2, 0ms, 5ms), join(1, 4ms, 9ms)}).check().isGood());
        QVERIFY(historyOf({join(2, 0ms, 5ms), join(1, 5ms, 9ms)}).check().isGood());
    }

    void aNumberGivenTwiceIsFound()
    {
        const auto verdict
                = historyOf({join(7, 0ms, 5ms), join(8, 0ms, 5ms), join(7, 1ms, 2ms)}).check();
        QCOMPARE(verdict.duplicates, std::int64_t{1});
        QCOMPARE(verdict.example, std::string{"number 7 was given twice"});
    }

    void whoStandsBeforeSomebodyAnsweredEarlierIsFound()
    {
        const auto verdict = historyOf({join(9, 0ms, 5ms), join(3, 6ms, 9ms)}).check();
        QCOMPARE(verdict.inversions, std::int64_t{1});
        QVERIFY(!verdict.isGood());
    }

    void agreesWithTheDefinitionOnRandomHistories()
    {
        for (std::uint32_t seed = 1; seed <= 40; ++seed) {
            std::mt19937 random(seed);
            std::vector<LineHistory::Join> joins;
            for (int i = 1; i <= 120; ++i) {
                const std::chrono::milliseconds asked{i * 3 + int(random() % 20)};
                joins.push_back(join(i, asked, asked + std::chrono::milliseconds{random() % 15}));
            }
            const auto verdict = historyOf(joins).check();
            QVERIFY2(verdict.inversions == inversionsByDefinition(joins),
                    qPrintable(QStringLiteral("seed %1").arg(seed)));
        }
    }
};

QTEST_GUILESS_MAIN(TestLineHistory)
#include "test_line_history.moc"
