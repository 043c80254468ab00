#include <QDateTime>
#include <QFile>
#include <QJsonArray>
#include <QMessageAuthenticationCode>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <map>
#include <mutex>
#include <thread>

#include "tests/bench/figure.h"
#include "tests/bench/load_client.h"
#include "tests/faults/crowd_flood.h"
#include "tests/faults/provider_browser.h"
#include "tests/faults/shoppers.h"
#include "tests/faults/till_scene.h"

using namespace saikobi;
using tests::ProviderBrowser;
using tests::Shoppers;
using tests::TillScene;

/// Fault 18 over real HTTP: browsers that come back from the provider twice, in two tabs at once,
/// again by reload, after the notification or before it, into a shop in maintenance and into one
/// that refuses everybody else (I2, I7, L0). That they never come back is test_till_races'.
class TestReturns : public QObject {
    Q_OBJECT

private slots:
    void comingBackTwiceIsComingBackOnce_data();
    void comingBackTwiceIsComingBackOnce();
    void comingBackDuringMaintenance();
    void comingBackToAShopThatRefusesEverybodyElse();

private:
    struct Trip {
        std::string order{};
        std::string returnUrl{};
    };
    using Tabs = std::vector<ProviderBrowser::Back>;

    void start(const QByteArray& webhooks, int instances);
    /// So many buyers of three ways to pay, who have paid at the provider and not come back yet.
    void sendToProvider(std::size_t count);
    /// `proxy`: the port by which a proxy brings one of the two tabs; 0: both meet the crowd.
    std::vector<Tabs> comeBack(
            std::size_t from, std::size_t to, int reloads, std::uint16_t proxy = 0);
    void leadsToTheOrder(const Trip& trip, const Tabs& tabs);
    void allArePaid();

    std::unique_ptr<TillScene> m_scene{};
    std::unique_ptr<Shoppers> m_people{};
    std::vector<Trip> m_trips{};
};

namespace {

constexpr int tabsAtOnce = 2;

void inParallel(std::size_t from, std::size_t to, const std::function<void(std::size_t)>& work)
{
    std::vector<std::thread> threads;
    for (auto index = from; index < to; ++index)
        threads.emplace_back([&work, index] { work(index); });
    for (auto& thread : threads)
        thread.join();
}

Shoppers::Wish byTheWayOf(std::size_t shopper, Shoppers::Wish wish)
{
    if (shopper % 3 == 0)
        wish.means = "pm_card_threeDSecure2Required";
    else
        wish.method = shopper % 3 == 1 ? "page" : "store";
    return wish;
}

/// As the provider signs it. The shop takes it as a hint and asks.
tests::WebClient::Headers signedBy(const QByteArray& secret, const std::string& body)
{
    const auto at = QByteArray::number(QDateTime::currentSecsSinceEpoch());
    const auto mac = QMessageAuthenticationCode::hash(
            at + '.' + QByteArray::fromStdString(body), secret, QCryptographicHash::Sha256);
    const QByteArray header = "t=" + at + ",v1=" + mac.toHex();
    return {{"Stripe-Signature", header.toStdString()}};
}

std::string notificationOf(const std::string& order, const std::string& intent, std::size_t number)
{
    return "{\"id\":\"evt_test_" + std::to_string(number)
            + "\",\"object\":\"event\",\"type\":\"payment_intent.amount_capturable_updated\","
            + "\"created\":" + std::to_string(QDateTime::currentSecsSinceEpoch())
            + ",\"data\":{\"object\":{\"id\":\"" + intent
            + "\",\"object\":\"payment_intent\",\"status\":\"requires_capture\",\"metadata\":{"
              "\"order_id\":\""
            + order + "\"}}}}";
}

/// Where the provider reaches the shop, apart from its buyers.
std::uint16_t notificationPort(const TillScene& scene)
{
    QFile config(scene.folder() + "/data/config/serve-1.toml");
    if (!config.open(QIODevice::ReadOnly))
        return 0;
    const QRegularExpression line{"payments_listen = \"[^\"]*:(\\d+)\""};
    return line.match(QString::fromUtf8(config.readAll())).captured(1).toUShort();
}

/// What the provider's ledger says of each order.
struct Payment {
    std::string intent{};
    std::int64_t capturedUs = 0; ///< when the call arrived; 0: none did
};

std::map<std::string, Payment> paymentsOf(TillScene& scene)
{
    tests::WebClient provider(
            tests::portOfUrl(scene.rehearsal().address("provider").toStdString()));
    const auto ledger = provider.get("/control/ledger").json();
    std::map<QString, std::int64_t> captured;
    for (const auto call : ledger["calls"].toArray())
        if (call.toObject()["endpoint"].toString() == "capture")
            captured.try_emplace(
                    call.toObject()["intent"].toString(), call.toObject()["at_us"].toInteger());
    std::map<std::string, Payment> out;
    for (const auto one : ledger["payments"].toArray()) {
        const auto payment = one.toObject();
        const auto intent = payment["id"].toString();
        out[payment["order"].toString().toStdString()] = {intent.toStdString(), captured[intent]};
    }
    return out;
}

void report(const char* what, std::vector<double> ms)
{
    bench::report({what, bench::percentile(ms, 0.99), "ms", {}, {}, 1000});
}

} // namespace

