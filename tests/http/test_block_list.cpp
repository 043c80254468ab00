#include <QTest>

#include <atomic>
#include <thread>

#include "backend/http/listener.h"
#include "backend/http/network_list.h"
#include "tests/http/api_world.h"
#include "tests/http/raw_client.h"

using namespace saikobi;
using namespace std::chrono_literals;
using tests::ApiWorld;
using tests::bodyOf;
using tests::from;
using tests::headerOf;
using tests::memberOf;
using tests::request;
using tests::withBearer;
using tests::withJson;

namespace {

const std::string bad{"203.0.113.7"};

http::Request asBrowser(http::Request asked)
{
    for (auto& [name, value] : asked.headers)
        if (name == "accept")
            value = "text/html";
    return asked;
}

} // namespace

/// Staff's block list at the surface that buyers see.
class TestBlockList : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void findsTheSaleOfAPath_data();
    void findsTheSaleOfAPath();
    void turnsAnAddressAway_data();
    void turnsAnAddressAway();
    void belongsToOneSale();
    void givesThePlaceBack();
    void stopsNumbersEverywhereButAtTheirOrders();
    void stopsBuyingBySubject();
    void answersBeforeTheBodyIsRead();

private:
    void block(const std::string& what, const std::string& sale = "slow");
    void unblock(const std::string& what, const std::string& sale = "slow");
    void settle(const std::string& sale);
    http::Response join(const std::string& sale, const std::string& visitor);
    /// At the door first, then inside, as the listener asks.
    http::Response ask(const http::Request& asked);

    std::unique_ptr<tests::TestStores> m_stores{};
    std::unique_ptr<ApiWorld> m_world{};
    int m_revision = 0;
};

void TestBlockList::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
    m_world = std::make_unique<ApiWorld>(*m_stores);
}

/// As the command's rule leaves it behind.
void TestBlockList::block(const std::string& what, const std::string& sale)
{
    m_stores->redisCall({"HSET", "{sale:" + sale + "}:blocks", what, R"({"until":0})"});
    settle(sale);
}

void TestBlockList::unblock(const std::string& what, const std::string& sale)
{
    m_stores->redisCall({"HDEL", "{sale:" + sale + "}:blocks", what});
    settle(sale);
}

/// Until the instance has heard of the change and read the list: it has then seen the newest mark.
void TestBlockList::settle(const std::string& sale)
{
    const auto key = "{sale:" + sale + "}:blocks";
    m_stores->redisCall({"HDEL", key, "198.51.100." + std::to_string(m_revision)});
    m_stores->redisCall(
            {"HSET", key, "198.51.100." + std::to_string(m_revision + 1), R"({"until":0})"});
    m_stores->redisCall({"HSET", "{sale:" + sale + "}:q", "stamp", "", "blocks_rev",
            std::to_string(++m_revision)});
    const auto mark = http::bytesOf(
            boost::asio::ip::make_address("198.51.100." + std::to_string(m_revision)));
    QTRY_VERIFY((m_world->beat(), m_world->line(sale).blocksAddress(mark)));
}

http::Response TestBlockList::join(const std::string& sale, const std::string& visitor)
{
    return ask(withJson(
            request("POST", "/sales/" + sale + "/tickets"), R"({"visitor":")" + visitor + "\"}"));
}

http::Response TestBlockList::ask(const http::Request& asked)
{
    http::Response answer;
    if (m_world->api().door().look(asked, answer) == http::Doorkeeper::Verdict::Refuse)
        return answer;
    return m_world->ask(asked);
}

void TestBlockList::findsTheSaleOfAPath_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("sale");
    QTest::addRow("its page") << QByteArray{"/sales/demo"} << QByteArray{"demo"};
    QTest::addRow("what lies below") << QByteArray{"/sales/demo/tickets/me"} << QByteArray{"demo"};
    QTest::addRow("a public document")
            << QByteArray{"/public/sales/demo/status"} << QByteArray{"demo"};
    QTest::addRow("keys") << QByteArray{"/.well-known/jwks.json"} << QByteArray{};
    QTest::addRow("a payment") << QByteArray{"/payments/return"} << QByteArray{};
    QTest::addRow("nothing") << QByteArray{"/sales/"} << QByteArray{};
}

void TestBlockList::findsTheSaleOfAPath()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, sale);
    const auto text = path.toStdString();
    QCOMPARE(std::string{http::saleIn(text)}, sale.toStdString());
}

void TestBlockList::turnsAnAddressAway_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    const auto row = [](const char* method, const char* path) {
        QTest::addRow("%s %s", method, path) << QByteArray{method} << QByteArray{path};
    };
    row("GET", "/sales/slow");
    row("GET", "/sales/slow/tickets/me");
    row("POST", "/sales/slow/tickets");
    row("POST", "/sales/slow/passes");
    row("POST", "/sales/slow/orders");
    row("GET", "/sales/slow/orders/1");
    row("GET", "/public/sales/slow/status");
    row("GET", "/public/sales/slow/catalogue");
    row("GET", "/sales/slow/no/such/path");
}

