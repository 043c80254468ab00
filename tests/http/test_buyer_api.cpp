#include <QTest>

#include "tests/http/api_world.h"

using namespace saikobi;
using tests::ApiWorld;
using tests::bodyOf;
using tests::cookiesOf;
using tests::headerOf;
using tests::memberOf;
using tests::request;
using tests::withBearer;
using tests::withCookie;
using tests::withJson;

namespace {

bool has(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

http::Request asForm(http::Request asked, const std::string& body)
{
    asked.headers.emplace_back("content-type", "application/x-www-form-urlencoded");
    asked.body = body;
    return asked;
}

} // namespace

class TestBuyerApi : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void joinsOnce();
    void joinsByForm();
    void anotherSiteTakesNoPlaceAway_data();
    void anotherSiteTakesNoPlaceAway();
    void saysWhereOneStands();
    void tellsWhatIsLeftForOnesPlace();
    void refusesForgedTickets();
    void staysOutsideUntilCalled();
    void entersBuysAndLeaves();
    void ordersAreReadStrictly_data();
    void ordersAreReadStrictly();
    void ordersBelongToTheirBuyers();
    void joinsAreReadStrictly_data();
    void joinsAreReadStrictly();
    void handsNotificationsOnAsTheyCame();
    void sendsBuyersBackToTheirOrder();

private:
    http::Response join(const std::string& sale, const std::string& visitor);
    std::string passFor(const std::string& visitor);
    std::string order(const std::string& change = {}) const;

    std::unique_ptr<tests::TestStores> m_stores{};
    std::unique_ptr<ApiWorld> m_world{};
};

void TestBuyerApi::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
    m_world = std::make_unique<ApiWorld>(*m_stores);
}

http::Response TestBuyerApi::join(const std::string& sale, const std::string& visitor)
{
    return m_world->ask(withJson(
            request("POST", "/sales/" + sale + "/tickets"), R"({"visitor":")" + visitor + "\"}"));
}

/// Joins at the fast sale and asks at the door until it is in.
std::string TestBuyerApi::passFor(const std::string& visitor)
{
    const auto joined = join("demo", visitor);
    auto pass = memberOf(joined, "pass");
    const auto ticket = memberOf(joined, "ticket");
    for (int tries = 0; pass.empty() && tries < 100; ++tries)
        pass = memberOf(
                m_world->ask(withBearer(request("POST", "/sales/demo/passes"), ticket)), "pass");
    return pass;
}

std::string TestBuyerApi::order(const std::string& change) const
{
    if (!change.empty())
        return change;
    const auto& sale = m_world->sale("demo");
    return R"({"slot":)" + std::to_string(sale.pickupSlots.front().id.value)
            + R"(,"method":"card","means":"pm_card_visa","lines":[{"product":)"
            + std::to_string(sale.products.front().id.value) + R"(,"quantity":1}]})";
}

void TestBuyerApi::joinsOnce()
{
    const auto first = join("slow", "00000000000000000000000000000001");
    QCOMPARE(first.status, 201U);
    const auto ticket = memberOf(first, "ticket");
    QCOMPARE(ticket.size(), std::size_t{62});
    const auto cookies = cookiesOf(first);
    QVERIFY(cookies.starts_with("saikobi_t_slow=" + ticket + "; Path=/sales/slow; "));
    for (const char* rule : {"HttpOnly", "SameSite=Lax", "Secure"})
        QVERIFY2(has(cookies, rule), rule);

    const auto lostAnswer = join("slow", "00000000000000000000000000000001");
    QCOMPARE(lostAnswer.status, 200U);
    QCOMPARE(memberOf(lostAnswer, "number"), memberOf(first, "number"));
    const auto cookie = withCookie(
            request("POST", "/sales/slow/tickets"), "other=1; saikobi_t_slow=" + ticket);
    const auto again = m_world->ask(cookie);
    QCOMPARE(again.status, 200U);
    QCOMPARE(memberOf(again, "ticket"), ticket);
    const auto second = join("slow", "00000000000000000000000000000002");
    QCOMPARE(std::stoi(memberOf(second, "number")), std::stoi(memberOf(first, "number")) + 1);
}

void TestBuyerApi::joinsByForm()
{
    const auto joined = m_world->ask(asForm(request("POST", "/sales/slow/tickets?lang=en"),
            "visitor=00000000000000000000000000000003"));
    QCOMPARE(joined.status, 303U);
    QCOMPARE(headerOf(joined, "Location"), std::string{"/sales/slow?lang=en"});
    const auto cookie = cookiesOf(joined);
    const auto page = m_world->ask(
            withCookie(request("GET", "/sales/slow?lang=en"), cookie.substr(0, cookie.find(';'))));
    QVERIFY(has(bodyOf(page), "Number ") || has(bodyOf(page), "It is your turn"));
    const auto refused = m_world->ask(asForm(request("POST", "/sales/slow/passes?lang=en"), ""));
    QCOMPARE(refused.status, 401U);
    QCOMPARE(refused.contentType, std::string{"text/html; charset=utf-8"});
    QVERIFY(has(bodyOf(refused), "Your number could not be verified"));
}

