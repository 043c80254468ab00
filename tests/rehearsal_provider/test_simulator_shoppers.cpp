#include <QTest>

#include <algorithm>

#include "backend/rehearsal/provider/simulator_webhooks.h"
#include "tests/rehearsal_provider/simulator_bench.h"

using namespace saikobi;
using tests::found;
using tests::SimulatorBench;
using tests::SimulatorInbox;

namespace {

std::string typeOf(const SimulatorInbox::Taken& taken)
{
    return found(taken.body, "\"type\":\"([a-z_]+\\.[a-z_.]+)\"");
}

} // namespace

/// Hosted pages, the shoppers on them, and what the shop is told.
class TestSimulatorShoppers : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void pageIsPaidByItsButtons();
    void pageAsksFor3dSecureAndComesBack();
    void pageExpiresByItsClock();
    void playedShoppersDoWhatTheMixSays_data();
    void playedShoppersDoWhatTheMixSays();
    void playedShoppersConfirmAndRefuse();
    void notificationsAreDoubledDroppedAndReplayed();
    void signaturesAreWrongOldOrRotatedWhenAsked();
    void pausedNotificationsWaitTheirTurn();

private:
    std::string openPage();
    std::string statusOf(const std::string& page);
    std::size_t takenOf(const std::string& type);

    std::unique_ptr<SimulatorBench> m_bench;
    SimulatorInbox* m_inbox = nullptr;
};

void TestSimulatorShoppers::init()
{
    m_bench = std::make_unique<SimulatorBench>();
    m_inbox = &m_bench->openInbox();
    QCOMPARE(m_bench->start(SimulatorBench::quick()), std::string{});
}

void TestSimulatorShoppers::cleanup()
{
    m_bench.reset();
}

std::string TestSimulatorShoppers::openPage()
{
    const auto shop = found(m_bench->send("GET", "/control"), "\"target\":\"(http://[^/]+)/");
    return m_bench->post("/v1/checkout/sessions",
            "mode=payment&success_url=" + shop
                    + "%2Fback%3Fc%3D%7BCHECKOUT_SESSION_ID%7D&cancel_url=" + shop
                    + "%2Fstop&line_items[0][quantity]=1&line_items[0][price_data][currency]=jpy"
                      "&line_items[0][price_data][unit_amount]=700"
                      "&line_items[0][price_data][product_data][name]=Order"
                      "&payment_intent_data[capture_method]=manual");
}

std::string TestSimulatorShoppers::statusOf(const std::string& page)
{
    return found(m_bench->get("/v1/checkout/sessions/" + page), "\"status\":\"([a-z]+)\"");
}

std::size_t TestSimulatorShoppers::takenOf(const std::string& type)
{
    const auto taken = m_inbox->taken();
    return static_cast<std::size_t>(std::count_if(
            taken.begin(), taken.end(), [&type](const auto& one) { return typeOf(one) == type; }));
}

void TestSimulatorShoppers::pageIsPaidByItsButtons()
{
    const auto made = openPage();
    const auto id = found(made, "\"id\":\"(cs_test_[0-9a-f]+)\"");
    const auto target = found(made, "\"url\":\"http://[^/]+(/pay/[^\"]+)\"");
    const auto key = found(target, "key=(.*)");
    const auto path = target.substr(0, target.find('?'));
    QVERIFY(m_bench->send("GET", path + "?key=guess").starts_with("HTTP/1.1 404"));
    QVERIFY(m_bench->send("GET", target).find("id=\"pay\"") != std::string::npos);
    QVERIFY(m_bench->send("POST", path, "outcome=pay&means=pm_card_visa&key=guess")
                    .starts_with("HTTP/1.1 404"));
    const auto press = [&](const std::string& fields) {
        return m_bench->send("POST", path, fields + "&key=" + key);
    };
    QVERIFY(press("outcome=back").find("/stop\r\n") != std::string::npos);
    QVERIFY(press("outcome=pay&means=nonsense").find("no means of payment") != std::string::npos);
    QVERIFY(press("outcome=pay&means=4000000000000002").find("declined") != std::string::npos);
    QCOMPARE(statusOf(id), std::string{"open"});
    const auto paid = press("outcome=pay&means=4242+4242+4242+4242");
    QVERIFY(paid.find("/back?c=" + id) != std::string::npos);
    QCOMPARE(statusOf(id), std::string{"complete"});
    QTRY_COMPARE(takenOf("checkout.session.completed"), std::size_t{1});
    QVERIFY(press("outcome=pay&means=pm_card_visa").find("/back?c=" + id) != std::string::npos);
    QCOMPARE(takenOf("checkout.session.completed"), std::size_t{1});
}

