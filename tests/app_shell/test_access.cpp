#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QAction>
#include <QButtonGroup>
#include <QScrollBar>
#include <QTableView>

#include <algorithm>
#include <array>
#include <set>

#include "tests/app_shell/scene.h"
#include "widgets/charts/live_chart.h"

using namespace saikobi;
using namespace saikobi::shell;
using namespace saikobi::tests;

/// D53: whoever hears the screens or has no mouse reaches and knows everything.
class TestAccess : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        failOnAnyWarning();
        m_scene = std::make_unique<Scene>();
        QVERIFY(QTest::qWaitForWindowActive(&m_scene->window));
        m_scene->session.desk().setReadOnly(false);
        m_scene->script.fault = sources::ScriptedFault::AlarmCascade;
        m_scene->show(90s);
    }
    void cleanup() { m_scene.reset(); }

    void everyControlHasAName_data() { languages(); }

    void everyControlHasAName()
    {
        QFETCH(QString, language);
        m_scene->appearance.setLanguage(language);
        QStringList nameless;
        for (int screen = 0; screen < m_scene->window.screenCount(); ++screen) {
            m_scene->window.showScreen(screen);
            QCoreApplication::processEvents();
            for (auto* each : m_scene->window.findChildren<QWidget*>())
                if (each->isVisible() && isForPeople(*each) && nameOf(*each).isEmpty())
                    nameless << QStringLiteral("%1 %2 in %3")
                                        .arg(QLatin1String(each->metaObject()->className()),
                                                each->objectName(),
                                                each->parentWidget()->objectName());
        }
        nameless.removeDuplicates();
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QLatin1Char('\n'))));
    }

    void everyPlotHasItsTable()
    {
        int plots = 0;
        for (int screen = 0; screen < m_scene->window.screenCount(); ++screen) {
            m_scene->window.showScreen(screen);
            QCoreApplication::processEvents();
            for (auto* chart : m_scene->window.findChildren<charts::LiveChart*>()) {
                if (!chart->isVisible() || chart->objectName() == QLatin1String("plotLens"))
                    continue;
                ++plots;
                QVERIFY2(chart->focusPolicy() & Qt::TabFocus, qPrintable(chart->objectName()));
                chart->setFocus();
                QTest::keyClick(chart, Qt::Key_V);
                auto* view = openTable();
                QVERIFY2(view, qPrintable(chart->objectName()));
                QVERIFY2(
                        nameOf(*view).contains(chart->accessibleName()), qPrintable(nameOf(*view)));
                QCOMPARE(view->model()->columnCount(),
                        static_cast<int>(chart->content().lines.size()) + 1);
                QTest::keyClick(view, Qt::Key_Escape);
                m_scene->window.goLive();
            }
        }
        QVERIFY(plots >= 8);
    }

    void everyControlIsReachedByTheKeyboard_data()
    {
        QTest::addColumn<int>("screen");
        constexpr std::array screens{
                "Live", "Controls", "Inventory", "Payments", "Runbook", "Review", "Connection"};
        for (const auto* screen : screens)
            QTest::addRow("%s", screen) << static_cast<int>(
                    std::find(screens.begin(), screens.end(), screen) - screens.begin());
    }

    void everyControlIsReachedByTheKeyboard()
    {
        QFETCH(int, screen);
        m_scene->window.showScreen(screen);
        m_scene->show(91s);
        std::set<QWidget*> wanted;
        for (auto* each : m_scene->window.findChildren<QWidget*>())
            if (each->isVisible() && each->isEnabled() && (each->focusPolicy() & Qt::TabFocus)
                    && !each->focusProxy() && !hasItsOwnKey(*each))
                wanted.insert(each);
        QVERIFY(wanted.size() > 5);
        QCOMPARE(m_scene->window.screenCount(), 7); // each of them is a row above
        m_scene->window.setFocus();
        std::set<QWidget*> reached;
        for (std::size_t i = 0; i < 3 * wanted.size() + 20; ++i) {
            auto* now = QApplication::focusWidget();
            QVERIFY(now);
            reached.insert(now);
            // In fields of several lines the tabulator is a letter.
            QTest::keyClick(now, Qt::Key_Tab,
                    now->inherits("QPlainTextEdit") ? Qt::ControlModifier : Qt::NoModifier);
        }
        QStringList left;
        for (auto* each : wanted)
            if (reached.count(each) == 0)
                left << QStringLiteral("%1 %2").arg(
                        QLatin1String(each->metaObject()->className()), each->objectName());
        QVERIFY2(left.isEmpty(), qPrintable(left.join(QLatin1Char('\n'))));
    }

    void figuresAreToldWithTheirState()
    {
        const auto told = m_scene->widget("tileWaiting")->accessibleDescription();
        QVERIFY2(!told.isEmpty(), qPrintable(told));
    }

private:
    static void languages()
    {
        QTest::addColumn<QString>("language");
        QTest::addRow("Japanese") << QStringLiteral("ja");
        QTest::addRow("English") << QStringLiteral("en");
    }
    /// What takes the keyboard or shows a figure; not the parts that a widget is made of.
    static bool isForPeople(const QWidget& widget)
    {
        if (widget.objectName().startsWith(QLatin1String("qt_")) || widget.focusProxy()
                || qobject_cast<const QScrollBar*>(&widget)
                || qobject_cast<const QAbstractItemView*>(widget.parentWidget())
                || (widget.parentWidget() && widget.parentWidget()->inherits("QAbstractSpinBox")))
            return false;
        return widget.focusPolicy() != Qt::NoFocus || widget.property("shownValue").isValid();
    }
    /// Screens are chosen by Ctrl and their number; in the rail the tabulator knows one button
    /// only.
    static bool hasItsOwnKey(const QWidget& widget)
    {
        const auto* button = qobject_cast<const QAbstractButton*>(&widget);
        return button && button->group() && button->group()->exclusive();
    }
    static QString nameOf(QWidget& widget)
    {
        const auto* told = QAccessible::queryAccessibleInterface(&widget);
        return told ? told->text(QAccessible::Name) : QString();
    }
    QTableView* openTable() const
    {
        for (auto* view :
                m_scene->window.findChildren<QTableView*>(QStringLiteral("plotTableView")))
            if (view->isVisible())
                return view;
        return nullptr;
    }

    std::unique_ptr<Scene> m_scene;
};

QTEST_MAIN(TestAccess)
#include "test_access.moc"
