#include <QTest>

#include "backend/payments/stripe_answers.h"
#include "backend/payments/stripe_form.h"

using namespace saikobi;
using namespace saikobi::payments;
using shop::PaymentOutcome;
using shop::PaymentStanding;

namespace {

constexpr const char* orderId = "01931b2a-7c00-7abc-8def-0123456789ab";

shop::PaymentReference payment()
{
    shop::PaymentReference out;
    out.order = orderId;
    out.sale = "demo";
    out.reference = "pi_1";
    out.amount.value = 4800;
    return out;
}

std::string intent(const std::string& status, const std::string& more = {})
{
    return R"({"id":"pi_1","object":"payment_intent","amount":4800,"amount_received":)"
            + std::string{status == "succeeded" ? "4800" : "0"} + R"(,"currency":"jpy","status":")"
            + status + R"(","metadata":{"order_id":")" + orderId + "\"}" + more + "}";
}

std::string error(const std::string& members, const std::string& about = {})
{
    return "{\"error\":{" + members + (about.empty() ? "" : ",\"payment_intent\":" + about) + "}}";
}

using Operation = StripeOperation;

} // namespace

Q_DECLARE_METATYPE(saikobi::payments::StripeOperation)
Q_DECLARE_METATYPE(saikobi::shop::PaymentOutcome)
Q_DECLARE_METATYPE(saikobi::shop::PaymentStanding)

class TestStripeAnswers : public QObject {
    Q_OBJECT

private slots:
    void everyAnswerHasOneMeaning_data();
    void everyAnswerHasOneMeaning();
    void answersAboutSomethingElseAreWrong_data();
    void answersAboutSomethingElseAreWrong();
    void replayedServerErrorIsToldApart();
    void rateLimitIsToldApartFromALock();
    void pageOfTheProviderIsPassedOn();
    void searchFindsTheOrderOrTheNextPage();
    void keysAreTheOrdersOwn();
    void bodiesAreEncoded();
    void timeOfAnOrderIsReadFromItsId();
};

void TestStripeAnswers::everyAnswerHasOneMeaning_data()
{
    QTest::addColumn<Operation>("operation");
    QTest::addColumn<unsigned>("status");
    QTest::addColumn<QString>("body");
    QTest::addColumn<PaymentOutcome>("outcome");
    QTest::addColumn<PaymentStanding>("standing");
    const auto row
            = [](const char* name, Operation operation, unsigned status, const std::string& body,
                      PaymentOutcome outcome, PaymentStanding standing) {
                  QTest::addRow("%s", name) << operation << status << QString::fromStdString(body)
                                            << outcome << standing;
              };
    using O = PaymentOutcome;
    using S = PaymentStanding;
    const auto create = Operation::Create;
    const auto capture = Operation::Capture;
    const auto cancel = Operation::Cancel;
    const auto wrongState = [](const std::string& status) {
        return error(R"("type":"invalid_request_error","code":"payment_intent_unexpected_state")",
                intent(status));
    };
    const auto declined
            = R"("type":"card_error","code":"card_declined","decline_code":"lost_card")";
    row("authorised", create, 200, intent("requires_capture"), O::Done, S::Authorised);
    row("3DS", create, 200, intent("requires_action"), O::Done, S::ActionRequired);
    row("declined by status", create, 200,
            intent("requires_payment_method", ",\"last_payment_error\":{\"code\":\"x\"}"),
            O::Refused, S::Declined);
    row("captured unasked", create, 200, intent("succeeded"), O::Wrong, S::Captured);
    row("provider does not know yet", create, 200, intent("processing"), O::Unknown, S::None);
    row("declined by error", create, 402, error(declined, intent("requires_payment_method")),
            O::Refused, S::Declined);
    row("amount too small", create, 400,
            error(R"("type":"invalid_request_error","code":"amount_too_small")"), O::Wrong,
            S::None);
    row("same key, other content", create, 400, error(R"("type":"idempotency_error")"), O::Wrong,
            S::None);
    row("key in use", create, 409,
            error(R"("type":"idempotency_error","code":"idempotency_key_in_use")"), O::Again,
            S::None);
    row("bad secret", create, 401, error(R"("type":"invalid_request_error")"), O::Wrong, S::None);
    row("no such payment", Operation::Retrieve, 404,
            error(R"("type":"invalid_request_error","code":"resource_missing")"), O::Wrong,
            S::None);
    row("too fast", capture, 429, error(R"("code":"rate_limit")"), O::Again, S::None);
    row("server error", capture, 500, error(R"("type":"api_error")"), O::Unknown, S::None);
    row("a proxy's error page", capture, 502, "<html>", O::Unknown, S::None);
    row("a proxy's refusal", capture, 403, "<html>", O::Unknown, S::None);
    row("unreadable success", capture, 200, "{", O::Unknown, S::None);
    row("captured", capture, 200, intent("succeeded"), O::Done, S::Captured);
    row("captured before", capture, 400, wrongState("succeeded"), O::Done, S::Captured);
    row("voided before capture", capture, 400, wrongState("canceled"), O::Refused, S::Voided);
    row("voided", cancel, 200, intent("canceled"), O::Done, S::Voided);
    row("voided before", cancel, 400, wrongState("canceled"), O::Done, S::Voided);
    row("captured before void", cancel, 400, wrongState("succeeded"), O::Refused, S::Captured);
    row("query of a captured one", Operation::Retrieve, 200, intent("succeeded"), O::Done,
            S::Captured);
    row("query of an authorised one", Operation::Retrieve, 200, intent("requires_capture"), O::Done,
            S::Authorised);
}

