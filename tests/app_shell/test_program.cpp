#include <QAction>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

#include "app/shell/program.h"

using namespace saikobi;
using namespace saikobi::shell;

/// The program from its command line on.
class TestProgram : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        // Nor is a machine without sound a fault of the program.
        QTest::failOnWarning(QRegularExpression(
                QStringLiteral("^(?!This plugin does not support|PulseAudio).*")));
        m_folder = std::make_unique<QTemporaryDir>();
        qputenv("XDG_STATE_HOME", m_folder->path().toUtf8());
        QCoreApplication::setOrganizationName(QStringLiteral("saikobi"));
        QCoreApplication::setApplicationName(QStringLiteral("saikobi"));
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_folder->path());
    }

    void answersWithoutADisplay_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("said");
        const auto row = [](const char* name, const char* argument, int status, const char* said) {
            QTest::addRow("%s", name) << QStringList{QString::fromLatin1(argument)} << status
                                      << QString::fromLatin1(said);
        };
        row("help", "--help", 0, "--rehearsal");
        row("version", "--version", 0, "saikobi ");
        row("a usage error", "--frobnicate", 2, "frobnicate");
        row("a window", "--demo", 1, "no display");
    }

    void answersWithoutADisplay()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, status);
        QFETCH(QString, said);
        auto environment = QProcessEnvironment::systemEnvironment();
        for (const auto* each : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
            environment.remove(QLatin1String(each));
        QProcess program;
        program.setProcessEnvironment(environment);
        program.start(QDir(qEnvironmentVariable("SAIKOBI_BIN")).filePath(QStringLiteral("saikobi")),
                arguments);
        QVERIFY(program.waitForFinished());
        QCOMPARE(program.exitStatus(), QProcess::NormalExit);
        QCOMPARE(program.exitCode(), status);
        const auto text = QString::fromUtf8(
                status == 0 ? program.readAllStandardOutput() : program.readAllStandardError());
        QVERIFY2(text.contains(said), qPrintable(text));
    }

    void aProfileIsRememberedByItsWholePath()
    {
        const auto path = m_folder->filePath(QStringLiteral("op-1.ini"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("kind=rehearsal\n[postgres]\nurl=postgresql://op-1@127.0.0.1:1/saikobi\n"
                   "[redis]\nurl=redis://127.0.0.1:1\nuser=op-1\n[sale]\nid=demo\n");
        file.close();
        Options options;
        options.source = Options::Source::Profile;
        options.profile = QDir::current().relativeFilePath(path);
        Program program(options);
        QCOMPARE(program.start(), QString());
        QCOMPARE(QSettings().value(QStringLiteral("lastProfile")).toString(),
                QFileInfo(path).absoluteFilePath());
    }

    /// D60: on a machine that never saw a sale, without any network.
    void aFirstStartShowsADemoWithinTenSeconds()
    {
        QElapsedTimer since;
        since.start();
        Program program(Options{});
        QCOMPARE(program.start(), QString());
        const auto* tile = widget("tileWaiting");
        QVERIFY(tile);
        QTRY_VERIFY(tile->property("shownValue")
                            .toString()
                            .contains(QRegularExpression(QStringLiteral("\\d"))));
        QVERIFY2(since.elapsed() < 10000, qPrintable(QString::number(since.elapsed())));
        QCOMPARE(widget("stripMode")->accessibleDescription(),
                status::Words::of(status::Mode::Demo));
        QCOMPARE(networkSockets(), QStringList());
    }

    void aWindowComesBackAsItWasLeft()
    {
        {
            Program program(Options{});
            QCOMPARE(program.start(), QString());
            auto* window = qobject_cast<MainWindow*>(widget("mainWindow"));
            window->showScreen(2);
            QVERIFY(window->keys().bind(QStringLiteral("actionFreeze"), Qt::Key_U).isEmpty());
        }
        Program program(Options{});
        QCOMPARE(program.start(), QString());
        QVERIFY(widget("inventoryPage")->isVisible());
        const auto* freeze
                = widget("mainWindow")->findChild<QAction*>(QStringLiteral("actionFreeze"));
        QCOMPARE(freeze->shortcut(), QKeySequence(Qt::Key_U));
    }

    void saysWhyTheDemoOpened()
    {
        const auto gone = m_folder->filePath(QStringLiteral("gone.ini"));
        QSettings().setValue(QStringLiteral("lastProfile"), gone);
        Program program(Options{});
        QCOMPARE(program.start(), QString());
        const auto* meaning = remarkOfBand();
        QVERIFY(meaning);
        QVERIFY2(meaning->toolTip().contains(gone), qPrintable(meaning->toolTip()));
        // It does not go with the first picture of the demo.
        const auto* heard
                = meaning->parentWidget()->findChild<QWidget*>(QStringLiteral("bandHeard"));
        QTRY_VERIFY(!heard->property("shownValue").toString().startsWith(QChar(0x2014)));
        QVERIFY(meaning->property("remark").toString().contains(gone));
    }

private:
    /// Sockets of this process that reach beyond this machine or to its ports.
    static QStringList networkSockets()
    {
        QString known;
        for (const char* kind : {"tcp", "tcp6", "udp", "udp6"}) {
            QFile table(QStringLiteral("/proc/self/net/%1").arg(QLatin1String(kind)));
            if (table.open(QIODevice::ReadOnly))
                known += QString::fromLatin1(table.readAll());
        }
        QStringList own;
        static const QRegularExpression shape(QStringLiteral("socket:\\[(\\d+)\\]"));
        for (const auto& each : QDir(QStringLiteral("/proc/self/fd")).entryInfoList())
            if (const auto match = shape.match(each.symLinkTarget()); match.hasMatch()
                    && known.contains(QStringLiteral(" %1 ").arg(match.captured(1))))
                own << match.captured(1);
        return own;
    }
    static QWidget* widget(const char* name)
    {
        for (auto* window : QApplication::topLevelWidgets())
            if (window->objectName() == QLatin1String(name))
                return window;
            else if (auto* found = window->findChild<QWidget*>(QLatin1String(name)))
                return found;
        return nullptr;
    }
    static const QWidget* remarkOfBand()
    {
        for (const auto* window : QApplication::topLevelWidgets())
            if (const auto* found = window->findChild<QWidget*>(QStringLiteral("bandMeaning")))
                return found;
        return nullptr;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_MAIN(TestProgram)
#include "test_program.moc"
