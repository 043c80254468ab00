#include <QTest>

#include "tests/bench/join_history.h"

using namespace saikobi;
using namespace std::chrono_literals;
using bench::Join;

namespace {

Join join(std::chrono::milliseconds written, std::chrono::milliseconds read, std::int64_t number)
{
    const std::chrono::steady_clock::time_point start{};
    return {start + written, start + read, number};
}

} // namespace

/// A benchmark that finds nothing must be able to find something.
class TestJoinHistory : public QObject {
    Q_OBJECT

private slots:
    void findsANumberThatCameTwice();
    void findsANumberBelowOneInHand();
    void allowsAnyOrderAmongJoinsThatOverlap();
};

void TestJoinHistory::findsANumberThatCameTwice()
{
    QCOMPARE(bench::duplicatesIn({join(0ms, 1ms, 1), join(2ms, 3ms, 2), join(4ms, 5ms, 1)}), 1LL);
    QCOMPARE(bench::duplicatesIn({join(0ms, 1ms, 1), join(2ms, 3ms, 2)}), 0LL);
}

void TestJoinHistory::findsANumberBelowOneInHand()
{
    // 7 was read at 3 ms, and 5 was asked for at 4 ms.
    QCOMPARE(bench::inversionsIn({join(4ms, 6ms, 5), join(0ms, 3ms, 7)}), 1LL);
    QCOMPARE(bench::inversionsIn({join(4ms, 6ms, 8), join(0ms, 3ms, 7)}), 0LL);
}

void TestJoinHistory::allowsAnyOrderAmongJoinsThatOverlap()
{
    QCOMPARE(bench::inversionsIn({join(2ms, 6ms, 5), join(0ms, 3ms, 7), join(1ms, 9ms, 2)}), 0LL);
}

QTEST_GUILESS_MAIN(TestJoinHistory)
#include "test_join_history.moc"
