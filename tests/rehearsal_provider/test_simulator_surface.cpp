#include <QTest>

#include <boost/asio/ip/tcp.hpp>

#include "backend/rehearsal/provider/simulator_webhooks.h"
#include "tests/rehearsal_provider/simulator_bench.h"

using namespace saikobi;
using tests::found;
using tests::SimulatorBench;

class TestSimulatorSurface : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void paymentGoesThroughTheWholeApi();
    void firstAnswerUnderAKeyIsKeptAlsoOverADeath();
    void runningKeyIsInUseAndItsPaymentLocked();
    void limitsComeBeforeKeysAndAreCounted();
    void onlyTheSecretSignsIn();
    void shopperAgreesOnThePageAndComesBack();
    void notificationsAreSignedAndRepeated();
    void knobsAreReadAndTurned();
    void whatDoesNotExistIsNotFound();

private:
    std::unique_ptr<SimulatorBench> m_bench;
};

void TestSimulatorSurface::init()
{
    m_bench = std::make_unique<SimulatorBench>();
}

void TestSimulatorSurface::cleanup()
{
    m_bench.reset();
}

void TestSimulatorSurface::paymentGoesThroughTheWholeApi()
{
    QCOMPARE(m_bench->start(SimulatorBench::quick()), std::string{});
    const auto made = m_bench->post("/v1/payment_intents",
            "amount=500&currency=jpy&capture_method=manual&metadata%5Border_id%5D=o-1");
    QVERIFY(made.starts_with("HTTP/1.1 200"));
    QVERIFY(made.find("\"requires_payment_method\"") != std::string::npos);
    const auto id = found(made, "\"id\":\"(pi_[0-9a-f]+)\"");
    QVERIFY(!id.empty());
    const auto path = "/v1/payment_intents/" + id;
    QVERIFY(m_bench->post(path + "/confirm", "payment_method=pm_card_visa")
                    .find("\"requires_capture\"")
            != std::string::npos);
    const auto captured = m_bench->post(path + "/capture", "amount_to_capture=450");
    QVERIFY(captured.find("\"amount_received\":450") != std::string::npos);
    QVERIFY(m_bench->post(path + "/cancel", "").starts_with("HTTP/1.1 400"));
    QVERIFY(m_bench->send("GET", path, {}, SimulatorBench::signedIn()).find("\"succeeded\"")
            != std::string::npos);
    QVERIFY(m_bench->send("GET", "/v1/payment_intents?limit=5", {}, SimulatorBench::signedIn())
                    .find("\"order_id\":\"o-1\"")
            != std::string::npos);
}

void TestSimulatorSurface::firstAnswerUnderAKeyIsKeptAlsoOverADeath()
{
    QCOMPARE(m_bench->start(SimulatorBench::quick()), std::string{});
    const auto first = m_bench->post(
            "/v1/payment_intents", SimulatorBench::order + "pm_card_chargeDeclined", "k-1");
    QVERIFY(first.starts_with("HTTP/1.1 402"));
    QCOMPARE(first.find("Idempotent-Replayed"), std::string::npos);
    m_bench->stop();
    QCOMPARE(m_bench->start(SimulatorBench::quick()), std::string{});
    const auto again = m_bench->post(
            "/v1/payment_intents", SimulatorBench::order + "pm_card_chargeDeclined", "k-1");
    QVERIFY(again.starts_with("HTTP/1.1 402"));
    QVERIFY(again.find("Idempotent-Replayed: true") != std::string::npos);
    QCOMPARE(again.substr(again.find("\r\n\r\n")), first.substr(first.find("\r\n\r\n")));
    QVERIFY(m_bench->post("/v1/payment_intents", SimulatorBench::order + "pm_card_visa", "k-1")
                    .find("idempotency_error")
            != std::string::npos);
    const auto ledger = m_bench->send("GET", "/control/ledger");
    QVERIFY(ledger.find(R"("effect":"replayed")") != std::string::npos);
    const auto other
            = m_bench->post("/v1/payment_intents", SimulatorBench::order + "pm_card_visa", "k-2");
    QVERIFY(found(other, "\"id\":\"(pi_[0-9a-f]+)\"") != found(first, "\"id\":\"(pi_[0-9a-f]+)\""));
}

