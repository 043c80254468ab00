#include <QRegularExpression>
#include <QTest>

#include "backend/alarms/instance_watch.h"

using namespace saikobi;
using alarms::InstanceWatch;
using contract::Instant;

namespace {

Instant at(int second)
{
    return contract::fromUnixMs(1'790'000'000'000 + 1000LL * second);
}

contract::Tick lineTick(int second, contract::Phase phase)
{
    contract::Tick tick;
    tick.at = at(second);
    tick.line.emplace().phase = phase;
    return tick;
}

contract::Tick instanceTick(int second, const char* name, const char* incarnation)
{
    contract::Tick tick;
    tick.at = at(second);
    tick.instance = name;
    tick.incarnation = incarnation;
    return tick;
}

/// An open sale with two instances, up to that second.
InstanceWatch servedUntil(int second, contract::Phase phase = contract::Phase::Open)
{
    InstanceWatch watch;
    for (int s = 0; s <= second; ++s) {
        watch.note(lineTick(s, phase));
        watch.note(instanceTick(s, "a", "a1"));
        watch.note(instanceTick(s, "b", "b1"));
    }
    return watch;
}

} // namespace

class TestInstanceWatch : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    void nothingChangesWhileAllServe()
    {
        QCOMPARE(servedUntil(60).changesSince(std::nullopt, at(60)), 0);
    }

    void aRestartCountsUntilItIsConfirmed()
    {
        auto watch = servedUntil(60);
        watch.note(instanceTick(63, "a", "a2"));
        watch.note(instanceTick(63, "b", "b1"));
        QCOMPARE(watch.changesSince(std::nullopt, at(63)), 1);
        QCOMPARE(watch.changesSince(at(70), at(63)), 0);
    }

    void whoFallsSilentIsGoneOnce()
    {
        auto watch = servedUntil(60);
        for (int s = 61; s < 200; ++s)
            watch.note(instanceTick(s, "b", "b1"));
        QCOMPARE(watch.changesSince(std::nullopt, at(199)), 1);
        watch.note(instanceTick(200, "a", "a2"));
        QCOMPARE(watch.changesSince(std::nullopt, at(200)), 1);
    }

    void beforeTheOpeningChangesAreFree()
    {
        auto watch = servedUntil(60, contract::Phase::Before);
        watch.note(instanceTick(63, "a", "a2"));
        watch.note(instanceTick(63, "b", "b1"));
        QCOMPARE(watch.changesSince(std::nullopt, at(63)), 0);
    }

    void oneMoreIsNoChange()
    {
        auto watch = servedUntil(60);
        watch.note(instanceTick(60, "c", "c1"));
        QCOMPARE(watch.changesSince(std::nullopt, at(61)), 0);
    }

    /// Whoever reads the ticks of before later counts the same as those who were there.
    void lateReadersCountTheSame()
    {
        auto watch = servedUntil(60);
        for (int s = 61; s < 600; ++s)
            watch.note(instanceTick(s, "b", "b1"));
        QCOMPARE(watch.changesSince(at(80), at(600)), 0);
        QCOMPARE(watch.changesSince(at(69), at(600)), 1);
    }
};

QTEST_APPLESS_MAIN(TestInstanceWatch)
#include "test_instance_watch.moc"
