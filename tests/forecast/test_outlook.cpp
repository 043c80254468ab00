#include <QRegularExpression>
#include <QTest>

#include "backend/forecast/sell_out.h"
#include "backend/forecast/wait.h"
#include "tests/support/tape.h"

using namespace saikobi;
using namespace saikobi::forecast;
using namespace saikobi::tests;

namespace {

contract::LineState openLine(std::int64_t waiting)
{
    auto line = *lineTick(0, {waiting, 0, 0, 1}).line;
    line.absentShare = 0.1;
    return line;
}

} // namespace

class TestOutlook : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    void aWaitIsTheComingPeopleOverTheRate()
    {
        const auto wait = waitOfNewcomer(openLine(3000), 5.0);
        QVERIFY(wait);
        QCOMPARE(wait->p50, 2700.0 / 5 / 60);
        QVERIFY(wait->p10 < wait->p50 && wait->p50 < wait->p90);
    }

    void aPassingTroubleDoesNotMakeItEndless()
    {
        QCOMPARE(waitOfNewcomer(openLine(3000), 0.0)->p50, 2700.0 / 2.5 / 60);
    }

    void nobodyInLineMeansNoWait() { QCOMPARE(waitOfNewcomer(openLine(0), 5.0)->p50, 0.0); }

    void inAHoldNobodyKnows()
    {
        auto line = openLine(3000);
        line.phase = contract::Phase::Held;
        QVERIFY(!waitOfNewcomer(line, 5.0));
        line = openLine(3000);
        line.causes = {contract::Cause::Operator};
        QVERIFY(!waitOfNewcomer(line, 5.0));
    }

    void beforeTheOpeningItsTimeIsAdded()
    {
        auto line = openLine(0);
        line.phase = contract::Phase::Before;
        line.opensAt = line.at + std::chrono::minutes{7};
        QCOMPARE(waitOfNewcomer(line, std::nullopt)->p50, 7.0);
        line.opensAt.reset();
        QVERIFY(!waitOfNewcomer(line, std::nullopt));
    }

    void aSteadyProductEndsWithinTheRange()
    {
        SellOutForecast forecast;
        for (int s = 0; s <= 600; ++s)
            forecast.note({1}, at(s), s); // one unit a second
        const auto end = forecast.forecast({1}, 1200);
        QVERIFY(end);
        QVERIFY(end->from < at(600 + 1200) && at(600 + 1200) < end->to);
        QVERIFY(end->from > at(600 + 900) && end->to < at(600 + 1600));
    }

    void noMovementNoForecast_data()
    {
        QTest::addColumn<int>("seconds");
        QTest::addColumn<int>("unitsPerMinute");
        QTest::addColumn<int>("available");
        QTest::addRow("seen too short") << 30 << 600 << 100;
        QTest::addRow("nobody buys") << 600 << 0 << 100;
        QTest::addRow("already gone") << 600 << 60 << 0;
        QTest::addRow("days away") << 600 << 1 << 1'000'000;
    }

    void noMovementNoForecast()
    {
        QFETCH(int, seconds);
        QFETCH(int, unitsPerMinute);
        QFETCH(int, available);
        SellOutForecast forecast;
        for (int s = 0; s <= seconds; ++s)
            forecast.note({1}, at(s), s * unitsPerMinute / 60);
        QVERIFY(!forecast.forecast({1}, available));
        // Only what was watched for a minute may say that nothing sells out.
        QCOMPARE(forecast.isKnown({1}), seconds >= 60);
    }

    void onlyTheLastTenMinutesCount()
    {
        SellOutForecast forecast;
        for (int s = 0; s <= 1800; ++s) // fast at first, then one every ten seconds
            forecast.note({1}, at(s), s < 600 ? 10 * s : 6000 + (s - 600) / 10);
        QVERIFY(forecast.forecast({1}, 60)->from > at(1800 + 300));
    }
};

QTEST_GUILESS_MAIN(TestOutlook)
#include "test_outlook.moc"