void TestSimulatorSurface::runningKeyIsInUseAndItsPaymentLocked()
{
    auto slow = SimulatorBench::quick();
    slow.latencyMs["finish"] = {400, 400};
    QCOMPARE(m_bench->start(slow), std::string{});
    const auto made = m_bench->post("/v1/payment_intents", SimulatorBench::order + "pm_card_visa");
    const auto path = "/v1/payment_intents/" + found(made, "\"id\":\"(pi_[0-9a-f]+)\"");
    boost::asio::ip::tcp::iostream first{"127.0.0.1", std::to_string(m_bench->port())};
    first.expires_after(std::chrono::seconds{10});
    first << SimulatorBench::request(
            "POST", path + "/capture", "", SimulatorBench::signedIn() + "Idempotency-Key: k-1\r\n")
          << std::flush;
    const auto again = m_bench->post(path + "/capture", "", "k-1");
    const auto other = m_bench->post(path + "/cancel", "", "k-2");
    const std::string captured{std::istreambuf_iterator<char>{first}, {}};
    QVERIFY(again.starts_with("HTTP/1.1 409"));
    QVERIFY(other.starts_with("HTTP/1.1 429"));
    QVERIFY(other.find("lock_timeout") != std::string::npos);
    QCOMPARE(other.find("Stripe-Rate-Limited-Reason"), std::string::npos);
    QVERIFY(captured.starts_with("HTTP/1.1 200"));
    const auto ledger = m_bench->send("GET", "/control/ledger");
    QVERIFY(ledger.find("\"status\":429,\"effect\":\"none\"") != std::string::npos); // not its rate
}

void TestSimulatorSurface::limitsComeBeforeKeysAndAreCounted()
{
    auto narrow = SimulatorBench::quick();
    narrow.callsPerSecond = 3;
    QCOMPARE(m_bench->start(narrow), std::string{});
    const auto path = "/v1/payment_intents/pi_unknown/capture";
    for (int i = 0; i < 3; ++i)
        QVERIFY(m_bench->post(path, "", "k").starts_with("HTTP/1.1 404"));
    const auto refused = m_bench->post(path, "", "k");
    QVERIFY(refused.starts_with("HTTP/1.1 429"));
    QVERIFY(refused.find("Stripe-Rate-Limited-Reason: global-rate") != std::string::npos);
    const auto summary = m_bench->send("GET", "/control/summary");
    QVERIFY(summary.find("\"finishing_refused\":1") != std::string::npos);
    QVERIFY(summary.find("\"global-rate\":1") != std::string::npos);
    QVERIFY(summary.find("\"capture\":4") != std::string::npos); // the fullest second of arrivals
}

void TestSimulatorSurface::onlyTheSecretSignsIn()
{
    QCOMPARE(m_bench->start(SimulatorBench::quick()), std::string{});
    const auto as = [this](const std::string& line) {
        return m_bench->send("GET", "/v1/payment_intents", {}, line.empty() ? line : line + "\r\n");
    };
    QVERIFY(as("Authorization: Bearer sk_test_rehearsal").starts_with("HTTP/1.1 200"));
    QVERIFY(as("Authorization: Basic c2tfdGVzdF9yZWhlYXJzYWw6").starts_with("HTTP/1.1 200"));
    QVERIFY(as("Authorization: Bearer sk_test_rehearsa").starts_with("HTTP/1.1 401"));
    QVERIFY(as("Authorization: Basic Og==").starts_with("HTTP/1.1 401"));
    QVERIFY(as("").starts_with("HTTP/1.1 401"));
}

