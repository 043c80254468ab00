#include <QAbstractButton>
#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QTableWidget>

#include <set>

#include "app/shell/key_sheet.h"
#include "app/shell/palette_sheet.h"
#include "tests/app_shell/scene.h"
#include "widgets/control/confirm_strip.h"
#include "widgets/control/rate_panel.h"

using namespace saikobi;
using namespace saikobi::shell;
using namespace saikobi::tests;

/// Every key is in one table, in the menu and in the palette, and can be changed.
class TestKeys : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        failOnAnyWarning();
        m_scene = std::make_unique<Scene>();
        QVERIFY(QTest::qWaitForWindowActive(&m_scene->window));
        m_scene->session.desk().setReadOnly(false);
        m_scene->show(0s);
        m_scene->window.showScreen(1); // the panels of the commands exist now
        m_scene->window.showScreen(0);
        keys().adopt();
    }
    void cleanup() { m_scene.reset(); }

    void whatHasAKeyIsInTheTable()
    {
        std::set<QString> known;
        for (const auto& entry : keys().entries()) {
            QVERIFY2(!entry.text.isEmpty(), qPrintable(entry.id));
            known.insert(entry.id);
        }
        for (const auto* action : m_scene->window.findChildren<QAction*>())
            if (!action->shortcut().isEmpty())
                QVERIFY2(known.count(action->objectName()) == 1,
                        qPrintable(action->objectName() + action->shortcut().toString()));
        for (const char* id : {"actionScreen1", "actionKeySheet", "actionPalette", "actionFreeze",
                     "actionBackToLive", "actionHold", "actionNote", "actionExport",
                     "actionFullScreen", "keyRateUp"})
            QVERIFY2(known.count(QLatin1String(id)) == 1, id);
    }

    void noTwoActionsShareAKey()
    {
        for (const auto& entry : keys().entries())
            QVERIFY2(keys().bind(entry.id, entry.keys).isEmpty(), qPrintable(entry.id));
        QVERIFY(keys().chosen().isEmpty());
    }

    void whatHasAKeyIsInTheMenu()
    {
        auto* menu = m_scene->window.findChild<QMenu*>(QStringLiteral("frameMenu"));
        if (!menu)
            for (auto* each : QApplication::allWidgets())
                if (each->objectName() == QLatin1String("frameMenu"))
                    menu = qobject_cast<QMenu*>(each);
        QVERIFY(menu);
        emit menu->aboutToShow();
        std::set<QString> lines;
        for (const auto* group : menu->actions())
            for (const auto* line : group->menu()->actions())
                lines.insert(line->text());
        for (const auto& entry : keys().entries())
            QVERIFY2(lines.count(entry.text + QLatin1Char('\t')
                             + entry.keys.toString(QKeySequence::NativeText))
                            == 1,
                    qPrintable(entry.id));
    }

    void theKeySheetShowsEveryKey()
    {
        QTest::keyClick(&m_scene->window, Qt::Key_Question);
        const auto* sheet = m_scene->window.findChild<KeySheet*>();
        QVERIFY(sheet->isVisible());
        const auto texts = written(*sheet->findChild<QTableWidget*>());
        for (const auto& entry : keys().entries())
            QVERIFY2(texts.contains(entry.text), qPrintable(entry.text));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(!sheet->isVisible());
    }

    void aKeyIsChangedOnTheSheet()
    {
        QTest::keyClick(&m_scene->window, Qt::Key_Question);
        choose(QStringLiteral("Freeze or resume this screen"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_U);
        QCOMPARE(action("actionFreeze")->shortcut(), QKeySequence(Qt::Key_U));
        QCOMPARE(keys().chosen().value(QStringLiteral("actionFreeze")), QStringLiteral("U"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QTest::keyClick(&m_scene->window, Qt::Key_P);
        QVERIFY(!m_scene->window.isFrozen());
        QTest::keyClick(&m_scene->window, Qt::Key_U);
        QVERIFY(m_scene->window.isFrozen());
    }

    void aKeyOfAnotherActionIsNotTakenAway()
    {
        QTest::keyClick(&m_scene->window, Qt::Key_Question);
        choose(QStringLiteral("Freeze or resume this screen"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_L);
        QCOMPARE(action("actionFreeze")->shortcut(), QKeySequence(Qt::Key_P));
        const auto* told = m_scene->window.findChild<QLabel*>(QStringLiteral("keyTold"));
        QVERIFY2(told->text().contains(QStringLiteral("Back to live")), qPrintable(told->text()));
    }

    void theUsualKeysComeBack()
    {
        QVERIFY(keys().bind(QStringLiteral("actionFreeze"), QKeySequence(Qt::Key_U)).isEmpty());
        QTest::keyClick(&m_scene->window, Qt::Key_Question);
        choose(QStringLiteral("Freeze or resume this screen"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Backspace);
        QCOMPARE(action("actionFreeze")->shortcut(), QKeySequence(Qt::Key_P));
        QVERIFY(keys().chosen().isEmpty());
    }

    void chosenKeysReachPanelsThatComeLater()
    {
        keys().restore({{QStringLiteral("keyRateUp"), QStringLiteral("Ctrl+U")}});
        m_scene->session.desk().setReadOnly(true);
        m_scene->window.showScreen(1);
        m_scene->session.desk().setReadOnly(false); // built anew
        m_scene->show(1s);
        const auto* draft = m_scene->window.findChild<controls::RatePanel*>();
        const int before = draft->draft();
        QTest::keyClick(&m_scene->window, Qt::Key_U, Qt::ControlModifier);
        QVERIFY(draft->draft() > before);
    }

    /// Whoever changed a key must not be told the old one.
    void textsNameTheKeysOfTheMoment()
    {
        const auto chosen = QKeySequence(QStringLiteral("Ctrl+G"));
        QVERIFY(keys().bind(QStringLiteral("actionHold"), chosen).isEmpty());
        QVERIFY(keys().bind(QStringLiteral("actionNote"), QKeySequence()).isEmpty());
        m_scene->window.showScreen(1);
        QCoreApplication::processEvents();
        const auto told = textsOf(m_scene->window);
        QVERIFY2(told.filter(QStringLiteral("Ctrl+G")).size() >= 2, qPrintable(told.join(u'\n')));
        QVERIFY(told.filter(QStringLiteral("Ctrl+Shift+H")).isEmpty());
        // What has none is found in the menu, whose sign stands in its place.
        const auto* note = m_scene->window.findChild<QLineEdit*>(QStringLiteral("noteText"));
        QVERIFY2(note->placeholderText().contains(QStringLiteral("≡")),
                qPrintable(note->placeholderText()));
    }

    void thePaletteFindsByAPartOfTheName()
    {
        QTest::keyClick(&m_scene->window, Qt::Key_K, Qt::ControlModifier);
        const auto* palette = m_scene->window.findChild<PaletteSheet*>();
        QVERIFY(palette->isVisible());
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("paym"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QVERIFY(!palette->isVisible());
        QVERIFY(m_scene->widget("paymentsPage")->isVisible());
    }

    void thePaletteArmsAndDoesNotExecute()
    {
        QTest::keyClick(&m_scene->window, Qt::Key_K, Qt::ControlModifier);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("hold"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QVERIFY(m_scene->window.findChild<controls::ConfirmStrip*>()->isArmed());
        QVERIFY(m_scene->session.desk().journal().empty());
    }

    void thePaletteGoesToTheScreenOfAnAction()
    {
        QVERIFY(keys().trigger(QStringLiteral("keyMethod1")));
        QVERIFY(m_scene->widget("paymentsPage")->isVisible());
    }

    void aViewersPaletteHasNoCommand()
    {
        m_scene->script.mayCommand = false;
        m_scene->show(1s);
        m_scene->session.desk().setReadOnly(true);
        QTest::keyClick(&m_scene->window, Qt::Key_K, Qt::ControlModifier);
        const auto* found
                = m_scene->window.findChild<QTableWidget*>(QStringLiteral("paletteFound"));
        QVERIFY(found->rowCount() > 5);
        QVERIFY(!written(*found).contains(action("actionHold")->text()));
    }

    void lettersAreWrittenWhereTextIsWritten()
    {
        m_scene->window.showScreen(1);
        auto* reason = m_scene->window.findChild<QLineEdit*>(QStringLiteral("reason"));
        reason->setFocus();
        QTest::keyClicks(reason, QStringLiteral("plan?"));
        QCOMPARE(reason->text(), QStringLiteral("plan?"));
        QVERIFY(!m_scene->window.isFrozen());
    }

    /// D54: whoever does not write has no input method that could swallow a letter.
    void nothingButFieldsUsesTheInputMethod()
    {
        for (const auto* each : m_scene->window.findChildren<QWidget*>())
            if (each->focusPolicy() != Qt::NoFocus && !each->inherits("QLineEdit")
                    && !each->inherits("QPlainTextEdit") && !each->inherits("QAbstractSpinBox"))
                QVERIFY2(!each->testAttribute(Qt::WA_InputMethodEnabled),
                        qPrintable(each->objectName()));
    }

    void freezingStopsTheScreenAndNotTheStrips()
    {
        const auto clock = m_scene->shown("stripClock");
        QTest::keyClick(&m_scene->window, Qt::Key_P);
        QVERIFY(m_scene->window.isFrozen());
        const auto tile = m_scene->shown("tileWaiting");
        const auto strip = m_scene->shown("stripWaiting");
        m_scene->show(120s);
        QCOMPARE(m_scene->shown("tileWaiting"), tile);
        QVERIFY(m_scene->shown("stripWaiting") != strip);
        QVERIFY(m_scene->shown("stripClock") != clock);
        QVERIFY(m_scene->widget("stripMode")->accessibleDescription().contains(clock));
        QVERIFY2(m_scene->window.windowTitle().contains(QStringLiteral("FROZEN at ") + clock),
                qPrintable(m_scene->window.windowTitle()));
        QTest::keyClick(&m_scene->window, Qt::Key_L);
        QVERIFY(!m_scene->window.isFrozen());
        QVERIFY(m_scene->shown("tileWaiting") != tile);
    }

    /// Commands exist only in LIVE; the hold chord goes back there first.
    void theHoldChordGoesBackToLiveFirst()
    {
        m_scene->window.showScreen(1);
        QVERIFY(m_scene->window.findChild<controls::RatePanel*>());
        m_scene->window.freeze();
        QVERIFY(!m_scene->window.findChild<controls::RatePanel*>());
        QTest::keyClick(&m_scene->window, Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(!m_scene->window.isFrozen());
        QVERIFY(m_scene->window.findChild<controls::ConfirmStrip*>()->isArmed());
    }

    void aDoubleClickOnATileOpensItsScreen()
    {
        QTest::mouseDClick(m_scene->widget("tilePaymentSuccess"), Qt::LeftButton);
        QVERIFY(m_scene->widget("paymentsPage")->isVisible());
    }

    void touchingAPlotOfLiveFreezes()
    {
        QTest::keyClick(&m_scene->window, Qt::Key_W);
        QVERIFY(m_scene->window.isFrozen());
        QVERIFY(m_scene->window.findChild<controls::ConfirmStrip*>()->shownText().contains(
                QStringLiteral("stands still")));
    }

    /// There the controls would go with it.
    void touchingThePlotOfControlsDoesNotFreeze()
    {
        m_scene->window.showScreen(1);
        auto* chart = m_scene->window.findChild<QWidget*>(QStringLiteral("chartAdmission"));
        if (!chart)
            QSKIP("Controls has other plots");
        chart->setFocus();
        QTest::keyClick(chart, Qt::Key_W);
        QVERIFY(!m_scene->window.isFrozen());
    }

    void aWallHasNoControlsAround()
    {
        m_scene->window.freeze();
        QTest::keyClick(&m_scene->window, Qt::Key_F11);
        QVERIFY(m_scene->window.isWall());
        QVERIFY(m_scene->window.isFullScreen());
        QVERIFY(!m_scene->widget("rail_live")->isVisible());
        QVERIFY(!m_scene->window.isFrozen()); // nobody sits there to resume it
        QTest::keyClick(&m_scene->window, Qt::Key_P);
        QVERIFY(!m_scene->window.isFrozen());
        // As stale as any other screen.
        m_scene->now += 8s;
        QTRY_VERIFY(m_scene->shown("tileWaiting").startsWith(QLatin1Char('[')));
        m_scene->show(60s); // and it recovers alone
        QVERIFY(!m_scene->shown("tileWaiting").startsWith(QLatin1Char('[')));
        QTest::keyClick(&m_scene->window, Qt::Key_F11);
        QVERIFY(!m_scene->window.isWall());
        QVERIFY(m_scene->widget("rail_live")->isVisible());
    }

    void nothingOfAnotherSaleStaysFrozen()
    {
        m_scene->window.freeze();
        m_scene->script.shownAs = contract::SnapshotSource::Scripted;
        m_scene->show(2s);
        QVERIFY(!m_scene->window.isFrozen());
    }

private:
    static QStringList textsOf(const QWidget& window)
    {
        QStringList out;
        for (const auto* each : window.findChildren<QAbstractButton*>())
            out << each->text();
        for (const auto* each : window.findChildren<QLabel*>())
            out << each->text();
        return out;
    }
    KeyMap& keys() { return m_scene->window.keys(); }
    QAction* action(const char* name) const
    {
        return m_scene->window.findChild<QAction*>(QLatin1String(name));
    }
    static QStringList written(const QTableWidget& table)
    {
        QStringList out;
        for (int row = 0; row < table.rowCount(); ++row)
            for (int column = 0; column < table.columnCount(); ++column)
                if (const auto* item = table.item(row, column))
                    out << item->text();
        return out;
    }
    /// Puts the keyboard on the keys of that line.
    void choose(const QString& text)
    {
        auto* table = m_scene->window.findChild<QTableWidget*>(QStringLiteral("keyTable"));
        const auto found = table->findItems(text, Qt::MatchExactly);
        QCOMPARE(found.size(), 1);
        table->setCurrentCell(found[0]->row(), found[0]->column() - 1);
    }

    std::unique_ptr<Scene> m_scene;
};

QTEST_MAIN(TestKeys)
#include "test_keys.moc"
