#include <QProcess>
#include <QTest>

/// Exit status 0, 1 (failed), 2 (usage); messages on stderr name what is wrong.
class TestCommandLine : public QObject {
    Q_OBJECT

private slots:
    void statusAndWordsTellWhatIsWrong_data();
    void statusAndWordsTellWhatIsWrong();
};

void TestCommandLine::statusAndWordsTellWhatIsWrong_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("said");
    QTest::addRow("help") << QStringList{QStringLiteral("--help")} << 0 << QByteArray();
    QTest::addRow("nothing") << QStringList{} << 2 << QByteArray("subcommand");
    QTest::addRow("an unknown word")
            << QStringList{QStringLiteral("sell")} << 2 << QByteArray("sell");
    QTest::addRow("serve without a file")
            << QStringList{QStringLiteral("serve")} << 2 << QByteArray("--config");
    QTest::addRow("serve with a file that is not there") << QStringList{QStringLiteral("serve"),
            QStringLiteral("--config"), QStringLiteral("/none.toml")}
                                                         << 1 << QByteArray("/none.toml");
    QTest::addRow("a sale that is not there") << QStringList{QStringLiteral("load"),
            QStringLiteral("--postgres"), QStringLiteral("postgresql://127.0.0.1:1/x"),
            QStringLiteral("--sale"), QStringLiteral("/none.toml")}
                                              << 1 << QByteArray("/none.toml");
    QTest::addRow("a Postgres that is not there") << QStringList{QStringLiteral("migrate"),
            QStringLiteral("--postgres"), QStringLiteral("postgresql://127.0.0.1:1/x")}
                                                  << 1 << QByteArray("127.0.0.1");
    QTest::addRow("a crowd that cannot be read") << QStringList{QStringLiteral("rehearsal"),
            QStringLiteral("--data"), QStringLiteral("/tmp/none"), QStringLiteral("--crowd"),
            QStringLiteral("many")} << 2 << QByteArray("--crowd");
    QTest::addRow("too many instances") << QStringList{QStringLiteral("rehearsal"),
            QStringLiteral("--data"), QStringLiteral("/tmp/none"), QStringLiteral("--instances"),
            QStringLiteral("99")} << 2 << QByteArray("--instances");
    QTest::addRow("a provider without its key") << QStringList{QStringLiteral("provider"),
            QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0"),
            QStringLiteral("--secret-file"), QStringLiteral("/none")}
                                                << 1 << QByteArray("--secret-file");
}

void TestCommandLine::statusAndWordsTellWhatIsWrong()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, status);
    QFETCH(QByteArray, said);
    QProcess program;
    program.start(qEnvironmentVariable("SAIKOBI_BIN") + QStringLiteral("/saikobid"), arguments);
    QVERIFY(program.waitForFinished(30000));
    const auto errors = program.readAllStandardError();
    QVERIFY2(program.exitStatus() == QProcess::NormalExit && program.exitCode() == status,
            errors.constData());
    QVERIFY2(errors.contains(said), errors.constData());
}

QTEST_GUILESS_MAIN(TestCommandLine)
#include "test_command_line.moc"
