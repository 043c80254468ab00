#include <QTemporaryDir>
#include <QTest>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <mutex>
#include <regex>
#include <thread>

#include "backend/http/listener.h"
#include "backend/rehearsal/provider/simulator.h"
#include "backend/rehearsal/provider/simulator_webhooks.h"

using namespace saikobi;
using rehearsal::ProviderSimulator;
using rehearsal::SimulatorSettings;

namespace {

constexpr const char* secret = "sk_test_rehearsal";

/// The shop's side of notifications: refuses the first few, then takes them.
class Inbox : public http::Handler {
public:
    void handle(const http::Request& request, http::Reply reply) override
    {
        const std::lock_guard lock(m_mutex);
        http::Response out;
        out.status = m_refusals-- > 0 ? 503 : 200;
        if (out.status == 200)
            m_taken.emplace_back(std::string{request.header("stripe-signature")}, request.body);
        reply(out);
    }
    std::vector<std::pair<std::string, std::string>> taken()
    {
        const std::lock_guard lock(m_mutex);
        return m_taken;
    }

private:
    std::mutex m_mutex;
    int m_refusals = 1;
    std::vector<std::pair<std::string, std::string>> m_taken;
};

SimulatorSettings quick()
{
    SimulatorSettings out;
    for (auto& [method, latency] : out.latencyMs)
        latency = {0, 1};
    out.callsPerSecond = 0;
    out.callsPerSecondEndpoint = 0;
    out.webhooks.delayMs = {0, 0};
    return out;
}

const std::string order{
        "amount=500&currency=jpy&capture_method=manual&confirm=true&payment_method="};

const std::string signedIn = "Authorization: Bearer " + std::string{secret} + "\r\n";

std::string request(const std::string& method, const std::string& target, const std::string& body,
        const std::string& headers)
{
    return method + ' ' + target + " HTTP/1.1\r\nHost: provider\r\nConnection: close\r\n" + headers
            + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string found(const std::string& in, const char* pattern)
{
    std::smatch match;
    return std::regex_search(in, match, std::regex{pattern}) ? match[1].str() : std::string{};
}

} // namespace

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
    void start(SimulatorSettings settings, const std::string& webhookUrl = {});
    void stop();
    std::string send(const std::string& method, const std::string& target,
            const std::string& body = {}, const std::string& headers = {});
    std::string post(
            const std::string& target, const std::string& body, const std::string& key = {});

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<boost::asio::io_context> m_context;
    std::unique_ptr<ProviderSimulator> m_provider;
    std::thread m_thread;
    std::uint16_t m_port = 0;
};

void TestSimulatorSurface::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestSimulatorSurface::cleanup()
{
    stop();
}

void TestSimulatorSurface::start(SimulatorSettings settings, const std::string& webhookUrl)
{
    if (!m_context)
        m_context = std::make_unique<boost::asio::io_context>();
    rehearsal::SimulatorOptions options;
    options.secret = secret;
    options.webhookSecret = "whsec_sim";
    options.webhookUrl = webhookUrl;
    options.settings = std::move(settings);
    options.state = m_folder->filePath(QStringLiteral("state")).toStdString();
    auto opened = ProviderSimulator::open(m_context->get_executor(), options);
    QVERIFY2(opened, opened ? "" : opened.error().detail.c_str());
    m_provider = std::move(opened).value();
    m_port = m_provider->port();
    m_thread = std::thread{[context = m_context.get()] { context->run(); }};
}

/// As abrupt as SIGKILL: nothing gets the chance to be written.
void TestSimulatorSurface::stop()
{
    if (!m_thread.joinable())
        return;
    m_context->stop();
    m_thread.join();
    m_provider.reset();
    m_context.reset();
}

std::string TestSimulatorSurface::send(const std::string& method, const std::string& target,
        const std::string& body, const std::string& headers)
{
    boost::asio::ip::tcp::iostream connection{"127.0.0.1", std::to_string(m_port)};
    connection.expires_after(std::chrono::seconds{10});
    connection << request(method, target, body, headers) << std::flush;
    return {std::istreambuf_iterator<char>{connection}, {}};
}

std::string TestSimulatorSurface::post(
        const std::string& target, const std::string& body, const std::string& key)
{
    const auto keyed = key.empty() ? std::string{} : "Idempotency-Key: " + key + "\r\n";
    return send("POST", target, body, signedIn + keyed);
}

