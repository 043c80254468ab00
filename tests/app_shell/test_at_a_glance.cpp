#include <QImage>
#include <QPalette>
#include <QPixmap>
#include <QTabWidget>

#include <array>
#include <cstdlib>
#include <utility>

#include "tests/app_shell/scene.h"
#include "tests/support/colour_vision.h"
#include "widgets/charts/live_chart.h"
#include "widgets/status/tile.h"

using namespace saikobi;
using namespace saikobi::shell;
using namespace saikobi::tests;
using contract::AlarmPriority;
using status::Theme;

namespace {

/// CONSOLE.md §8, D1: what counts as saturated.
bool isSaturated(const QColor& colour)
{
    return colour.hsvSaturationF() > 0.35 && colour.valueF() > 0.25;
}

/// From the crimson of P1 over orange to the yellow of P3, of both themes and a little beyond.
bool isOfAnAlarm(const QColor& colour)
{
    return isSaturated(colour) && (colour.hsvHue() >= 335 || colour.hsvHue() <= 65);
}

/// Pixels that somebody who sees no colour at all tells apart.
int greyDifference(const QImage& a, const QImage& b)
{
    int different = 0;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x)
            different += std::abs(qGray(a.pixel(x, y)) - qGray(b.pixel(x, y))) > 40 ? 1 : 0;
    return different;
}

} // namespace

/// D1, D2, D4 and D5 of CONSOLE.md §8, on the whole window.
class TestAtAGlance : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        failOnAnyWarning();
        m_scene = std::make_unique<Scene>();
        m_scene->session.desk().setReadOnly(false);
        m_scene->show(0s);
    }
    void cleanup() { m_scene.reset(); }

    void alarmHuesAreForAlarmsAlone_data() { themes(); }

    /// D1: on no screen a single pixel of a normal sale has one.
    void alarmHuesAreForAlarmsAlone()
    {
        QFETCH(Theme, theme);
        m_scene->appearance.setTheme(theme);
        onEveryScreen([this](const QString& where) {
            const auto image = m_scene->window.grab().toImage();
            int found = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    found += isOfAnAlarm(QColor(image.pixel(x, y))) ? 1 : 0;
            QVERIFY2(found == 0, qPrintable(QStringLiteral("%1: %2").arg(where).arg(found)));
        });
    }

    void aMarkIsSeenByThatMeasure_data() { themes(); }

    /// The measure itself: the mark of any alarm would be found.
    void aMarkIsSeenByThatMeasure()
    {
        QFETCH(Theme, theme);
        for (const auto priority : {AlarmPriority::P1, AlarmPriority::P2, AlarmPriority::P3})
            QVERIFY(isOfAnAlarm(status::alarmFill(priority, theme)));
    }

    void greyTellsAlarmsAndOldDataApart_data() { themes(); }

    /// D2: the same tile five times, as the screen shows it.
    void greyTellsAlarmsAndOldDataApart()
    {
        QFETCH(Theme, theme);
        m_scene->appearance.setTheme(theme);
        auto* tile = m_scene->window.findChild<status::Tile*>(QStringLiteral("tileErrors"));
        std::vector<QImage> images;
        for (int mark = 0; mark <= 4; ++mark) {
            status::TileContent content;
            content.value = QStringLiteral("0.3");
            content.number = 0.3;
            content.state = mark == 4 ? contract::DataState::Stale : contract::DataState::Live;
            if (mark >= 1 && mark <= 3)
                content.alarm = status::AlarmMark{static_cast<AlarmPriority>(mark), false, false};
            tile->present(content);
            images.push_back(tile->grab().toImage());
        }
        for (std::size_t a = 0; a < images.size(); ++a)
            for (std::size_t b = a + 1; b < images.size(); ++b)
                QVERIFY2(greyDifference(images[a], images[b]) >= 20,
                        qPrintable(QStringLiteral("%1 and %2: %3")
                                           .arg(a)
                                           .arg(b)
                                           .arg(greyDifference(images[a], images[b]))));
    }

    void textOfStockWidgetsIsReadable_data() { themes(); }

    /// D4, for what Qt paints by the roles of the program's palette. What is disabled is exempt.
    void textOfStockWidgetsIsReadable()
    {
        QFETCH(Theme, theme);
        m_scene->appearance.setTheme(theme);
        const auto palette = QApplication::palette();
        using Role = QPalette::ColorRole;
        constexpr std::array pairs{std::pair{Role::WindowText, Role::Window},
                std::pair{Role::Text, Role::Base}, std::pair{Role::Text, Role::AlternateBase},
                std::pair{Role::ButtonText, Role::Button},
                std::pair{Role::ToolTipText, Role::ToolTipBase},
                std::pair{Role::HighlightedText, Role::Highlight},
                std::pair{Role::PlaceholderText, Role::Base}, std::pair{Role::Link, Role::Window}};
        for (const auto& [ink, ground] : pairs) {
            const double found = contrast(palette.color(ink), palette.color(ground));
            QVERIFY2(found >= 4.5,
                    qPrintable(QStringLiteral("%1 on %2: %3")
                                       .arg(static_cast<int>(ink))
                                       .arg(static_cast<int>(ground))
                                       .arg(found)));
        }
    }

    /// D5: at most five plots at once, and at most five lines in each.
    void fivePlotsOfFiveLinesAtMost()
    {
        int seen = 0;
        onEveryScreen([this, &seen](const QString& where) {
            int plots = 0;
            for (const auto* plot : m_scene->window.findChildren<charts::LiveChart*>()) {
                if (!plot->isVisible())
                    continue;
                ++plots;
                QVERIFY2(plot->content().lines.size() <= 5, qPrintable(plot->objectName()));
            }
            QVERIFY2(plots <= 5, qPrintable(QStringLiteral("%1: %2").arg(where).arg(plots)));
            seen += plots;
        });
        QVERIFY(seen >= 8);
    }

private:
    static void themes()
    {
        QTest::addColumn<Theme>("theme");
        QTest::addRow("light") << Theme::Light;
        QTest::addRow("dark") << Theme::Dark;
    }

    /// Each screen, and of a screen with tabs each of them.
    template<class Look>
    void onEveryScreen(Look look)
    {
        auto& window = m_scene->window;
        for (int screen = 0; screen < window.screenCount(); ++screen) {
            window.showScreen(screen);
            m_scene->show(std::chrono::seconds{screen + 1});
            const auto* tabs = shownTabs();
            for (int tab = 0; tab < (tabs ? tabs->count() : 1); ++tab) {
                if (auto* found = shownTabs())
                    found->setCurrentIndex(tab);
                QCoreApplication::processEvents();
                look(QStringLiteral("%1 %2").arg(window.screenName(screen)).arg(tab));
                if (QTest::currentTestFailed())
                    return;
            }
        }
    }
    QTabWidget* shownTabs() const
    {
        for (auto* each : m_scene->window.findChildren<QTabWidget*>())
            if (each->isVisible())
                return each;
        return nullptr;
    }

    std::unique_ptr<Scene> m_scene;
};

QTEST_MAIN(TestAtAGlance)
#include "test_at_a_glance.moc"