void TestBlockList::turnsAnAddressAway()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, path);
    const auto asked = request(method.toStdString(), path.toStdString());
    block("203.0.113.0/24");
    const auto before = m_world->counted("slow").counters[contract::counter::blocked];
    const auto refused = ask(from(bad, asked));
    QCOMPARE(refused.status, 403U);
    QCOMPARE(memberOf(refused, "type"), std::string{"blocked"});
    // Also where others' answers are public: no cache may keep it for them.
    QCOMPARE(headerOf(refused, "Cache-Control"), std::string{"private, no-store"});
    const auto page = ask(from(bad, asBrowser(asked)));
    QCOMPARE(page.status, 403U);
    QVERIFY(bodyOf(page).find("<html") != std::string::npos);
    QVERIFY(bodyOf(page).find("{{") == std::string::npos);
    QCOMPARE(m_world->counted("slow").counters[contract::counter::blocked], before + 2);
    QVERIFY(ask(from("203.0.112.7", asked)).status != 403U);
    unblock("203.0.113.0/24");
    QVERIFY(ask(from(bad, asked)).status != 403U);
}

void TestBlockList::belongsToOneSale()
{
    block(bad);
    QCOMPARE(ask(from(bad, request("GET", "/public/sales/slow/status"))).status, 403U);
    QCOMPARE(ask(from(bad, request("GET", "/public/sales/demo/status"))).status, 200U);
    unblock(bad);
}

void TestBlockList::givesThePlaceBack()
{
    const auto first = join("slow", "000000000000000000000000000000d1");
    const auto ticket = memberOf(first, "ticket");
    const auto number = memberOf(first, "number");
    const auto me = withBearer(request("GET", "/sales/slow/tickets/me"), ticket);
    QCOMPARE(ask(me).status, 200U);
    block("number:" + number + "-" + number);
    for (const auto& asked : {me, withBearer(request("POST", "/sales/slow/passes"), ticket),
                 withBearer(request("POST", "/sales/slow/tickets"), ticket),
                 asBrowser(withBearer(request("GET", "/sales/slow"), ticket))})
        QCOMPARE(ask(asked).status, 403U);
    unblock("number:" + number + "-" + number);
    QCOMPARE(memberOf(ask(me), "number"), number);
}

void TestBlockList::stopsNumbersEverywhereButAtTheirOrders()
{
    const auto joined = join("demo", "000000000000000000000000000000d2");
    auto pass = memberOf(joined, "pass");
    const auto ticket = memberOf(joined, "ticket");
    for (int i = 0; pass.empty() && i < 100; ++i)
        pass = memberOf(ask(withBearer(request("POST", "/sales/demo/passes"), ticket)), "pass");
    QVERIFY(!pass.empty());
    const auto& sale = m_world->sale("demo");
    auto order = withJson(withBearer(request("POST", "/sales/demo/orders"), pass),
            R"({"slot":)" + std::to_string(sale.pickupSlots.front().id.value)
                    + R"(,"method":"card","means":"pm_card_visa","lines":[{"product":)"
                    + std::to_string(sale.products.front().id.value) + R"(,"quantity":1}]})");
    order.headers.emplace_back("idempotency-key", "before");
    const auto bought = ask(order);
    QCOMPARE(bought.status, 201U);

    const auto number = "number:" + memberOf(joined, "number") + "-" + memberOf(joined, "number");
    block(number, "demo");
    order.headers.back().second = "after";
    const auto refused = ask(order);
    QCOMPARE(refused.status, 403U);
    QCOMPARE(ask(asBrowser(withBearer(request("GET", "/sales/demo"), pass))).status, 403U);
    // Before buying, never as a cancellation after it.
    const auto seen = ask(
            withBearer(request("GET", "/sales/demo/orders/" + memberOf(bought, "order")), pass));
    QCOMPARE(seen.status, 200U);
    QCOMPARE(memberOf(seen, "status"), std::string{"paid"});
    unblock(number, "demo");
    QCOMPARE(ask(order).status, 201U);
}

void TestBlockList::stopsBuyingBySubject()
{
    const auto joined = join("demo", "000000000000000000000000000000d3");
    auto pass = memberOf(joined, "pass");
    for (int i = 0; pass.empty() && i < 100; ++i)
        pass = memberOf(
                ask(withBearer(request("POST", "/sales/demo/passes"), memberOf(joined, "ticket"))),
                "pass");
    m_stores->redisCall(
            {"HSET", "{sale:demo}:subjects", "00000000000000aa", memberOf(joined, "number")});
    block("subject:00000000000000aa", "demo");
    auto order = withJson(withBearer(request("POST", "/sales/demo/orders"), pass), "{}");
    order.headers.emplace_back("idempotency-key", "subject");
    QCOMPARE(ask(order).status, 403U);
    unblock("subject:00000000000000aa", "demo");
    QCOMPARE(ask(order).status, 400U);
}

/// Over a real connection: the answer is there before a single byte of the body has been sent.
void TestBlockList::answersBeforeTheBodyIsRead()
{
    http::ListenerOptions options;
    options.trustedProxies = {"127.0.0.1"};
    options.doorkeeper = &m_world->api().door();
    auto opened = http::Listener::open(m_world->context().get_executor(), options, m_world->api());
    QVERIFY(opened);
    const auto port = opened.value()->port();
    block(bad);
    std::string answer;
    std::atomic<bool> isDone{false};
    std::thread client{[&] {
        tests::RawClient raw{port};
        raw.send("POST /sales/slow/tickets HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: " + bad
                + "\r\nContent-Type: application/json\r\nContent-Length: 50000\r\n\r\n");
        answer = raw.readAll();
        isDone = true;
    }};
    QTRY_VERIFY_WITH_TIMEOUT((m_world->beat(), isDone.load()), 10000);
    client.join();
    QVERIFY2(answer.starts_with("HTTP/1.1 403 "), answer.c_str());
    QVERIFY(answer.find("Connection: close") != std::string::npos);
    unblock(bad);
}

QTEST_GUILESS_MAIN(TestBlockList)
#include "test_block_list.moc"
