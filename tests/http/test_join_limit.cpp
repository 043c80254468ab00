#include <QTest>

#include "tests/http/api_world.h"

using namespace saikobi;
using namespace std::chrono_literals;
using http::Guard;
using tests::ApiWorld;
using tests::bodyOf;
using tests::from;
using tests::headerOf;
using tests::memberOf;
using tests::request;
using tests::withBearer;
using tests::withJson;

namespace {

const Guard::Clock::time_point start{std::chrono::hours{1000}};

Guard::Address address(const char* text)
{
    return waiting_room::addressFromText(text).value();
}

shop::CatalogueDocument someSale(std::vector<std::string> exempt = {})
{
    shop::CatalogueDocument out;
    out.sale.slug = "demo";
    out.sale.joinsPerMinuteIpv4 = 3;
    out.sale.joinsPerMinuteIpv6 = 2;
    out.sale.exemptNetworks = std::move(exempt);
    return out;
}

/// Joins that an address may make at once before it is asked for work.
int freeJoins(Guard& guard, const shop::CatalogueDocument& sale, const char* text)
{
    int free = 0;
    for (; free < 50 && guard.joinsOf(sale, address(text), start) == Guard::Joins::Few; ++free)
        guard.countJoin(sale.sale.slug, address(text), start);
    return free;
}

std::string visitorNumber(int n)
{
    const auto digits = std::to_string(n);
    return std::string(32 - digits.size(), '0') + digits;
}

http::Request joining(const std::string& visitor)
{
    return withJson(request("POST", "/sales/slow/tickets"), R"({"visitor":")" + visitor + "\"}");
}

} // namespace

class TestJoinLimit : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void countsAddressesBySaleAndNetwork();
    void exemptsNetworks();
    void refusesAboveTenTimesTheLimit();
    void forgetsAfterAWhile();
    void asksForWorkAboveTheLimit();
    void knownVisitorsAreNotCounted();
    void pagesWithoutScriptsAreToldToWait();
    void refusesFloodsWithoutAStore();

private:
    std::unique_ptr<tests::TestStores> m_stores{};
    std::unique_ptr<ApiWorld> m_world{};
};

void TestJoinLimit::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
    m_world = std::make_unique<ApiWorld>(*m_stores);
}

void TestJoinLimit::countsAddressesBySaleAndNetwork()
{
    Guard guard;
    const auto sale = someSale();
    QCOMPARE(freeJoins(guard, sale, "192.0.2.1"), 3);
    QCOMPARE(freeJoins(guard, sale, "::ffff:192.0.2.1"), 0); // the same in other clothes
    QCOMPARE(freeJoins(guard, sale, "192.0.2.2"), 3);
    QCOMPARE(freeJoins(guard, sale, "2001:db8:1:2::1"), 2);
    QCOMPARE(freeJoins(guard, sale, "2001:db8:1:2:ffff::9"), 0); // the same household
    QCOMPARE(freeJoins(guard, sale, "2001:db8:1:3::1"), 2);
    auto other = someSale();
    other.sale.slug = "other";
    QCOMPARE(freeJoins(guard, other, "192.0.2.1"), 3);
}

void TestJoinLimit::exemptsNetworks()
{
    Guard guard{std::move(http::NetworkList::fromCidrs({"127.0.0.0/8"})).value()};
    QCOMPARE(freeJoins(guard, someSale(), "127.0.0.1"), 50);
    QCOMPARE(freeJoins(guard, someSale({"192.0.2.0/24"}), "192.0.2.9"), 50);
    QCOMPARE(freeJoins(guard, someSale({"192.0.2.0/24"}), "192.0.3.9"), 3);
    QCOMPARE(freeJoins(guard, someSale(), "192.0.2.9"), 0); // a load took it off the list
    QCOMPARE(freeJoins(guard, someSale({"nonsense"}), "192.0.2.10"), 3);
}

void TestJoinLimit::refusesAboveTenTimesTheLimit()
{
    Guard guard;
    const auto sale = someSale();
    const auto from = address("192.0.2.1");
    for (int taken = 0; taken < 30; ++taken) {
        QVERIFY(guard.joinsOf(sale, from, start) != Guard::Joins::TooMany);
        guard.countJoin("demo", from, start);
    }
    QVERIFY(guard.joinsOf(sale, from, start) == Guard::Joins::TooMany);
    guard.takeBackJoin("demo", from, start);
    QVERIFY(guard.joinsOf(sale, from, start) == Guard::Joins::Many);
}