void TestSimulatorSurface::paymentGoesThroughTheWholeApi()
{
    start(quick());
    const auto made = post("/v1/payment_intents",
            "amount=500&currency=jpy&capture_method=manual&metadata%5Border_id%5D=o-1");
    QVERIFY(made.starts_with("HTTP/1.1 200"));
    QVERIFY(made.find("\"requires_payment_method\"") != std::string::npos);
    const auto id = found(made, "\"id\":\"(pi_[0-9a-f]+)\"");
    QVERIFY(!id.empty());
    const auto path = "/v1/payment_intents/" + id;
    QVERIFY(post(path + "/confirm", "payment_method=pm_card_visa").find("\"requires_capture\"")
            != std::string::npos);
    const auto captured = post(path + "/capture", "amount_to_capture=450");
    QVERIFY(captured.find("\"amount_received\":450") != std::string::npos);
    QVERIFY(post(path + "/cancel", "").starts_with("HTTP/1.1 400"));
    QVERIFY(send("GET", path, {}, signedIn).find("\"succeeded\"") != std::string::npos);
    QVERIFY(send("GET", "/v1/payment_intents?limit=5", {}, signedIn).find("\"order_id\":\"o-1\"")
            != std::string::npos);
}

void TestSimulatorSurface::firstAnswerUnderAKeyIsKeptAlsoOverADeath()
{
    start(quick());
    const auto first = post("/v1/payment_intents", order + "pm_card_chargeDeclined", "k-1");
    QVERIFY(first.starts_with("HTTP/1.1 402"));
    QCOMPARE(first.find("Idempotent-Replayed"), std::string::npos);
    stop();
    start(quick());
    const auto again = post("/v1/payment_intents", order + "pm_card_chargeDeclined", "k-1");
    QVERIFY(again.starts_with("HTTP/1.1 402"));
    QVERIFY(again.find("Idempotent-Replayed: true") != std::string::npos);
    QCOMPARE(again.substr(again.find("\r\n\r\n")), first.substr(first.find("\r\n\r\n")));
    QVERIFY(post("/v1/payment_intents", order + "pm_card_visa", "k-1").find("idempotency_error")
            != std::string::npos);
    const auto ledger = send("GET", "/control/ledger");
    QVERIFY(ledger.find(R"("effect":"replayed")") != std::string::npos);
    const auto other = post("/v1/payment_intents", order + "pm_card_visa", "k-2");
    QVERIFY(found(other, "\"id\":\"(pi_[0-9a-f]+)\"") != found(first, "\"id\":\"(pi_[0-9a-f]+)\""));
}

void TestSimulatorSurface::runningKeyIsInUseAndItsPaymentLocked()
{
    auto slow = quick();
    slow.latencyMs["finish"] = {400, 400};
    start(slow);
    const auto made = post("/v1/payment_intents", order + "pm_card_visa");
    const auto path = "/v1/payment_intents/" + found(made, "\"id\":\"(pi_[0-9a-f]+)\"");
    boost::asio::ip::tcp::iostream first{"127.0.0.1", std::to_string(m_port)};
    first.expires_after(std::chrono::seconds{10});
    first << request("POST", path + "/capture", "", signedIn + "Idempotency-Key: k-1\r\n")
          << std::flush;
    const auto again = post(path + "/capture", "", "k-1");
    const auto other = post(path + "/cancel", "", "k-2");
    const std::string captured{std::istreambuf_iterator<char>{first}, {}};
    QVERIFY(again.starts_with("HTTP/1.1 409"));
    QVERIFY(other.starts_with("HTTP/1.1 429"));
    QVERIFY(other.find("lock_timeout") != std::string::npos);
    QCOMPARE(other.find("Stripe-Rate-Limited-Reason"), std::string::npos);
    QVERIFY(captured.starts_with("HTTP/1.1 200"));
}

void TestSimulatorSurface::limitsComeBeforeKeysAndAreCounted()
{
    auto narrow = quick();
    narrow.callsPerSecond = 3;
    start(narrow);
    const auto path = "/v1/payment_intents/pi_unknown/capture";
    for (int i = 0; i < 3; ++i)
        QVERIFY(post(path, "", "k").starts_with("HTTP/1.1 404"));
    const auto refused = post(path, "", "k");
    QVERIFY(refused.starts_with("HTTP/1.1 429"));
    QVERIFY(refused.find("Stripe-Rate-Limited-Reason: global-rate") != std::string::npos);
    const auto summary = send("GET", "/control/summary");
    QVERIFY(summary.find("\"finishing_refused\":1") != std::string::npos);
    QVERIFY(summary.find("\"global-rate\":1") != std::string::npos);
    QVERIFY(summary.find("\"capture\":4") != std::string::npos); // the fullest second of arrivals
}

