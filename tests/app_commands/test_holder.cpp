#include <QRegularExpression>
#include <QTest>

#include "tests/app_commands/scripted_desk.h"

using namespace saikobi;
using namespace saikobi::commands;
using namespace saikobi::tests;
using contract::CommandKind;
using namespace std::chrono_literals;

/// What a console may do follows from who has command.
class TestHolder : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    void withoutCommandOnlyTheHoldIsLeft()
    {
        ScriptedDesk d;
        for (const auto* holder : {"", "op-2"}) {
            d.sale.line->value.holder = holder;
            d.show();
            QVERIFY(!d.desk.hasCommand());
            QVERIFY(d.desk.mayCommand(CommandKind::Hold));
            QVERIFY(d.desk.mayCommand(CommandKind::TakeCommand));
            for (const auto kind : {CommandKind::SetRate, CommandKind::Maintenance,
                         CommandKind::StopProduct, CommandKind::Close, CommandKind::OfferCommand})
                QVERIFY(d.desk.denial(kind) == Denial::NotHolder);
        }
    }

    void anotherConsoleOfTheSameUserHasItNot()
    {
        ScriptedDesk d;
        d.sale.line->value.holderConsole = "elsewhere";
        d.show();
        QVERIFY(!d.desk.hasCommand());
        d.sale.line->value.holderConsole = d.desk.seat().console;
        d.show();
        QVERIFY(d.desk.hasCommand());
    }

    void whatSomebodyHasIsTakenOnlyByForce()
    {
        ScriptedDesk d;
        d.sale.line->value.holder = "op-2";
        d.show();
        QVERIFY(d.desk.denial(CommandKind::TakeCommand, {}) == Denial::NotFree);
        QVERIFY(d.desk.denial(CommandKind::TakeCommand, {{"force", "1"}}) == Denial::None);
        QVERIFY(d.desk.denial(CommandKind::AcceptCommand) == Denial::NotOffered);
        d.sale.line->value.offeredTo = "op-1";
        d.show();
        QVERIFY(d.desk.mayCommand(CommandKind::AcceptCommand));
        d.desk.issue(CommandKind::AcceptCommand, {}, {});
        QCOMPARE(d.gateway.sent.back().parameters.at("console"), d.desk.seat().console);
    }

    void whoHasCommandRenewsIt()
    {
        ScriptedDesk d;
        d.pass(5s);
        d.desk.watchSeat();
        d.desk.watchSeat();
        QCOMPARE(d.gateway.sent.size(), std::size_t(1));
        QVERIFY(d.gateway.sent[0].kind == CommandKind::RenewCommand);
        QVERIFY(d.desk.journal().empty()); // nobody reads it back
        d.pass(5s);
        d.desk.watchSeat();
        QCOMPARE(d.gateway.sent.size(), std::size_t(2));
        d.desk.setReadOnly(true); // gives it back: it lapses after 30 s
        d.pass(5s);
        d.desk.watchSeat();
        QCOMPARE(d.gateway.sent.size(), std::size_t(2));
    }

    void withoutCommandIdlenessEndsInReadOnly()
    {
        ScriptedDesk d;
        d.sale.line->value.holder.clear();
        d.show();
        d.desk.noteActivity();
        d.pass(14min);
        d.desk.watchSeat();
        QVERIFY(!d.desk.isReadOnly());
        d.desk.noteActivity();
        d.pass(14min);
        d.desk.watchSeat();
        QVERIFY(!d.desk.isReadOnly());
        d.pass(1min);
        d.desk.watchSeat();
        QVERIFY(d.desk.isReadOnly());
    }

    void withCommandIdlenessChangesNothing()
    {
        ScriptedDesk d;
        d.pass(1h);
        d.desk.watchSeat();
        QVERIFY(!d.desk.isReadOnly());
    }

    void aReconnectEndsInReadOnlyUnlessItStillHasCommand_data()
    {
        QTest::addColumn<bool>("hasCommand");
        QTest::addRow("still has command") << true;
        QTest::addRow("somebody else took it") << false;
    }

    void aReconnectEndsInReadOnlyUnlessItStillHasCommand()
    {
        QFETCH(bool, hasCommand);
        ScriptedDesk d;
        d.sale.redis.error = "gone";
        d.show();
        d.sale.redis.error.clear();
        d.show();
        QVERIFY(!d.desk.isReadOnly()); // the other store was there all the time
        d.sale.redis.error = d.sale.postgres.error = "gone";
        d.show();
        d.sale.postgres.error.clear();
        if (!hasCommand)
            d.sale.line->value.holder = "op-2";
        d.show();
        QCOMPARE(d.desk.isReadOnly(), !hasCommand);
    }

    void aHoldOutOfReadOnlyIsMarkedSo()
    {
        ScriptedDesk d;
        d.desk.issue(CommandKind::Hold, {}, {});
        QVERIFY(!d.gateway.sent.back().parameters.contains("read_only"));
        d.desk.setReadOnly(true);
        d.desk.issue(CommandKind::Hold, {}, {});
        QCOMPARE(d.gateway.sent.back().parameters.at("read_only"), std::string("1"));
    }
};

QTEST_GUILESS_MAIN(TestHolder)
#include "test_holder.moc"
