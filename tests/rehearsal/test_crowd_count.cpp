#include <QTest>

#include <boost/json.hpp>

#include "backend/rehearsal/crowd_count.h"

using namespace saikobi::rehearsal;

class TestCrowdCount : public QObject {
    Q_OBJECT

private slots:
    void measuresTheRateWhileALineStands();
    void knowsNoRateWithoutALine();
    void findsQuantiles();
    void comparesWithPostgres();
    void writesAnObject();
};

void TestCrowdCount::measuresTheRateWhileALineStands()
{
    CrowdCount count;
    for (int second = 0; second < 100; ++second) {
        const CrowdCount::Seconds at{second + 0.5};
        // Nobody waits in the first ten seconds and the last twenty, when passes come slowly.
        const bool isLine = second >= 10 && second < 80;
        count.addWaiting(at, isLine ? 200 : 0);
        for (int pass = 0; pass < (isLine ? 5 : 1); ++pass)
            count.addPass(at);
    }
    QCOMPARE(count.passesPerMinuteWhileWaiting(), std::optional<double>{300});
}

void TestCrowdCount::knowsNoRateWithoutALine()
{
    CrowdCount count;
    count.addPass(CrowdCount::Seconds{1});
    QVERIFY(!count.passesPerMinuteWhileWaiting());
}

void TestCrowdCount::findsQuantiles()
{
    QVERIFY(!quantile({}, 0.5));
    QCOMPARE(quantile({3, 1, 2}, 0.5), std::optional<double>{2});
    QCOMPARE(quantile({3, 1, 2}, 0.9), std::optional<double>{3});
}

void TestCrowdCount::comparesWithPostgres()
{
    CrowdCount own;
    own.joins = 2;
    own.addPass(CrowdCount::Seconds{1});
    own.orders = {{"a", "paid"}, {"b", "paid"}, {"c", "declined"}};
    PostgresCount stored{2, 1, {{"paid", 2}, {"declined", 1}}};
    QVERIFY(agree(own, stored));
    stored.ordersByOutcome["paid"] = 1;
    QVERIFY(!agree(own, stored));
}

void TestCrowdCount::writesAnObject()
{
    CrowdCount own;
    own.arrivals = 3;
    own.refusals["sold-out"] = 2;
    for (const double waited : {120.0, 141.0, 99.0})
        own.addForecast({100, 120, 140, waited});
    own.wrongRefusals["limited: has no title"] = 1;
    const auto read = boost::json::parse(summaryOf(own, PostgresCount{})).as_object();
    QCOMPARE(read.at("arrivals").as_int64(), 3);
    QVERIFY(read.at("wait_p50_s").is_null());
    QCOMPARE(read.at("forecasts").as_int64(), 3);
    QCOMPARE(read.at("within").as_int64(), 1);
    QCOMPARE(read.at("above").as_int64(), 1);
    QCOMPARE(read.at("forecast_error_p50").to_number<double>(), 0.15);
    QCOMPARE(read.at("refusals").at("sold-out").as_int64(), 2);
    QCOMPARE(read.at("wrong_refusals").as_int64(), 1);
    QVERIFY(read.at("agrees_with_postgres").as_bool());
}

QTEST_GUILESS_MAIN(TestCrowdCount)
#include "test_crowd_count.moc"
