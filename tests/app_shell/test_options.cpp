#include <QTest>

#include <unistd.h>

#include "app/shell/options.h"
#include "app/shell/rehearsal_process.h"

using namespace saikobi::shell;
using namespace std::chrono_literals;

class TestOptions : public QObject {
    Q_OBJECT

private slots:
    void understandsTheCommandLine()
    {
        const auto parsed = parseOptions({QStringLiteral("saikobi"), QStringLiteral("--rehearsal"),
                QStringLiteral("--language"), QStringLiteral("ja"), QStringLiteral("--theme"),
                QStringLiteral("dark"), QStringLiteral("--size"), QStringLiteral("1920x1080"),
                QStringLiteral("--screenshot"), QStringLiteral("pictures"), QStringLiteral("--for"),
                QStringLiteral("60s")});
        QVERIFY2(parsed.options, qPrintable(parsed.message));
        QCOMPARE(parsed.options->source, Options::Source::Rehearsal);
        QCOMPARE(parsed.options->language, QStringLiteral("ja"));
        QCOMPARE(parsed.options->theme, saikobi::status::Theme::Dark);
        QCOMPARE(parsed.options->sizes.size(), std::size_t(1));
        QVERIFY(parsed.options->sizes[0] == (PictureSize{{1920, 1080}, 1}));
        QCOMPARE(parsed.options->screenshotFolder, QStringLiteral("pictures"));
        QVERIFY(parsed.options->screenshotAfter == 60s);
    }

    void refusesWithTheArgumentThatIsWrong_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("named");
        const auto row = [](const char* name, const QString& arguments, const QString& named) {
            QTest::addRow("%s", name) << arguments.split(QLatin1Char(' ')) << named;
        };
        row("two sources", QStringLiteral("--demo --rehearsal"), QStringLiteral("--demo"));
        row("an unknown language", QStringLiteral("--language de"), QStringLiteral("\"de\""));
        row("an unknown theme", QStringLiteral("--theme pink"), QStringLiteral("\"pink\""));
        row("a size that is none", QStringLiteral("--size huge"), QStringLiteral("\"huge\""));
        row("a size too small", QStringLiteral("--size 320x200"), QStringLiteral("320x200"));
        row("a time without unit", QStringLiteral("--screenshot d --for 60"),
                QStringLiteral("\"60\""));
        row("a time without pictures", QStringLiteral("--for 60s"), QStringLiteral("--for"));
        row("an unknown option", QStringLiteral("--frobnicate"), QStringLiteral("frobnicate"));
        row("a loose word", QStringLiteral("shop-a"), QStringLiteral("\"shop-a\""));
    }

    void refusesWithTheArgumentThatIsWrong()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, named);
        const auto parsed = parseOptions(QStringList{QStringLiteral("saikobi")} + arguments);
        QVERIFY(!parsed.options);
        QVERIFY2(parsed.message.contains(named), qPrintable(parsed.message));
    }

    void readsDurations()
    {
        QVERIFY(durationFrom(QStringLiteral("500ms")) == 500ms);
        QVERIFY(durationFrom(QStringLiteral("2m")) == 120s);
        QVERIFY(!durationFrom(QStringLiteral("-1s")));
        QVERIFY(!durationFrom(QString()));
    }

    void rehearsalsLieWhereTheirPostgresCanRead()
    {
        qputenv("SAIKOBI_REHEARSAL", "/srv/rehearsal");
        QCOMPARE(RehearsalProcess::usualFolder(), QStringLiteral("/srv/rehearsal"));
        qunsetenv("SAIKOBI_REHEARSAL");
        qputenv("XDG_STATE_HOME", "/srv/state");
        QCOMPARE(RehearsalProcess::usualFolder(),
                geteuid() == 0 ? QStringLiteral("/var/lib/saikobi/rehearsal")
                               : QStringLiteral("/srv/state/saikobi/rehearsal"));
    }

    void findsTheProfileInTheReadyLine()
    {
        const auto line = QStringLiteral("ready http=127.0.0.1:8080 postgres=postgresql://x?a=b "
                                         "operator=/tmp/op-1.ini viewer=/tmp/v.ini");
        QCOMPARE(fieldOf(line, QStringLiteral("operator")), QStringLiteral("/tmp/op-1.ini"));
        QCOMPARE(fieldOf(line, QStringLiteral("postgres")), QStringLiteral("postgresql://x?a=b"));
        QCOMPARE(fieldOf(line, QStringLiteral("redis")), QString());
    }
};

QTEST_GUILESS_MAIN(TestOptions)
#include "test_options.moc"
