#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>

#include "app/pages/command_flow.h"
#include "app/pages/controls_page.h"
#include "tests/app_pages/console.h"
#include "tests/support/offscreen.h"
#include "widgets/control/hold_panel.h"
#include "widgets/control/journal_model.h"
#include "widgets/control/rate_panel.h"
#include "widgets/control/release_panel.h"

using namespace saikobi;
using namespace saikobi::tests;
using sources::ScriptedFault;
using namespace std::chrono_literals;

class TestControlsPage : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        failOnAnyWarning();
        m_page.reset();
        m_flow.reset();
        m_console = std::make_unique<Console>();
        m_strip = std::make_unique<controls::ConfirmStrip>([this] { return m_console->steady; });
        m_flow = std::make_unique<pages::CommandFlow>(
                m_console->model, m_console->desk, *m_strip, nullptr);
        m_page = std::make_unique<pages::ControlsPage>(*m_flow);
        m_page->resize(930, 660);
    }
    void cleanup()
    {
        m_page.reset();
        m_flow.reset();
    }

    void controlsExistByRight_data()
    {
        QTest::addColumn<bool>("isOperator");
        QTest::addColumn<bool>("isReadOnly");
        QTest::addColumn<bool>("isDemo");
        QTest::addColumn<int>("panels"); // of rate, hold, release, admit
        QTest::addRow("an operator has all") << true << false << false << 4;
        QTest::addRow("READ-ONLY keeps the hold alone") << true << true << false << 1;
        QTest::addRow("a viewer has none") << false << false << false << 0;
        QTest::addRow("a demo has none") << true << false << true << 0;
    }

    void controlsExistByRight()
    {
        QFETCH(bool, isOperator);
        QFETCH(bool, isReadOnly);
        QFETCH(bool, isDemo);
        QFETCH(int, panels);
        m_console->script.mayCommand = isOperator;
        if (isDemo)
            m_console->script.shownAs = contract::SnapshotSource::Scripted;
        m_console->desk.setReadOnly(isReadOnly);
        present(0s);
        QCOMPARE(m_page->findChildren<controls::Panel*>().size(), panels);
        QCOMPARE(m_page->findChild<controls::HoldPanel*>() != nullptr, panels > 0);
        const auto* notice = m_page->findChild<QLabel*>(QStringLiteral("controlsNotice"));
        QCOMPARE(notice != nullptr, panels < 4);
        if (notice)
            QVERIFY(!notice->text().isEmpty()); // and says why
        if (panels == 0)
            QVERIFY(m_page->findChildren<QPushButton*>().isEmpty());
    }

    void leavingReadOnlyBringsTheControls()
    {
        present(0s);
        QVERIFY(!m_page->findChild<controls::RatePanel*>());
        m_console->desk.setReadOnly(false);
        present(1s);
        QVERIFY(m_page->findChild<controls::RatePanel*>());
    }

    /// What a hold sends is what the operator sees, also after the controls were built anew.
    void theDraftOutlivesItsPanel()
    {
        m_console->desk.setReadOnly(false);
        m_strip->show();
        present(0s);
        text("messageJa")->setPlainText(QStringLiteral("機材を直しています"));
        text("messageEn")->setPlainText(QStringLiteral("We are repairing a machine"));
        m_page->findChild<QSpinBox*>(QStringLiteral("resumeMinutes"))->setValue(0);
        for (const bool isReadOnly : {true, false, true, false}) {
            m_console->desk.setReadOnly(isReadOnly);
            m_page->present(m_console->view());
            QCOMPARE(text("messageJa")->toPlainText(), QStringLiteral("機材を直しています"));
        }
        m_flow->armHold();
        QTest::keyClick(m_strip.get(), Qt::Key_Return);
        const auto& sent = m_console->gateway.sent.at(0).parameters;
        QCOMPARE(sent.at("message_ja"), text("messageJa")->toPlainText().toStdString());
        QCOMPARE(sent.at("message_en"), text("messageEn")->toPlainText().toStdString());
        QVERIFY(!sent.contains("resume_at"));
        QCOMPARE(m_page->findChild<QSpinBox*>(QStringLiteral("resumeMinutes"))->value(), 0);
    }

    void releaseAndAdmitWaitForAHold()
    {
        m_console->desk.setReadOnly(false);
        m_console->script.fault = ScriptedFault::Held;
        m_console->script.faultAt = 10s;
        present(0s);
        auto* release = m_page->findChild<controls::ReleasePanel*>();
        auto* admit = m_page->findChild<controls::AdmitPanel*>();
        QVERIFY(!release->obstacle().isEmpty() && !admit->obstacle().isEmpty());
        present(20s);
        QVERIFY(release->obstacle().isEmpty() && admit->obstacle().isEmpty());
    }

    void aDraftShowsItsConsequence()
    {
        m_console->desk.setReadOnly(false);
        present(0s);
        auto* consequence = m_page->findChild<QLabel*>(QStringLiteral("rateConsequence"));
        QVERIFY(consequence->text().isEmpty());
        m_page->findChild<controls::RatePanel*>()->setDraft(100);
        present(1s);
        QVERIFY(consequence->text().contains(QStringLiteral("hold is kinder")));
        m_page->findChild<controls::RatePanel*>()->setDraft(200);
        present(2s);
        QVERIFY(consequence->text().contains(QStringLiteral("override")));
    }

    void theJournalHasOwnAndOtherCommands()
    {
        m_console->desk.setReadOnly(false);
        present(0s);
        const auto* table = m_page->findChild<QTableView*>(QStringLiteral("journalView"));
        const int others = table->model()->rowCount();
        QCOMPARE(others, 4); // the raises of the script
        QVERIFY(!m_console->desk
                         .issue(contract::CommandKind::SetRate, {{"rate", "130"}},
                                 QStringLiteral("a test"))
                         .isEmpty());
        present(1s);
        QCOMPARE(table->model()->rowCount(), others + 1);
        const auto cell = [table](int column) {
            return table->model()->index(0, column).data().toString();
        };
        QCOMPARE(cell(controls::JournalModel::Who), QStringLiteral("op-1"));
        QCOMPARE(cell(controls::JournalModel::Reason), QStringLiteral("a test"));
        QCOMPARE(cell(controls::JournalModel::Result), QStringLiteral("sent"));
        m_console->steady += 4s;
        m_console->desk.review();
        m_page->present(m_console->view());
        QCOMPARE(cell(controls::JournalModel::Result), QStringLiteral("unconfirmed"));
    }

    void aReasonIsSpentWithItsCommand()
    {
        m_console->desk.setReadOnly(false);
        m_strip->show();
        present(0s);
        auto* reason = m_page->findChild<QLineEdit*>(QStringLiteral("reason"));
        reason->setText(QStringLiteral("line grows"));
        m_flow->armRate(130);
        QTest::keyClick(m_strip.get(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(m_console->gateway.sent.at(0).reason, std::string("line grows"));
        QVERIFY(reason->text().isEmpty());
    }

    void everyControlHasANameForAssistiveTechnology()
    {
        m_console->desk.setReadOnly(false);
        present(0s);
        for (const auto* each : m_page->findChildren<QWidget*>()) {
            const bool isControl = qobject_cast<const QAbstractButton*>(each)
                    || qobject_cast<const QAbstractSpinBox*>(each);
            const bool isOfQt = qobject_cast<const QTableView*>(each->parent());
            if (isControl && !isOfQt)
                QVERIFY2(!each->accessibleName().isEmpty() && !each->objectName().isEmpty(),
                        qPrintable(each->objectName()));
        }
    }

private:
    QPlainTextEdit* text(const char* name)
    {
        return m_page->findChild<QPlainTextEdit*>(QLatin1String(name));
    }
    void present(std::chrono::seconds after)
    {
        m_console->show(after);
        m_page->present(m_console->view());
    }

    std::unique_ptr<Console> m_console;
    std::unique_ptr<controls::ConfirmStrip> m_strip;
    std::unique_ptr<pages::CommandFlow> m_flow;
    std::unique_ptr<pages::ControlsPage> m_page;
};

QTEST_MAIN(TestControlsPage)
#include "test_controls_page.moc"
