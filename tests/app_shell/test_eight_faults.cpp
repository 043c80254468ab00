#include <QImage>
#include <QPixmap>

#include "tests/app_shell/alarm_scene.h"
#include "tests/support/offscreen.h"

using namespace saikobi;
using namespace saikobi::tests;
using sources::ScriptedFault;

Q_DECLARE_METATYPE(saikobi::sources::ScriptedFault)

/// D9 of CONSOLE.md §8, as far as a program can tell: of eight scripted faults, half a minute after
/// they began, each is said by name on the screen that opens first, in the place of its area, and
/// no two of them look alike. Whether somebody new names them in five seconds only people can say.
class TestEightFaults : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        failOnAnyWarning();
        m_scene = std::make_unique<AlarmScene>();
        m_scene->script.faultAt = 5s;
    }
    void cleanup() { m_scene.reset(); }

    void theAreaOfAFaultIsNamed_data()
    {
        QTest::addColumn<ScriptedFault>("fault");
        QTest::addColumn<QString>("place");
        QTest::addColumn<QString>("said");
        const auto row
                = [](const char* area, ScriptedFault fault, const char* place, const char* said) {
                      QTest::addRow("%s", area)
                              << fault << QString::fromLatin1(place) << QString::fromUtf8(said);
                  };
        row("Redis", ScriptedFault::RedisLost, "stripRedis", "LOST");
        row("Postgres", ScriptedFault::PostgresLost, "stripPostgres", "LOST");
        row("both stores", ScriptedFault::BothLost, "stripWaiting", "—");
        row("no news of the sale", ScriptedFault::Silent, "tileWaiting", "—");
        row("the queue is held", ScriptedFault::Held, "stripPhase", "HELD");
        row("payments", ScriptedFault::PaymentsFail, "tilePaymentSuccess", "");
        row("the database", ScriptedFault::AlarmCascade, "alarmBand", "locks");
        row("stock", ScriptedFault::StockDiffers, "stockBoard", "");
    }

    void theAreaOfAFaultIsNamed()
    {
        QFETCH(ScriptedFault, fault);
        QFETCH(QString, place);
        QFETCH(QString, said);
        const auto before = lookAt(ScriptedFault::None, place);
        const auto after = lookAt(fault, place);
        QVERIFY(after.picture != before.picture);
        QVERIFY2(!before.text.contains(said) || said.isEmpty(), qPrintable(before.text));
        QVERIFY2(after.text.contains(said), qPrintable(after.text));
        QVERIFY2(after.text != before.text || said.isEmpty(), qPrintable(after.text));
    }

    void noTwoFaultsLookAlike()
    {
        std::vector<QImage> images;
        for (int fault = 0; fault <= static_cast<int>(ScriptedFault::StockDiffers); ++fault)
            images.push_back(lookAt(static_cast<ScriptedFault>(fault), QString()).picture);
        QCOMPARE(images.size(), std::size_t(9));
        for (std::size_t a = 0; a < images.size(); ++a)
            for (std::size_t b = a + 1; b < images.size(); ++b)
                QVERIFY2(images[a] != images[b],
                        qPrintable(QStringLiteral("%1 and %2").arg(a).arg(b)));
    }

private:
    struct Look {
        QImage picture{};
        QString text{};
    };
    /// Each time as somebody sees it who has seen nothing before.
    Look lookAt(ScriptedFault fault, const QString& place)
    {
        m_scene->session.model().forget();
        m_scene->script.fault = fault;
        m_scene->show(40s);
        auto* widget
                = place.isEmpty() ? &m_scene->window : m_scene->window.findChild<QWidget*>(place);
        if (!widget)
            return {};
        return {widget->grab().toImage(),
                widget->property("shownValue").toString() + QLatin1Char(' ')
                        + widget->accessibleDescription() + QLatin1Char(' ')
                        + widget->accessibleName()};
    }

    std::unique_ptr<AlarmScene> m_scene;
};

QTEST_MAIN(TestEightFaults)
#include "test_eight_faults.moc"