void TestReturns::start(const QByteArray& webhooks, int instances)
{
    m_people.reset();
    m_trips.clear();
    m_scene = std::make_unique<TillScene>();
    TillScene::Words words;
    words.hasEveryMethod = true;
    words.instances = instances;
    words.provider = webhooks;
    QVERIFY2(m_scene->start(words), qPrintable(m_scene->complaint()));
}

void TestReturns::sendToProvider(std::size_t count)
{
    m_people = m_scene->enter(count);
    QVERIFY(m_people);
    m_trips.resize(count);
    const auto common = m_scene->wish();
    const auto told = m_people->everybodyOrders([&common](std::size_t shopper) {
        auto own = byTheWayOf(shopper, common);
        own.key += std::to_string(shopper);
        return own;
    });
    inParallel(0, count, [&](std::size_t shopper) {
        m_trips[shopper] = {told[shopper].order, ProviderBrowser::pay(told[shopper].nextAction)};
    });
    for (std::size_t shopper = 0; shopper < count; ++shopper) {
        QCOMPARE(told[shopper].status, std::string{"action_required"});
        QVERIFY(!m_trips[shopper].returnUrl.empty());
    }
}

/// Everybody in two tabs at the same time, each reloaded.
std::vector<TestReturns::Tabs> TestReturns::comeBack(
        std::size_t from, std::size_t to, int reloads, std::uint16_t proxy)
{
    std::vector<Tabs> out(to - from);
    std::mutex mutex;
    inParallel(from * tabsAtOnce, to * tabsAtOnce, [&](std::size_t tab) {
        const auto shopper = tab / tabsAtOnce;
        for (int i = 0; i <= reloads; ++i) {
            auto back = ProviderBrowser::comeBack(
                    m_trips[shopper].returnUrl, tab % tabsAtOnce == 0 ? proxy : 0);
            const std::lock_guard lock(mutex);
            out[shopper - from].push_back(std::move(back));
        }
    });
    return out;
}

/// Nothing of what the provider put into the address is left in it.
void TestReturns::leadsToTheOrder(const Trip& trip, const Tabs& tabs)
{
    for (const auto& back : tabs) {
        QCOMPARE(back.http, 303);
        QCOMPARE(back.location, "/sales/demo/orders/" + trip.order);
        QVERIFY(!back.orderKey.empty());
    }
    // Whoever came back sees their own order, by that key and without a pass; among the others if
    // the shop is busy.
    QTRY_COMPARE(ProviderBrowser::look(m_scene->port(), tabs.front())
                         .json()["order"]
                         .toString()
                         .toStdString(),
            trip.order);
}

void TestReturns::allArePaid()
{
    QTRY_COMPARE_WITH_TIMEOUT(m_scene->orders("paid"), qint64(m_trips.size()), 60000);
    for (std::size_t shopper = 0; shopper < m_trips.size(); ++shopper) {
        // Reloaded once more, long after.
        const auto late = ProviderBrowser::comeBack(m_trips[shopper].returnUrl);
        leadsToTheOrder(m_trips[shopper], {late});
        QTRY_COMPARE(ProviderBrowser::look(m_scene->port(), late).json()["status"].toString(),
                QString{"paid"});
        QTRY_COMPARE(m_people->look(shopper, m_trips[shopper].order).status, std::string{"paid"});
    }
    QCOMPARE(m_scene->ordersMade(), qint64(m_trips.size()));
    QCOMPARE(m_scene->verdict(), QString{});
}

void TestReturns::comingBackTwiceIsComingBackOnce_data()
{
    QTest::addColumn<QByteArray>("webhooks");
    QTest::newRow("the notification was first")
            << QByteArray{"{\"webhooks\": {\"delay_ms\": [0, 0]}}"};
    QTest::newRow("at the same time") << QByteArray{"{\"webhooks\": {\"delay_ms\": [0, 200]}}"};
    QTest::newRow("the browser is first")
            << QByteArray{"{\"webhooks\": {\"delay_ms\": [5000, 5000]}}"};
    QTest::newRow("there is no notification") << QByteArray{"{\"webhooks\": {\"drop\": 1}}"};
}

