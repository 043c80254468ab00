#include <QRegularExpression>
#include <QTest>

#include "tests/app_commands/scripted_desk.h"

using namespace saikobi;
using namespace saikobi::commands;
using namespace saikobi::tests;
using contract::CommandKind;
using namespace std::chrono_literals;

namespace {

constexpr std::array everyKind{CommandKind::SetRate, CommandKind::Hold, CommandKind::Release,
        CommandKind::Admit, CommandKind::Maintenance, CommandKind::OpenNow,
        CommandKind::MoveOpening, CommandKind::Close, CommandKind::Reopen, CommandKind::Message,
        CommandKind::Probe};

constexpr std::array decidedByPostgres{CommandKind::StopProduct, CommandKind::StartProduct,
        CommandKind::DisableMethod, CommandKind::EnableMethod, CommandKind::OfferKept,
        CommandKind::SetProviderLimit, CommandKind::EndIdle};

Parameters messages(qsizetype ja, qsizetype en)
{
    return {{"message_ja", QString{ja, QChar{0x5217}}.toStdString()},
            {"message_en", QString{en, u'x'}.toStdString()}};
}

} // namespace

Q_DECLARE_METATYPE(saikobi::commands::Parameters)

class TestCommandRules : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    void nobodyCommandsWithoutRights_data()
    {
        QTest::addColumn<bool>("mayCommand");
        QTest::addColumn<int>("source");
        QTest::addColumn<int>("denial");
        const auto row
                = [](const char* what, bool may, contract::SnapshotSource source, Denial denial) {
                      QTest::addRow("%s", what)
                              << may << static_cast<int>(source) << static_cast<int>(denial);
                  };
        row("a viewer", false, contract::SnapshotSource::Live, Denial::NotOperator);
        row("the demo", true, contract::SnapshotSource::Scripted, Denial::NotLive);
        row("a recording", true, contract::SnapshotSource::Recorded, Denial::NotLive);
    }

    void nobodyCommandsWithoutRights()
    {
        QFETCH(bool, mayCommand);
        QFETCH(int, source);
        QFETCH(int, denial);
        ScriptedDesk d;
        d.sale.mayCommand = mayCommand;
        d.sale.source = static_cast<contract::SnapshotSource>(source);
        d.show();
        for (const auto kind : everyKind)
            QCOMPARE(static_cast<int>(d.desk.denial(kind)), denial);
        QVERIFY(d.raise().isEmpty());
        QVERIFY(d.gateway.sent.empty());
    }

    void nothingSeenYetMeansNoCommand()
    {
        model::SaleModel model;
        ScriptedGateway gateway;
        CommandDesk desk(model, gateway, Clock::ofThisMachine());
        QVERIFY(desk.denial(CommandKind::Hold) == Denial::NoSale);
    }

    void readOnlyLeavesTheHoldAlone()
    {
        ScriptedDesk d;
        d.desk.setReadOnly(true);
        for (const auto kind : everyKind)
            QCOMPARE(d.desk.mayCommand(kind), kind == CommandKind::Hold);
    }

    void aConsoleStartsReadOnly()
    {
        model::SaleModel model;
        ScriptedGateway gateway;
        QVERIFY(CommandDesk(model, gateway, Clock::ofThisMachine()).isReadOnly());
    }

    /// A dashboard and a backend of different major versions mean different things by the same
    /// words.
    void aBackendOfAnotherMajorVersionLeavesTheHoldAlone()
    {
        ScriptedDesk d;
        contract::InstanceView instance;
        instance.name = "serve-1";
        instance.version = "9.0.0";
        instance.lastTick = d.now;
        d.sale.instances = {instance};
        d.show();
        QVERIFY(d.desk.isReadOnly());
        QCOMPARE(d.desk.otherVersion(), std::string("9.0.0"));
        for (const auto kind : everyKind)
            QCOMPARE(d.desk.mayCommand(kind), kind == CommandKind::Hold);
        QVERIFY(d.desk.denial(CommandKind::SetRate) == Denial::OtherVersion);
        d.desk.setReadOnly(false);
        QVERIFY(d.desk.isReadOnly());

        // The backend was replaced; leaving READ-ONLY is an explicit act all the same.
        d.sale.instances.front().version = SAIKOBI_VERSION;
        d.show();
        QVERIFY(d.desk.denial(CommandKind::SetRate) == Denial::ReadOnly);
        d.desk.setReadOnly(false);
        QVERIFY(d.desk.mayCommand(CommandKind::SetRate));
    }

    void anInstanceThatIsLongGoneSaysNothingAboutTheVersion()
    {
        ScriptedDesk d;
        contract::InstanceView gone;
        gone.version = "9.0.0";
        gone.lastTick = d.now - 5min;
        contract::InstanceView running;
        running.version = SAIKOBI_VERSION;
        running.lastTick = d.now;
        d.sale.instances = {gone, running};
        d.show();
        QVERIFY(!d.desk.isReadOnly());
        QVERIFY(d.desk.mayCommand(CommandKind::SetRate));
    }

    void onOldDataNobodyIsLetIn()
    {
        ScriptedDesk d;
        d.sale.line->value.phase = contract::Phase::Held;
        d.show();
        d.pass(6s);
        QVERIFY(d.desk.mayCommand(CommandKind::Hold));
        QVERIFY(d.desk.mayCommand(CommandKind::Maintenance));
        QVERIFY(d.desk.denial(CommandKind::Release) == Denial::OldData);
        QVERIFY(d.desk.denial(CommandKind::Admit) == Denial::OldData);
        QVERIFY(d.desk.denial(CommandKind::SetRate, {{"rate", "360"}}) == Denial::OldData);
        QVERIFY(d.desk.denial(CommandKind::SetRate, {{"rate", "240"}}) == Denial::None); // lower
    }

    void withoutRedisOnlyTheSafeSideIsLeft()
    {
        ScriptedDesk d;
        d.sale.redis.error = "connection refused";
        d.sale.lineFromPostgres = true;
        d.show();
        QVERIFY(d.desk.mayCommand(CommandKind::Hold));
        QVERIFY(d.desk.mayCommand(CommandKind::Maintenance));
        QVERIFY(d.desk.denial(CommandKind::SetRate) == Denial::RedisSilent);
        QVERIFY(d.desk.denial(CommandKind::Message) == Denial::RedisSilent);
        // What Postgres decides goes on by Postgres.
        for (const auto kind : decidedByPostgres)
            QVERIFY(d.desk.mayCommand(kind));
    }

    void withoutPostgresItsOwnCommandsSayWhyNot()
    {
        ScriptedDesk d;
        d.sale.postgres.error = "connection refused";
        d.show();
        for (const auto kind : decidedByPostgres)
            QVERIFY(d.desk.denial(kind) == Denial::PostgresSilent);
        for (const auto kind : {CommandKind::Hold, CommandKind::Message, CommandKind::Block})
            QVERIFY(d.desk.mayCommand(kind));
    }

    void theDangerousOnesAreKnown_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<Parameters>("parameters");
        QTest::addColumn<bool>("isDangerous");
        const auto row = [](const char* what, CommandKind kind, Parameters parameters,
                                 bool isDangerous) {
            QTest::addRow("%s", what) << static_cast<int>(kind) << parameters << isDangerous;
        };
        const auto minutes
                = [](int ahead) { return std::to_string(1'760'000'000'000 + ahead * 60'000); };
        row("a raise within the interlocks", CommandKind::SetRate, {{"rate", "360"}}, false);
        row("an override", CommandKind::SetRate, {{"rate", "600"}, {"override", "1"}}, true);
        row("half of the last rate", CommandKind::Release, {{"rate", "150"}}, false);
        row("above half", CommandKind::Release, {{"rate", "151"}}, true);
        row("a minute of the rate", CommandKind::Call, {{"n", "300"}}, false);
        row("more than that", CommandKind::Call, {{"n", "301"}}, true);
        row("opening in good time", CommandKind::MoveOpening, {{"opens_at", minutes(6)}}, false);
        row("opening at once", CommandKind::MoveOpening, {{"opens_at", minutes(4)}}, true);
        row("open early", CommandKind::OpenNow, {}, true);
        row("close", CommandKind::Close, {}, true);
        row("reopen", CommandKind::Reopen, {}, true);
        row("new run", CommandKind::NewRun, {}, true);
        row("take what is free", CommandKind::TakeCommand, {}, false);
        row("take by force", CommandKind::TakeCommand, {{"force", "1"}}, true);
        row("a lower limit", CommandKind::SetProviderLimit,
                {{"calls_per_second", "20"}, {"was_calls_per_second", "25"},
                        {"calls_per_second_endpoint", "20"},
                        {"was_calls_per_second_endpoint", "25"}, {"parallel", "0"},
                        {"was_parallel", "0"}},
                false);
        row("a higher limit", CommandKind::SetProviderLimit,
                {{"calls_per_second", "26"}, {"was_calls_per_second", "25"}}, true);
        row("no limit of places any more", CommandKind::SetProviderLimit,
                {{"calls_per_second", "20"}, {"was_calls_per_second", "25"}, {"parallel", "0"},
                        {"was_parallel", "40"}},
                true);
        row("a message", CommandKind::Message, {}, false);
    }

    void theDangerousOnesAreKnown()
    {
        QFETCH(int, kind);
        QFETCH(Parameters, parameters);
        QFETCH(bool, isDangerous);
        const ScriptedDesk d;
        QCOMPARE(d.desk.isDangerous(static_cast<CommandKind>(kind), parameters), isDangerous);
    }

    void withoutAReasonNothingDangerousLeaves()
    {
        ScriptedDesk d;
        const Parameters override{{"rate", "600"}, {"override", "1"}};
        QVERIFY(d.desk.denial(CommandKind::SetRate, {{"rate", "600"}}) == Denial::Interlock);
        QVERIFY(d.desk.issue(CommandKind::SetRate, override, QStringLiteral("  ")).isEmpty());
        QVERIFY(d.gateway.sent.empty());
        QVERIFY(!d.desk.issue(CommandKind::SetRate, override, QStringLiteral("lead")).isEmpty());
    }

    void releaseAndAdmitNeedAHold()
    {
        ScriptedDesk d;
        QVERIFY(d.desk.denial(CommandKind::Release) == Denial::WrongPhase);
        QVERIFY(d.desk.denial(CommandKind::Admit) == Denial::WrongPhase);
        d.sale.line->value.phase = contract::Phase::Held;
        d.show();
        QVERIFY(d.desk.mayCommand(CommandKind::Release));
        QVERIFY(d.desk.mayCommand(CommandKind::Admit));
    }

    void valuesStayInTheirRange_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<Parameters>("parameters");
        QTest::addColumn<bool>("isSound");
        const auto row
                = [](const char* what, CommandKind kind, Parameters parameters, bool isSound) {
                      QTest::addRow("%s", what) << static_cast<int>(kind) << parameters << isSound;
                  };
        row("lowest rate", CommandKind::SetRate, {{"rate", "1"}}, true);
        row("highest rate", CommandKind::SetRate, {{"rate", "100000"}, {"override", "1"}}, true);
        row("no rate", CommandKind::SetRate, {}, false);
        row("rate zero", CommandKind::SetRate, {{"rate", "0"}}, false);
        row("rate too high", CommandKind::SetRate, {{"rate", "100001"}}, false);
        row("half a rate", CommandKind::SetRate, {{"rate", "1.5"}}, false);
        row("words", CommandKind::SetRate, {{"rate", "many"}}, false);
        row("admit one", CommandKind::Admit, {{"n", "1"}}, true);
        row("admit ten", CommandKind::Admit, {{"n", "10"}}, true);
        row("admit eleven", CommandKind::Admit, {{"n", "11"}}, false);
        row("admit nobody", CommandKind::Admit, {{"n", "0"}}, false);
        row("release at the last rate", CommandKind::Release, {}, true);
        row("release at a bad rate", CommandKind::Release, {{"rate", "-5"}}, false);
        row("hold without words", CommandKind::Hold, {}, true);
        row("hold in one language", CommandKind::Hold, messages(5, 0), false);
        row("longest message", CommandKind::Message, messages(200, 200), true);
        row("too long in Japanese", CommandKind::Message, messages(201, 10), false);
        row("empty message", CommandKind::Message, messages(0, 0), false);
        row("resume time that is no time", CommandKind::Hold, {{"resume_at", "soon"}}, false);
    }

    void valuesStayInTheirRange()
    {
        QFETCH(int, kind);
        QFETCH(Parameters, parameters);
        QFETCH(bool, isSound);
        ScriptedDesk d;
        d.sale.line->value.phase = contract::Phase::Held;
        d.show();
        const auto denial = d.desk.denial(static_cast<CommandKind>(kind), parameters);
        QVERIFY(denial == (isSound ? Denial::None : Denial::BadValue));
    }
};

QTEST_GUILESS_MAIN(TestCommandRules)
#include "test_command_rules.moc"
