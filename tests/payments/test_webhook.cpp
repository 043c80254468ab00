#include <QMessageAuthenticationCode>
#include <QTest>

#include "backend/payments/webhook.h"

using namespace saikobi;
using namespace saikobi::payments;
using contract::FaultCode;

namespace {

constexpr std::int64_t signedAt = 1'700'000'000;
const std::string body
        = R"({"id":"evt_1","type":"payment_intent.succeeded","data":{"object":{)"
          R"("id":"pi_1","metadata":{"order_id":"01931b2a-7c00-7abc-8def-0123456789ab"}}}})";

/// Made by another implementation than the one under test.
std::string signature(const std::string& secret, std::int64_t at, const std::string& text)
{
    const auto mac = QMessageAuthenticationCode::hash(
            QByteArray::fromStdString(std::to_string(at) + '.' + text),
            QByteArray::fromStdString(secret), QCryptographicHash::Sha256);
    return mac.toHex().toStdString();
}

std::string header(const std::string& secret, std::int64_t at = signedAt)
{
    return "t=" + std::to_string(at) + ",v1=" + signature(secret, at, body);
}

contract::Instant at(std::int64_t seconds)
{
    return contract::fromUnixMs(seconds * 1000);
}

} // namespace

class TestWebhook : public QObject {
    Q_OBJECT

private slots:
    void knownVectorIsAccepted();
    void onlyGenuineSignaturesAreAccepted_data();
    void onlyGenuineSignaturesAreAccepted();
    void anyByteOfTheBodyCounts();
    void noticeNamesOrderAndPayment();
    void whatIsNoEventIsRefused_data();
    void whatIsNoEventIsRefused();
    void anOrderThatIsNoUuidIsNone();
    void providerIsAskedOnlyWhereTheOrderWaitsForIt();
    void moneyThatMovedAfterTheEndIsLookedInto();
    void pagesAndChargesNameTheirPayment();
    void everyTypeOfTheProtocolHasItsPlace_data();
    void everyTypeOfTheProtocolHasItsPlace();
};

/// Checked with: printf '%s' '1700000000.{}' | openssl dgst -sha256 -hmac whsec_test
void TestWebhook::knownVectorIsAccepted()
{
    const auto verified = verifySignature(
            "t=1700000000,v1=35495024f4ef3f94e5a93e22221544c4b75e9a42300cd965ab81cb85cd994e91",
            "{}", {"whsec_test"}, at(signedAt));
    QVERIFY(verified);
}

void TestWebhook::onlyGenuineSignaturesAreAccepted_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<qint64>("now");
    QTest::addColumn<QString>("fault");
    const auto row
            = [](const char* name, const std::string& line, std::int64_t now, const char* fault) {
                  QTest::addRow("%s", name) << QString::fromStdString(line) << qint64(now) << fault;
              };
    const auto forged = std::string(64, '0');
    row("the present secret", header("whsec_new"), signedAt, "");
    row("the old secret while it is replaced", header("whsec_old"), signedAt, "");
    row("a secret of long ago", header("whsec_gone"), signedAt, "forged");
    row("one good among several",
            "t=1700000000,v0=x,v1=" + forged + ",v1=" + signature("whsec_new", signedAt, body),
            signedAt, "");
    row("300 s old", header("whsec_new"), signedAt + 300, "");
    row("301 s old", header("whsec_new"), signedAt + 301, "stale");
    row("301 s ahead", header("whsec_new"), signedAt - 301, "stale");
    row("another time than was signed", "t=1700000001,v1=" + signature("whsec_new", signedAt, body),
            signedAt, "forged");
    row("no signature", "t=1700000000", signedAt, "malformed");
    row("no time", "v1=" + forged, signedAt, "malformed");
    row("nothing", "", signedAt, "malformed");
    row("a time that is no number", "t=17e8,v1=" + forged, signedAt, "malformed");
    row("a time beyond all numbers", "t=99999999999999999999999,v1=" + forged, signedAt,
            "malformed");
    row("a signature cut short", header("whsec_new").substr(0, 40), signedAt, "forged");
    row("empty signature", "t=1700000000,v1=", signedAt, "forged");
}

void TestWebhook::onlyGenuineSignaturesAreAccepted()
{
    QFETCH(QString, line);
    QFETCH(qint64, now);
    QFETCH(QString, fault);
    const auto verified
            = verifySignature(line.toStdString(), body, {"whsec_new", "whsec_old"}, at(now));
    QCOMPARE(QString::fromStdString(verified ? "" : verified.error().detail), fault);
    if (!verified)
        QVERIFY(verified.error().code == FaultCode::Refused);
}

void TestWebhook::anyByteOfTheBodyCounts()
{
    const auto line = header("whsec_new");
    for (std::size_t i = 0; i < body.size(); ++i) {
        auto changed = body;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        QVERIFY(!verifySignature(line, changed, {"whsec_new"}, at(signedAt)));
    }
    QVERIFY(!verifySignature(line, body + ' ', {"whsec_new"}, at(signedAt)));
    QVERIFY(!verifySignature(line, body, {}, at(signedAt)));
}

void TestWebhook::noticeNamesOrderAndPayment()
{
    const auto notice = readNotice(body);
    QVERIFY(notice);
    QCOMPARE(notice.value().event, std::string{"evt_1"});
    QCOMPARE(notice.value().type, std::string{"payment_intent.succeeded"});
    QCOMPARE(notice.value().reference, std::string{"pi_1"});
    QCOMPARE(notice.value().order, std::string{"01931b2a-7c00-7abc-8def-0123456789ab"});
}