void TestReturns::comingBackTwiceIsComingBackOnce()
{
    QFETCH(QByteArray, webhooks);
    start(webhooks, 2);
    sendToProvider(24);
    const auto tabs = comeBack(0, m_trips.size(), 2);
    for (std::size_t shopper = 0; shopper < tabs.size(); ++shopper)
        leadsToTheOrder(m_trips[shopper], tabs[shopper]);
    allArePaid();
}

/// Orders are refused then, and baskets stand still; what has been begun comes to its end.
void TestReturns::comingBackDuringMaintenance()
{
    start("{\"webhooks\": {\"drop\": 1}}", 2);
    sendToProvider(12);
    QVERIFY(m_people->enter(1)); // who has nothing under way
    const auto stranger = m_trips.size();
    const auto command = m_scene->command("maintenance");
    QTRY_COMPARE(m_scene->stateOf(command), QString{"in_force"});
    std::string said;
    const auto isPaused = [this, stranger, &said] {
        said = m_people->orderAt(m_scene->port(), stranger, m_scene->wish()).problem;
        return said == "orders-paused";
    };
    QVERIFY2(QTest::qWaitFor(isPaused, 10000), said.c_str());
    const auto tabs = comeBack(0, m_trips.size(), 1);
    for (std::size_t shopper = 0; shopper < tabs.size(); ++shopper)
        leadsToTheOrder(m_trips[shopper], tabs[shopper]);
    QVERIFY(isPaused());
    allArePaid();
}

/// Half come back, of the other half only a notification does. How fast they are answered is
/// printed; what must be right is their orders.
void TestReturns::comingBackToAShopThatRefusesEverybodyElse()
{
    start("{\"webhooks\": {\"drop\": 1}}", 1);
    sendToProvider(60);
    const auto half = m_trips.size() / 2;
    auto payments = paymentsOf(*m_scene);
    QFile file(m_scene->folder() + "/data/secrets/webhook.secret");
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto secret = file.readAll().trimmed();
    const auto forProvider = notificationPort(*m_scene);
    QVERIFY(forProvider > 0);

    std::vector<double> returns; // by the address that a proxy keeps apart from the crowd
    std::vector<double> crowded; // by the address of everybody
    std::vector<double> notifications;
    std::vector<double> finishing;
    int refused = 0;
    std::vector<Tabs> tabs;
    {
        tests::CrowdFlood flood(m_scene->port());
        QTRY_VERIFY_WITH_TIMEOUT(flood.isShed(), 60000);
        qInfo("%d browsers at once, %d %% of the answers are 503", flood.browsers(),
                flood.shedPercent());
        std::mutex mutex;
        std::thread provider([&] {
            inParallel(half, m_trips.size(), [&](std::size_t shopper) {
                const auto& order = m_trips[shopper].order;
                const auto body = notificationOf(order, payments[order].intent, shopper);
                tests::WebClient door(forProvider);
                QElapsedTimer since;
                since.start();
                const auto status
                        = door.post("/payments/webhooks", body, signedBy(secret, body)).status;
                const std::lock_guard lock(mutex);
                notifications.push_back(
                        status == 200 ? static_cast<double>(since.nsecsElapsed()) / 1e6 : -1);
            });
        });
        std::thread others([&] {
            inParallel(0, m_trips.size(), [&](std::size_t shopper) {
                const auto told = m_people->look(shopper, m_trips[shopper].order);
                const std::lock_guard lock(mutex);
                refused += told.http == 503 ? 1 : 0;
            });
        });
        tabs = comeBack(0, half, 3, forProvider);
        provider.join();
        others.join();
        QTRY_COMPARE_WITH_TIMEOUT(m_scene->orders("paid"), qint64(m_trips.size()), 60000);
    }
    payments = paymentsOf(*m_scene);
    for (std::size_t shopper = 0; shopper < half; ++shopper) {
        leadsToTheOrder(m_trips[shopper], tabs[shopper]);
        auto first = tabs[shopper].front().askedUs;
        for (const auto& back : tabs[shopper]) {
            (back.usedProxy ? returns : crowded).push_back(back.tookMs);
            first = std::min(first, back.askedUs);
        }
        if (const auto at = payments[m_trips[shopper].order].capturedUs; at > 0)
            finishing.push_back(static_cast<double>(at - first) / 1000);
    }
    QVERIFY2(refused > 0, "nobody was refused beside them");
    QCOMPARE(std::count(notifications.begin(), notifications.end(), -1), 0);
    QVERIFY(!finishing.empty());
    qInfo("%d of %zu questions about orders were refused", refused, m_trips.size());
    report("shop sheds: return p99", returns);
    report("shop sheds: return through the crowd p99", crowded);
    report("shop sheds: notification p99", notifications);
    report("shop sheds: return to capture p99", finishing);
    allArePaid();
}

QTEST_GUILESS_MAIN(TestReturns)
#include "test_returns.moc"
