#include <QAction>
#include <QDir>
#include <QFile>
#include <QImage>
#include <QLabel>
#include <QPixmap>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>

#include <map>

#include "app/shell/appearance.h"
#include "app/shell/main_window.h"
#include "app/shell/session.h"
#include "tests/support/offscreen.h"
#include "widgets/control/confirm_strip.h"

using namespace saikobi;
using namespace saikobi::shell;
using sources::ScriptedFault;
using namespace std::chrono_literals;

namespace {

constexpr int inventory = 2;
constexpr int payments = 3;

/// Clocks that the test moves; the scripted sale is posted by hand.
struct Scene {
    contract::Instant now = contract::fromUnixMs(1'760'011'200'000);
    contract::Deadline steady = contract::Deadline{} + 1h;
    Appearance appearance{};
    Session session{{[this] { return now; }, [this] { return steady; }}};
    MainWindow window{session, appearance};
    sources::Script script{.startAt = now,
            .shownAs = contract::SnapshotSource::Live,
            .profile = contract::ProfileKind::Production,
            .user = "op-1",
            .mayCommand = true};

    Scene()
    {
        appearance.setLanguage(QStringLiteral("en"));
        appearance.setTheme(status::Theme::Light);
        window.resize(1280, 800);
        window.show();
        window.activateWindow();
    }
    void show(std::chrono::seconds after)
    {
        now = script.startAt + after;
        session.model().accept(std::make_shared<const contract::SaleSnapshot>(
                sources::scriptedSnapshot(script, after)));
        QCoreApplication::processEvents();
    }
};

std::map<QString, QRect> places(const QWidget& window)
{
    std::map<QString, QRect> found;
    for (const auto* each : window.findChildren<QWidget*>())
        if (!each->objectName().isEmpty() && each->isVisible()
                && !each->objectName().startsWith(QLatin1String("qt_")))
            found[each->objectName()] = QRect(each->mapTo(&window, QPoint()), each->size());
    return found;
}

QStringList filesIn(const QString& folder)
{
    return QDir(folder).entryList({QStringLiteral("*.csv")}, QDir::Files, QDir::Name);
}

} // namespace

