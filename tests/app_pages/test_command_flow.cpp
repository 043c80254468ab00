#include <QCryptographicHash>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "app/pages/command_flow.h"
#include "tests/app_pages/console.h"
#include "tests/support/offscreen.h"

using namespace saikobi;
using namespace saikobi::tests;
using contract::CommandKind;
using sources::ScriptedFault;
using namespace std::chrono_literals;

/// From the keyboard to the command that leaves the desk.
class TestCommandFlow : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        failOnAnyWarning();
        m_flow.reset();
        m_window = std::make_unique<QWidget>();
        m_console = std::make_unique<Console>();
        auto* column = new QVBoxLayout(m_window.get());
        m_strip = new controls::ConfirmStrip([this] { return m_console->steady; }, m_window.get());
        column->addWidget(m_strip);
        m_flow = std::make_unique<pages::CommandFlow>(
                m_console->model, m_console->desk, *m_strip, nullptr);
        m_window->resize(1000, 60);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_console->desk.setReadOnly(false);
        m_console->show(0s);
    }
    void cleanup() { m_flow.reset(); }

    void aHoldTakesTwoKeys()
    {
        m_flow->armHold();
        QVERIFY(m_strip->isArmed());
        QVERIFY(sent().empty());
        QVERIFY(m_strip->shownText().contains(QStringLiteral("Hold sale shop-a?")));
        QTest::keyClick(m_strip, Qt::Key_Return);
        QCOMPARE(sent().size(), std::size_t(1));
        QCOMPARE(sent()[0].kind, CommandKind::Hold);
        QVERIFY(!sent()[0].parameters.at("message_ja").empty());
        QVERIFY(!sent()[0].parameters.at("message_en").empty());
        QVERIFY(sent()[0].parameters.contains("resume_at"));
        QVERIFY(m_strip->shownText().contains(QStringLiteral("sent")));
    }

    void aHoldWorksFromReadOnlyAndOnLostData()
    {
        m_console->desk.setReadOnly(true);
        m_console->script.fault = ScriptedFault::BothLost;
        m_console->script.faultAt = 1s;
        m_console->show(60s);
        m_flow->armHold();
        QTest::keyClick(m_strip, Qt::Key_Return);
        QCOMPARE(sent().size(), std::size_t(1));
    }

    void anotherRateIsArmedThenExecuted()
    {
        m_flow->setReason(QStringLiteral("line grows"));
        m_flow->armRate(132);
        QVERIFY(m_strip->shownText().contains(QStringLiteral("120 → 132/min")));
        QTest::keyClick(m_strip, Qt::Key_Return); // Enter arms, it never executes
        QVERIFY(sent().empty());
        QTest::keyClick(m_strip, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(sent().size(), std::size_t(1));
        QCOMPARE(sent()[0].parameters.at("rate"), std::string("132"));
        QCOMPARE(sent()[0].reason, std::string("line grows"));
    }

    void armedExpires()
    {
        m_flow->armRate(132);
        m_console->steady += 10s;
        m_strip->review();
        QVERIFY(!m_strip->isArmed());
        QTest::keyClick(m_strip, Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(sent().empty());
        QVERIFY(m_strip->shownText().contains(QStringLiteral("Nothing was sent")));
    }

    void aBlockedRaiseSaysWhatBlocksIt()
    {
        m_flow->armRate(145); // 20.8 percent above 120
        QVERIFY(!m_strip->isArmed());
        QVERIFY(m_strip->shownText().contains(QStringLiteral("step")));
        QVERIFY(sent().empty());
    }

    void anOverrideTakesAReasonAndTheSalesId()
    {
        m_flow->armOverride(145);
        QVERIFY(!m_strip->isArmed());
        QVERIFY(m_strip->shownText().contains(QStringLiteral("reason")));
        m_flow->setReason(QStringLiteral("agreed with the lead"));
        m_flow->setSecond(QStringLiteral("Sato"));
        m_flow->armOverride(145);
        QVERIFY(m_strip->isArmed());
        QTest::keyClick(m_strip, Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(sent().empty());
        typeTheSale();
        QCOMPARE(sent().size(), std::size_t(1));
        QCOMPARE(sent()[0].parameters.at("override"), std::string("1"));
        QCOMPARE(sent()[0].parameters.at("second"), std::string("Sato"));
        QCOMPARE(sent()[0].reason, std::string("agreed with the lead"));
    }

    void theDangerousOnesWaitForTheSalesId_data()
    {
        QTest::addColumn<QString>("what");
        for (const auto* what : {"close", "force", "new run"})
            QTest::addRow("%s", what) << QString::fromLatin1(what);
    }

    void theDangerousOnesWaitForTheSalesId()
    {
        QFETCH(QString, what);
        m_flow->setReason(QStringLiteral("agreed with the lead"));
        if (what == QStringLiteral("close"))
            m_flow->armClose();
        else if (what == QStringLiteral("new run"))
            m_flow->armNewRun();
        else {
            holdBy("op-2");
            m_flow->armTakeByForce();
        }
        QTest::keyClick(m_strip, Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(sent().empty());
        typeTheSale();
        QCOMPARE(sent().size(), std::size_t(1));
    }

    void ordinaryOnesAreArmedThenExecuted_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<int>("kind");
        QTest::addRow("block") << QStringLiteral("block") << static_cast<int>(CommandKind::Block);
        QTest::addRow("unblock") << QStringLiteral("unblock")
                                 << static_cast<int>(CommandKind::Unblock);
        QTest::addRow("work") << QStringLiteral("work")
                              << static_cast<int>(CommandKind::SetWorkBits);
        QTest::addRow("offer") << QStringLiteral("offer")
                               << static_cast<int>(CommandKind::OfferCommand);
        QTest::addRow("restore") << QStringLiteral("restore")
                                 << static_cast<int>(CommandKind::RestorePlace);
    }

    void ordinaryOnesAreArmedThenExecuted()
    {
        QFETCH(QString, what);
        QFETCH(int, kind);
        if (what == QStringLiteral("block"))
            m_flow->armBlock(QStringLiteral("203.0.113.0/24"), 60);
        else if (what == QStringLiteral("unblock"))
            m_flow->armUnblock(QStringLiteral("203.0.113.0/24"));
        else if (what == QStringLiteral("work"))
            m_flow->armWorkBits(12);
        else if (what == QStringLiteral("offer"))
            m_flow->armOffer(QStringLiteral("op-2"));
        else
            m_flow->armRestore(7);
        QTest::keyClick(m_strip, Qt::Key_Return);
        QVERIFY(sent().empty());
        QTest::keyClick(m_strip, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(sent().size(), std::size_t(1));
        QVERIFY(sent()[0].kind == static_cast<CommandKind>(kind));
    }

    void withoutCommandItSaysSo()
    {
        holdBy("op-2");
        m_flow->armRate(100);
        QVERIFY(!m_strip->isArmed());
        QVERIFY(m_strip->shownText().contains(QStringLiteral("command")));
        m_flow->armHold();
        QVERIFY(m_strip->isArmed());
    }

    void maintenanceTakesTwoKeys()
    {
        m_flow->armMaintenance();
        QVERIFY(sent().empty());
        QTest::keyClick(m_strip, Qt::Key_Return);
        QCOMPARE(sent().size(), std::size_t(1));
        QVERIFY(sent()[0].kind == CommandKind::Maintenance);
        QVERIFY(!sent()[0].parameters.at("message_ja").empty());
    }

    /// Only the hash of the code travels; the link appears when the backend has it.
    void aRestoredPlaceIsGivenByALink()
    {
        QString link;
        connect(m_flow.get(), &pages::CommandFlow::restored, this,
                [&link](const QString& given) { link = given; });
        m_flow->armRestore(7);
        QTest::keyClick(m_strip, Qt::Key_Return, Qt::ControlModifier);
        const auto& command = sent().at(0);
        QCOMPARE(command.parameters.at("code_sha256").size(), std::size_t(64));
        QVERIFY(link.isEmpty());
        auto decided = sources::scriptedSnapshot(m_console->script, 2s);
        contract::TimelineEntry entry;
        entry.id = command.id;
        entry.kind = "command";
        entry.subject = "restore_place";
        entry.data = {{"id", command.id}, {"result", "in_force"}, {"new", "7"}};
        entry.revision = decided.line->value.revision;
        decided.timeline.insert(decided.timeline.begin(), entry);
        m_console->model.accept(std::make_shared<const contract::SaleSnapshot>(decided));
        const auto prefix = QStringLiteral("/sales/shop-a?restore=");
        QVERIFY(link.startsWith(prefix));
        QCOMPARE(QCryptographicHash::hash(
                         link.mid(prefix.size()).toLatin1(), QCryptographicHash::Sha256)
                         .toHex()
                         .toStdString(),
                command.parameters.at("code_sha256"));
    }

    void oldDataDisarmsARaise()
    {
        m_console->script.fault = ScriptedFault::Silent;
        m_console->script.faultAt = 5s;
        m_console->show(4s);
        m_flow->armRate(132);
        QVERIFY(m_strip->isArmed());
        m_console->show(15s);
        QVERIFY(!m_strip->isArmed());
        QVERIFY(sent().empty());
    }

    void aNewP1DisarmsButNeverTheHold()
    {
        auto alarmed = sources::scriptedSnapshot(m_console->script, 2s);
        contract::AlarmRecord record;
        record.alarm = contract::AlarmId::A01;
        record.priority = contract::AlarmPriority::P1;
        record.on = 1;
        record.occurrence = 1;
        alarmed.alarms = {{{record}, {}}, alarmed.madeAt};
        m_flow->armRate(100);
        QVERIFY(m_strip->isArmed());
        m_console->model.accept(std::make_shared<const contract::SaleSnapshot>(alarmed));
        QVERIFY(!m_strip->isArmed());
        m_flow->armRate(100); // the same one is known now
        QVERIFY(m_strip->isArmed());
        m_flow->armHold();
        ++alarmed.sequence;
        alarmed.alarms->value.records[0].occurrence = 2;
        m_console->model.accept(std::make_shared<const contract::SaleSnapshot>(alarmed));
        QVERIFY(m_strip->isArmed());
    }

    void somebodyElsesCommandDisarms()
    {
        m_flow->armRate(132);
        QVERIFY(m_strip->isArmed());
        auto changed = sources::scriptedSnapshot(m_console->script, 2s);
        ++changed.line->value.revision.value;
        m_console->model.accept(std::make_shared<const contract::SaleSnapshot>(changed));
        QVERIFY(!m_strip->isArmed());
    }

    void releaseStartsAtHalfAndAboveIsDangerous()
    {
        m_console->script.fault = ScriptedFault::Held;
        m_console->script.faultAt = 1s;
        m_console->show(5s);
        m_flow->armRelease(60);
        QTest::keyClick(m_strip, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(sent().size(), std::size_t(1));
        QCOMPARE(sent()[0].kind, CommandKind::Release);
        m_flow->setReason(QStringLiteral("tested by admitting five"));
        m_flow->armRelease(61);
        QTest::keyClick(m_strip, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(sent().size(), std::size_t(1)); // it waits for the sale's id
    }

    void admittingNeedsAHold()
    {
        m_flow->armAdmit(3);
        QVERIFY(!m_strip->isArmed());
        m_console->script.fault = ScriptedFault::Held;
        m_console->script.faultAt = 1s;
        m_console->show(5s);
        m_flow->armAdmit(3);
        QVERIFY(m_strip->isArmed());
        QTest::keyClick(m_strip, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(sent().at(0).parameters.at("n"), std::string("3"));
    }

    void viewersAndDemosCannotEvenArm_data()
    {
        QTest::addColumn<bool>("isDemo");
        QTest::addRow("a viewer") << false;
        QTest::addRow("a demo") << true;
    }

    void viewersAndDemosCannotEvenArm()
    {
        QFETCH(bool, isDemo);
        m_console->script.mayCommand = false;
        if (isDemo)
            m_console->script.shownAs = contract::SnapshotSource::Scripted;
        m_console->show(1s);
        m_flow->armHold();
        m_flow->armRate(100);
        m_flow->armMessage();
        QVERIFY(!m_strip->isArmed());
        QVERIFY(sent().empty());
    }

private:
    void typeTheSale()
    {
        auto* word = m_strip->findChild<QLineEdit*>(QStringLiteral("confirmWord"));
        QTest::keyClicks(word, QStringLiteral("shop-a"));
        QTest::keyClick(word, Qt::Key_Return, Qt::ControlModifier);
    }
    void holdBy(const char* user)
    {
        auto changed = sources::scriptedSnapshot(m_console->script, 2s);
        changed.line->value.holder = user;
        m_console->model.accept(std::make_shared<const contract::SaleSnapshot>(changed));
    }
    const std::vector<contract::Command>& sent() const { return m_console->gateway.sent; }

    std::unique_ptr<Console> m_console;
    std::unique_ptr<QWidget> m_window;
    controls::ConfirmStrip* m_strip = nullptr;
    std::unique_ptr<pages::CommandFlow> m_flow;
};

QTEST_MAIN(TestCommandFlow)
#include "test_command_flow.moc"
