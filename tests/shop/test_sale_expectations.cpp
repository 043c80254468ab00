#include <QFile>
#include <QTest>

#include "backend/contract/alarm_limits.h"
#include "backend/shop/sale_file.h"

using namespace saikobi;
using namespace std::chrono_literals;

namespace {

/// A sample sale and what is written behind it.
contract::Result<contract::Sale> read(const QByteArray& more)
{
    QFile file(
            qEnvironmentVariable("SAIKOBI_SOURCE") + QStringLiteral("/resources/sales/small.toml"));
    if (!file.open(QIODevice::ReadOnly))
        return contract::Fault{contract::FaultCode::NotFound, "small.toml"};
    const QByteArray text = file.readAll() + "\n" + more;
    return shop::saleFromToml(text.toStdString(), "sale.toml", contract::fromUnixMs(1786000000000));
}

} // namespace

/// What a sale file says about the day: limits of alarms, and how many will come.
class TestSaleExpectations : public QObject {
    Q_OBJECT

private slots:
    void aFileThatSaysNothingChangesNothing()
    {
        const auto sale = read("");
        QVERIFY2(sale, sale ? "" : sale.error().detail.c_str());
        QCOMPARE(sale.value().alarms, std::string{"{}"});
        QVERIFY(sale.value().arrivals.empty());
    }

    void readsWhatTheDayIsExpectedToBe()
    {
        const auto found = read("[alarms.\"A06.budget_used.3\"]\non = 60\noff = 50.5\n"
                                "on_delay_s = 5\nreason = \"first sale\"\n"
                                "[alarms.A27]\nout_of_service = \"no name of our own\"\n"
                                "[[arrivals]]\nminute = -60\nper_minute = 120\n"
                                "[[arrivals]]\nminute = 0\nper_minute = 900.5\n");
        QVERIFY2(found, found ? "" : found.error().detail.c_str());
        const auto alarms = contract::alarmSettingsFromJson(found.value().alarms);
        QVERIFY(alarms);
        const auto& change = alarms.value().changes.at("A06.budget_used.3");
        QCOMPARE(change.on, std::optional{60.0});
        QCOMPARE(change.off, std::optional{50.5});
        QVERIFY(change.onDelay == 5s);
        QCOMPARE(change.reason, std::string{"first sale"});
        QCOMPARE(alarms.value().outOfService.at(contract::AlarmId::A27),
                std::string{"no name of our own"});
        const auto& arrivals = found.value().arrivals;
        QCOMPARE(arrivals.size(), 2U);
        QVERIFY(arrivals.front().from == -60min);
        QCOMPARE(arrivals.back().perMinute, 900.5);
        const auto again = contract::arrivalPlanFromJson(contract::toJson(arrivals));
        QCOMPARE(again.size(), 2U);
        QVERIFY(again.front().from == -60min);
        QCOMPARE(again.back().perMinute, 900.5);
    }

    void refusesWhatCannotBeMeant_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("message");
        const auto row = [](const char* claim, const char* text, const char* message) {
            QTest::addRow("%s", claim) << QByteArray{text} << QByteArray{message};
        };
        row("a limit without a reason", "[alarms.\"A06.budget_used.3\"]\non = 60\n",
                "'reason' is missing");
        row("a limit of no alarm", "[alarms.\"A06.waiting.3\"]\non = 60\nreason = \"x\"\n",
                "'A06.waiting.3' is no setting of an alarm: A06.waiting.3: no such limit");
        row("a limit that would chatter",
                "[alarms.\"A06.budget_used.3\"]\non = 60\noff = 60\nreason = \"x\"\n",
                "'A06.budget_used.3' is no setting of an alarm");
        row("a misspelt limit", "[alarms.\"A06.budget_used.3\"]\nonn = 60\nreason = \"x\"\n",
                "'onn' is not a known key here");
        row("a limit in words", "[alarms.\"A06.budget_used.3\"]\non = \"60\"\nreason = \"x\"\n",
                "'on' must be a number");
        row("an alarm that is no table", "alarms = 1\n", "");
        row("out of service without a reason", "[alarms.A27]\nout_of_service = \"\"\n",
                "'out_of_service' must be a text");
        row("arrivals out of order",
                "[[arrivals]]\nminute = 0\nper_minute = 1\n"
                "[[arrivals]]\nminute = 0\nper_minute = 2\n",
                "'minute' must be later");
        row("arrivals below nothing", "[[arrivals]]\nminute = 0\nper_minute = -1\n",
                "'per_minute' must be");
    }

    void refusesWhatCannotBeMeant()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, message);
        const auto found = read(text);
        QVERIFY(!found);
        QCOMPARE(found.error().code, contract::FaultCode::Invalid);
        const auto detail = QByteArray::fromStdString(found.error().detail);
        QVERIFY2(detail.startsWith("sale.toml:") && detail.contains(message), detail.constData());
    }

    void aBrokenPlanIsNone_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char* text : {"", "{}", "[[0]]", "[[0, \"1\"]]", "[[0.5, 1]]", "[1, 2]"})
            QTest::addRow("%s", text) << QByteArray{text};
    }

    void aBrokenPlanIsNone()
    {
        QFETCH(QByteArray, text);
        QVERIFY(contract::arrivalPlanFromJson(text.toStdString()).empty());
    }
};

QTEST_GUILESS_MAIN(TestSaleExpectations)
#include "test_sale_expectations.moc"
