#include <QRandomGenerator>
#include <QTest>

#include "backend/waiting_room/base64url.h"
#include "tests/http/api_world.h"

using namespace saikobi;
using namespace std::chrono_literals;
using http::Guard;
using tests::ApiWorld;
using tests::from;
using tests::headerOf;
using tests::memberOf;
using tests::request;
using tests::withBearer;
using tests::withJson;

namespace {

/// Tickets of other hands: the world signs with 32 times 'k' under id 7.
waiting_room::Ticket someTicket(const std::string& sale, std::int64_t number, int run = 1)
{
    waiting_room::Ticket ticket;
    ticket.sale = sale;
    ticket.run = contract::Run{run};
    ticket.number = number;
    ticket.joinedAt = std::chrono::system_clock::now() - 1h;
    return ticket;
}

std::string signedBy(char secret, const waiting_room::Ticket& ticket, std::uint8_t id = 7)
{
    const waiting_room::TicketKeys keys{{{id, std::string(32, secret), {}}}};
    return keys.sign(ticket, std::chrono::system_clock::now());
}

} // namespace

/// What nobody of us made changes nothing and costs no store a call.
class TestForgeries : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void ticketsAreRefused_data();
    void ticketsAreRefused();
    void passesAreRefused_data();
    void passesAreRefused();
    void connectionsEndAfterTooMany();
    void malformedBodiesReachNoStore_data();
    void malformedBodiesReachNoStore();
    void claimsAreLimited();
    void countsReloads();

private:
    http::Response join(const std::string& sale, const std::string& visitor);
    std::string passFor(const std::string& visitor);
    /// Everything a claim or an order could change in Redis.
    std::string trace(const std::string& sale);
    /// Calls of our functions so far, without the heartbeat.
    std::int64_t calls();

    std::unique_ptr<tests::TestStores> m_stores{};
    std::unique_ptr<ApiWorld> m_world{};
};

void TestForgeries::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
    m_world = std::make_unique<ApiWorld>(*m_stores);
}

http::Response TestForgeries::join(const std::string& sale, const std::string& visitor)
{
    return m_world->ask(withJson(
            request("POST", "/sales/" + sale + "/tickets"), R"({"visitor":")" + visitor + "\"}"));
}

std::string TestForgeries::passFor(const std::string& visitor)
{
    const auto joined = join("demo", visitor);
    auto pass = memberOf(joined, "pass");
    for (int i = 0; pass.empty() && i < 100; ++i)
        pass = memberOf(m_world->ask(withBearer(
                                request("POST", "/sales/demo/passes"), memberOf(joined, "ticket"))),
                "pass");
    return pass;
}

std::string TestForgeries::trace(const std::string& sale)
{
    const auto key = [&sale](const char* part) { return "{sale:" + sale + "}:" + part; };
    return m_stores->redisCall({"HGET", key("q"), "issued"}) + " "
            + m_stores->redisCall({"BITCOUNT", key("used")}) + " "
            + m_stores->redisCall({"ZCARD", key("door")}) + " "
            + m_stores->redisCall({"ZCARD", key("pass")});
}

std::int64_t TestForgeries::calls()
{
    const auto info = m_stores->redisCall({"INFO", "commandstats"});
    const auto at = info.find("cmdstat_setbit:calls=");
    const auto ranges = info.find("cmdstat_getbit:calls=");
    const auto number = [&info](std::size_t from) {
        return from == std::string::npos ? 0 : std::stoll(info.substr(info.find('=', from) + 1));
    };
    // Every claim looks at the used bit and every join writes a slot; the heartbeat does neither.
    return number(at) + number(ranges) + number(info.find("cmdstat_getrange:calls="));
}

