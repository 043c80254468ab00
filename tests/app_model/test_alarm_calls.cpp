#include <QRegularExpression>
#include <QTest>

#include "app/model/alarm_bell.h"
#include "app/model/alarm_calls.h"

using namespace saikobi;
using namespace saikobi::model;
using contract::AlarmPriority;
using namespace std::chrono_literals;

namespace {

const auto start = contract::fromUnixMs(1'760'011'200'000);

CallingAlarm alarm(AlarmPriority priority, contract::AlarmId id = contract::AlarmId::A02)
{
    CallingAlarm out;
    out.record.alarm = id;
    out.record.occurrence = 1;
    out.record.on = 1;
    out.record.priority = priority;
    out.record.raised = out.record.rang = start;
    return out;
}

} // namespace

/// Who is called to an alarm, and which tone is heard.
class TestAlarmCalls : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void aRingIsCalledOnce()
    {
        AlarmCalls calls;
        auto one = alarm(AlarmPriority::P2);
        QCOMPARE(calls.look({one}, {}, start).size(), std::size_t{1});
        QVERIFY(calls.look({one}, {}, start + 1s).empty());
        one.record.rang = start + 10s; // graver, or again
        QCOMPARE(calls.look({one}, {}, start + 10s).size(), std::size_t{1});
    }

    void whatIsSeenOrAsideCallsNobody()
    {
        AlarmCalls calls;
        auto seen = alarm(AlarmPriority::P1);
        seen.record.acknowledged = start;
        auto aside = alarm(AlarmPriority::P1, contract::AlarmId::A03);
        aside.record.shelved = start;
        auto over = alarm(AlarmPriority::P1, contract::AlarmId::A05);
        over.record.on = 0;
        QVERIFY(calls.look({seen, aside, over}, {}, start + 300s).empty());
    }

    void aTestIsHeardToo()
    {
        AlarmCalls calls;
        auto one = alarm(AlarmPriority::P1);
        one.record.on = 0;
        one.record.isTest = true;
        QCOMPARE(calls.look({one}, {}, start).size(), std::size_t{1});
        QVERIFY(calls.look({one}, {}, start + 300s).empty());
    }

    void inAFloodOnlyP3IsSilent()
    {
        AlarmCalls calls;
        const auto heard = calls.look(
                {alarm(AlarmPriority::P3), alarm(AlarmPriority::P2, contract::AlarmId::A03)},
                {.isOn = true, .count = 14}, start);
        QCOMPARE(heard.size(), std::size_t{2});
        QVERIFY(heard[0].isSilent);
        QVERIFY(!heard[1].isSilent);
    }

    void theDeadManCallsOnce_data()
    {
        QTest::addColumn<int>("priority");
        QTest::addColumn<int>("after");
        QTest::addRow("P1 after a minute") << 1 << 60;
        QTest::addRow("P2 after three") << 2 << 180;
        QTest::addRow("P3 never") << 3 << 0;
    }

    void theDeadManCallsOnce()
    {
        QFETCH(int, priority);
        QFETCH(int, after);
        AlarmCalls calls;
        const auto one = alarm(static_cast<AlarmPriority>(priority));
        int unseen = 0;
        int at = 0;
        for (int second = 0; second <= 900; ++second)
            for (const auto& call : calls.look({one}, {}, start + std::chrono::seconds{second}))
                if (call.kind == CallKind::Unseen) {
                    ++unseen;
                    at = second;
                }
        QCOMPARE(unseen, after == 0 ? 0 : 1);
        QCOMPARE(at, after);
    }

    void eachRingsOnceButP1UntilItIsSilenced()
    {
        AlarmBell bell;
        contract::Deadline now{};
        bell.ring(AlarmPriority::P3);
        bell.ring(AlarmPriority::P2);
        QCOMPARE(bell.next(now), AlarmPriority::P2); // the gravest, not one after the other
        QVERIFY(!bell.next(now += 1s));
        bell.ring(AlarmPriority::P1);
        bell.setP1Calling(true);
        int heard = 0;
        for (int i = 0; i < 60; ++i)
            heard += bell.next(now += 1s) ? 1 : 0;
        QCOMPARE(heard, 20); // every 3 s
        bell.silence();
        for (int i = 0; i < 60; ++i)
            QVERIFY(!bell.next(now += 1s));
        bell.ring(AlarmPriority::P1); // a new one is not covered by that silence
        QCOMPARE(bell.next(now += 1s), AlarmPriority::P1);
    }

    void p1EndsWithItsAlarm()
    {
        AlarmBell bell;
        contract::Deadline now{};
        bell.ring(AlarmPriority::P1);
        bell.setP1Calling(true);
        QCOMPARE(bell.next(now), AlarmPriority::P1);
        bell.setP1Calling(false);
        for (int i = 0; i < 60; ++i)
            QVERIFY(!bell.next(now += 1s));
    }

    void mutingLastsFiveMinutesAtMost()
    {
        AlarmBell bell;
        contract::Deadline now{};
        bell.setP1Calling(true);
        bell.mute(60min, now);
        QCOMPARE(bell.mutedFor(now), std::chrono::seconds{300});
        bell.ring(AlarmPriority::P2);
        for (int i = 0; i < 299; ++i)
            QVERIFY(!bell.next(now += 1s));
        QCOMPARE(bell.mutedFor(now), std::chrono::seconds{1});
        QCOMPARE(bell.next(now += 1s), AlarmPriority::P1); // what is still there goes on calling
        QVERIFY(!bell.mutedFor(now));
    }

    void mutingCanBeTakenBack()
    {
        AlarmBell bell;
        const contract::Deadline now{};
        bell.mute(1min, now);
        bell.unmute();
        bell.ring(AlarmPriority::P3);
        QCOMPARE(bell.next(now), AlarmPriority::P3);
    }
};

QTEST_GUILESS_MAIN(TestAlarmCalls)
#include "test_alarm_calls.moc"
