#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <QTableWidget>

#include <algorithm>

#include "app/pages/command_flow.h"
#include "app/pages/controls_page.h"
#include "tests/app_pages/console.h"
#include "tests/support/offscreen.h"
#include "widgets/control/hold_panel.h"
#include "widgets/control/interlock_list.h"
#include "widgets/control/journal_model.h"
#include "widgets/control/rate_panel.h"
#include "widgets/control/release_panel.h"

using namespace saikobi;
using namespace saikobi::tests;
using sources::ScriptedFault;
using namespace std::chrono_literals;

namespace {

/// Rate, hold, maintenance, release, admit, opening, phase, call, block, sources, work, restore,
/// holder.
constexpr int allPanels = 13;

} // namespace

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
        QTest::addColumn<int>("panels");
        QTest::addRow("an operator has all") << true << false << false << allPanels;
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
        QCOMPARE(notice != nullptr, panels < allPanels);
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
        QCOMPARE(foreseen(0, 2), foreseen(0, 1)); // nothing changes by the rate in force
        m_page->findChild<controls::RatePanel*>()->setDraft(100);
        present(1s);
        QVERIFY(consequence->text().contains(QStringLiteral("hold is kinder")));
        m_page->findChild<controls::RatePanel*>()->setDraft(200);
        present(2s);
        QVERIFY(consequence->text().contains(QStringLiteral("override")));
        QVERIFY(foreseen(0, 2) != foreseen(0, 1));
    }

    void theInterlocksStandInTheirPlaces()
    {
        m_console->desk.setReadOnly(false);
        present(0s);
        auto* list = m_page->findChild<controls::InterlockList*>();
        auto* override = m_page->findChild<QPushButton*>(QStringLiteral("rateOverride"));
        auto* rate = m_page->findChild<controls::RatePanel*>();
        rate->setDraft(132);
        present(1s);
        QCOMPARE(list->lines().size(), commands::interlockCount);
        for (const auto& line : list->lines())
            QVERIFY2(line.mark == controls::CheckMark::Ok, qPrintable(line.name + line.figure));
        QVERIFY(!override->isEnabled());
        rate->setDraft(146);
        present(2s);
        QVERIFY(list->lines().front().mark == controls::CheckMark::Blocked);
        QVERIFY(override->isEnabled());
        rate->setDraft(132);
        auto sick = sources::scriptedSnapshot(m_console->script, 3s);
        sick.figures.at(static_cast<std::size_t>(contract::Figure::ErrorRatio))
                = {5.0, sick.madeAt};
        show(sick);
        QVERIFY(std::any_of(list->lines().begin(), list->lines().end(),
                [](const auto& line) { return line.mark == controls::CheckMark::Blocked; }));
        QVERIFY(override->isEnabled());
    }

    void whoHasCommandIsShownAndCanChangeHands()
    {
        m_console->desk.setReadOnly(false);
        present(0s);
        const auto isPossible = [this](const char* name) {
            return m_page->findChild<QPushButton*>(QLatin1String(name))->isEnabled();
        };
        QVERIFY(!isPossible("holderTake") && isPossible("holderOffer"));
        const auto who = [this] {
            return m_page->findChild<QLabel*>(QStringLiteral("holderWho"))->text();
        };
        QVERIFY(who().contains(QStringLiteral("this console")));
        auto other = sources::scriptedSnapshot(m_console->script, 1s);
        other.line->value.holder = "op-2";
        other.line->value.offeredTo = "op-1";
        show(other);
        QVERIFY(who().contains(QStringLiteral("op-2")));
        QVERIFY(!isPossible("holderTake") && isPossible("holderForce") && isPossible("holderAccept")
                && !isPossible("holderOffer"));
        auto free = sources::scriptedSnapshot(m_console->script, 2s);
        free.line->value.holder.clear();
        show(free);
        QVERIFY(who().contains(QStringLiteral("Nobody")));
        QVERIFY(isPossible("holderTake") && !isPossible("holderForce"));
        QVERIFY(!m_page->findChild<controls::RatePanel*>()->obstacle().isEmpty());
    }

    void theBlockListIsShown()
    {
        m_console->desk.setReadOnly(false);
        present(0s);
        const auto* count = m_page->findChild<QLabel*>(QStringLiteral("blockCount"));
        QVERIFY(count->text().contains(QStringLiteral("not known")));
        auto sale = sources::scriptedSnapshot(m_console->script, 1s);
        sale.blocks
                = {{{"203.0.113.0/24", "a bot", "op-1", sale.madeAt, std::nullopt}}, sale.madeAt};
        show(sale);
        QVERIFY(count->text().contains(QStringLiteral("1")));
        const auto* table = m_page->findChild<QTableWidget*>(QStringLiteral("blockList"));
        QCOMPARE(table->item(0, 0)->text(), QStringLiteral("203.0.113.0/24"));
    }

    void theDraftIsPreviewedInBothLanguages()
    {
        m_console->desk.setReadOnly(false);
        present(0s);
        text("messageJa")->setPlainText(QStringLiteral("機材を直しています"));
        text("messageEn")->setPlainText(QStringLiteral("We are repairing a machine"));
        present(1s);
        const auto* ja = m_page->findChild<QLabel*>(QStringLiteral("previewJa"));
        const auto* en = m_page->findChild<QLabel*>(QStringLiteral("previewEn"));
        QVERIFY(ja->text().startsWith(QStringLiteral("機材を直しています\n再開予定")));
        QVERIFY(en->text().startsWith(QStringLiteral("We are repairing a machine\nExpected")));
    }

    /// What stands in the file is what the table shows; a reason is text, never a formula.
    void theJournalIsSavedAsATable()
    {
        m_console->desk.setReadOnly(false);
        present(0s);
        m_console->desk.issue(contract::CommandKind::SetRate, {{"rate", "130"}},
                QStringLiteral("=HYPERLINK(\"x\")"));
        present(1s);
        const auto rows = m_page->csv().split(QStringLiteral("\r\n"), Qt::SkipEmptyParts);
        const auto* table = m_page->findChild<QTableView*>(QStringLiteral("journalView"));
        QCOMPARE(rows.size(), table->model()->rowCount() + 1);
        QVERIFY(rows.at(1).contains(QStringLiteral("\"'=HYPERLINK(\"\"x\"\")\"")));
    }

    void everyRowOfTheJournalTellsItsLatencies()
    {
        m_console->desk.setReadOnly(false);
        present(0s);
        auto sale = sources::scriptedSnapshot(m_console->script, 1s);
        contract::TimelineEntry entry;
        entry.id = "somebody-elses";
        entry.kind = "command";
        entry.subject = "rate";
        entry.actor = "op-2";
        entry.at = sale.madeAt;
        entry.reason = "agreed";
        entry.data = {{"id", entry.id}, {"result", "in_force"}, {"old", "120"}, {"new", "200"},
                {"ms", "84"}, {"override", "1"}, {"second", "Sato"}};
        sale.timeline.insert(sale.timeline.begin(), entry);
        show(sale);
        const auto* table = m_page->findChild<QTableView*>(QStringLiteral("journalView"));
        const auto cell = [table](int column) {
            return table->model()->index(0, column).data().toString();
        };
        QCOMPARE(cell(controls::JournalModel::Change), QStringLiteral("120 → 200"));
        QCOMPARE(cell(controls::JournalModel::InForce), QStringLiteral("84 ms"));
        QVERIFY(cell(controls::JournalModel::Result).contains(QStringLiteral("override")));
        QVERIFY(cell(controls::JournalModel::Result).contains(QStringLiteral("Sato")));
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
    QString foreseen(int row, int column) const
    {
        return m_page->findChild<QLabel*>(QStringLiteral("foreseen%1%2").arg(row).arg(column))
                ->text()
                .remove(QStringLiteral("→ "));
    }
    void show(const contract::SaleSnapshot& sale)
    {
        m_console->now = sale.madeAt;
        m_console->model.accept(std::make_shared<const contract::SaleSnapshot>(sale));
        m_page->present(m_console->view());
    }
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