void TestStripeAnswers::everyAnswerHasOneMeaning()
{
    QFETCH(Operation, operation);
    QFETCH(unsigned, status);
    QFETCH(QString, body);
    QFETCH(PaymentOutcome, outcome);
    QFETCH(PaymentStanding, standing);
    const auto answer
            = readAnswer(operation, payment(), {status, body.toStdString(), false, "global-rate"});
    QVERIFY2(answer.outcome == outcome, answer.code.c_str());
    QVERIFY(answer.standing == standing);
}

void TestStripeAnswers::answersAboutSomethingElseAreWrong_data()
{
    QTest::addColumn<QString>("was");
    QTest::addColumn<QString>("is");
    QTest::addRow("another payment") << "pi_1"
                                     << "pi_2";
    QTest::addRow("another order") << "01931b2a"
                                   << "01931b2b";
    QTest::addRow("another amount") << "\"amount\":4800"
                                    << "\"amount\":4801";
    QTest::addRow("another currency") << "jpy"
                                      << "usd";
    QTest::addRow("less captured than authorised") << "received\":4800"
                                                   << "received\":48";
}

void TestStripeAnswers::answersAboutSomethingElseAreWrong()
{
    QFETCH(QString, was);
    QFETCH(QString, is);
    auto body = QString::fromStdString(intent("succeeded"));
    QVERIFY(body.contains(was));
    body.replace(was, is);
    const auto answer
            = readAnswer(Operation::Capture, payment(), {200, body.toStdString(), false, {}});
    QVERIFY(answer.outcome == PaymentOutcome::Wrong);
    QCOMPARE(answer.code, std::string{code::mismatch});
    QCOMPARE(answer.reference, std::string{"pi_1"}); // never another one
}

void TestStripeAnswers::replayedServerErrorIsToldApart()
{
    StripeReply reply{500, error(R"("type":"api_error")"), true, {}};
    QCOMPARE(readAnswer(Operation::Capture, payment(), reply).code,
            std::string{code::storedFailure});
    reply.isReplayed = false;
    QVERIFY(readAnswer(Operation::Capture, payment(), reply).code != code::storedFailure);

    auto queried = readAnswer(
            Operation::Retrieve, payment(), {200, intent("requires_capture"), false, {}});
    QVERIFY(judgeFinishing(Operation::Capture, queried).outcome == PaymentOutcome::Again);
    queried.standing = PaymentStanding::Captured;
    QVERIFY(judgeFinishing(Operation::Capture, queried).outcome == PaymentOutcome::Done);
    QVERIFY(judgeFinishing(Operation::Cancel, queried).outcome == PaymentOutcome::Refused);
    queried.outcome = PaymentOutcome::Unknown;
    QVERIFY(judgeFinishing(Operation::Capture, queried).outcome == PaymentOutcome::Unknown);
}

void TestStripeAnswers::rateLimitIsToldApartFromALock()
{
    StripeReply reply{429, error(R"("code":"x")"), false, "endpoint-rate"};
    QCOMPARE(readAnswer(Operation::Cancel, payment(), reply).code, std::string{code::rateLimit});
    reply.limitedReason.clear();
    QCOMPARE(readAnswer(Operation::Cancel, payment(), reply).code, std::string{"lock_timeout"});
}