void TestSimulatorShoppers::pageAsksFor3dSecureAndComesBack()
{
    const auto made = openPage();
    const auto target = found(made, "\"url\":\"http://[^/]+(/pay/[^\"]+)\"");
    const auto path = target.substr(0, target.find('?'));
    const auto asked = m_bench->send(
            "POST", path, "outcome=pay&means=4000000000003220&key=" + found(target, "key=(.*)"));
    const auto action = found(asked, "Location: http://[^/]+(/3ds/[^\r]+)\r");
    const auto form = "&key=" + found(action, "key=(.*)");
    const auto there = action.substr(0, action.find('?'));
    const auto refused = m_bench->send("POST", there, "outcome=refuse" + form);
    QVERIFY(refused.find("Location: http://") != std::string::npos
            && refused.find("/pay/") != std::string::npos); // to try again
    m_bench->send(
            "POST", path, "outcome=pay&means=4000000000003220&key=" + found(target, "key=(.*)"));
    const auto agreed = m_bench->send("POST", there, "outcome=agree" + form);
    QVERIFY(agreed.find("/back?c=cs_test_") != std::string::npos);
    QCOMPARE(statusOf(found(made, "\"id\":\"(cs_test_[0-9a-f]+)\"")), std::string{"complete"});
}

void TestSimulatorShoppers::pageExpiresByItsClock()
{
    const auto id = found(openPage(), "\"id\":\"(cs_test_[0-9a-f]+)\"");
    const auto day = std::to_string(25 * 3'600'000LL);
    m_bench->control("{\"world\":{\"clock_skew_ms\":" + day + "}}");
    QTRY_COMPARE(statusOf(id), std::string{"expired"});
    QTRY_COMPARE(takenOf("checkout.session.expired"), std::size_t{1});
}

void TestSimulatorShoppers::playedShoppersDoWhatTheMixSays_data()
{
    QTest::addColumn<QString>("outcome");
    QTest::addColumn<QString>("status");
    QTest::addColumn<int>("returns");
    QTest::addRow("paid") << "paid"
                          << "complete" << 1;
    QTest::addRow("paid, and never seen again") << "never_returns"
                                                << "complete" << 0;
    QTest::addRow("paid, and back twice") << "twice"
                                          << "complete" << 2;
    QTest::addRow("abandoned") << "abandoned"
                               << "open" << 0;
}

void TestSimulatorShoppers::playedShoppersDoWhatTheMixSays()
{
    QFETCH(QString, outcome);
    QFETCH(QString, status);
    QFETCH(int, returns);
    m_bench->control("{\"outcomes\":{\"plays\":true,\"after_ms\":[1,2],\"page\":{\""
            + outcome.toStdString() + "\":1}}}");
    const auto first = found(openPage(), "\"id\":\"(cs_test_[0-9a-f]+)\"");
    QTRY_COMPARE(QString::fromStdString(statusOf(first)), status);
    // By the time a later page has come to its end, the first one's browser has done its part.
    m_bench->control("{\"outcomes\":{\"page\":{\"paid\":1}}}");
    const auto second = found(openPage(), "\"id\":\"(cs_test_[0-9a-f]+)\"");
    const auto cameBack = [this](const std::string& page) {
        int out = 0;
        for (const auto& one : m_inbox->taken())
            out += one.target == "/back" && one.body.empty() && one.query == "c=" + page ? 1 : 0;
        return out;
    };
    QTRY_COMPARE(cameBack(second), 1);
    QTRY_COMPARE(cameBack(first), returns);
}