void TestForgeries::ticketsAreRefused_data()
{
    QTest::addColumn<QByteArray>("ticket");
    QTest::addColumn<QByteArray>("type");
    const auto row = [](const char* name, const std::string& ticket,
                             const char* type = "bad-ticket") {
        QTest::addRow("%s", name) << QByteArray::fromStdString(ticket) << QByteArray{type};
    };
    const auto good = memberOf(join("slow", "000000000000000000000000000000e1"), "ticket");
    row("nonsense", "nonsense");
    row("a ticket that is too long", good + "A");
    row("a ticket that is too short", good.substr(1));
    auto bytes = waiting_room::fromBase64Url(good).value();
    for (const std::size_t at : {0U, 1U, 3U, 7U, 13U, 19U, 20U, 21U, 29U, 30U, 45U}) {
        auto changed = bytes;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        row(("a ticket with byte " + std::to_string(at) + " changed").c_str(),
                waiting_room::toBase64Url(changed));
    }
    row("signed by another key", signedBy('x', someTicket("slow", 1)));
    row("signed by a key that we do not have", signedBy('k', someTicket("slow", 1), 8));
    row("of another sale", signedBy('k', someTicket("demo", 1)));
    row("a number that nobody was given", signedBy('k', someTicket("slow", 1000000)));
    row("a number beyond all", signedBy('k', someTicket("slow", 5000000000)));
    row("number nought", signedBy('k', someTicket("slow", 0)));
    row("of another run", signedBy('k', someTicket("slow", 1, 2)), "gone");
}

void TestForgeries::ticketsAreRefused()
{
    QFETCH(QByteArray, ticket);
    QFETCH(QByteArray, type);
    const auto before = trace("slow");
    const auto asked = calls();
    for (const auto& [method, path] : {std::pair{"GET", "/sales/slow/tickets/me"},
                 {"POST", "/sales/slow/passes"}, {"POST", "/sales/slow/tickets/me/handover"}}) {
        // From an address of its own each time: the connection shall not end here.
        const auto answer = m_world->ask(from(
                "2001:db8:" + std::to_string(QRandomGenerator::global()->bounded(9999)) + "::1",
                withBearer(request(method, path), ticket.toStdString())));
        QCOMPARE(memberOf(answer, "type"), type.toStdString());
        QCOMPARE(answer.status, type == "gone" ? 410U : 401U);
    }
    QCOMPARE(trace("slow"), before);
    QCOMPARE(calls(), asked);
}

void TestForgeries::passesAreRefused_data()
{
    QTest::addColumn<QByteArray>("pass");
    const auto row = [](const char* name, const std::string& pass) {
        QTest::addRow("%s", name) << QByteArray::fromStdString(pass);
    };
    const auto good = passFor("000000000000000000000000000000e2");
    const auto dot = good.find('.');
    const auto second = good.find('.', dot + 1);
    row("nothing", "");
    row("nonsense", "a.b.c");
    row("without its signature", good.substr(0, second + 1));
    row("with another one", good.substr(0, second + 1) + waiting_room::toBase64Url("x"));
    row("signed by nobody",
            waiting_room::toBase64Url(R"({"alg":"none","typ":"JWT"})")
                    + good.substr(dot, second - dot) + ".");
    auto body = waiting_room::fromBase64Url(good.substr(dot + 1, second - dot - 1)).value();
    body.replace(body.find("\"exp\":") + 6, 1, "9");
    row("with a later end",
            good.substr(0, dot + 1) + waiting_room::toBase64Url(body) + good.substr(second));
    const waiting_room::PassClaims claims{
            "demo", "0", 1, 1, 0, {}, std::chrono::system_clock::now() + 1h};
    const auto others = waiting_room::PassKeys::fromPem(
            {{waiting_room::PassKeys::generatePem(), {}}}, "test");
    row("signed by another key", others.value().sign(claims, std::chrono::system_clock::now()));
    row("a ticket instead", signedBy('k', someTicket("demo", 1)));
}

void TestForgeries::passesAreRefused()
{
    QFETCH(QByteArray, pass);
    const auto before = trace("demo");
    const auto asked = calls();
    auto order = withJson(withBearer(request("POST", "/sales/demo/orders"), pass.toStdString()),
            R"({"slot":1,"method":"card","means":"m","lines":[{"product":1,"quantity":1}]})");
    order.headers.emplace_back("idempotency-key", "forged");
    order = from("2001:db8:77::1", order);
    QCOMPARE(m_world->ask(order).status, 401U);
    const auto leave = withBearer(request("DELETE", "/sales/demo/passes/me"), pass.toStdString());
    QCOMPARE(m_world->ask(from("2001:db8:77::1", leave)).status, 401U);
    QCOMPARE(trace("demo"), before);
    QCOMPARE(calls(), asked);
}