void TestJoinLimit::forgetsAfterAWhile()
{
    Guard guard;
    const auto sale = someSale();
    const auto from = address("192.0.2.1");
    freeJoins(guard, sale, "192.0.2.1");
    QVERIFY(guard.joinsOf(sale, from, start + 30s) == Guard::Joins::Many);
    QVERIFY(guard.joinsOf(sale, from, start + 2min) == Guard::Joins::Few);
}

void TestJoinLimit::asksForWorkAboveTheLimit()
{
    const std::string crowd{"198.51.100.1"};
    for (int i = 0; i < 300; ++i)
        QCOMPARE(m_world->ask(from(crowd, joining(visitorNumber(i)))).status, 201U);
    const auto visitor = visitorNumber(300);
    const auto asked = m_world->ask(from(crowd, joining(visitor)));
    QCOMPARE(asked.status, 428U);
    QCOMPARE(memberOf(asked, "type"), std::string{"work-needed"});
    QCOMPARE(memberOf(asked, "bits"), std::string{"16"});
    QCOMPARE(memberOf(asked, "salt").size(), std::size_t{32});
    QCOMPARE(m_world->counted("slow").counters.at(contract::counter::joinsLimited), 1);
    QCOMPARE(m_world->ask(from("198.51.100.2", joining(visitor))).status, 201U);
}

void TestJoinLimit::knownVisitorsAreNotCounted()
{
    const std::string home{"198.51.100.3"};
    const auto first = m_world->ask(from(home, joining(visitorNumber(900))));
    QCOMPARE(first.status, 201U);
    for (int i = 0; i < 320; ++i) { // more than the limit
        const auto again = m_world->ask(from(home, joining(visitorNumber(900))));
        QCOMPARE(again.status, 200U);
        QCOMPARE(memberOf(again, "number"), memberOf(first, "number"));
    }
    QCOMPARE(m_world->ask(from(home, joining(visitorNumber(901)))).status, 201U);
    const auto withTicket = withBearer(joining(visitorNumber(902)), memberOf(first, "ticket"));
    QCOMPARE(m_world->ask(from(home, withTicket)).status, 200U);
}

void TestJoinLimit::pagesWithoutScriptsAreToldToWait()
{
    const std::string crowd{"198.51.100.4"};
    for (int i = 0; i < 300; ++i)
        m_world->guard().countJoin(
                "slow", address(crowd.c_str()), std::chrono::steady_clock::now());
    auto form = from(crowd, request("POST", "/sales/slow/tickets?lang=en"));
    form.headers.emplace_back("content-type", "application/x-www-form-urlencoded");
    form.body = "visitor=" + visitorNumber(1000);
    const auto page = m_world->ask(form);
    QCOMPARE(page.status, 429U);
    QVERIFY(!headerOf(page, "Retry-After").empty());
    QVERIFY(bodyOf(page).find("try again in a moment") != std::string::npos);
}

void TestJoinLimit::refusesFloodsWithoutAStore()
{
    const std::string flood{"2001:db8:7:7::1"};
    for (int i = 0; i < 600; ++i)
        m_world->guard().countJoin(
                "slow", address(flood.c_str()), std::chrono::steady_clock::now());
    const auto before = m_world->line("slow").status()->line.issued;
    const auto calls = m_stores->redisCall({"HGET", "{sale:slow}:q", "issued"});
    for (int i = 0; i < 50; ++i) {
        const auto refused = m_world->ask(
                from("2001:db8:7:7::" + std::to_string(i + 1), joining(visitorNumber(2000 + i))));
        QCOMPARE(refused.status, 429U);
        QCOMPARE(memberOf(refused, "type"), std::string{"limited"});
        QVERIFY(!headerOf(refused, "Retry-After").empty());
    }
    QCOMPARE(m_stores->redisCall({"HGET", "{sale:slow}:q", "issued"}), calls);
    QVERIFY(m_world->line("slow").status()->line.issued >= before);
}

QTEST_GUILESS_MAIN(TestJoinLimit)
#include "test_join_limit.moc"
