#include <QTest>

#include "backend/payments/stripe_answers.h"

using namespace saikobi;
using payments::StripeOperation;
using payments::StripeReply;
using shop::PaymentOutcome;
using shop::PaymentStanding;

namespace {

constexpr const char* order = "018bcfe5-6800-7abc-8def-0123456789ab";

shop::PaymentRequest request()
{
    shop::PaymentRequest out;
    out.order = order;
    out.attempt = 2;
    out.sale = "demo";
    out.method = "card_page";
    out.amount = {4800};
    out.returnUrl = "https://shop/back?k=1";
    out.flow = contract::PaymentFlow::Hosted;
    return out;
}

shop::PaymentReference about(const std::string& reference)
{
    shop::PaymentReference out;
    out.order = order;
    out.reference = reference;
    out.amount = {4800};
    return out;
}

std::string page(const std::string& status, const std::string& intent,
        const std::string& whose = order, int amount = 4800)
{
    return R"({"id":"cs_1","object":"checkout.session","currency":"jpy","amount_total":)"
            + std::to_string(amount) + R"(,"status":")" + status
            + R"(","url":"https://pay.example/cs_1","payment_intent":)" + intent
            + R"(,"metadata":{"order_id":")" + whose + R"("}})";
}

std::string intent(const std::string& status, const std::string& more = {})
{
    return R"({"id":"pi_1","object":"payment_intent","amount":4800,"currency":"jpy","status":")"
            + status + R"(","amount_received":)" + (status == "succeeded" ? "4800" : "0")
            + R"(,"metadata":{"order_id":")" + order + R"("})" + more + "}";
}

} // namespace

/// Checkout sessions: what is asked, and what their answers mean.
class TestStripePages : public QObject {
    Q_OBJECT

private slots:
    void startAsksForAPageThatSetsMoneyAside();
    void anotherMeansIsConfirmedOnTheSameIntent();
    void closingHasOneKey();
    void openPageSendsTheShopperThere();
    void pageOfAnotherOrderIsWrong_data();
    void pageOfAnotherOrderIsWrong();
    void pageIsJudgedByItsPayment_data();
    void pageIsJudgedByItsPayment();
    void payingFirstWinsAgainstClosing();
};

void TestStripePages::startAsksForAPageThatSetsMoneyAside()
{
    const auto call = payments::startPageCall(request());
    QCOMPARE(call.target, std::string{"/v1/checkout/sessions"});
    QCOMPARE(call.key, std::string{order} + ":start:2");
    QVERIFY(call.body.find("payment_intent_data%5Bcapture_method%5D=manual") != std::string::npos);
    QVERIFY(call.body.find("payment_intent_data%5Bmetadata%5D%5Border_id%5D=")
            != std::string::npos);
    QVERIFY(call.body.find("expires_at=1700007200") != std::string::npos); // made + 2 h
    QCOMPARE(payments::startPageCall(request()).body, call.body); // a repeat asks for the same
    auto atOnce = request();
    atOnce.capturesAtOnce = true;
    QVERIFY(payments::startPageCall(atOnce).body.find("automatic") != std::string::npos);
}

void TestStripePages::anotherMeansIsConfirmedOnTheSameIntent()
{
    auto again = request();
    again.means = "pm_card_visa";
    const auto call = payments::confirmCall(again, "pi_1");
    QCOMPARE(call.target, std::string{"/v1/payment_intents/pi_1/confirm"});
    QCOMPARE(call.key, std::string{order} + ":auth:2");
    QVERIFY(call.body.starts_with("payment_method=pm_card_visa"));
}

void TestStripePages::closingHasOneKey()
{
    const auto ofPage = payments::closeCall(about("cs_1"), 1);
    QCOMPARE(ofPage.target, std::string{"/v1/checkout/sessions/cs_1/expire"});
    QCOMPARE(ofPage.key, std::string{order} + ":close");
    const auto ofIntent = payments::closeCall(about("pi_1"), 2);
    QCOMPARE(ofIntent.target, std::string{"/v1/payment_intents/pi_1/cancel"});
    QCOMPARE(ofIntent.key, std::string{order} + ":close:2");
}

