#include <QRegularExpression>
#include <QTest>

#include "backend/http/private_api.h"

using namespace saikobi;

namespace {

contract::Tick someTick()
{
    contract::Tick tick;
    tick.sale = "demo";
    tick.counters["tickets"] = 12;
    tick.counters["provider_approved:card"] = 7;
    tick.gauges["in_flight"] = 2.5;
    tick.gauges["in_flight:card"] = 1;
    tick.histograms["own"].at(contract::histogramClass(3)) = 4;
    tick.histograms["method:card"].at(contract::histogramClass(1200)) = 1;
    tick.histograms["own_product:A-01"].at(contract::histogramClass(4)) = 1;
    return tick;
}

} // namespace

class TestPrivateApi : public QObject {
    Q_OBJECT

private slots:
    void isReadyOnlyWhenNothingIsMissing();
    void countsForPrometheus();
    void servesNothingElse();

private:
    QByteArray ask(const char* method, const char* path, unsigned status);

    std::vector<std::string> m_missing{};
    http::PrivateApi m_api{
            {[this] { return m_missing; }, [] { return std::vector<contract::Tick>{someTick()}; }}};
};

QByteArray TestPrivateApi::ask(const char* method, const char* path, unsigned status)
{
    http::Request request;
    request.method = method;
    request.path = path;
    http::Response answer;
    m_api.handle(request, [&answer](http::Response response) { answer = std::move(response); });
    if (answer.status != status)
        qWarning("%s %s: %u", method, path, answer.status);
    return answer.status == status && answer.body ? QByteArray::fromStdString(*answer.body)
                                                  : QByteArray{};
}

void TestPrivateApi::isReadyOnlyWhenNothingIsMissing()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
    QCOMPARE(ask("GET", "/healthz", 200), QByteArray{R"({"status":"ok"})"});
    m_missing = {"catalogue", "line demo"};
    QCOMPARE(ask("GET", "/readyz", 503),
            QByteArray{R"({"status":"not ready","missing":["catalogue","line demo"]})"});
    m_missing.clear();
    QCOMPARE(ask("GET", "/readyz", 200), QByteArray{R"({"status":"ready","missing":[]})"});
}

void TestPrivateApi::countsForPrometheus()
{
    const auto text = ask("GET", "/metrics", 200);
    for (const char* line :
            {"# TYPE saikobi_tickets_total counter\nsaikobi_tickets_total{sale=\"demo\"} 12\n",
                    "# TYPE saikobi_in_flight gauge\nsaikobi_in_flight{sale=\"demo\"} 2.5\n",
                    "saikobi_provider_approved_by_method_total{sale=\"demo\",method=\"card\"} 7\n",
                    "# TYPE saikobi_in_flight_by_method gauge\n"
                    "saikobi_in_flight_by_method{sale=\"demo\",method=\"card\"} 1\n",
                    "saikobi_own_product_seconds_count{sale=\"demo\",product=\"A-01\"} 1\n",
                    "saikobi_own_seconds_bucket{sale=\"demo\",le=\"0.002\"} 0\n",
                    "saikobi_own_seconds_bucket{sale=\"demo\",le=\"0.005\"} 4\n",
                    "saikobi_own_seconds_bucket{sale=\"demo\",le=\"+Inf\"} 4\n",
                    "saikobi_method_seconds_count{sale=\"demo\",method=\"card\"} 1\n"})
        QVERIFY2(text.contains(line), line);
}

void TestPrivateApi::servesNothingElse()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
    QVERIFY(ask("GET", "/sales/demo", 404).contains("not-found"));
    QVERIFY(ask("POST", "/readyz", 405).contains("method-not-allowed"));
}

QTEST_GUILESS_MAIN(TestPrivateApi)
#include "test_private_api.moc"
