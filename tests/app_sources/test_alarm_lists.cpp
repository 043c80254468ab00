#include <QRegularExpression>
#include <QTest>

#include "app/model/alarm_lists.h"
#include "app/sources/scripted_sale.h"

using namespace saikobi;
using namespace std::chrono_literals;
using contract::AlarmId;
using model::AlarmLists;

namespace {

const auto noon = contract::fromUnixMs(1'790'000'000'000);

contract::AlarmRecord active(AlarmId alarm, std::int32_t order)
{
    contract::AlarmRecord out;
    out.alarm = alarm;
    out.version = out.occurrence = out.on = 1;
    out.order = order;
    out.raised = noon;
    return out;
}

sources::Script cascade()
{
    sources::Script script;
    script.startAt = noon;
    script.fault = sources::ScriptedFault::AlarmCascade;
    return script;
}

} // namespace

class TestAlarmLists : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    void nothingToldIsNotAnEmptyList() { QVERIFY(!AlarmLists{}.shown(false, {})); }

    void onlyWhatIsListedIsShownAndTheFirstStandsFirst()
    {
        AlarmLists lists;
        contract::AlarmRecord quiet;
        quiet.alarm = AlarmId::A03;
        lists.fromRedis({{active(AlarmId::A02, 2), quiet, active(AlarmId::A12, 1)}, {}}, noon);
        const auto shown = lists.shown(false, 3s);
        QVERIFY(shown);
        QCOMPARE(shown->value.records.size(), std::size_t{2});
        QVERIFY(shown->value.records[0].alarm == AlarmId::A12);
        QCOMPARE(shown->value.records[0].raised, std::optional{noon + 3s});
    }

    void postgresSpeaksWhileRedisIsSilent()
    {
        AlarmLists lists;
        lists.fromRedis({{active(AlarmId::A02, 1)}, {}}, noon);
        lists.fromPostgres({{active(AlarmId::A14, 1)}, {}}, noon + 9s);
        QVERIFY(lists.shown(false, {})->value.records[0].alarm == AlarmId::A02);
        const auto silent = lists.shown(true, {});
        QVERIFY(silent->value.records[0].alarm == AlarmId::A14);
        QCOMPARE(silent->asOf, noon + 9s);
    }

    void theScriptPlaysACascadeOfForty()
    {
        const auto sale = sources::scriptedSnapshot(cascade(), 130s);
        QVERIFY(sale.alarms);
        QCOMPARE(sale.alarms->value.rings.size(), std::size_t{40});
        int headlines = 0;
        for (const auto& record : sale.alarms->value.records) {
            QVERIFY(record.isListed());
            headlines += record.order > 0 && !record.headline ? 1 : 0;
        }
        QVERIFY(headlines >= 1 && headlines <= 3);
        QVERIFY(sale.alarms->value.records.front().alarm == AlarmId::A12);
        QVERIFY(floodOf(sale.alarms->value.rings, sale.madeAt).isOn);
        QVERIFY(sources::scriptedSnapshot({noon}, 130s).alarms->value.records.empty());
    }
};

QTEST_APPLESS_MAIN(TestAlarmLists)
#include "test_alarm_lists.moc"