void TestSimulatorSurface::onlyTheSecretSignsIn()
{
    start(quick());
    const auto as = [this](const std::string& line) {
        return send("GET", "/v1/payment_intents", {}, line.empty() ? line : line + "\r\n");
    };
    QVERIFY(as("Authorization: Bearer sk_test_rehearsal").starts_with("HTTP/1.1 200"));
    QVERIFY(as("Authorization: Basic c2tfdGVzdF9yZWhlYXJzYWw6").starts_with("HTTP/1.1 200"));
    QVERIFY(as("Authorization: Bearer sk_test_rehearsa").starts_with("HTTP/1.1 401"));
    QVERIFY(as("Authorization: Basic Og==").starts_with("HTTP/1.1 401"));
    QVERIFY(as("").starts_with("HTTP/1.1 401"));
}

void TestSimulatorSurface::shopperAgreesOnThePageAndComesBack()
{
    start(quick());
    const auto made = post("/v1/payment_intents",
            order + "pm_card_threeDSecure2Required&return_url=http%3A%2F%2Fshop%2Fback%3Fr%3D1");
    const auto url = found(made, "\"url\":\"http://[^/]+(/3ds/[^\"]+)\"");
    const auto key = found(url, "key=(.*)");
    const auto path = url.substr(0, url.find('?'));
    QVERIFY(send("GET", path + "?key=guess").starts_with("HTTP/1.1 404"));
    QVERIFY(send("GET", url).find("Complete authentication") != std::string::npos);
    QVERIFY(send("POST", path, "outcome=agree&key=guess").starts_with("HTTP/1.1 404"));
    const auto back = send("POST", path, "outcome=agree&key=" + key);
    QVERIFY(back.starts_with("HTTP/1.1 303"));
    QVERIFY(back.find("Location: http://shop/back?r=1&payment_intent=pi_") != std::string::npos);
    const auto twice = send("POST", path, "outcome=refuse&key=" + key);
    QVERIFY(twice.find("redirect_status=succeeded") != std::string::npos);
    QVERIFY(send("GET", url).find("no confirmation") != std::string::npos);
}

void TestSimulatorSurface::notificationsAreSignedAndRepeated()
{
    m_context = std::make_unique<boost::asio::io_context>();
    Inbox inbox;
    auto listener = http::Listener::open(m_context->get_executor(), {}, inbox);
    QVERIFY(listener);
    const auto port = std::to_string(listener.value()->port());
    auto settings = quick();
    settings.webhooks.types = {"payment_intent."};
    start(settings, "http://127.0.0.1:" + port + "/payments/webhooks");
    QVERIFY(post("/v1/payment_intents", order + "pm_card_visa", "k-1").starts_with("HTTP/1.1 200"));
    QTRY_COMPARE(inbox.taken().size(), std::size_t{2}); // one of them at the second try
    std::string types;
    for (const auto& [signature, body] : inbox.taken()) {
        const auto at = std::stoll(found(signature, "t=([0-9]+)"));
        QCOMPARE(signature, rehearsal::webhookSignature("whsec_sim", at, body));
        QVERIFY(body.find(R"("idempotency_key":"k-1")") != std::string::npos);
        types += found(body, "\"type\":\"(payment_intent[^\"]*)\"") + ' ';
    }
    QVERIFY(types.find("payment_intent.created ") != std::string::npos);
    QVERIFY(types.find("payment_intent.amount_capturable_updated ") != std::string::npos);
    m_context->stop();
    m_thread.join();
    m_provider.reset();
    listener.value().reset();
    m_context.reset();
}

void TestSimulatorSurface::knobsAreReadAndTurned()
{
    start(quick());
    QVERIFY(send("GET", "/control").find("\"down\":false") != std::string::npos);
    QVERIFY(send("PUT", "/control", R"({"world":{"down":true}})").find("\"down\":true")
            != std::string::npos);
    QVERIFY(post("/v1/payment_intents", order + "pm_card_visa").starts_with("HTTP/1.1 503"));
    QVERIFY(send("PUT", "/control", R"({"world":{"down":3}})").starts_with("HTTP/1.1 400"));
    QVERIFY(send("PUT", "/control", R"({"world":{"down":false}})").starts_with("HTTP/1.1 200"));
    QVERIFY(post("/v1/payment_intents", order + "pm_card_visa").starts_with("HTTP/1.1 200"));
}

void TestSimulatorSurface::whatDoesNotExistIsNotFound()
{
    start(quick());
    QVERIFY(send("GET", "/").starts_with("HTTP/1.1 404"));
    QVERIFY(post("/v1/charges", "").starts_with("HTTP/1.1 404"));
    QVERIFY(post("/v1/payment_intents/pi_1/refund", "").starts_with("HTTP/1.1 404"));
    QVERIFY(post("/v1/payment_intents/pi_1/cancel", "").find("resource_missing")
            != std::string::npos);
    QVERIFY(send("GET", "/3ds/pi_1?key=").starts_with("HTTP/1.1 404"));
}

QTEST_GUILESS_MAIN(TestSimulatorSurface)
#include "test_simulator_surface.moc"
