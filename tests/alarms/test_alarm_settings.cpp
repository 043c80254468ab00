#include <QRegularExpression>
#include <QTest>

#include "tests/alarms/alarm_rig.h"

using namespace saikobi;
using namespace saikobi::tests;
using contract::AlarmId;
using contract::Figure;
using enum contract::AlarmId;

/// What a sale may set, what is silent by design, and where an alarm sends staff.
class TestAlarmSettings : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    void designedSilenceIsKept_data();
    void designedSilenceIsKept();
    void settingsMoveALimitWithAReason();
    void unsoundSettingsAreRefused_data();
    void unsoundSettingsAreRefused();
    void outOfServiceSaysNothing();
    void cardsFollowWhatIsWrong();
};

void TestAlarmSettings::designedSilenceIsKept_data()
{
    QTest::addColumn<int>("alarm");
    QTest::addColumn<int>("phase");
    QTest::addColumn<bool>("isSilent");
    const auto row = [](const char* what, AlarmId alarm, contract::Phase phase, bool isSilent) {
        QTest::addRow("%s", what) << static_cast<int>(alarm) << static_cast<int>(phase) << isSilent;
    };
    using contract::Phase;
    row("queue stuck, before", A17, Phase::Before, true);
    row("queue stuck, held", A17, Phase::Held, true);
    row("queue stuck, open", A17, Phase::Open, false);
    row("rate, held", A18, Phase::Held, true);
    row("wait, before", A19, Phase::Before, true);
    row("wait, held", A19, Phase::Held, false);
    row("conversion, before", A20, Phase::Before, true);
    row("conversion, held", A20, Phase::Held, true);
    row("arrivals, before", A23, Phase::Before, true);
    row("arrivals, open", A23, Phase::Open, false);
    row("instances, before", A24, Phase::Before, true);
    row("instances, held", A24, Phase::Held, false);
    row("errors, before", A02, Phase::Before, false);
}

void TestAlarmSettings::designedSilenceIsKept()
{
    QFETCH(int, alarm);
    QFETCH(int, phase);
    QFETCH(bool, isSilent);
    AlarmRig rig;
    rig.run(700);
    rig.setPhase(static_cast<contract::Phase>(phase));
    rig.set(Figure::PassAge, 300);
    rig.set(Figure::AbsentShare, 90);
    rig.set(Figure::WaitNew, 80);
    rig.set(Figure::Conversion, 10);
    rig.set(Figure::ArrivalsRatio, 9);
    rig.set(Figure::InstancesChanged, 1);
    rig.set(Figure::ErrorRatio, 9);
    rig.run(170);
    QCOMPARE(rig.of(static_cast<AlarmId>(alarm)).isOn(), !isSilent);
}

void TestAlarmSettings::settingsMoveALimitWithAReason()
{
    const auto settings = contract::alarmSettingsFromJson(
            R"({"A06.budget_used.3": {"on": 60, "off": 50, "on_delay_s": 5, "reason": "first sale"}})");
    QVERIFY2(settings, settings ? "" : settings.error().detail.c_str());
    AlarmRig rig{{alarms::AlarmEngine::Seat::Backend, "serve-1", settings.value()}};
    rig.set(Figure::BudgetUsed, 61);
    rig.run(6);
    QVERIFY(rig.of(A06).isOn());
    QCOMPARE(rig.of(A06).limit, 60.0);
    const auto again = contract::alarmSettingsFromJson(toJson(settings.value()));
    QVERIFY(again);
    QCOMPARE(again.value().changes.at("A06.budget_used.3").reason, std::string{"first sale"});
}

void TestAlarmSettings::unsoundSettingsAreRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addRow("no such limit") << QByteArray(R"({"A06.waiting.3": {"on": 1, "reason": "x"}})");
    QTest::addRow("no reason") << QByteArray(R"({"A06.budget_used.3": {"on": 60, "off": 50}})");
    QTest::addRow("no hysteresis")
            << QByteArray(R"({"A06.budget_used.3": {"off": 80, "reason": "x"}})");
    QTest::addRow("wrong side") << QByteArray(
            R"({"A05.payment_success.3": {"off": 90, "reason": "x"}})");
    QTest::addRow("endless delay")
            << QByteArray(R"({"A06.budget_used.3": {"on_delay_s": 99999, "reason": "x"}})");
    QTest::addRow("a word for a number")
            << QByteArray(R"({"A06.budget_used.3": {"on": "many", "reason": "x"}})");
    QTest::addRow("out of service without a reason")
            << QByteArray(R"({"A27": {"out_of_service": ""}})");
    QTest::addRow("not an object") << QByteArray("[]");
}

void TestAlarmSettings::unsoundSettingsAreRefused()
{
    QFETCH(QByteArray, text);
    QVERIFY(!contract::alarmSettingsFromJson(text.toStdString()));
}

void TestAlarmSettings::outOfServiceSaysNothing()
{
    AlarmRig rig;
    rig.set(Figure::ErrorRatio, 30);
    rig.run(60);
    QVERIFY(rig.of(A02).isOn());
    contract::AlarmSettings settings;
    settings.outOfService[A02] = "the load test runs";
    rig.engine().setSettings(settings);
    rig.run(1);
    QVERIFY(!rig.of(A02).isOn());
    QCOMPARE(rig.written().back().why, std::string{"out_of_service"});
    rig.run(600);
    QVERIFY(!rig.of(A02).isOn());
}

void TestAlarmSettings::cardsFollowWhatIsWrong()
{
    using contract::Phase;
    contract::AlarmRecord record;
    const auto card = [&record](Phase phase, std::optional<contract::Instant> opensAt = {}) {
        return std::string{
                contract::cardOf(record, phase, opensAt, contract::fromUnixMs(1'790'000'000'000))};
    };
    record.alarm = A04;
    QCOMPARE(card(Phase::Before), std::string{"C1"});
    QCOMPARE(card(Phase::Open), std::string{"C2"});
    record.alarm = A21;
    record.figure = "audit_stranded_stock";
    QCOMPARE(card(Phase::Open), std::string{"C6"});
    record.figure = "audit_orphan_payment";
    QCOMPARE(card(Phase::Open), std::string{"C4"});
    record.alarm = A14;
    QCOMPARE(card(Phase::Open), std::string{"C7"});
    QCOMPARE(std::string{contract::cardOf(record, Phase::Open, {}, {}, true)}, std::string{"C8"});
    record.alarm = A23;
    QCOMPARE(card(Phase::Open, contract::fromUnixMs(1'789'999'900'000)), std::string{"C1"});
    QCOMPARE(card(Phase::Open, contract::fromUnixMs(1'789'990'000'000)), std::string{"C10"});
}

QTEST_APPLESS_MAIN(TestAlarmSettings)
#include "test_alarm_settings.moc"
