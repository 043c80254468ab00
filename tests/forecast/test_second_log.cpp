#include <QRegularExpression>
#include <QTest>

#include "backend/forecast/second_log.h"
#include "tests/support/tape.h"

using namespace saikobi;
using namespace saikobi::forecast;
using namespace saikobi::tests;
using namespace std::chrono_literals;

namespace {

constexpr const char* paid = contract::counter::ordersPaid;

double amount(const SecondLog& log, double end, std::chrono::seconds window,
        Count count = Count::OrdersPaid)
{
    return log.growth(count, at(end), window).amount;
}

double perMinute(const SecondLog& log, std::chrono::seconds window, Count count = Count::OrdersPaid)
{
    return log.growth(count, *log.completeUntil(), window).perSecond().value_or(-1) * 60;
}

} // namespace

class TestSecondLog : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    void whatWasCountedBeforeWeListenedDoesNotCount()
    {
        SecondLog log;
        log.add(instanceTick(0, "a", {{paid, 5000}}));
        log.add(instanceTick(0.4, "b", {{paid, 7000}}));
        log.add(instanceTick(1, "a", {{paid, 5003}}));
        log.add(instanceTick(1.4, "b", {{paid, 7001}}));
        QCOMPARE(amount(log, 10, 20s), 4.0);
    }

    void sumsTheInstances()
    {
        SecondLog log;
        for (int s = 0; s <= 60; ++s) {
            log.add(instanceTick(s + 0.1, "a", {{paid, 2 * s}}));
            log.add(instanceTick(s + 0.7, "b", {{paid, 3 * s}}));
        }
        QVERIFY(qAbs(perMinute(log, 60s) - 300) < 6);
    }

    void aRestartBeginsAtZeroAndLosesNothing()
    {
        SecondLog log;
        for (int s = 0; s <= 30; ++s)
            log.add(instanceTick(s, "a", {{paid, 10 * s}}));
        log.add(instanceTick(33, "a", {{paid, 4}}, "2")); // three seconds later, new counters
        log.add(instanceTick(34, "a", {{paid, 10}}, "2"));
        QCOMPARE(amount(log, 40, 60s), 310.0);
    }

    void anInstanceThatJoinsCountsFromItsBeginning()
    {
        SecondLog log;
        for (int s = 0; s <= 20; ++s)
            log.add(instanceTick(s, "a", {{paid, s}}));
        log.add(instanceTick(20.5, "b", {{paid, 7}}));
        QCOMPARE(amount(log, 30, 60s), 27.0);
    }

    void aRepeatedTimeStampIsOldData()
    {
        SecondLog log;
        QVERIFY(log.add(instanceTick(0, "a", {{paid, 0}})));
        QVERIFY(log.add(instanceTick(1, "a", {{paid, 5}})));
        QVERIFY(!log.add(instanceTick(1, "a", {{paid, 9}})));
        QVERIFY(!log.add(instanceTick(0.5, "a", {{paid, 3}})));
        QCOMPARE(amount(log, 10, 20s), 5.0);
        QCOMPARE(log.newestInstance(), std::optional{at(1)});
    }

    void aGapIsNotMeasuredAndMakesNoSpike()
    {
        SecondLog log;
        for (int s = 0; s <= 30; ++s)
            log.add(instanceTick(s, "a", {{paid, 5 * s}}));
        for (int s = 90; s <= 120; ++s) // one minute of silence, during which it went on selling
            log.add(instanceTick(s, "a", {{paid, 5 * s}}));
        const auto seen = log.growth(Count::OrdersPaid, at(120), 120s);
        QVERIFY(qAbs(seen.seconds - 60) < 0.01);
        QVERIFY(qAbs(*seen.perSecond() - 5) < 0.01);
        QVERIFY(*log.fullestSecond(Count::OrdersPaid, at(120), 120s) < 5.01);
    }

    void anotherEpochOfTheLineIsNotGrowth()
    {
        SecondLog log;
        for (int s = 0; s <= 20; ++s)
            log.add(lineTick(s, {1000 + 10 * s, 0, 0, 1}));
        for (int s = 21; s <= 40; ++s) // numbers go on above the old ceiling
            log.add(lineTick(s, {100'000 + 10 * s, 0, 0, 2}));
        QVERIFY(qAbs(perMinute(log, 60s, Count::Issued) - 600) < 1);
    }

    void jumpingARangeThatNobodyHoldsIsNoFront()
    {
        SecondLog log;
        log.add(lineTick(0, {100'010, 10, 10, 2, 100'000}));
        log.add(lineTick(1, {100'020, 10, 10, 2, 100'000}));
        log.add(lineTick(2, {100'030, 100'015, 15, 2, 0}));
        QCOMPARE(log.growth(Count::Serving, at(2), std::chrono::seconds{2}).amount, 5.0);
    }

    void theSameRateWhateverThePoll_data()
    {
        QTest::addColumn<int>("every");
        QTest::addRow("every second") << 1;
        QTest::addRow("every other second") << 2;
        QTest::addRow("every fifth second") << 5;
    }

    void theSameRateWhateverThePoll()
    {
        QFETCH(int, every);
        SecondLog log;
        for (int s = 0; s <= 120; s += every) {
            log.add(instanceTick(s + 0.2, "a", {{paid, 4 * s}}));
            log.add(instanceTick(s + 0.9, "b", {{paid, 3 * s}}));
            log.add(lineTick(s, {5 * s, 0, 0, 1}));
        }
        QVERIFY(qAbs(perMinute(log, 60s) - 420) < 0.02 * 420);
        QVERIFY(qAbs(perMinute(log, 60s, Count::Issued) - 300) < 0.02 * 300);
    }

    void aDeadInstanceIsNotWaitedFor()
    {
        SecondLog log;
        for (int s = 0; s <= 10; ++s)
            log.add(instanceTick(s, "a", {{paid, s}}));
        for (int s = 0; s <= 20; ++s)
            log.add(instanceTick(s, "b", {{paid, s}}));
        QCOMPARE(log.completeUntil(), std::optional{at(20)});
        QCOMPARE(log.instances().size(), std::size_t(2));
        QCOMPARE(log.instances().front().lastTick, at(10));
    }

    void memoryStaysBounded()
    {
        SecondLog log;
        for (int s = 0; s < 4000; ++s)
            log.add(instanceTick(s, "a", {{paid, s}}, std::to_string(s / 2)));
        QVERIFY(log.growth(Count::OrdersPaid, at(4000), 4000s).seconds <= SecondLog::keep.count());
        log.add(instanceTick(1e6, "a", {{paid, 0}}, "much later"));
        QCOMPARE(log.completeUntil(), std::optional{at(1e6)});
    }
};

QTEST_GUILESS_MAIN(TestSecondLog)
#include "test_second_log.moc"