void TestSimulatorShoppers::playedShoppersConfirmAndRefuse()
{
    const auto made = [this](const std::string& mix) {
        m_bench->control("{\"outcomes\":{\"plays\":true,\"asks\":1,\"after_ms\":[1,2],"
                         "\"late_ms\":150,\"threeds\":{\""
                + mix + "\":1}}}");
        return found(m_bench->post("/v1/payment_intents", SimulatorBench::order + "pm_card_visa"),
                "\"id\":\"(pi_[0-9a-f]+)\"");
    };
    const auto status = [this](const std::string& id) {
        return found(m_bench->get("/v1/payment_intents/" + id), "\"status\":\"([a-z_]+)\"");
    };
    const auto abandoned = made("abandoned");
    const auto late = made("late");
    const auto refused = made("refused");
    const auto accepted = made("accepted");
    QTRY_COMPARE(status(accepted), std::string{"requires_capture"});
    QTRY_COMPARE(status(refused), std::string{"requires_payment_method"});
    QTRY_COMPARE(status(late), std::string{"requires_capture"});
    QCOMPARE(status(abandoned), std::string{"requires_action"});
}

void TestSimulatorShoppers::notificationsAreDoubledDroppedAndReplayed()
{
    const auto pay = [this] {
        m_bench->post("/v1/payment_intents", SimulatorBench::order + "pm_card_visa");
    };
    constexpr const char* authorised = "payment_intent.amount_capturable_updated";
    m_bench->control("{\"webhooks\":{\"duplicates\":1,\"reorder_ms\":50}}");
    pay();
    QTRY_COMPARE(takenOf(authorised), std::size_t{2});
    QCOMPARE(m_inbox->taken()[0].body, m_inbox->taken()[1].body);
    m_bench->control("{\"webhooks\":{\"duplicates\":0,\"drop\":1}}");
    pay();
    const auto replayed = m_bench->send("POST", "/control/replay", "{\"last\":10}");
    QVERIFY(replayed.find("\"replayed\":2") != std::string::npos); // the dropped one too
    QTRY_COMPARE(takenOf(authorised), std::size_t{4});
    QVERIFY(m_bench->send("GET", "/control/summary").find("\"dropped\":1") != std::string::npos);
}

void TestSimulatorShoppers::signaturesAreWrongOldOrRotatedWhenAsked()
{
    const auto next = [this](const std::string& knobs) {
        m_bench->control("{\"webhooks\":" + knobs + "}");
        const auto before = m_inbox->taken().size();
        m_bench->post("/v1/payment_intents", SimulatorBench::order + "pm_card_visa");
        const auto isThere = [&] { return m_inbox->taken().size() > before; };
        return QTest::qWaitFor(isThere) ? m_inbox->taken().back() : SimulatorInbox::Taken{};
    };
    const auto isBy
            = [](const SimulatorInbox::Taken& one, const std::vector<std::string>& secrets) {
                  const auto at = std::stoll(found(one.signature, "t=([0-9]+)"));
                  return one.signature == rehearsal::webhookSignature(secrets, at, one.body);
              };
    const auto age = [](const SimulatorInbox::Taken& one) {
        const auto now = std::chrono::duration_cast<std::chrono::seconds>(
                std::chrono::system_clock::now().time_since_epoch());
        return now.count() - std::stoll(found(one.signature, "t=([0-9]+)"));
    };
    QVERIFY(isBy(next("{}"), {SimulatorBench::webhookSecret}));
    QVERIFY(isBy(next("{\"secrets\":[\"whsec_new\",\"whsec_sim\"]}"), {"whsec_new", "whsec_sim"}));
    QVERIFY(isBy(next("{\"secrets\":[\"whsec_new\"]}"), {"whsec_new"}));
    QVERIFY(!isBy(next("{\"wrong_signature\":1}"), {"whsec_new"}));
    const auto old = next("{\"wrong_signature\":0,\"old_signature\":1}");
    QVERIFY(isBy(old, {"whsec_new"}));
    QVERIFY(age(old) >= 600 && age(old) < 660);
}

void TestSimulatorShoppers::pausedNotificationsWaitTheirTurn()
{
    m_bench->control("{\"webhooks\":{\"paused\":true}}");
    for (int i = 0; i < 5; ++i)
        m_bench->post("/v1/payment_intents", SimulatorBench::order + "pm_card_visa");
    QVERIFY(m_bench->send("GET", "/control/summary").find("\"waiting\":5") != std::string::npos);
    QVERIFY(m_inbox->taken().empty());
    m_bench->control("{\"webhooks\":{\"paused\":false}}");
    QTRY_COMPARE(m_inbox->taken().size(), std::size_t{5});
}

QTEST_GUILESS_MAIN(TestSimulatorShoppers)
#include "test_simulator_shoppers.moc"
