#include <QAction>
#include <QPixmap>
#include <QPushButton>

#include <algorithm>

#include "app/pages/runbook_page.h"
#include "tests/app_shell/alarm_scene.h"
#include "tests/support/offscreen.h"
#include "widgets/control/confirm_strip.h"
#include "widgets/runbook/card_view.h"

using namespace saikobi;
using namespace saikobi::shell;
using namespace saikobi::tests;
using contract::MarkState;
using namespace std::chrono_literals;

/// A card that is open, seen from the rest of the window.
class TestRunbookWindow : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        tests::failOnAnyWarning();
        m_scene = std::make_unique<AlarmScene>();
        m_scene->script.fault = sources::ScriptedFault::None; // what rings is the card
        m_scene->show(0s);
        QVERIFY(QTest::qWaitForWindowActive(&m_scene->window));
    }
    void cleanup() { m_scene.reset(); }

    /// The strip names the next step; a button and a key lead to it from any screen.
    void theNextStepIsOneKeyAway()
    {
        QVERIFY(!follow().isVisible());
        QVERIFY(!action("actionNextStep").isEnabled());
        begin();
        QVERIFY2(strip().shownText().contains("NEXT  C3 step 1/"), qPrintable(strip().shownText()));
        QVERIFY(follow().isVisible());
        QVERIFY2(follow().text().contains("Ctrl+J"), qPrintable(follow().text()));
        for (int screen = 0; screen < m_scene->window.screenCount(); ++screen) {
            m_scene->window.showScreen(screen);
            QTest::keyClick(&m_scene->window, Qt::Key_J, Qt::ControlModifier);
            QVERIFY(page().isVisible());
            QCOMPARE(page().shownCard(), std::string{"C3"});
            QVERIFY(page().findChild<runbook::CardView*>()->hasFocus());
        }
        QVERIFY(m_scene->session.runbook().mark("C3", "f1", MarkState::No));
        m_scene->show(2s);
        m_scene->window.showScreen(0);
        QTest::mouseClick(&follow(), Qt::LeftButton);
        QVERIFY(page().isVisible());
        const auto& shown = page().findChild<runbook::CardView*>()->shown();
        QCOMPARE(shown.first.at(static_cast<std::size_t>(shown.chosen)).id, std::string{"f3"});
    }

    /// Whoever gave the action other keys reads those on the button.
    void theButtonNamesTheKeysThatWereChosen()
    {
        begin();
        QVERIFY(m_scene->window.keys().bind("actionNextStep", Qt::CTRL | Qt::Key_G).isEmpty());
        QTRY_VERIFY2(follow().text().contains("Ctrl+G"), qPrintable(follow().text()));
        keep("next-en.png");
        m_scene->appearance.setLanguage("ja");
        QTRY_VERIFY2(follow().text().contains(QStringLiteral("開く")), qPrintable(follow().text()));
        keep("next-ja.png");
    }

    /// Nothing on the strip moves when the button comes; and it never stands beside what is armed.
    void theButtonMakesWayForACommand()
    {
        const auto before = strip().geometry();
        begin();
        QCOMPARE(strip().geometry(), before);
        action("actionHold").trigger();
        QVERIFY(strip().isArmed() && !follow().isVisible());
        strip().disarm(controls::Disarmed::ByUser);
        m_scene->window.showScreen(1);
        m_scene->show(3s);
        QVERIFY(strip().geometry() == before);
    }

    /// A timer of a card rings as a P3 does, once, and says whose it was to whoever looks
    /// elsewhere.
    void aTimerThatIsOverRings()
    {
        begin();
        commands::MarkDetail detail;
        detail.until = m_scene->session.runbook().now() + 30s;
        QVERIFY(m_scene->session.runbook().mark("C3", "t4", MarkState::Started, detail));
        m_scene->show(29s);
        m_scene->session.runbook().look();
        QVERIFY(m_scene->sound->played.empty() && m_scene->notices->notices.empty());
        m_scene->show(31s);
        m_scene->session.runbook().look();
        QCOMPARE(m_scene->sound->played.size(), std::size_t{1});
        QVERIFY(m_scene->sound->played.front() == contract::AlarmPriority::P3);
        QCOMPARE(m_scene->notices->notices.size(), std::size_t{1});
        const auto& told = m_scene->notices->notices.front();
        QCOMPARE(told.title, QStringLiteral("Runbook"));
        QVERIFY2(told.text.contains("C3 t4: time is over (op-1)"), qPrintable(told.text));
        QVERIFY(!told.isUrgent);
        QVERIFY(strip().shownText().contains("C3 t4: time is over"));
        m_scene->show(33s);
        m_scene->session.runbook().look();
        QCOMPARE(m_scene->notices->notices.size(), std::size_t{1});
    }

    /// A call that nobody answered names who is called next.
    void aCallWithoutAnswerRings()
    {
        begin();
        commands::MarkDetail detail;
        detail.until = m_scene->session.runbook().now() + contract::callPatience;
        QVERIFY(m_scene->session.runbook().mark("C3", "t2", MarkState::Called, detail));
        m_scene->show(contract::callPatience + 1s);
        m_scene->session.runbook().look();
        QCOMPARE(m_scene->notices->notices.size(), std::size_t{1});
        QVERIFY2(m_scene->notices->notices.front().text.contains("no answer for 3 minutes (op-1)"),
                qPrintable(m_scene->notices->notices.front().text));
    }

private:
    void begin()
    {
        m_scene->session.runbook().begin("C3", "A06", 1);
        m_scene->show(1s);
    }
    void keep(const QString& name)
    {
        if (const auto folder = qEnvironmentVariable("SAIKOBI_PICTURES"); !folder.isEmpty())
            m_scene->window.grab().save(folder + '/' + name);
    }
    controls::ConfirmStrip& strip()
    {
        return *m_scene->window.findChild<controls::ConfirmStrip*>();
    }
    QPushButton& follow() { return *strip().findChild<QPushButton*>("stripFollow"); }
    QAction& action(const char* name) { return *m_scene->window.findChild<QAction*>(name); }
    pages::RunbookPage& page() { return *m_scene->window.findChild<pages::RunbookPage*>(); }

    std::unique_ptr<AlarmScene> m_scene{};
};

QTEST_MAIN(TestRunbookWindow)
#include "test_runbook_window.moc"