void TestWebhook::whatIsNoEventIsRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addRow("nothing") << QByteArray{};
    QTest::addRow("no JSON") << QByteArray{"id=evt_1"};
    QTest::addRow("a list") << QByteArray{"[]"};
    QTest::addRow("no id") << QByteArray{R"({"type":"x","data":{"object":{}}})"};
    QTest::addRow("about nothing") << QByteArray{R"({"id":"evt_1","type":"x"})"};
    QTest::addRow("about a number") << QByteArray{R"({"id":"e","type":"x","data":{"object":3}})"};
}

void TestWebhook::whatIsNoEventIsRefused()
{
    QFETCH(QByteArray, text);
    const auto notice = readNotice(text.toStdString());
    QVERIFY(!notice);
    QVERIFY(notice.error().code == FaultCode::Invalid);
}

void TestWebhook::anOrderThatIsNoUuidIsNone()
{
    const auto notice = readNotice(
            R"({"id":"e","type":"x","data":{"object":{"metadata":{"order_id":"'; drop table"}}}})");
    QVERIFY(notice);
    QVERIFY(notice.value().order.empty());
}

void TestWebhook::providerIsAskedOnlyWhereTheOrderWaitsForIt()
{
    QVERIFY(deservesQuery("payment_intent.amount_capturable_updated", "action_required"));
    QVERIFY(deservesQuery("payment_intent.payment_failed", "action_required"));
    QVERIFY(!deservesQuery("payment_intent.created", "action_required"));
    QVERIFY(!deservesQuery("payment_intent.amount_capturable_updated", "authorising"));
    QVERIFY(!deservesQuery("payment_intent.succeeded", "paid"));
    QVERIFY(!deservesQuery("payment_intent.succeeded", "expired"));
    QVERIFY(!deservesQuery("payment_intent.canceled", "sold_out"));
    QVERIFY(!deservesQuery("payment_intent.succeeded", ""));
}

void TestWebhook::moneyThatMovedAfterTheEndIsLookedInto()
{
    for (const char* end : {"declined", "expired", "cancelled", "sold_out", "capture_failed"})
        QVERIFY(payments::contradictsEnd("payment_intent.succeeded", end));
    for (const char* end : {"declined", "expired", "cancelled"})
        QVERIFY(payments::contradictsEnd("payment_intent.amount_capturable_updated", end));
    // These had their money set aside before it was let go.
    for (const char* end : {"sold_out", "capture_failed", "paid"})
        QVERIFY(!payments::contradictsEnd("payment_intent.amount_capturable_updated", end));
    for (const char* status : {"paid", "capturing", "action_required", ""})
        QVERIFY(!payments::contradictsEnd("payment_intent.succeeded", status));
    QVERIFY(!payments::contradictsEnd("payment_intent.canceled", "expired"));
}

void TestWebhook::pagesAndChargesNameTheirPayment()
{
    const auto page = readNotice(
            R"({"id":"e","type":"checkout.session.completed","data":{"object":{"id":"cs_1",)"
            R"("payment_intent":"pi_1","client_reference_id":)"
            R"("01931b2a-7c00-7abc-8def-0123456789ab","metadata":{}}}})");
    QVERIFY(page);
    QCOMPARE(page.value().reference, std::string{"pi_1"});
    QCOMPARE(page.value().order, std::string{"01931b2a-7c00-7abc-8def-0123456789ab"});
    const auto unpaid = readNotice(
            R"({"id":"e","type":"checkout.session.expired","data":{"object":{"id":"cs_1",)"
            R"("payment_intent":null,"metadata":{}}}})");
    QVERIFY(unpaid);
    QCOMPARE(unpaid.value().reference, std::string{"cs_1"});
    const auto charge
            = readNotice(R"({"id":"e","type":"charge.captured","data":{"object":{"id":"ch_1",)"
                         R"("payment_intent":"pi_1"}}})");
    QVERIFY(charge);
    QCOMPARE(charge.value().reference, std::string{"pi_1"});
}

void TestWebhook::everyTypeOfTheProtocolHasItsPlace_data()
{
    QTest::addColumn<bool>("isAsked");
    for (const char* type : {"payment_intent.amount_capturable_updated", "payment_intent.succeeded",
                 "payment_intent.payment_failed", "payment_intent.canceled", "charge.succeeded",
                 "charge.captured", "charge.expired", "checkout.session.completed",
                 "checkout.session.expired", "checkout.session.async_payment_succeeded",
                 "checkout.session.async_payment_failed"})
        QTest::addRow("%s", type) << true;
    for (const char* type : {"payment_intent.created", "payment_intent.requires_action",
                 "charge.failed", "charge.refunded"})
        QTest::addRow("%s", type) << false;
}

void TestWebhook::everyTypeOfTheProtocolHasItsPlace()
{
    QFETCH(bool, isAsked);
    QCOMPARE(deservesQuery(QTest::currentDataTag(), "action_required"), isAsked);
    for (const char* status : {"authorising", "reserved", "capturing", "voiding", "paid", ""})
        QVERIFY(!deservesQuery(QTest::currentDataTag(), status));
}

QTEST_GUILESS_MAIN(TestWebhook)
#include "test_webhook.moc"