void TestBuyerApi::anotherSiteTakesNoPlaceAway_data()
{
    QTest::addColumn<QByteArray>("site");
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<bool>("mayJoin");
    const auto row = [](const char* name, const char* site, const char* origin, bool mayJoin) {
        QTest::addRow("%s", name) << QByteArray{site} << QByteArray{origin} << mayJoin;
    };
    row("the page itself", "same-origin", "https://shop.example", true);
    row("another site", "cross-site", "https://evil.example", false);
    row("an older browser", "", "https://shop.example", true);
    row("an older browser behind a proxy that renames", "", "https://inside.example:8080", true);
    row("an older browser on another site", "", "https://shop.example.evil.example", false);
    row("an older browser that hides where it was", "", "null", false);
    row("a program", "", "", true);
}

void TestBuyerApi::anotherSiteTakesNoPlaceAway()
{
    QFETCH(QByteArray, site);
    QFETCH(QByteArray, origin);
    QFETCH(bool, mayJoin);
    for (const char* path : {"/sales/slow/tickets", "/sales/slow/place"}) {
        auto asked = request("POST", path);
        asked.headers.emplace_back("host", "inside.example:8080");
        if (!site.isEmpty())
            asked.headers.emplace_back("sec-fetch-site", site.toStdString());
        if (!origin.isEmpty())
            asked.headers.emplace_back("origin", origin.toStdString());
        const bool leaves = std::string_view{path}.ends_with("place");
        const auto answer = m_world->ask(asForm(asked, leaves ? "show=leave" : ""));
        QCOMPARE(answer.status, mayJoin ? leaves ? 200U : 303U : 400U);
        QCOMPARE(cookiesOf(answer).empty(), !mayJoin);
    }
}

void TestBuyerApi::saysWhereOneStands()
{
    const auto joined = join("slow", "00000000000000000000000000000004");
    const auto place = m_world->ask(
            withBearer(request("GET", "/sales/slow/tickets/me"), memberOf(joined, "ticket")));
    QCOMPARE(place.status, 200U);
    QCOMPARE(memberOf(place, "number"), memberOf(joined, "number"));
    for (const char* name : {"position", "ahead", "wait_p10", "wait_p90", "called"})
        QVERIFY2(!memberOf(place, name).empty(), name);
}

