#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

#include "tests/support/offscreen.h"
#include "widgets/control/confirm_strip.h"

using namespace saikobi;
using namespace saikobi::controls;
using namespace std::chrono_literals;

class TestConfirmStrip : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        tests::failOnAnyWarning();
        m_now = contract::Deadline{} + 1h;
        m_window = std::make_unique<QWidget>();
        auto* column = new QVBoxLayout(m_window.get());
        m_strip = new ConfirmStrip([this] { return m_now; }, m_window.get());
        m_elsewhere = new QLineEdit(m_window.get());
        column->addWidget(m_strip);
        column->addWidget(m_elsewhere);
        m_window->resize(1200, 100);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_elsewhere->setFocus();
        m_executed = std::make_unique<QSignalSpy>(m_strip, &ConfirmStrip::executed);
        m_disarmed = std::make_unique<QSignalSpy>(m_strip, &ConfirmStrip::disarmed);
    }

    void eachClassHasItsGesture_data()
    {
        QTest::addColumn<Gesture>("gesture");
        QTest::addColumn<bool>("ctrl");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<int>("executions");
        QTest::addRow("a hold: Enter") << Gesture::Enter << false << QString() << 1;
        QTest::addRow("a hold: not Ctrl+Enter") << Gesture::Enter << true << QString() << 0;
        QTest::addRow("ordinary: not Enter") << Gesture::CtrlEnter << false << QString() << 0;
        QTest::addRow("ordinary: Ctrl+Enter") << Gesture::CtrlEnter << true << QString() << 1;
        QTest::addRow("dangerous: not without the word")
                << Gesture::WordAndCtrlEnter << true << QString() << 0;
        QTest::addRow("dangerous: not with another word")
                << Gesture::WordAndCtrlEnter << true << QStringLiteral("shop-b") << 0;
        QTest::addRow("dangerous: the word and Ctrl+Enter")
                << Gesture::WordAndCtrlEnter << true << QStringLiteral("shop-a") << 1;
        QTest::addRow("dangerous: the word alone does nothing")
                << Gesture::WordAndCtrlEnter << false << QStringLiteral("shop-a") << 0;
    }

    void eachClassHasItsGesture()
    {
        QFETCH(Gesture, gesture);
        QFETCH(bool, ctrl);
        QFETCH(QString, typed);
        QFETCH(int, executions);
        arm(gesture);
        QCOMPARE(m_executed->count(), 0); // arming alone never executes
        auto* target = QApplication::focusWidget();
        if (!typed.isEmpty())
            QTest::keyClicks(target, typed);
        QTest::keyClick(target, Qt::Key_Return, ctrl ? Qt::ControlModifier : Qt::NoModifier);
        QCOMPARE(m_executed->count(), executions);
        QCOMPARE(m_strip->isArmed(), executions == 0);
    }

    /// A button beside a sentence makes way for what is armed, and comes back.
    void aSentenceMayLeadSomewhere()
    {
        auto* follow = m_strip->findChild<QPushButton*>(QStringLiteral("stripFollow"));
        QSignalSpy followed(m_strip, &ConfirmStrip::followed);
        m_strip->say(QStringLiteral("nothing in progress"));
        QVERIFY(!follow->isVisible());
        const auto way = QStringLiteral("Open (Ctrl+J)");
        m_strip->offer(QStringLiteral("NEXT  C3 step 2/7"), way);
        QVERIFY(follow->isVisible());
        QCOMPARE(follow->text(), way);
        arm(Gesture::Enter);
        QVERIFY(!follow->isVisible());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(follow->isVisible());
        QTest::mouseClick(follow, Qt::LeftButton);
        QCOMPARE(followed.count(), 1);
        QCOMPARE(m_executed->count(), 0);
        m_strip->say(QStringLiteral("the screen stands still"));
        QVERIFY(!follow->isVisible());
    }

    void armedEndsAfterTenSeconds()
    {
        arm(Gesture::CtrlEnter);
        m_now += 9999ms;
        m_strip->review();
        QVERIFY(m_strip->isArmed());
        m_now += 1ms;
        m_strip->review();
        QVERIFY(!m_strip->isArmed());
        QCOMPARE(m_disarmed->at(0).at(0).value<Disarmed>(), Disarmed::ByTime);
        QTest::keyClick(m_strip, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(m_executed->count(), 0);
    }

    void aKeyAfterTheTimeExecutesNothingEvenBeforeTheTimerLooked()
    {
        arm(Gesture::Enter);
        m_now += 10s;
        QTest::keyClick(m_strip, Qt::Key_Return);
        QCOMPARE(m_executed->count(), 0);
    }

    void escapeDisarms()
    {
        arm(Gesture::Enter);
        QTest::keyClick(m_strip, Qt::Key_Escape);
        QVERIFY(!m_strip->isArmed());
        QCOMPARE(m_disarmed->at(0).at(0).value<Disarmed>(), Disarmed::ByUser);
        QTRY_VERIFY(m_elsewhere->hasFocus()); // the focus goes back to where it was
    }

    void losingTheFocusDisarms()
    {
        arm(Gesture::CtrlEnter);
        m_elsewhere->setFocus();
        QVERIFY(!m_strip->isArmed());
        QCOMPARE(m_disarmed->at(0).at(0).value<Disarmed>(), Disarmed::ByFocus);
    }

    void oneClickDoesNothingWhileNothingIsArmed()
    {
        auto* execute = m_strip->findChild<QPushButton*>(QStringLiteral("confirmExecute"));
        QVERIFY(execute->isHidden());
        QTest::keyClick(m_strip, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(m_executed->count(), 0);
    }

    void theMouseMayExecuteWhatIsArmed()
    {
        arm(Gesture::CtrlEnter);
        QTest::mouseClick(
                m_strip->findChild<QPushButton*>(QStringLiteral("confirmExecute")), Qt::LeftButton);
        QCOMPARE(m_executed->count(), 1);
    }

    void theQuestionNamesTheObjectAndTheChange()
    {
        arm(Gesture::Enter);
        QCOMPARE(m_strip->shownText(), QStringLiteral("Hold sale shop-a? open → HELD"));
    }

    void nothingMovesWhenArmed()
    {
        const auto before = m_strip->geometry();
        const auto size = m_strip->sizeHint();
        arm(Gesture::WordAndCtrlEnter);
        QCoreApplication::processEvents();
        QCOMPARE(m_strip->geometry(), before);
        QCOMPARE(m_strip->sizeHint(), size);
    }

private:
    void arm(Gesture gesture)
    {
        m_strip->arm({QStringLiteral("Hold sale shop-a?"), QStringLiteral("open → HELD"), gesture,
                QStringLiteral("shop-a")});
        QVERIFY(m_strip->isArmed());
    }

    contract::Deadline m_now{};
    std::unique_ptr<QWidget> m_window;
    ConfirmStrip* m_strip = nullptr;
    QLineEdit* m_elsewhere = nullptr;
    std::unique_ptr<QSignalSpy> m_executed;
    std::unique_ptr<QSignalSpy> m_disarmed;
};

QTEST_MAIN(TestConfirmStrip)
#include "test_confirm_strip.moc"
