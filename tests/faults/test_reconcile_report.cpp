#include <QFile>
#include <QProcess>
#include <QTest>
#include <QUuid>

#include "tests/faults/provider_browser.h"
#include "tests/faults/till_scene.h"

using namespace saikobi;
using tests::TillScene;

/// `saikobid reconcile` as staff start it after a sale, beside an installation that runs: it says
/// what it compared, what it repaired and what a person must decide, and its exit status says
/// whether anything is open (I2, I4).
class TestReconcileReport : public QObject {
    Q_OBJECT

private slots:
    void saysWhatIsRightAndWhatIsNot();

private:
    struct Said {
        int status = -1;
        QString words{};
    };
    Said reconcile();
    QJsonObject callProvider(const char* path, const std::string& form);
    /// Of ten minutes ago, for an order that nobody knows.
    QString plantPayment(const char* capture, const QString& order);

    TillScene m_scene{};
};

TestReconcileReport::Said TestReconcileReport::reconcile()
{
    QProcess program;
    program.start(tests::program("saikobid"),
            {"reconcile", "--config", m_scene.folder() + "/data/config/serve-1.toml"});
    if (!program.waitForFinished(60000))
        return {-1, "did not end"};
    const Said said{program.exitCode(), QString::fromUtf8(program.readAllStandardOutput())};
    qInfo("%d %s%s", said.status, qPrintable(said.words),
            program.readAllStandardError().constData());
    return said;
}

QJsonObject TestReconcileReport::callProvider(const char* path, const std::string& form)
{
    QFile file(m_scene.folder() + "/data/secrets/provider.secret");
    if (!file.open(QIODevice::ReadOnly))
        return {};
    auto headers = tests::bearer(file.readAll().trimmed().toStdString());
    headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    tests::WebClient provider(
            tests::portOfUrl(m_scene.rehearsal().address("provider").toStdString()));
    return provider.post(path, form, headers).json();
}

QString TestReconcileReport::plantPayment(const char* capture, const QString& order)
{
    // News may be on its way; what is older than a minute has had the time.
    if (!m_scene.setProvider("{\"world\": {\"clock_skew_ms\": -600000}}"))
        return {};
    const auto intent = callProvider("/v1/payment_intents",
            "amount=1000&currency=jpy&confirm=true&payment_method=pm_card_visa"
            "&payment_method_types[]=card&capture_method="
                    + std::string{capture}
                    + "&metadata[sale]=demo&metadata[order_id]=" + order.toStdString());
    const bool isBack = m_scene.setProvider("{\"world\": {\"clock_skew_ms\": 0}}");
    return isBack ? intent["id"].toString() : QString{};
}

void TestReconcileReport::saysWhatIsRightAndWhatIsNot()
{
    QVERIFY2(m_scene.start(), qPrintable(m_scene.complaint()));
    const auto people = m_scene.enter(6);
    QVERIFY(people);
    const auto common = m_scene.wish();
    people->everybodyOrders([&common](std::size_t shopper) {
        auto own = common;
        own.key += std::to_string(shopper);
        own.quantity = 2; // all that one person may have
        return own;
    });
    QTRY_COMPARE_WITH_TIMEOUT(m_scene.orders("paid"), 6, 30000);
    const auto calm = reconcile();
    QCOMPARE(calm.status, 0);
    QVERIFY(calm.words.contains("6 payments and 6 paid orders compared"));
    QVERIFY(calm.words.contains("open differences: 0"));

    // Money that nobody waits for, set aside and taken, and an order that has none: its card was
    // declined, and somebody wrote "paid" over it.
    const auto nobody = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const auto authorised = plantPayment("manual", nobody);
    const auto captured = plantPayment("automatic", nobody);
    QVERIFY(!authorised.isEmpty() && !captured.isEmpty());
    auto unpaid = m_scene.wish();
    unpaid.product = m_scene.rehearsal().count(
            "select id from saikobi.product where code = 'A-02'"); // enough of the other
    unpaid.means = "pm_card_chargeDeclined";
    people->order(0, unpaid);
    QTRY_COMPARE_WITH_TIMEOUT(m_scene.ordersMade(), 7, 30000);
    QTRY_COMPARE_WITH_TIMEOUT(m_scene.unfinished(), 0, 30000);
    const auto order
            = m_scene.rehearsal().query("select id from saikobi.orders where status <> 'paid'");
    QVERIFY(m_scene.postgres("update saikobi.orders set status = 'paid', ended_at = "
                             "clock_timestamp() - interval '10 min' where id = '"
            + order + "'"));

    const auto found = reconcile();
    QCOMPARE(found.status, 1);
    QVERIFY(found.words.contains("authorised_without_order, order " + nobody + ", payment "
            + authorised + " at sim, 1000 yen: "));
    QVERIFY(found.words.contains(
            "captured_without_paid, order " + nobody + ", payment " + captured));
    QVERIFY(found.words.contains("paid_without_capture, order " + order));
    QCOMPARE(found.words.count("repaired: "), 1);
    QCOMPARE(found.words.count("a person must decide: "), 2);
    QVERIFY(found.words.contains("open differences: 2"));
    const auto statusOf = [this](const QString& intent) {
        const auto ledger = tests::WebClient(
                tests::portOfUrl(m_scene.rehearsal().address("provider").toStdString()))
                                    .get("/control/ledger");
        const auto at = QString::fromStdString(ledger.body).indexOf("\"id\":\"" + intent);
        return QString::fromStdString(ledger.body)
                .mid(at)
                .section("\"status\":\"", 1)
                .section('"', 0, 0);
    };
    QCOMPARE(statusOf(authorised), QString{"canceled"});
    QCOMPARE(statusOf(captured), QString{"succeeded"}); // no program gives money back

    // A person decides, once: the next comparison does not ask again.
    QVERIFY(m_scene.postgres("select saikobi.settle_difference(id, 'by hand') from "
                             "saikobi.difference where closed_at is null"));
    const auto settled = reconcile();
    QCOMPARE(settled.status, 0);
    QVERIFY(settled.words.contains("open differences: 0"));
}

QTEST_GUILESS_MAIN(TestReconcileReport)
#include "test_reconcile_report.moc"
