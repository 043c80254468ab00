#include <QRegularExpression>
#include <QTest>

#include "app/sources/path_meter.h"

using namespace saikobi;
using namespace saikobi::sources;
using commands::CommandPath;
using namespace std::chrono_literals;

namespace {

contract::Deadline at(std::chrono::milliseconds since)
{
    return contract::Deadline{} + 100s + since;
}

} // namespace

class TestPathMeter : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    void nothingIsSaidBeforeBothWaysWereTried()
    {
        PathMeter meter;
        QVERIFY(!meter.worstMs(at(0ms)) && !meter.unconfirmed());
        meter.sent(CommandPath::Redis, at(0ms));
        meter.returned(CommandPath::Redis, at(30ms));
        QVERIFY(!meter.worstMs(at(40ms)));
    }

    void theWorseWayCounts()
    {
        PathMeter meter;
        meter.sent(CommandPath::Redis, at(0ms));
        meter.returned(CommandPath::Redis, at(90ms));
        meter.sent(CommandPath::Postgres, at(0ms));
        meter.returned(CommandPath::Postgres, at(4ms));
        QCOMPARE(meter.worstMs(at(500ms)), std::optional{90.0});
    }

    void whatIsUnderWayCountsAsLongAsItHasTaken()
    {
        PathMeter meter;
        for (const auto path : {CommandPath::Redis, CommandPath::Postgres}) {
            meter.sent(path, at(0ms));
            meter.returned(path, at(20ms));
        }
        meter.sent(CommandPath::Redis, at(1000ms));
        QCOMPARE(meter.worstMs(at(1010ms)), std::optional{20.0}); // not better than it was
        QCOMPARE(meter.worstMs(at(3000ms)), std::optional{2000.0});
        // A new attempt does not make the wait any shorter.
        meter.sent(CommandPath::Redis, at(3000ms));
        QCOMPARE(meter.worstMs(at(4000ms)), std::optional{3000.0});
        meter.returned(CommandPath::Redis, at(4100ms));
        QCOMPARE(meter.worstMs(at(5000ms)), std::optional{3100.0});
    }
};

QTEST_GUILESS_MAIN(TestPathMeter)
#include "test_path_meter.moc"
