#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include "tests/app_commands/scripted_desk.h"

using namespace saikobi;
using namespace saikobi::commands;
using namespace saikobi::tests;
using contract::CommandState;
using Kind = SendOutcome::Kind;
using namespace std::chrono_literals;

class TestCommandDesk : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    void appliedIsInForceOnlyWhenTheLineShowsIt()
    {
        ScriptedDesk d;
        const auto id = d.raise();
        QVERIFY(!id.isEmpty());
        QCOMPARE(d.gateway.sent.size(), std::size_t(1));
        QCOMPARE(d.gateway.sent[0].basedOn.value, std::int64_t(7));
        d.gateway.answer(0, CommandPath::Redis, Kind::Taken, d.steady + 12ms);
        d.pass(50ms);
        QVERIFY(d.last().state == CommandState::Sent); // taken by a store is not in force
        QCOMPARE(d.last().acceptedAfter, std::optional{12ms});

        d.decide(id, "in_force", 8, {{"old", "300"}, {"new", "360"}});
        d.show(); // the decision is written, the line still shows the old revision
        QVERIFY(d.last().state == CommandState::Sent);
        d.pass(800ms);
        d.revise(8);
        d.show();
        QVERIFY(d.last().state == CommandState::InForce);
        QCOMPARE(d.last().inForceAfter, std::optional{850ms});
        QCOMPARE(d.last().oldValue, QStringLiteral("300"));
        QCOMPARE(d.last().newValue, QStringLiteral("360"));
        QVERIFY(!d.desk.hasOpenCommand());
    }

    void refusedSaysWhy()
    {
        ScriptedDesk d;
        const auto id = d.raise();
        d.decide(id, "refused", 7, {{"why", "soak"}});
        d.show();
        QVERIFY(d.last().state == CommandState::Refused);
        QCOMPARE(d.last().why, QStringLiteral("soak"));
    }

    void aLostRaceSaysWhoWon()
    {
        ScriptedDesk d;
        const auto id = d.raise();
        d.decide(id, "lost_race", 8, {{"winner", "op-2"}});
        d.show();
        QVERIFY(d.last().state == CommandState::LostRace);
        QCOMPARE(d.last().winner, QStringLiteral("op-2"));
        QVERIFY(!d.last().inForceAfter);
    }

    void sentTwiceCarriesTheSameIdAndCountsOnce()
    {
        ScriptedDesk d;
        const auto id = d.raise();
        d.pass(1s);
        QVERIFY(d.desk.resend(id));
        QCOMPARE(d.gateway.sent.size(), std::size_t(2));
        QCOMPARE(d.gateway.sent[0].id, d.gateway.sent[1].id);
        QVERIFY(d.gateway.sent[0].madeAt == d.gateway.sent[1].madeAt);
        QCOMPARE(d.desk.journal().size(), std::size_t(1));
        // The second was refused as a repeat; the first had been taken.
        d.gateway.answer(0, CommandPath::Redis, Kind::Taken, d.steady);
        d.gateway.answer(1, CommandPath::Redis, Kind::Refused, d.steady);
        d.gateway.answer(1, CommandPath::Postgres, Kind::Unreachable, d.steady);
        d.pass(10ms);
        QVERIFY(d.last().state == CommandState::Sent);
        d.decide(id, "in_force", 8);
        d.revise(8);
        d.show();
        QVERIFY(d.last().state == CommandState::InForce);
        QVERIFY(!d.desk.resend(id)); // decided
    }

    void aLostAnswerIsUnconfirmedAndNeverOk()
    {
        ScriptedDesk d;
        const auto id = d.raise();
        d.gateway.answer(0, CommandPath::Redis, Kind::Unknown, d.steady + 1s);
        d.gateway.answer(0, CommandPath::Postgres, Kind::Unreachable, d.steady + 1s);
        d.pass(2900ms);
        QVERIFY(d.last().state == CommandState::Sent);
        QSignalSpy changed(&d.desk, &CommandDesk::changed);
        d.pass(200ms);
        QVERIFY(d.last().state == CommandState::Unconfirmed);
        QCOMPARE(changed.count(), 1);
        d.show(); // snapshots without a decision change nothing
        QVERIFY(d.last().state == CommandState::Unconfirmed);
        // It had arrived after all.
        d.decide(id, "in_force", 8);
        d.revise(8);
        d.show();
        QVERIFY(d.last().state == CommandState::InForce);
    }

    void nothingSentAnywhereIsRefused()
    {
        ScriptedDesk d;
        d.raise();
        d.gateway.answer(0, CommandPath::Redis, Kind::Unreachable, d.steady);
        d.pass(10ms);
        QVERIFY(d.last().state == CommandState::Sent);
        d.gateway.answer(0, CommandPath::Postgres, Kind::Refused, d.steady);
        d.pass(10ms);
        QVERIFY(d.last().state == CommandState::Refused);
    }

    void expiredIsReadBackToo()
    {
        ScriptedDesk d;
        const auto id = d.raise();
        d.pass(4s);
        d.decide(id, "expired", 7);
        d.show();
        QVERIFY(d.last().state == CommandState::Expired);
    }

    void holdWorksWhileNothingIsHeardOfTheLine()
    {
        ScriptedDesk d;
        d.desk.setReadOnly(true);
        d.sale.redis.error = "connection refused";
        d.sale.line.reset();
        d.show();
        const auto id = d.desk.issue(contract::CommandKind::Hold,
                {{"message_ja", "お待ちください"}, {"message_en", "Please wait"}}, {});
        QVERIFY(!id.isEmpty());
        d.gateway.answer(0, CommandPath::Postgres, Kind::Taken, d.steady + 30ms);
        d.pass(100ms);
        QVERIFY(d.last().takenByPostgres && !d.last().takenByRedis);
        // Decided, but no line shows it: still not in force.
        d.decide(id, "in_force", 8);
        d.show();
        QVERIFY(d.last().state == CommandState::Sent);
    }

    void theTimeOfMakingIsRedissTime()
    {
        ScriptedDesk d;
        d.sale.figures.at(static_cast<std::size_t>(contract::Figure::ClockSkew)) = {5.0, d.now};
        d.show();
        d.raise();
        QVERIFY(d.gateway.sent[0].madeAt == d.now - 5s);
    }

    void aListenerMayIssueTheNextCommand()
    {
        ScriptedDesk d;
        int issued = 0;
        connect(&d.desk, &CommandDesk::changed, this, [&](const CommandReport& report) {
            if (report.state == CommandState::Refused && issued++ == 0)
                d.raise();
        });
        const auto id = d.raise();
        d.decide(id, "refused", 7);
        d.show();
        QCOMPARE(d.desk.journal().size(), std::size_t(2));
        QVERIFY(d.desk.journal()[0].state == CommandState::Refused);
    }

    void answersMayOutliveTheDesk()
    {
        ScriptedDesk d;
        {
            CommandDesk brief(d.model, d.gateway, Clock::ofThisMachine());
            QVERIFY(!brief.issue(contract::CommandKind::Hold, {}, {}).isEmpty());
        }
        d.gateway.answer(0, CommandPath::Redis, Kind::Taken, {});
    }
};

QTEST_GUILESS_MAIN(TestCommandDesk)
#include "test_command_desk.moc"
