#include <QAbstractButton>
#include <QAction>
#include <QPushButton>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QToolButton>

#include <set>

#include "tests/app_shell/scene.h"
#include "widgets/control/confirm_strip.h"
#include "widgets/control/panel.h"

using namespace saikobi;
using namespace saikobi::shell;
using namespace saikobi::tests;
using contract::CommandKind;

namespace {

/// What changes the sale, or who has command of it. A person's acts on alarms do not; probes and
/// the renewal of command are nobody's.
bool changesTheSale(const commands::CommandReport& report)
{
    const auto kind = report.command.kind;
    const bool isOnAlarms = kind >= CommandKind::AlarmAcknowledge && kind <= CommandKind::AlarmTest;
    return !isOnAlarms && kind != CommandKind::Probe && kind != CommandKind::RenewCommand;
}

} // namespace

Q_DECLARE_METATYPE(saikobi::contract::SnapshotSource)

/// D28 and D34 of CONSOLE.md §8: every button once, every key once, in every role.
class TestGestures : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        failOnAnyWarning();
        m_home = std::make_unique<QTemporaryDir>();
        qputenv("HOME", m_home->path().toLocal8Bit()); // some buttons save files
        qputenv("XDG_CONFIG_HOME", m_home->path().toLocal8Bit());
        m_isReadOnly = true;
        m_shownAt = 0s;
        m_screen = m_tab = 0;
        m_scene = std::make_unique<Scene>();
        QVERIFY(QTest::qWaitForWindowActive(&m_scene->window));
    }
    void cleanup() { m_scene.reset(); }

    void noSingleClickCommands_data() { phases(); }

    /// D28: an operator, everything possible, each button of each screen and tab clicked once.
    void noSingleClickCommands()
    {
        QFETCH(sources::ScriptedFault, fault);
        open(fault);
        int clicked = 0;
        std::set<QString> armed;
        onEveryScreen([&] {
            for (const auto& name : buttons()) {
                calm();
                auto* button = m_scene->window.findChild<QAbstractButton*>(name);
                if (!button || !button->isVisible() || !button->isEnabled())
                    continue;
                QTest::mouseClick(button, Qt::LeftButton);
                ++clicked;
                QVERIFY2(!hasCommanded(), qPrintable(name));
                if (strip().isArmed())
                    armed.insert(name);
            }
        });
        qInfo("%d buttons clicked, %zu of them arm", clicked, armed.size());
        QVERIFY2(clicked >= 20, qPrintable(QString::number(clicked)));
        QVERIFY2(armed.size() >= 2, qPrintable(QString::number(armed.size())));
    }

    void noSingleKeyCommands_data() { phases(); }

    /// D28: each key of the key sheet pressed once on each screen; and `Enter` where nothing is
    /// armed.
    void noSingleKeyCommands()
    {
        QFETCH(sources::ScriptedFault, fault);
        open(fault);
        int pressed = 0;
        onEveryScreen([&] {
            for (const auto& entry : m_scene->window.keys().entries()) {
                if (!isAboutTheSale(entry) || !entry.isEnabled)
                    continue;
                calm();
                m_scene->window.keys().trigger(entry.id);
                ++pressed;
                QVERIFY2(!hasCommanded(), qPrintable(entry.id));
            }
            calm();
            for (const auto key : {Qt::Key_Return, Qt::Key_Space, Qt::Key_Enter})
                for (const auto with : {Qt::NoModifier, Qt::ControlModifier}) {
                    QTest::keyClick(&m_scene->window, static_cast<Qt::Key>(key), with);
                    QVERIFY(!hasCommanded());
                }
        });
        qInfo("%d keys pressed", pressed);
        QVERIFY2(pressed >= 20, qPrintable(QString::number(pressed)));
    }

    void whoMayNotHasNoCommandObject_data()
    {
        using contract::SnapshotSource;
        QTest::addColumn<SnapshotSource>("source");
        QTest::addColumn<bool>("mayCommand");
        QTest::addColumn<bool>("isReadOnly");
        QTest::addColumn<bool>("mayHold");
        QTest::addRow("a viewer") << SnapshotSource::Live << false << false << false;
        QTest::addRow("a viewer who only looks") << SnapshotSource::Live << false << true << false;
        QTest::addRow("a recording") << SnapshotSource::Recorded << true << false << false;
        QTest::addRow("the demo") << SnapshotSource::Scripted << true << false << false;
        QTest::addRow("an operator who only looks") << SnapshotSource::Live << true << true << true;
    }

    /// D34: no panel, no enabled action, no gesture; but for the hold of an operator.
    void whoMayNotHasNoCommandObject()
    {
        QFETCH(contract::SnapshotSource, source);
        QFETCH(bool, mayCommand);
        QFETCH(bool, isReadOnly);
        QFETCH(bool, mayHold);
        m_scene->script.shownAs = source;
        m_scene->script.mayCommand = mayCommand;
        m_isReadOnly = isReadOnly;
        m_scene->session.desk().setReadOnly(isReadOnly);
        m_scene->show(m_shownAt);
        for (int kind = 0; kind < commandKinds; ++kind)
            QCOMPARE(m_scene->session.desk().mayCommand(static_cast<CommandKind>(kind)),
                    mayHold && static_cast<CommandKind>(kind) == CommandKind::Hold);
        onEveryScreen([&] {
            for (const auto* panel : m_scene->window.findChildren<controls::Panel*>())
                QVERIFY2(mayHold && panel->objectName() == QLatin1String("holdPanel"),
                        qPrintable(panel->objectName()));
        });
        QStringList possible;
        for (const auto& entry : m_scene->window.keys().entries())
            if (entry.group == KeyGroup::Commands && entry.isEnabled
                    && entry.id != QLatin1String("actionReadOnly"))
                possible << entry.id;
        QCOMPARE(possible, mayHold ? QStringList{QStringLiteral("actionHold")} : QStringList{});
        for (const auto key : {Qt::Key_H, Qt::Key_M, Qt::Key_S, Qt::Key_D}) {
            QTest::keyClick(&m_scene->window, key, Qt::ControlModifier | Qt::ShiftModifier);
            QCOMPARE(strip().isArmed(), mayHold && key == Qt::Key_H);
            calm();
        }
        QVERIFY(!hasCommanded());
    }