void TestBuyerApi::tellsWhatIsLeftForOnesPlace()
{
    std::string ticket; // of one far behind
    for (int i = 10; i < 50; ++i)
        ticket = memberOf(join("slow", std::string(30, 'c') + std::to_string(i)), "ticket");
    const auto product = m_world->sale("slow").products.front().id.value;
    auto& line = m_world->line("slow");
    // Forty of a hundred shoppers wanted two each.
    const auto note = [&](std::int64_t available, bool isUnlikelyForSome) {
        line.noteStock({{product, available, false, 40, 100, 80, 160}}, 0);
        return QTest::qWaitFor([&] {
            m_world->beat();
            const auto& left = line.status()->left;
            return !left.empty() && left.front().unlikelyFrom.has_value() == isUnlikelyForSome;
        });
    };
    const auto list = [&](const std::string& cookie) {
        auto asked = request("GET", "/sales/slow/goods");
        asked.query.emplace_back("lang", "en");
        return bodyOf(m_world->ask(cookie.empty() ? asked : withCookie(asked, cookie)));
    };
    QVERIFY(note(0, true));
    QVERIFY(has(list("saikobi_t_slow=" + ticket), "unlikely</small>"));
    QVERIFY(!has(list({}), "unlikely</small>")); // without a place there is nothing to say
    QVERIFY(note(100'000, false));
    QVERIFY(has(list("saikobi_t_slow=" + ticket), "likely for you</small>"));
}

void TestBuyerApi::refusesForgedTickets()
{
    auto ticket = memberOf(join("slow", "00000000000000000000000000000005"), "ticket");
    ticket.back() = ticket.back() == 'A' ? 'B' : 'A';
    for (const char* path : {"/sales/slow/tickets/me", "/sales/demo/tickets/me"}) {
        const auto answer = m_world->ask(withBearer(request("GET", path), ticket));
        QCOMPARE(answer.status, 401U);
        QCOMPARE(memberOf(answer, "type"), std::string{"bad-ticket"});
    }
    // A forged cookie is taken away, so that the page can join anew.
    const auto cookie = m_world->ask(
            withCookie(request("GET", "/sales/slow/tickets/me"), "saikobi_t_slow=" + ticket));
    QVERIFY(has(cookiesOf(cookie), "saikobi_t_slow=; Path=/sales/slow; Max-Age=0;"));
}

void TestBuyerApi::staysOutsideUntilCalled()
{
    std::string ticket;
    for (int i = 10; i < 40; ++i)
        ticket = memberOf(
                join("slow", "000000000000000000000000000000" + std::to_string(i)), "ticket");
    const auto answer = m_world->ask(withBearer(request("POST", "/sales/slow/passes"), ticket));
    QCOMPARE(answer.status, 202U);
    QCOMPARE(memberOf(answer, "state"), std::string{"waiting"});
    QVERIFY(std::stoi(headerOf(answer, "Retry-After")) >= 1);
    QCOMPARE(cookiesOf(answer), std::string{});
    const auto order = withJson(withBearer(request("POST", "/sales/slow/orders"), ticket), "{}");
    QCOMPARE(memberOf(m_world->ask(order), "type"), std::string{"bad-pass"});
}

void TestBuyerApi::entersBuysAndLeaves()
{
    const auto pass = passFor("000000000000000000000000000000a1");
    QVERIFY(!pass.empty());
    const std::string cookie{"saikobi_p_demo=" + pass};
    const auto page = m_world->ask(withCookie(request("GET", "/sales/demo?lang=en"), cookie));
    QVERIFY(has(bodyOf(page), "You are in. You can shop until "));

    auto asked = withJson(withCookie(request("POST", "/sales/demo/orders"), cookie), order());
    QCOMPARE(memberOf(m_world->ask(asked), "field"), std::string{"Idempotency-Key"});
    asked.headers.emplace_back("idempotency-key", "k-1");
    const auto bought = m_world->ask(asked);
    QCOMPARE(bought.status, 201U);
    QCOMPARE(memberOf(bought, "status"), std::string{"paid"});
    QCOMPARE(memberOf(bought, "pickup_code").size(), std::size_t{6});
    const auto id = memberOf(bought, "order");
    QCOMPARE(memberOf(m_world->ask(asked), "order"), id);
    const auto seen = m_world->ask(withCookie(request("GET", "/sales/demo/orders/" + id), cookie));
    QCOMPARE(seen.status, 200U);
    QCOMPARE(memberOf(seen, "amount"), std::string{"1000"});

    const auto left = m_world->ask(withCookie(request("DELETE", "/sales/demo/passes/me"), cookie));
    QCOMPARE(left.status, 204U);
    QVERIFY(has(cookiesOf(left), "saikobi_p_demo=; "));
    asked.headers.back().second = "k-2";
    const auto late = m_world->ask(asked);
    QCOMPARE(memberOf(late, "type"), std::string{"bad-pass"});
}

void TestBuyerApi::ordersAreReadStrictly_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("field");
    const auto row = [](const char* name, const char* body, const char* field) {
        QTest::addRow("%s", name) << QByteArray{body} << QByteArray{field};
    };
    row("no JSON", "slot=1", "body");
    row("a list", "[]", "body");
    row("no slot", R"({"method":"card","means":"m","lines":[{"product":1,"quantity":1}]})", "slot");
    row("a slot that is a text",
            R"({"slot":"1","method":"card","means":"m","lines":[{"product":1,"quantity":1}]})",
            "slot");
    row("a slot with a fraction",
            R"({"slot":1.5,"method":"card","means":"m","lines":[{"product":1,"quantity":1}]})",
            "slot");
    row("no lines", R"({"slot":1,"method":"card","means":"m","lines":[]})", "lines");
    row("a line that is a number", R"({"slot":1,"method":"card","means":"m","lines":[1]})",
            "lines");
    row("a negative quantity",
            R"({"slot":1,"method":"card","means":"m","lines":[{"product":1,"quantity":-1}]})",
            "lines.quantity");
    row("a price of one's own",
            R"({"slot":1,"method":"card","means":"m","lines":[{"product":1,"quantity":1,"price":1}]})",
            "lines.price");
    row("a status of one's own",
            R"({"slot":1,"method":"card","means":"m","status":"paid","lines":[{"product":1,"quantity":1}]})",
            "status");
    row("a long means",
            R"({"slot":1,"method":"card","means":"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789","lines":[{"product":1,"quantity":1}]})",
            "means");
}

void TestBuyerApi::ordersAreReadStrictly()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, field);
    static const auto pass = passFor("000000000000000000000000000000a2");
    auto asked
            = withJson(withBearer(request("POST", "/sales/demo/orders"), pass), body.toStdString());
    asked.headers.emplace_back("idempotency-key", "strict");
    const auto answer = m_world->ask(asked);
    QCOMPARE(answer.status, 400U);
    QCOMPARE(memberOf(answer, "type"), std::string{"bad-request"});
    QCOMPARE(memberOf(answer, "field"), field.toStdString());
}