void TestStripePages::openPageSendsTheShopperThere()
{
    const auto answer = payments::readAnswer(
            StripeOperation::StartPage, about(""), StripeReply{200, page("open", "null")});
    QCOMPARE(answer.outcome, PaymentOutcome::Done);
    QCOMPARE(answer.standing, PaymentStanding::ActionRequired);
    QCOMPARE(answer.reference, std::string{"cs_1"});
    QCOMPARE(answer.redirectUrl, std::string{"https://pay.example/cs_1"});
}

void TestStripePages::pageOfAnotherOrderIsWrong_data()
{
    QTest::addColumn<QString>("body");
    QTest::addRow("another order") << QString::fromStdString(page("open", "null", "other"));
    QTest::addRow("another amount") << QString::fromStdString(page("open", "null", order, 480));
}

void TestStripePages::pageOfAnotherOrderIsWrong()
{
    QFETCH(QString, body);
    const auto answer = payments::readAnswer(
            StripeOperation::StartPage, about(""), StripeReply{200, body.toStdString()});
    QCOMPARE(answer.outcome, PaymentOutcome::Wrong);
    QCOMPARE(answer.standing, PaymentStanding::None);
    QVERIFY(answer.reference.empty() && answer.redirectUrl.empty());
}

void TestStripePages::pageIsJudgedByItsPayment_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("payment");
    QTest::addColumn<PaymentStanding>("standing");
    QTest::addColumn<QString>("reference");
    const auto row = [](const char* name, const char* status, const std::string& payment,
                             PaymentStanding standing, const char* reference) {
        QTest::addRow("%s", name) << QString::fromLatin1(status) << QString::fromStdString(payment)
                                  << standing << QString::fromLatin1(reference);
    };
    row("nobody paid yet", "open", "null", PaymentStanding::ActionRequired, "cs_1");
    row("a first card was declined", "open",
            intent("requires_payment_method", R"(,"last_payment_error":{"code":"card_declined"})"),
            PaymentStanding::ActionRequired, "cs_1");
    row("paid, and the page does not know it yet", "open", intent("requires_capture"),
            PaymentStanding::Authorised, "pi_1");
    row("paid", "complete", intent("requires_capture"), PaymentStanding::Authorised, "pi_1");
    row("taken at once", "complete", intent("succeeded"), PaymentStanding::Captured, "pi_1");
    row("closed before anybody paid", "expired", "null", PaymentStanding::Voided, "cs_1");
    row("closed after a declined card", "expired", intent("canceled"), PaymentStanding::Voided,
            "cs_1");
    row("let go after it was paid", "complete", intent("canceled"), PaymentStanding::Voided,
            "pi_1");
}

void TestStripePages::pageIsJudgedByItsPayment()
{
    QFETCH(QString, status);
    QFETCH(QString, payment);
    QFETCH(PaymentStanding, standing);
    QFETCH(QString, reference);
    const StripeReply reply{200, page(status.toStdString(), payment.toStdString())};
    const auto answer = payments::readAnswer(StripeOperation::RetrievePage, about("cs_1"), reply);
    QCOMPARE(answer.outcome, PaymentOutcome::Done);
    QCOMPARE(answer.standing, standing);
    QCOMPARE(QString::fromStdString(answer.reference), reference);
}

void TestStripePages::payingFirstWinsAgainstClosing()
{
    const auto paid = payments::readAnswer(StripeOperation::RetrievePage, about("cs_1"),
            StripeReply{200, page("complete", intent("requires_capture"))});
    QCOMPARE(payments::judgeClosing(paid).outcome, PaymentOutcome::Refused);
    const auto open = payments::readAnswer(
            StripeOperation::RetrievePage, about("cs_1"), StripeReply{200, page("open", "null")});
    QCOMPARE(payments::judgeClosing(open).outcome, PaymentOutcome::Again);
    const auto closed = payments::readAnswer(
            StripeOperation::ExpirePage, about("cs_1"), StripeReply{200, page("expired", "null")});
    QCOMPARE(payments::judgeClosing(closed).outcome, PaymentOutcome::Done);
    // Complete: the provider will not expire it, and only a query tells how it ended.
    const StripeReply refused{
            400, R"({"error":{"type":"invalid_request_error","message":"not open"}})"};
    QCOMPARE(payments::readAnswer(StripeOperation::ExpirePage, about("cs_1"), refused).outcome,
            PaymentOutcome::Wrong);
}

QTEST_GUILESS_MAIN(TestStripePages)
#include "test_stripe_pages.moc"
