#include <QFontMetrics>

#include "app/shell/appearance.h"
#include "app/shell/bottom_band.h"
#include "app/sources/scripted_sale.h"
#include "tests/support/offscreen.h"
#include "widgets/status/store_badge.h"

using namespace saikobi;
using namespace std::chrono_literals;

class TestBottomBand : public QObject {
    Q_OBJECT

private slots:
    void init() { tests::failOnAnyWarning(); }

    void aLostStoreTellsItsCause_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("error");
        QTest::addColumn<QString>("cause");
        const auto row = [](const char* name, const char* error, const char* cause) {
            for (const auto* language : {"ja", "en"})
                QTest::addRow("%s: %s", language, name)
                        << QString::fromLatin1(language) << QString::fromLatin1(error)
                        << QString::fromLatin1(cause);
        };
        row("wrong password",
                "connection to server at \"127.0.0.1\", port 5432 failed: FATAL:  password "
                "authentication failed for user \"op-1\"\nsecond line",
                "password authentication failed for user \"op-1\"");
        row("nobody listens",
                "connection to server at \"127.0.0.1\", port 5432 failed: Connection refused",
                "Connection refused");
        row("no sale", "no sale 'demo' in this database", "no sale 'demo' in this database");
    }

    /// From the first try on: a console that never got in has nothing else to show.
    void aLostStoreTellsItsCause()
    {
        QFETCH(QString, language);
        QFETCH(QString, error);
        QFETCH(QString, cause);
        shell::Appearance appearance;
        appearance.setLanguage(language);
        const auto now = contract::fromUnixMs(1'760'011'200'000);
        auto sale = sources::scriptedSnapshot({.startAt = now}, 0s);
        sale.postgres = {};
        sale.postgres.error = error.toStdString();
        sale.postgres.nextTry = now + 30s;
        const status::Formatter formatter{QLocale(QLocale::English, QLocale::Japan)};
        shell::BottomBand band;
        band.resize(1272, 50);
        band.show();
        band.present({sale, now, formatter});

        const auto* postgres = band.findChild<QWidget*>(QStringLiteral("bandPostgres"));
        QCOMPARE(postgres->property("remark").toString(), cause);
        QVERIFY(postgres->accessibleDescription().contains(cause));
        QCOMPARE(postgres->toolTip(), error);
        QVERIFY(postgres->property("neededWidth").toInt()
                        + QFontMetrics(postgres->font()).horizontalAdvance(cause)
                <= postgres->width());
        const auto* redis = band.findChild<QWidget*>(QStringLiteral("bandRedis"));
        QVERIFY(redis->property("remark").toString().isEmpty());
        QVERIFY(redis->toolTip().isEmpty());

        status::StoreBadge badge;
        badge.present(sale.postgres, now, formatter);
        QCOMPARE(badge.toolTip(), error);
        QVERIFY(badge.accessibleDescription().contains(error));
    }
};

QTEST_MAIN(TestBottomBand)
#include "test_bottom_band.moc"