void TestBuyerApi::ordersBelongToTheirBuyers()
{
    auto asked = withJson(withBearer(request("POST", "/sales/demo/orders"),
                                  passFor("000000000000000000000000000000a3")),
            order());
    asked.headers.emplace_back("idempotency-key", "mine");
    const auto id = memberOf(m_world->ask(asked), "order");
    QVERIFY(!id.empty());
    const auto stranger = passFor("000000000000000000000000000000a4");
    for (const auto& path :
            {"/sales/demo/orders/" + id, std::string{"/sales/demo/orders/nonsense"}})
        QCOMPARE(m_world->ask(withBearer(request("GET", path), stranger)).status, 404U);
    QCOMPARE(m_world->ask(request("GET", "/sales/demo/orders/" + id)).status, 401U);
}

void TestBuyerApi::joinsAreReadStrictly_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("field");
    QTest::addRow("an unknown field") << QByteArray{R"({"place":1})"} << QByteArray{"place"};
    QTest::addRow("a visitor that is a number")
            << QByteArray{R"({"visitor":1})"} << QByteArray{"visitor"};
    QTest::addRow("a visitor that is no hexadecimal")
            << QByteArray{R"({"visitor":"<b>"})"} << QByteArray{"visitor"};
    QTest::addRow("a visitor without end")
            << QByteArray{R"({"visitor":")"} + QByteArray(65, 'a') + "\"}" << QByteArray{"visitor"};
}

void TestBuyerApi::joinsAreReadStrictly()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, field);
    const auto answer
            = m_world->ask(withJson(request("POST", "/sales/slow/tickets"), body.toStdString()));
    QCOMPARE(answer.status, 400U);
    QCOMPARE(memberOf(answer, "field"), field.toStdString());
}

void TestBuyerApi::handsNotificationsOnAsTheyCame()
{
    const std::string body{"{ \"id\" : \"evt_1\" }\n"};
    for (const unsigned status : {200U, 400U, 503U}) {
        m_world->webhookStatus = status;
        QCOMPARE(
                m_world->ask(withJson(request("POST", "/payments/webhooks"), body)).status, status);
        QCOMPARE(m_world->webhookBody, body);
    }
}

void TestBuyerApi::sendsBuyersBackToTheirOrder()
{
    auto asked = withJson(withBearer(request("POST", "/sales/demo/orders"),
                                  passFor("000000000000000000000000000000a5")),
            order());
    asked.headers.emplace_back("idempotency-key", "back");
    const auto bought = m_world->ask(asked);
    const auto id = memberOf(bought, "order");
    const auto page = "/sales/demo/orders/" + id;
    const auto given = cookiesOf(bought);
    QVERIFY(given.starts_with("saikobi_o="));
    QVERIFY2(has(given, "; Path=" + page + ";"), given.c_str());
    QVERIFY(has(given, "HttpOnly"));
    const auto key = given.substr(10, 32);
    QVERIFY(bought.text.find(key) == std::string::npos);

    const auto back = "/payments/return?sale=demo&order=" + id
            + "&payment_intent=pi_1&payment_intent_client_secret=s&key=";
    const auto answer = m_world->ask(request("GET", back + key));
    QCOMPARE(answer.status, 303U);
    QCOMPARE(headerOf(answer, "Location"), page); // clean of whatever the provider put there
    QCOMPARE(cookiesOf(answer).substr(0, 42), "saikobi_o=" + key);
    for (const auto& wrong : {std::string(32, '0'), std::string{}, key.substr(1)})
        QCOMPARE(m_world->ask(request("GET", back + wrong)).status, 404U);

    // The pass may be over: whoever came back by this address still sees the order, and only it.
    const auto cookie = "saikobi_o=" + key;
    QCOMPARE(memberOf(m_world->ask(withCookie(request("GET", page), cookie)), "order"), id);
    const std::string other{"/sales/demo/orders/01939d5c-0000-7000-8000-000000000001"};
    QCOMPARE(m_world->ask(withCookie(request("GET", other), cookie)).status, 404U);
}

QTEST_GUILESS_MAIN(TestBuyerApi)
#include "test_buyer_api.moc"