private:
    static constexpr int commandKinds = static_cast<int>(CommandKind::EndIdle) + 1;

    static void phases()
    {
        QTest::addColumn<sources::ScriptedFault>("fault");
        QTest::addRow("while open") << sources::ScriptedFault::None;
        QTest::addRow("while held") << sources::ScriptedFault::Held;
    }
    void open(sources::ScriptedFault fault)
    {
        m_scene->script.fault = fault;
        m_isReadOnly = false;
        m_shownAt = 60s;
        m_scene->session.desk().setReadOnly(false);
        m_scene->show(m_shownAt);
    }
    controls::ConfirmStrip& strip() const
    {
        return *m_scene->window.findChild<controls::ConfirmStrip*>();
    }
    bool hasCommanded() const
    {
        const auto& journal = m_scene->session.desk().journal();
        return std::any_of(journal.begin(), journal.end(), changesTheSale);
    }
    /// As before the gesture: nothing armed, the same sale, live, at a console that commands.
    void calm()
    {
        strip().disarm(controls::Disarmed::ByUser);
        m_scene->window.goLive();
        m_scene->session.desk().setReadOnly(m_isReadOnly);
        const auto sale = m_scene->session.model().current();
        if (!sale || sale->source != m_scene->script.shownAs) {
            m_scene->session.model().forget();
            m_scene->show(m_shownAt);
        }
        m_scene->window.activateWindow();
        comeBack();
    }
    QStringList buttons() const
    {
        QStringList out;
        for (const auto* each : m_scene->window.findChildren<QAbstractButton*>()) {
            const auto& name = each->objectName();
            const bool isOfTheFrame = name.startsWith(QLatin1String("rail_"))
                    || name.startsWith(QLatin1String("qt_"));
            // What opens a menu is no command; what stands in the menus are the keys.
            const auto* button = qobject_cast<const QPushButton*>(each);
            const bool isMenu
                    = (button && button->menu()) || qobject_cast<const QToolButton*>(each);
            if (each->isVisible() && !name.isEmpty() && !isOfTheFrame && !isMenu)
                out << name;
        }
        return out;
    }
    /// Not what closes the program, opens a sheet or changes its looks.
    static bool isAboutTheSale(const KeyEntry& entry)
    {
        return entry.group == KeyGroup::Commands || entry.group == KeyGroup::Inventory
                || entry.group == KeyGroup::Payments;
    }

    /// Each screen, and of a screen with tabs each of them.
    template<class Look>
    void onEveryScreen(Look look)
    {
        for (m_screen = 0; m_screen < m_scene->window.screenCount(); ++m_screen) {
            m_tab = 0;
            comeBack();
            const int tabs = shownTabs() ? shownTabs()->count() : 1;
            for (; m_tab < tabs; ++m_tab) {
                comeBack();
                look();
                if (QTest::currentTestFailed())
                    return;
            }
        }
        m_screen = m_tab = 0;
    }
    /// To the screen and tab that are looked at, wherever a gesture has led.
    void comeBack()
    {
        m_scene->window.showScreen(m_screen);
        QCoreApplication::processEvents();
        if (auto* found = shownTabs())
            found->setCurrentIndex(m_tab);
        QCoreApplication::processEvents();
    }
    QTabWidget* shownTabs() const
    {
        for (auto* each : m_scene->window.findChildren<QTabWidget*>())
            if (each->isVisible())
                return each;
        return nullptr;
    }

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<Scene> m_scene;
    bool m_isReadOnly = true;
    std::chrono::seconds m_shownAt{0};
    int m_screen = 0;
    int m_tab = 0;
};

QTEST_MAIN(TestGestures)
#include "test_gestures.moc"