void TestSimulatorSurface::shopperAgreesOnThePageAndComesBack()
{
    QCOMPARE(m_bench->start(SimulatorBench::quick()), std::string{});
    const auto made = m_bench->post("/v1/payment_intents",
            SimulatorBench::order
                    + "pm_card_threeDSecure2Required&return_url=http%3A%2F%2Fshop%2Fback%3Fr%3D1");
    const auto url = found(made, "\"url\":\"http://[^/]+(/3ds/[^\"]+)\"");
    const auto key = found(url, "key=(.*)");
    const auto path = url.substr(0, url.find('?'));
    QVERIFY(m_bench->send("GET", path + "?key=guess").starts_with("HTTP/1.1 404"));
    QVERIFY(m_bench->send("GET", url).find("Complete authentication") != std::string::npos);
    QVERIFY(m_bench->send("POST", path, "outcome=agree&key=guess").starts_with("HTTP/1.1 404"));
    const auto back = m_bench->send("POST", path, "outcome=agree&key=" + key);
    QVERIFY(back.starts_with("HTTP/1.1 303"));
    QVERIFY(back.find("Location: http://shop/back?r=1&payment_intent=pi_") != std::string::npos);
    const auto twice = m_bench->send("POST", path, "outcome=refuse&key=" + key);
    QVERIFY(twice.find("redirect_status=succeeded") != std::string::npos);
    QVERIFY(m_bench->send("GET", url).find("no confirmation") != std::string::npos);
}

void TestSimulatorSurface::notificationsAreSignedAndRepeated()
{
    auto& inbox = m_bench->openInbox();
    inbox.refusals = 1;
    auto settings = SimulatorBench::quick();
    settings.webhooks.types = {"payment_intent."};
    QCOMPARE(m_bench->start(settings), std::string{});
    QVERIFY(m_bench->post("/v1/payment_intents", SimulatorBench::order + "pm_card_visa", "k-1")
                    .starts_with("HTTP/1.1 200"));
    QTRY_COMPARE(inbox.taken().size(), std::size_t{2}); // one of them at the second try
    std::string types;
    for (const auto& [target, query, signature, body] : inbox.taken()) {
        const auto at = std::stoll(found(signature, "t=([0-9]+)"));
        QCOMPARE(signature, rehearsal::webhookSignature("whsec_sim", at, body));
        QVERIFY(body.find(R"("idempotency_key":"k-1")") != std::string::npos);
        types += found(body, "\"type\":\"(payment_intent[^\"]*)\"") + ' ';
    }
    QVERIFY(types.find("payment_intent.created ") != std::string::npos);
    QVERIFY(types.find("payment_intent.amount_capturable_updated ") != std::string::npos);
}

void TestSimulatorSurface::knobsAreReadAndTurned()
{
    QCOMPARE(m_bench->start(SimulatorBench::quick()), std::string{});
    QVERIFY(m_bench->send("GET", "/control").find("\"down\":false") != std::string::npos);
    QVERIFY(m_bench->send("PUT", "/control", R"({"world":{"down":true}})").find("\"down\":true")
            != std::string::npos);
    QVERIFY(m_bench->post("/v1/payment_intents", SimulatorBench::order + "pm_card_visa")
                    .starts_with("HTTP/1.1 503"));
    QVERIFY(m_bench->send("PUT", "/control", R"({"world":{"down":3}})")
                    .starts_with("HTTP/1.1 400"));
    QVERIFY(m_bench->send("PUT", "/control", R"({"world":{"down":false}})")
                    .starts_with("HTTP/1.1 200"));
    QVERIFY(m_bench->post("/v1/payment_intents", SimulatorBench::order + "pm_card_visa")
                    .starts_with("HTTP/1.1 200"));
}

void TestSimulatorSurface::whatDoesNotExistIsNotFound()
{
    QCOMPARE(m_bench->start(SimulatorBench::quick()), std::string{});
    QVERIFY(m_bench->send("GET", "/").starts_with("HTTP/1.1 404"));
    QVERIFY(m_bench->post("/v1/charges", "").starts_with("HTTP/1.1 404"));
    QVERIFY(m_bench->post("/v1/payment_intents/pi_1/refund", "").starts_with("HTTP/1.1 404"));
    QVERIFY(m_bench->post("/v1/payment_intents/pi_1/cancel", "").find("resource_missing")
            != std::string::npos);
    QVERIFY(m_bench->send("GET", "/3ds/pi_1?key=").starts_with("HTTP/1.1 404"));
}

QTEST_GUILESS_MAIN(TestSimulatorSurface)
#include "test_simulator_surface.moc"
