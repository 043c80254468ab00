#include <QAbstractItemModelTester>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

#include "backend/contract/runbook.h"
#include "widgets/control/hold_panel.h"
#include "widgets/control/journal_model.h"
#include "widgets/control/message_templates.h"
#include "widgets/control/rate_panel.h"
#include "widgets/control/release_panel.h"

using namespace saikobi::controls;

class TestPanels : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void stepsArePercentOfTheRateInForce_data()
    {
        QTest::addColumn<int>("step");
        QTest::addColumn<int>("draft");
        QTest::addRow("20 percent less") << -20 << 96;
        QTest::addRow("5 percent less") << -5 << 114;
        QTest::addRow("10 percent more") << 10 << 132;
        QTest::addRow("20 percent more") << 20 << 144;
    }

    void stepsArePercentOfTheRateInForce()
    {
        QFETCH(int, step);
        QFETCH(int, draft);
        RatePanel panel;
        panel.setRateInForce(120);
        auto* button = panel.findChild<QPushButton*>(QStringLiteral("rateStep%1").arg(step));
        button->click();
        button->click(); // twice is not twice as much
        QCOMPARE(panel.draft(), draft);
    }

    void anUntouchedDraftFollowsTheRateInForce()
    {
        RatePanel panel;
        panel.setRateInForce(120);
        QCOMPARE(panel.draft(), 120);
        panel.setRateInForce(100);
        QCOMPARE(panel.draft(), 100);
        panel.setDraft(90);
        panel.setRateInForce(110);
        QCOMPARE(panel.draft(), 90);
    }

    void enterAsksToArmAndNothingElse()
    {
        RatePanel panel;
        panel.setRateInForce(120);
        QSignalSpy asked(&panel, &Panel::armRequested);
        auto* draft = panel.findChild<QSpinBox*>(QStringLiteral("rateDraft"));
        QTest::keyClick(draft, Qt::Key_Return);
        QCOMPARE(asked.count(), 1);
        QTest::keyClick(draft, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(asked.count(), 1);
    }

    void anObstacleDisablesTheControlsAndSaysWhy()
    {
        ReleasePanel panel;
        panel.setLastRate(120);
        QCOMPARE(panel.draft(), 60); // half of the last
        panel.setObstacle(QStringLiteral("only while held"));
        QVERIFY(!panel.findChild<QPushButton*>(QStringLiteral("releaseArm"))->isEnabled());
        QCOMPARE(panel.obstacle(), QStringLiteral("only while held"));
        QSignalSpy asked(&panel, &Panel::armRequested);
        QTest::keyClick(&panel, Qt::Key_Return);
        QCOMPARE(asked.count(), 0);
    }

    void aMessageNeedsBothLanguages()
    {
        HoldPanel panel;
        auto* hold = panel.findChild<QPushButton*>(QStringLiteral("holdArm"));
        auto* message = panel.findChild<QPushButton*>(QStringLiteral("messageArm"));
        QVERIFY(hold->isEnabled() && message->isEnabled()); // the template has both
        panel.findChild<QPlainTextEdit*>(QStringLiteral("messageEn"))->clear();
        QVERIFY(!message->isEnabled());
        QVERIFY(hold->isEnabled()); // no text may stand in the way of a hold
        panel.findChild<QPlainTextEdit*>(QStringLiteral("messageJa"))->clear();
        QVERIFY(hold->isEnabled()); // none at all: the pages have their own words
        QVERIFY(!message->isEnabled());
    }

    void templatesFitTheWaitingPage()
    {
        // The ids by which cards of the runbook open a form with them.
        QVERIFY(std::equal(MessageTemplates::all().begin(), MessageTemplates::all().end(),
                saikobi::contract::messageTemplates.begin(),
                saikobi::contract::messageTemplates.end(),
                [](const auto& one, const auto& id) { return one.id == id; }));
        for (const auto& one : MessageTemplates::all()) {
            QVERIFY(QString::fromUtf8(one.ja).size() <= HoldPanel::longestMessage);
            QVERIFY(QString::fromUtf8(one.en).size() <= HoldPanel::longestMessage);
            QVERIFY(!MessageTemplates::name(one).isEmpty());
        }
    }

    void theJournalTellsWhatChanged()
    {
        JournalModel model;
        QAbstractItemModelTester tester(
                &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        JournalRow hold;
        hold.id = "1";
        hold.result = QStringLiteral("sent");
        model.present({hold});
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        hold.result = QStringLiteral("in force");
        model.present({hold});
        QCOMPARE(changed.count(), 1);
        QCOMPARE(
                model.index(0, JournalModel::Result).data().toString(), QStringLiteral("in force"));
        JournalRow rate;
        rate.id = "2";
        model.present({rate, hold});
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(
                model.index(1, JournalModel::Result).data().toString(), QStringLiteral("in force"));
        model.present(std::vector<JournalRow>(100, rate));
        QCOMPARE(model.rowCount(), 30);
    }
};

QTEST_MAIN(TestPanels)
#include "test_panels.moc"
