#include <QAction>
#include <QDir>
#include <QImage>
#include <QSignalSpy>
#include <QTemporaryDir>

#include "app/shell/appearance.h"
#include "app/shell/main_window.h"
#include "app/shell/screenshot_run.h"
#include "app/shell/session.h"
#include "tests/support/offscreen.h"

using namespace saikobi;
using namespace saikobi::shell;
using namespace std::chrono_literals;

class TestPictures : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        tests::failOnAnyWarning();
        m_appearance = std::make_unique<Appearance>();
        m_session = std::make_unique<Session>(commands::Clock::ofThisMachine());
        m_window = std::make_unique<MainWindow>(*m_session, *m_appearance);
        m_appearance->setTheme(status::Theme::Light);
        m_appearance->setLanguage(QStringLiteral("en"));
        m_window->resize(1280, 800);
        m_window->show();
    }
    void cleanup()
    {
        m_window.reset();
        m_session.reset();
    }

    void everyScreenIsTakenInBothLanguagesAndThemes()
    {
        QTemporaryDir folder;
        m_session->openDemo();
        QCOMPARE(take(folder.path(), 5s), QString());
        const QDir written(folder.path());
        QCOMPARE(written.entryList({QStringLiteral("*.png")}).size(), 4 * m_window->screenCount());
        const QImage light(written.filePath(QStringLiteral("live-ja-light.png")));
        const QImage dark(written.filePath(QStringLiteral("live-ja-dark.png")));
        const QImage english(written.filePath(QStringLiteral("live-en-light.png")));
        QCOMPARE(light.size(), QSize(1280, 800));
        QVERIFY(light != dark);
        QVERIFY(light != english);
    }

    void everySizeIsTakenByOneRun()
    {
        QTemporaryDir folder;
        m_session->openDemo();
        QCOMPARE(take(folder.path(), 5s, {{{1280, 800}, 1}, {{1400, 900}, 1}, {{1280, 800}, 2}}),
                QString());
        const QDir written(folder.path());
        QCOMPARE(written.entryList({QStringLiteral("*.png")}).size(), 12 * m_window->screenCount());
        const auto sizeOf = [&written](const char* name) {
            return QImage(written.filePath(QLatin1String(name))).size();
        };
        QCOMPARE(sizeOf("live-ja-light.png"), QSize(1280, 800));
        QCOMPARE(sizeOf("live-ja-light-1400x900.png"), QSize(1400, 900));
        QCOMPARE(sizeOf("live-en-dark-1280x800@2x.png"), QSize(2560, 1600));
    }

    void aSaleThatNeverComesIsReported()
    {
        QTemporaryDir folder;
        QVERIFY(take(folder.path(), 20ms).contains(QStringLiteral("never seen")));
    }

    void aFolderThatCannotBeWrittenIsReported()
    {
        m_session->openDemo();
        QVERIFY(take(QStringLiteral("/dev/null/pictures"), 5s)
                        .contains(QStringLiteral("cannot be written")));
    }

    /// Pictures of states that a demo does not show, for looking at: SAIKOBI_PICTURES names a
    /// folder.
    void statesForLookingAt_data()
    {
        QTest::addColumn<sources::ScriptedFault>("fault");
        QTest::addColumn<int>("faultFor");
        QTest::addRow("operator") << sources::ScriptedFault::None << 0;
        QTest::addRow("armed") << sources::ScriptedFault::None << 0;
        QTest::addRow("held") << sources::ScriptedFault::Held << 30;
        QTest::addRow("redis-lost") << sources::ScriptedFault::RedisLost << 30;
        QTest::addRow("both-lost") << sources::ScriptedFault::BothLost << 90;
        QTest::addRow("stale") << sources::ScriptedFault::Silent << 8;
        QTest::addRow("payments-fail") << sources::ScriptedFault::PaymentsFail << 120;
        QTest::addRow("stock-differs") << sources::ScriptedFault::StockDiffers << 60;
    }

    void statesForLookingAt()
    {
        QFETCH(sources::ScriptedFault, fault);
        QFETCH(int, faultFor);
        const auto folder = qEnvironmentVariable("SAIKOBI_PICTURES");
        const std::chrono::seconds length{faultFor};
        sources::Script script{.startAt = std::chrono::system_clock::now() - length,
                .fault = fault,
                .shownAs = contract::SnapshotSource::Live,
                .profile = contract::ProfileKind::Production,
                .user = "op-1",
                .mayCommand = true};
        m_session->desk().setReadOnly(false);
        m_session->model().accept(std::make_shared<const contract::SaleSnapshot>(
                sources::scriptedSnapshot(script, length)));
        for (int screen = 0; screen < m_window->screenCount(); ++screen) {
            m_window->showScreen(screen);
            QCoreApplication::processEvents();
            if (QLatin1String(QTest::currentDataTag()) == QLatin1String("armed"))
                m_window->findChild<QAction*>(QStringLiteral("actionHold"))->trigger();
            const auto picture = m_window->grab();
            QVERIFY(!picture.isNull());
            if (!folder.isEmpty())
                picture.save(QStringLiteral("%1/%2-%3.png")
                                     .arg(folder, m_window->screenName(screen),
                                             QString::fromLatin1(QTest::currentDataTag())));
        }
    }

private:
    QString take(const QString& folder, std::chrono::milliseconds patience,
            const std::vector<PictureSize>& sizes = {PictureSize{}})
    {
        ScreenshotRun run(*m_window, *m_appearance, *m_session,
                {folder, 50ms, false, patience, sizes}, nullptr);
        QSignalSpy finished(&run, &ScreenshotRun::finished);
        run.start();
        if (finished.isEmpty() && !finished.wait(200000))
            return QStringLiteral("it never ended");
        return finished.at(0).at(0).toString();
    }

    std::unique_ptr<Appearance> m_appearance;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestPictures)
#include "test_pictures.moc"
