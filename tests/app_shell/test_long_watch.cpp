#include <algorithm>

#include "tests/app_shell/scene.h"
#include "widgets/charts/live_chart.h"

using namespace saikobi;
using namespace saikobi::shell;
using namespace saikobi::tests;
using sources::ScriptedFault;

/// D18 and D19 of CONSOLE.md §8, on the whole window.
class TestLongWatch : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        failOnAnyWarning();
        m_scene = std::make_unique<Scene>();
        m_scene->session.desk().setReadOnly(false);
    }
    void cleanup() { m_scene.reset(); }

    /// D18: what was not looked at for an hour shows, second by second, what a window shows that
    /// looked at nothing else.
    void anHourOfSwitchingScreensLosesNoHistory()
    {
        constexpr std::chrono::seconds hour{3600};
        int screen = 0;
        for (auto second = 0s; second <= hour; second += 6s) {
            m_scene->window.showScreen(screen++ % m_scene->window.screenCount());
            m_scene->show(second);
        }
        const auto shown = tables();
        QVERIFY(shown.size() >= 8);
        m_scene = std::make_unique<Scene>();
        m_scene->session.desk().setReadOnly(false);
        m_scene->show(hour);
        const auto expected = tables();
        QCOMPARE(shown.size(), expected.size());
        for (const auto& [name, table] : expected) {
            if (name != QLatin1String("chartPath"))
                QVERIFY2(shown.at(name) == table, qPrintable(name));
            else // what a console measured of its own way is its own: one value a snapshot
                QVERIFY2(shown.at(name).count(QLatin1Char(':')) >= 100, qPrintable(name));
        }
    }

    void noFlagIsCarriedIntoAnotherMode_data()
    {
        using contract::SnapshotSource;
        QTest::addColumn<SnapshotSource>("to");
        QTest::addRow("to a recording") << SnapshotSource::Recorded;
        QTest::addRow("to the demo") << SnapshotSource::Scripted;
        QTest::addRow("to another live sale") << SnapshotSource::Live;
    }

    /// D19: after a sale with everything lost and forty alarms another one is clean; and back.
    void noFlagIsCarriedIntoAnotherMode()
    {
        QFETCH(contract::SnapshotSource, to);
        auto& script = m_scene->script;
        script.fault = ScriptedFault::AlarmCascade;
        script.faultAt = 5s;
        m_scene->show(130s);
        QVERIFY(markOf("tileErrors") > 0);
        script.fault = ScriptedFault::BothLost;
        m_scene->show(131s);
        QCOMPARE(m_scene->shown("tileWaiting"), QStringLiteral("—"));
        m_scene->session.model().forget();
        script.shownAs = to;
        script.fault = ScriptedFault::None;
        m_scene->show(132s);
        for (const char* tile : {"tileWaiting", "tileErrors", "tilePaymentSuccess"}) {
            QCOMPARE(m_scene->widget(tile)->property("shownState").toString(),
                    QStringLiteral("LIVE"));
            QCOMPARE(markOf(tile), 0);
        }
        QVERIFY(!m_scene->window.windowTitle().contains(to == contract::SnapshotSource::Live
                        ? QStringLiteral("DEMO")
                        : QStringLiteral("LIVE")));
        m_scene->session.model().forget();
        script.shownAs = contract::SnapshotSource::Live;
        m_scene->show(133s);
        QVERIFY2(m_scene->window.windowTitle().contains(QStringLiteral("LIVE")),
                qPrintable(m_scene->window.windowTitle()));
    }

private:
    int markOf(const char* tile) const
    {
        return m_scene->widget(tile)->property("alarmPriority").toInt();
    }
    /// What each plot of each screen says, as text.
    std::map<QString, QString> tables() const
    {
        std::map<QString, QString> out;
        for (int screen = 0; screen < m_scene->window.screenCount(); ++screen) {
            m_scene->window.showScreen(screen);
            QCoreApplication::processEvents();
            for (const auto* plot : m_scene->window.findChildren<charts::LiveChart*>())
                if (plot->isVisible())
                    out[plot->objectName()] = said(*plot);
        }
        return out;
    }
    static QString said(const charts::LiveChart& plot)
    {
        QString out;
        for (const auto& line : plot.content().lines) {
            out += line.name;
            for (const auto& sample : line.samples)
                out += QStringLiteral(" %1:%2")
                               .arg(contract::toUnixMs(sample.at))
                               .arg(sample.value.value_or(-1));
        }
        return out;
    }

    std::unique_ptr<Scene> m_scene;
};

QTEST_MAIN(TestLongWatch)
#include "test_long_watch.moc"
