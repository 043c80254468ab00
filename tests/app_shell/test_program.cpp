#include <QDir>
#include <QProcess>
#include <QSettings>
#include <QTemporaryDir>

#include <memory>

#include "app/shell/program.h"
#include "tests/support/offscreen.h"

using namespace saikobi;
using namespace saikobi::shell;

/// The program from its command line on.
class TestProgram : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        tests::failOnAnyWarning();
        m_folder = std::make_unique<QTemporaryDir>();
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
