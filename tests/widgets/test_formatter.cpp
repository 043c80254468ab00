#include <QTest>

#include "widgets/status/formatter.h"
#include "widgets/status/timeline_words.h"

using namespace saikobi;
using status::Formatter;
using namespace std::chrono_literals;

class TestFormatter : public QObject {
    Q_OBJECT

private slots:
    void agesCountUpInFitUnits_data()
    {
        QTest::addColumn<int>("ms");
        QTest::addColumn<QString>("text");
        QTest::addRow("a fresh value in tenths") << 430 << QStringLiteral("0.4 s");
        QTest::addRow("a clock ahead of ours is not below zero") << -700 << QStringLiteral("0.0 s");
        QTest::addRow("above ten seconds whole ones") << 12900 << QStringLiteral("12 s");
        QTest::addRow("minutes") << 200'000 << QStringLiteral("3 min");
        QTest::addRow("hours") << 7'300'000 << QStringLiteral("2 h");
    }

    void agesCountUpInFitUnits()
    {
        QFETCH(int, ms);
        QFETCH(QString, text);
        QCOMPARE(m_format.age(std::chrono::milliseconds{ms}), text);
    }

    void timesAreThoseOfTheSalesZone()
    {
        const auto at = contract::fromUnixMs(1'760'011'200'000); // 12:00:00 UTC
        QCOMPARE(m_format.clock(at), QStringLiteral("21:00:00"));
        QCOMPARE(m_format.clockMinutes(at), QStringLiteral("21:00"));
        QCOMPARE(m_format.zoneName(at), QStringLiteral("JST"));
        QVERIFY(m_format.utcOffset(at) == 9h);
        QCOMPARE(m_format.span(751s), QStringLiteral("00:12:31"));
    }

    void anUnknownZoneFallsBackToUtc()
    {
        const Formatter lost(QLocale(QLocale::English), QTimeZone("Nowhere/City"));
        QCOMPARE(lost.clock(contract::fromUnixMs(0)), QStringLiteral("00:00:00"));
    }

    void numbersAreGrouped()
    {
        QCOMPARE(m_format.count(4210), QStringLiteral("4,210"));
        QCOMPARE(m_format.percent(98.44, 1), QStringLiteral("98.4 %"));
        QCOMPARE(m_format.milliseconds(3.84), QStringLiteral("3.8 ms"));
        QCOMPARE(m_format.milliseconds(38.4), QStringLiteral("38 ms"));
    }

    void estimatesShowTwoDigits_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("text");
        QTest::addRow("few are counted") << 87.0 << QStringLiteral("87");
        QTest::addRow("hundreds") << 874.0 << QStringLiteral("870");
        QTest::addRow("thousands") << 3914.0 << QStringLiteral("3.9k");
        QTest::addRow("just below ten thousand") << 9960.0 << QStringLiteral("10k");
        QTest::addRow("many") << 129'400.0 << QStringLiteral("130k");
        QTest::addRow("nobody") << 0.0 << QStringLiteral("0");
    }

    void estimatesShowTwoDigits()
    {
        QFETCH(double, value);
        QFETCH(QString, text);
        QCOMPARE(m_format.about(value), text);
    }

    void theTimelineTellsWhatBecameOfACommand_data()
    {
        QTest::addColumn<QString>("result");
        QTest::addColumn<QString>("sentence");
        QTest::addRow("in force") << QStringLiteral("in_force")
                                  << QStringLiteral("rate 100 → 120 in force (op-1)");
        QTest::addRow("refused") << QStringLiteral("refused")
                                 << QStringLiteral("rate refused: the queue is not held (op-1)");
        QTest::addRow("lost race") << QStringLiteral("lost_race")
                                   << QStringLiteral("rate lost the race to op-2 (op-1)");
        QTest::addRow("expired") << QStringLiteral("expired")
                                 << QStringLiteral("rate expired (op-1)");
    }

    void theTimelineTellsWhatBecameOfACommand()
    {
        QFETCH(QString, result);
        QFETCH(QString, sentence);
        contract::TimelineEntry entry;
        entry.kind = "command";
        entry.subject = "rate";
        entry.actor = "op-1";
        entry.data = {{"result", result.toStdString()}, {"old", "100"}, {"new", "120"},
                {"why", "not-held"}, {"winner", "op-2"}};
        QCOMPARE(status::TimelineWords::sentence(entry), sentence);
    }

    void aHoldShowsItsCauseInWords()
    {
        contract::TimelineEntry entry;
        entry.kind = "command";
        entry.subject = "hold";
        entry.data = {{"old", ""}, {"new", "operator,redis"}};
        QCOMPARE(status::TimelineWords::change(entry), QStringLiteral("– → staff, Redis lost"));
    }

private:
    Formatter m_format{QLocale(QLocale::English, QLocale::Japan), QTimeZone("Asia/Tokyo")};
};

QTEST_GUILESS_MAIN(TestFormatter)
#include "test_formatter.moc"
