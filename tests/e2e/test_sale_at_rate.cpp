#include <QElapsedTimer>
#include <QJsonDocument>
#include <QTest>

#include <csignal>

#include "tests/e2e/rehearsal_process.h"

using namespace saikobi;

/// 600 arrivals a minute for three minutes at 300 passes a minute, and an instance killed in the
/// middle. Shows I1–I4, I6, I7 and I11 at the scale that the first version promises.
class TestSaleAtRate : public QObject {
    Q_OBJECT

private slots:
    void killedInstanceLeavesNothingUnfinished();
    void rateIsKeptWhilePeopleWait();
};

void TestSaleAtRate::killedInstanceLeavesNothingUnfinished()
{
    tests::RehearsalProcess rehearsal;
    QVERIFY2(rehearsal.start(), qPrintable(rehearsal.complaint()));
    tests::CrowdProcess crowd;
    QVERIFY(crowd.start(rehearsal, {"--arrivals", "600/min", "--for", "3m", "--seed", "1"}));
    const auto paid = QStringLiteral("select count(*) from saikobi.orders where status = 'paid'");
    QTRY_VERIFY_WITH_TIMEOUT(rehearsal.count(paid) > 150, 120000);

    const auto instances = rehearsal.children({"saikobid", "serve", "serve-1.toml"});
    QCOMPARE(instances.size(), 1);
    const auto openOrders = QStringLiteral(
            "select count(*) from saikobi.orders where status not in "
            "('paid', 'declined', 'sold_out', 'expired', 'cancelled', 'capture_failed')");
    QTRY_VERIFY_WITH_TIMEOUT(rehearsal.count(openOrders) > 0, 30000);
    const auto killedAt = rehearsal.query("select now()::text");
    QCOMPARE(::kill(static_cast<pid_t>(instances.front()), SIGKILL), 0);
    // 30 s later nothing of that moment is left unfinished: polled, so that the figure is exact.
    const auto left
            = QStringLiteral("select count(*) from saikobi.orders where created_at <= '%1' "
                             "and status not in ('paid', 'declined', 'sold_out', 'expired', "
                             "'cancelled', 'capture_failed')")
                      .arg(killedAt);
    QElapsedTimer since;
    since.start();
    QTRY_COMPARE_WITH_TIMEOUT(rehearsal.count(left), 0, 30000);
    qInfo("orders open at the kill finished after %.1f s",
            static_cast<double>(since.elapsed()) / 1000);
    // It was started again by itself.
    QTRY_VERIFY_WITH_TIMEOUT(
            rehearsal.children({"saikobid", "serve", "serve-1.toml"}).size() == 1, 30000);

    const auto summary = crowd.summary(600000);
    QVERIFY2(!summary.isEmpty(), qPrintable(crowd.complaint()));
    qInfo("%s", QJsonDocument(summary).toJson(QJsonDocument::Compact).constData());
    QCOMPARE(summary["wrong_refusals"].toInt(-1), 0);
    QCOMPARE(summary["false_statements"].toInt(-1), 0);
    QVERIFY(summary["orders"].toObject()["paid"].toInt() >= 500);
    QTRY_COMPARE_WITH_TIMEOUT(rehearsal.count(openOrders), 0, 30000);
    QCOMPARE(rehearsal.auditFindings().join(QStringLiteral("; ")), QString());
    QCOMPARE(rehearsal.count("select count(*) - count(distinct number) from saikobi.pass"), 0);
    QCOMPARE(rehearsal.stop(), 0);
}

void TestSaleAtRate::rateIsKeptWhilePeopleWait()
{
    tests::RehearsalProcess rehearsal;
    QVERIFY2(rehearsal.start(), qPrintable(rehearsal.complaint()));
    tests::CrowdProcess crowd;
    QVERIFY(crowd.start(rehearsal, {"--arrivals", "600/min", "--for", "3m", "--seed", "2"}));
    const auto summary = crowd.summary(600000);
    QVERIFY2(!summary.isEmpty(), qPrintable(crowd.complaint()));
    qInfo("%s", QJsonDocument(summary).toJson(QJsonDocument::Compact).constData());
    QVERIFY(summary["agrees_with_postgres"].toBool());
    QVERIFY(summary["orders"].toObject()["paid"].toInt() >= 500);
    const double rate = summary["passes_per_minute_while_waiting"].toDouble();
    QVERIFY2(rate >= 294 && rate <= 306, qPrintable(QString::number(rate)));
    // The same from the line's own record: whole minutes in which people waited to their end.
    const auto minutes = QStringLiteral(
            "with line as (select at, (line->>'passes')::bigint as passes, "
            "(line->>'issued')::bigint - (line->>'serving')::bigint as waiting from saikobi.tick "
            "where sale = 'demo' and instance = ''), "
            "span as (select min(at) + interval '10 seconds' as a, max(at) as b from line where "
            "waiting > 50) "
            "select round(60 * (max(passes) - min(passes)) / extract(epoch from max(at) - "
            "min(at)), 1) "
            "from line, span where at between a and b");
    const double recorded = rehearsal.query(minutes).toDouble();
    QVERIFY2(recorded >= 294 && recorded <= 306, qPrintable(QString::number(recorded)));
    QCOMPARE(rehearsal.auditFindings().join(QStringLiteral("; ")), QString());
}

QTEST_GUILESS_MAIN(TestSaleAtRate)
#include "test_sale_at_rate.moc"