/// The screens Inventory and Payments inside the frame.
class TestDeskScreens : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        tests::failOnAnyWarning();
        m_home = std::make_unique<QTemporaryDir>();
        qputenv("HOME", m_home->path().toLocal8Bit());
        qputenv("XDG_CONFIG_HOME", m_home->path().toLocal8Bit());
        m_scene = std::make_unique<Scene>();
        QVERIFY(QTest::qWaitForWindowActive(&m_scene->window));
    }
    void cleanup() { m_scene.reset(); }

    void keysOpenThem()
    {
        m_scene->show(0s);
        QTest::keyClick(&m_scene->window, Qt::Key_3, Qt::ControlModifier);
        QVERIFY(isVisible("inventoryPage"));
        QTest::keyClick(&m_scene->window, Qt::Key_4, Qt::ControlModifier);
        QVERIFY(isVisible("paymentsPage"));
    }

    void nothingMovesWithState_data()
    {
        QTest::addColumn<int>("screen");
        QTest::addRow("Inventory") << inventory;
        QTest::addRow("Payments") << payments;
    }

    void nothingMovesWithState()
    {
        QFETCH(int, screen);
        m_scene->session.desk().setReadOnly(false);
        m_scene->show(0s);
        m_scene->window.showScreen(screen);
        QCoreApplication::processEvents();
        const auto live = places(m_scene->window);
        QVERIFY(live.size() > 25);
        int second = 40;
        for (const auto fault :
                {ScriptedFault::BothLost, ScriptedFault::PostgresLost, ScriptedFault::Silent,
                        ScriptedFault::PaymentsFail, ScriptedFault::StockDiffers}) {
            m_scene->script.fault = fault;
            m_scene->script.faultAt = 10s;
            m_scene->show(std::chrono::seconds{second++});
            const auto now = places(m_scene->window);
            for (const auto& [name, place] : live)
                QVERIFY2(now.contains(name) && now.at(name) == place, qPrintable(name));
            QCOMPARE(now.size(), live.size());
        }
    }

    void normalIsGrey_data()
    {
        QTest::addColumn<int>("screen");
        QTest::addColumn<status::Theme>("theme");
        for (const int screen : {inventory, payments}) {
            QTest::addRow("screen %d, light", screen) << screen << status::Theme::Light;
            QTest::addRow("screen %d, dark", screen) << screen << status::Theme::Dark;
        }
    }

    /// D1: at most 2 % of the pixels are saturated.
    void normalIsGrey()
    {
        QFETCH(int, screen);
        QFETCH(status::Theme, theme);
        m_scene->appearance.setTheme(theme);
        m_scene->session.desk().setReadOnly(false);
        m_scene->show(0s);
        m_scene->window.showScreen(screen);
        QCoreApplication::processEvents();
        const auto image = m_scene->window.grab().toImage();
        int saturated = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) {
                const QColor colour(image.pixel(x, y));
                saturated += colour.hsvSaturationF() > 0.35 && colour.valueF() > 0.25 ? 1 : 0;
            }
        const double share = 100.0 * saturated / (image.width() * image.height());
        QVERIFY2(share <= 2, qPrintable(QString::number(share)));
    }

    void aDemoHasNoCommands()
    {
        m_scene->script.shownAs = contract::SnapshotSource::Scripted;
        m_scene->show(0s);
        for (const int screen : {inventory, payments})
            m_scene->window.showScreen(screen);
        for (const char* name :
                {"productStop", "detailStop", "offerArm", "methodDisable", "providerLimitArm"})
            QVERIFY2(!m_scene->window.findChild<QPushButton*>(QLatin1String(name)), name);
    }

    void aTableIsSavedAsItIsShown()
    {
        m_scene->show(0s);
        m_scene->window.showScreen(inventory);
        m_scene->window.findChild<QAction*>(QStringLiteral("actionExport"))->trigger();
        const auto folder = m_home->filePath(QStringLiteral("Documents/Saikobi"));
        const auto files = filesIn(folder);
        QCOMPARE(files.size(), 1);
        QVERIFY2(files[0].startsWith(QStringLiteral("inventory-")), qPrintable(files[0]));
        QFile file(QDir(folder).filePath(files[0]));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto text = file.readAll();
        QVERIFY(text.startsWith("\xEF\xBB\xBF"));
        QVERIFY(text.contains("C-01"));
        // Another one of the same second replaces nothing.
        m_scene->window.findChild<QAction*>(QStringLiteral("actionExport"))->trigger();
        QCOMPARE(filesIn(folder).size(), 2);
    }

    void paidOrdersAreSavedBySlot()
    {
        m_scene->session.openScript(m_scene->script);
        m_scene->window.showScreen(inventory);
        m_scene->window.findChild<QPushButton*>(QStringLiteral("paidOrdersList"))->click();
        const auto folder = m_home->filePath(QStringLiteral("Documents/Saikobi"));
        QTRY_COMPARE(filesIn(folder).size(), 1);
        QFile file(QDir(folder).filePath(filesIn(folder)[0]));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("slot_from,slot_to,pickup_code"));
    }

    void aViewIsSavedAsItIsSeen()
    {
        m_scene->show(0s);
        m_scene->window.showScreen(0);
        m_scene->window.findChild<QAction*>(QStringLiteral("actionExport"))->trigger();
        const QDir folder(m_home->filePath(QStringLiteral("Documents/Saikobi")));
        const auto pictures = folder.entryList({QStringLiteral("live-*.png")});
        QCOMPARE(pictures.size(), 1);
        QCOMPARE(QImage(folder.filePath(pictures[0])).size(), m_scene->window.size());
        const auto* strip = m_scene->window.findChild<controls::ConfirmStrip*>();
        QVERIFY(strip->shownText().contains(QStringLiteral("Saved")));
    }

    void aMarkShowsItsEntry()
    {
        m_scene->window.showScreen(0);
        m_scene->show(91s);
        auto* timeline
                = m_scene->window.findChild<QAbstractItemView*>(QStringLiteral("timelineView"));
        QVERIFY(!timeline->currentIndex().isValid());
        auto* plot = m_scene->window.findChild<QWidget*>(QStringLiteral("chartFlow"));
        plot->setFocus();
        QTest::keyClick(plot, Qt::Key_Comma); // the mark before
        QVERIFY(timeline->currentIndex().isValid());
        QVERIFY(timeline->visualRect(timeline->currentIndex())
                        .intersects(timeline->viewport()->rect()));
    }

private:
    bool isVisible(const char* name) const
    {
        return m_scene->window.findChild<QWidget*>(QLatin1String(name))->isVisible();
    }

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<Scene> m_scene;
};

QTEST_MAIN(TestDeskScreens)
#include "test_desk_screens.moc"