void TestForgeries::connectionsEndAfterTooMany()
{
    const auto forged = withBearer(request("GET", "/sales/slow/tickets/me"), "forged");
    for (std::uint32_t i = 0; i < Guard::forgeriesPerMinute; ++i)
        QVERIFY(!m_world->ask(from("192.0.2.50", forged)).closes);
    const auto last = m_world->ask(from("192.0.2.50", forged));
    QCOMPARE(last.status, 401U); // answered, then closed
    QVERIFY(last.closes);
    QVERIFY(!m_world->ask(from("192.0.2.51", forged)).closes);
    // Having none is no forgery: a page that lost its cookies asks too.
    for (std::uint32_t i = 0; i < 2 * Guard::forgeriesPerMinute; ++i)
        QVERIFY(!m_world->ask(from("192.0.2.52", request("GET", "/sales/slow/tickets/me"))).closes);
}

void TestForgeries::malformedBodiesReachNoStore_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addRow("no JSON") << QByteArray{"visitor"};
    QTest::addRow("a list") << QByteArray{"[]"};
    QTest::addRow("half of it") << QByteArray{R"({"visitor":"00)"};
    QTest::addRow("an unknown field") << QByteArray{R"({"place":1})"};
    QTest::addRow("a visitor that is no hexadecimal") << QByteArray{R"({"visitor":"\u0000"})"};
    QTest::addRow("a salt without end") << QByteArray{R"({"salt":")"} + QByteArray(33, '0') + "\"}";
    QTest::addRow("very deep") << QByteArray{"{\"visitor\":"} + QByteArray(2000, '[')
                    + QByteArray(2000, ']') + "}";
}

void TestForgeries::malformedBodiesReachNoStore()
{
    QFETCH(QByteArray, body);
    const auto before = trace("slow");
    const auto asked = calls();
    const auto answer
            = m_world->ask(withJson(request("POST", "/sales/slow/tickets"), body.toStdString()));
    QCOMPARE(answer.status, 400U);
    QCOMPARE(trace("slow"), before);
    QCOMPARE(calls(), asked);
}

void TestForgeries::claimsAreLimited()
{
    const auto ticket = memberOf(join("slow", "000000000000000000000000000000e3"), "ticket");
    const auto read = m_world->line("slow").readTicket(ticket);
    const auto& known = std::get<waiting_room::Ticket>(read);
    Guard guard;
    const Guard::Clock::time_point start{1000h};
    for (std::uint32_t i = 0; i < Guard::claimsPerSecond; ++i)
        QVERIFY(guard.mayClaim(known, start));
    QVERIFY(!guard.mayClaim(known, start));
    QVERIFY(guard.mayClaim(known, start + 2s)); // insisting does not shut it out

    // All in the same instant, as one who does not wait for answers sends them.
    auto claim = withBearer(request("POST", "/sales/slow/passes"), ticket);
    unsigned limited = 0;
    for (int i = 0; i < 8; ++i) {
        const auto answer = m_world->ask(claim);
        if (answer.status == 429U) {
            ++limited;
            QCOMPARE(headerOf(answer, "Retry-After"), std::string{"1"});
        }
    }
    QVERIFY(limited > 0);
}

void TestForgeries::countsReloads()
{
    const auto ticket = memberOf(join("slow", "000000000000000000000000000000e4"), "ticket");
    const auto count = [this](const char* name) { return m_world->counted("slow").counters[name]; };
    const auto visits = count(contract::counter::placeRequests);
    const auto reloads = count(contract::counter::reloads);
    auto asked = withBearer(request("GET", "/sales/slow/tickets/me"), ticket);
    const auto begin = asked.receivedAt;
    const auto askAfter = [&](std::chrono::milliseconds time) {
        asked.receivedAt = begin + time;
        QCOMPARE(m_world->ask(asked).status, 200U);
    };
    askAfter(0ms);
    askAfter(60s); // as told
    askAfter(60s + 200ms);
    askAfter(60s + 400ms);
    QCOMPARE(count(contract::counter::placeRequests), visits + 4);
    QCOMPARE(count(contract::counter::reloads), reloads + 2);
}

QTEST_GUILESS_MAIN(TestForgeries)
#include "test_forgeries.moc"
