#include <QRegularExpression>
#include <QTest>

#include "app/pages/journal_rows.h"
#include "app/pages/load_notes.h"
#include "tests/app_commands/scripted_desk.h"

using namespace saikobi;
using namespace saikobi::tests;
using commands::CommandPath;
using commands::Parameters;
using commands::SendOutcome;
using contract::CommandKind;
using contract::Phase;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(saikobi::commands::Parameters)
Q_DECLARE_METATYPE(saikobi::contract::CommandKind)
Q_DECLARE_METATYPE(saikobi::contract::Phase)

/// D35 of CONSOLE.md §8: old, new, who, why and three latencies in every row.
class TestJournalRows : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    void everyKindOfCommandTellsAll_data() { everyKind(); }

    void everyKindOfCommandTellsAll()
    {
        QFETCH(CommandKind, kind);
        QFETCH(Parameters, parameters);
        QFETCH(Phase, phase);
        QFETCH(QString, change);
        Desk d(phase);
        const auto id = d.desk.issue(kind, parameters, QStringLiteral("agreed"));
        QVERIFY(!id.isEmpty());
        auto row = d.row();
        QCOMPARE(row.change, change); // as soon as it was asked
        QCOMPARE(row.sent, QStringLiteral("·"));
        QCOMPARE(row.inForce, QStringLiteral("·"));
        d.takenAfter(12ms, 40ms);
        d.decide(id, "in_force", 8);
        d.revise(8);
        d.pass(260ms);
        d.show();
        row = d.row();
        QCOMPARE(row.who, QStringLiteral("op-1"));
        QCOMPARE(row.reason, QStringLiteral("agreed"));
        QVERIFY(!row.time.isEmpty() && !row.command.isEmpty());
        QCOMPARE(row.change, change);
        QCOMPARE(row.sent, QStringLiteral("12 ms"));
        QCOMPARE(row.accepted, QStringLiteral("40 ms"));
        QCOMPARE(row.inForce, QStringLiteral("300 ms"));
        QCOMPARE(row.result, QStringLiteral("in force"));
    }

    /// What is in force is what the backend says of it.
    void theBackendsWordReplacesWhatWasAsked()
    {
        Desk d(Phase::Open);
        const auto id = d.raise();
        d.decide(id, "in_force", 8, {{"old", "310"}, {"new", "350"}});
        d.revise(8);
        d.show();
        QCOMPARE(d.row().change, QStringLiteral("310 → 350"));
    }

    void whatCameToNothingSaysWhatWasWanted_data()
    {
        QTest::addColumn<QString>("result");
        QTest::addColumn<QString>("said");
        QTest::addRow("refused") << QStringLiteral("refused") << QStringLiteral("refused");
        QTest::addRow("expired") << QStringLiteral("expired") << QStringLiteral("expired");
        QTest::addRow("lost a race") << QStringLiteral("lost_race") << QStringLiteral("op-2");
        QTest::addRow("never decided") << QString() << QStringLiteral("unconfirmed");
    }

    void whatCameToNothingSaysWhatWasWanted()
    {
        QFETCH(QString, result);
        QFETCH(QString, said);
        Desk d(Phase::Open);
        const auto id = d.raise();
        d.takenAfter(12ms, 40ms);
        if (!result.isEmpty())
            d.decide(id, result.toStdString(), 7, {{"why", "soak"}, {"winner", "op-2"}});
        d.pass(4s);
        d.show();
        const auto row = d.row();
        QCOMPARE(row.change, QStringLiteral("300 → 360"));
        QCOMPARE(row.who, QStringLiteral("op-1"));
        QCOMPARE(row.reason, QStringLiteral("test"));
        QCOMPARE(row.accepted, QStringLiteral("40 ms"));
        QCOMPARE(row.inForce, QStringLiteral("·")); // never, and so not known
        QVERIFY2(row.result.contains(said), qPrintable(row.result));
    }

private:
    struct Desk : ScriptedDesk {
        explicit Desk(Phase phase)
        {
            sale.user = "op-1";
            sale.line->value.holder = "op-1";
            sale.line->value.holderConsole = desk.seat().console;
            sale.line->value.phase = phase;
            if (phase == Phase::Held)
                sale.line->value.causes = {contract::Cause::Operator};
            show();
        }
        void takenAfter(std::chrono::milliseconds sent, std::chrono::milliseconds taken)
        {
            const auto begun = steady;
            SendOutcome outcome{gateway.sent.back().id, CommandPath::Redis,
                    SendOutcome::Kind::Taken, {}, begun + taken};
            outcome.sentAt = begun + sent;
            gateway.answerWith(outcome);
            pass(40ms);
        }
        controls::JournalRow row() const
        {
            pages::LoadNotes loads;
            const status::Formatter format{QLocale(QLocale::English)};
            return pages::journalRows({sale, now, format}, desk.journal(), loads).at(0);
        }
    };

    static void everyKind()
    {
        QTest::addColumn<CommandKind>("kind");
        QTest::addColumn<Parameters>("parameters");
        QTest::addColumn<Phase>("phase");
        QTest::addColumn<QString>("change");
        const auto row = [](const char* what, CommandKind kind, Parameters parameters, Phase phase,
                                 const char* change) {
            QTest::addRow("%s", what)
                    << kind << std::move(parameters) << phase << QString::fromUtf8(change);
        };
        row("rate", CommandKind::SetRate, {{"rate", "360"}}, Phase::Open, "300 → 360");
        row("hold", CommandKind::Hold, {}, Phase::Open, "– → staff");
        row("maintenance", CommandKind::Maintenance, {}, Phase::Held, "staff → staff, maintenance");
        row("release", CommandKind::Release, {{"rate", "150"}}, Phase::Held, "staff → –");
        row("admit", CommandKind::Admit, {{"n", "2"}}, Phase::Held, "0 → 2");
        row("message", CommandKind::Message, {{"message_ja", "列"}, {"message_en", "Soon"}},
                Phase::Open, "– → Soon");
        row("close", CommandKind::Close, {}, Phase::Open, "open → closed");
        row("open again", CommandKind::Reopen, {}, Phase::Closed, "closed → open");
        row("new run", CommandKind::NewRun, {}, Phase::Closed, "1 → 2");
        row("block", CommandKind::Block, {{"what", "203.0.113.24"}}, Phase::Open,
                "– → 203.0.113.24");
        row("unblock", CommandKind::Unblock, {{"what", "203.0.113.24"}}, Phase::Open,
                "203.0.113.24 → –");
        row("work", CommandKind::SetWorkBits, {{"bits", "12"}}, Phase::Open, "0 → 12");
        row("stop a product", CommandKind::StopProduct, {{"product", "1"}}, Phase::Open,
                "on_sale → stopped");
        row("disable a method", CommandKind::DisableMethod, {{"method", "card"}}, Phase::Open,
                "enabled → disabled");
    }
};

QTEST_GUILESS_MAIN(TestJournalRows)
#include "test_journal_rows.moc"
