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

    void aRaiseAboveTwentyPercentIsAnOverride()
    {
        m_flow->armRate(145); // 20.8 percent above 120
        QVERIFY(!m_strip->isArmed());
        QVERIFY(m_strip->shownText().contains(QStringLiteral("reason")));
        m_flow->setReason(QStringLiteral("agreed with the lead"));
        m_flow->armRate(145);
        QVERIFY(m_strip->isArmed());
        QTest::keyClick(m_strip, Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(sent().empty());
        auto* word = m_strip->findChild<QLineEdit*>(QStringLiteral("confirmWord"));
        QTest::keyClicks(word, QStringLiteral("shop-a"));
        QTest::keyClick(word, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(sent().size(), std::size_t(1));
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
    const std::vector<contract::Command>& sent() const { return m_console->gateway.sent; }

    std::unique_ptr<Console> m_console;
    std::unique_ptr<QWidget> m_window;
    controls::ConfirmStrip* m_strip = nullptr;
    std::unique_ptr<pages::CommandFlow> m_flow;
};

QTEST_MAIN(TestCommandFlow)
#include "test_command_flow.moc"