void TestStripeAnswers::pageOfTheProviderIsPassedOn()
{
    const auto body = intent("requires_action",
            R"(,"next_action":{"type":"redirect_to_url","redirect_to_url":{"url":"http://p/3ds"}})");
    const auto answer = readAnswer(Operation::Create, payment(), {200, body, false, {}});
    QCOMPARE(answer.redirectUrl, std::string{"http://p/3ds"});
    QCOMPARE(answer.reference, std::string{"pi_1"});
}

void TestStripeAnswers::searchFindsTheOrderOrTheNextPage()
{
    auto wanted = payment();
    wanted.reference.clear();
    auto other = QString::fromStdString(intent("succeeded"));
    other.replace(QLatin1String("01931b2a"), QLatin1String("99999999"))
            .replace(QLatin1String("pi_1"), QLatin1String("pi_9"));
    const auto page = [](const std::string& data, const char* more) {
        return StripeReply{200,
                R"({"object":"list","data":[)" + data + R"(],"has_more":)" + more + "}", false, {}};
    };
    const auto absent = readSearch(wanted, page(other.toStdString(), "true"));
    QVERIFY(absent && !absent->found && absent->hasMore);
    QCOMPARE(absent->last, std::string{"pi_9"});
    const auto found = readSearch(
            wanted, page(other.toStdString() + ',' + intent("requires_capture"), "false"));
    QVERIFY(found && found->found);
    QCOMPARE(found->found->reference, std::string{"pi_1"});
    QVERIFY(found->found->standing == PaymentStanding::Authorised);
    QVERIFY(!readSearch(wanted, {500, "{}", false, {}}));
    QVERIFY(!readSearch(wanted, {200, "{}", false, {}}));
}

void TestStripeAnswers::keysAreTheOrdersOwn()
{
    shop::PaymentRequest request;
    request.order = "o";
    request.attempt = 2;
    QCOMPARE(authoriseCall(request).key, std::string{"o:auth:2"});
    shop::PaymentReference one;
    one.order = "o";
    one.reference = "pi_1";
    QCOMPARE(captureCall(one, 1).key, std::string{"o:cap"});
    QCOMPARE(captureCall(one, 2).key, std::string{"o:cap:2"});
    QCOMPARE(cancelCall(one, 1).key, std::string{"o:void"});
    QVERIFY(retrieveCall(one).key.empty());
    QCOMPARE(captureCall(one, 1).target, std::string{"/v1/payment_intents/pi_1/capture"});
}

void TestStripeAnswers::bodiesAreEncoded()
{
    QCOMPARE(encodeForm({{"metadata[order_id]", "a b&c"}, {"x", "é"}}),
            std::string{"metadata%5Border_id%5D=a%20b%26c&x=%C3%A9"});
    shop::PaymentRequest request;
    request.order = "o";
    request.means = "pm_card_visa&amount=1";
    request.amount.value = 500;
    const auto body = authoriseCall(request).body;
    QVERIFY(body.find("amount=500&currency=jpy&capture_method=manual&confirm=true") == 0);
    QVERIFY(body.find("pm_card_visa%26amount%3D1") != std::string::npos);
}

void TestStripeAnswers::timeOfAnOrderIsReadFromItsId()
{
    const auto made = madeAt("018bcfe5-6800-7000-8000-000000000000");
    QVERIFY(made);
    QCOMPARE(contract::toUnixMs(*made), 1'700'000'000'000);
    QVERIFY(!madeAt("018bcfe5-6800-4000-8000-000000000000"));
    QVERIFY(!madeAt("short"));
    auto about = payment();
    about.order = "018bcfe5-6800-7000-8000-000000000000";
    const auto near = searchCall(about, SearchWindow::Near, "pi_7").target;
    QVERIFY(near.find("created%5Bgte%5D=1699999940") != std::string::npos);
    QVERIFY(near.find("created%5Blte%5D=1700000120") != std::string::npos);
    QVERIFY(near.find("starting_after=pi_7") != std::string::npos);
    // The one begins where the other ends.
    const auto late = searchCall(about, SearchWindow::Late, {}).target;
    QVERIFY(late.find("created%5Bgte%5D=1700000121") != std::string::npos);
    QVERIFY(late.find("created%5Blte%5D") == std::string::npos);
}

QTEST_GUILESS_MAIN(TestStripeAnswers)
#include "test_stripe_answers.moc"
