#include <QTemporaryDir>
#include <QTest>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json.hpp>

#include <fstream>
#include <set>
#include <thread>

#include "backend/http/listener.h"
#include "backend/rehearsal/crowd_run.h"

using namespace saikobi;
using namespace saikobi::rehearsal;

namespace {

/// A shop in which everybody is let in at once or after a while, and everything is paid, unless
/// told otherwise. Counts what it sees.
class MemoryShop : public http::Handler {
public:
    bool letsInAtOnce = true;
    bool changesItsMind = false; ///< says paid, and a moment later not
    int refusesFirst = 0; ///< so many orders are refused for want of a place at the provider
    bool forgetsRetryAfter = false;

    std::set<std::string> visitors{};
    std::set<std::string> addresses{};
    std::map<std::string, std::string> orders{}; ///< idempotency key → id
    int orderPosts = 0;

    void handle(const http::Request& request, http::Reply reply) override
    {
        addresses.emplace(request.client);
        reply(answerTo(request));
    }

private:
    static http::Response document(unsigned status, const boost::json::object& body)
    {
        http::Response out;
        out.status = status;
        out.body = std::make_shared<const std::string>(boost::json::serialize(body));
        return out;
    }

    http::Response answerTo(const http::Request& request)
    {
        const auto& path = request.path;
        if (path == "/sales/demo/tickets")
            return join(request);
        if (path == "/public/sales/demo/status")
            return document(200,
                    {{"phase", "open"}, {"serving", 1000000}, {"rate", 600},
                            {"poll", {{"min_s", 2}, {"max_s", 30}}}});
        if (path == "/sales/demo/tickets/me")
            return document(200, {{"number", 1}, {"called", true}});
        if (path == "/sales/demo/passes")
            return document(201, {{"pass", std::string{request.bearer()} + "-pass"}});
        if (path == "/public/sales/demo/catalogue")
            return catalogue();
        if (path == "/sales/demo/orders")
            return order(request);
        if (path.rfind("/sales/demo/orders/", 0) == 0)
            return document(200,
                    {{"order", path.substr(19)},
                            {"status", changesItsMind ? "cancelled" : "paid"}});
        http::Response page;
        page.contentType = request.wantsHtml() ? "text/html; charset=utf-8" : "application/json";
        page.body = std::make_shared<const std::string>("<!doctype html>");
        return page;
    }

    http::Response join(const http::Request& request)
    {
        const auto visitor
                = std::string{boost::json::parse(request.body).at("visitor").as_string()};
        visitors.insert(visitor);
        boost::json::object body{
                {"ticket", "t-" + visitor}, {"number", static_cast<int>(visitors.size())}};
        if (letsInAtOnce)
            body["pass"] = "p-" + visitor;
        return document(201, body);
    }

    static http::Response catalogue()
    {
        return document(200,
                {{"products",
                         {{{"id", 1}, {"limit", 2}, {"state", "on_sale"}},
                                 {{"id", 2}, {"limit", 2}, {"state", "sold_out"}}}},
                        {"slots", {{{"id", 5}, {"left", 3}}, {{"id", 6}, {"left", 0}}}},
                        {"methods", {"card"}}});
    }

    http::Response order(const http::Request& request)
    {
        ++orderPosts;
        const auto body = boost::json::parse(request.body).as_object();
        if (body.at("slot").as_int64() != 5)
            return document(400, {{"type", "bad-request"}, {"title", "T"}, {"status", 400}});
        if (refusesFirst > 0) {
            --refusesFirst;
            auto busy = document(429, {{"type", "payments-busy"}, {"title", "T"}, {"status", 429}});
            busy.contentType = "application/problem+json";
            if (!forgetsRetryAfter)
                busy.headers.emplace_back("Retry-After", "1");
            return busy;
        }
        const std::string key{request.header("idempotency-key")};
        const auto id = orders.emplace(key, "order-" + std::to_string(orders.size())).first->second;
        return document(201, {{"order", id}, {"status", "paid"}});
    }
};

} // namespace

class TestCrowd : public QObject {
    Q_OBJECT

private slots:
    void everybodyBuysOnce();
    void thoseWhoWaitComeWhenCalled();
    void comesAgainWithTheSameKey();
    void countsRefusalsWithoutAWhen();
    void noticesAStatementTakenBack();
    void livesThroughAShopThatIsNotThere();
    void keepsAHistoryOfEveryQuestion();
    void refusesAWrongAddress();

private:
    /// Some thirty buyers within a second; nobody is absent for minutes.
    CrowdCount crowdAt(MemoryShop& shop, const std::string& history = {})
    {
        boost::asio::io_context context;
        auto listener = http::Listener::open(context.get_executor(), options(), shop);
        const auto port = listener.value()->port();
        std::thread serving([&context] { context.run(); });
        auto wanted = towards(port);
        wanted.history = history;
        auto outcome = liveThrough(wanted);
        context.stop();
        serving.join();
        return outcome.value().count;
    }
    static http::ListenerOptions options()
    {
        http::ListenerOptions out;
        out.trustedProxies = {"127.0.0.0/8"};
        return out;
    }
    static CrowdOptions towards(int port)
    {
        CrowdOptions out;
        out.url = "http://127.0.0.1:" + std::to_string(port);
        out.spec.arrivalsPerMinute = 1800;
        out.spec.duration = std::chrono::seconds{1};
        out.spec.absentShare = 0;
        out.spec.think = std::chrono::milliseconds{100};
        return out;
    }
};

void TestCrowd::everybodyBuysOnce()
{
    MemoryShop shop;
    const auto count = crowdAt(shop);
    QVERIFY(count.arrivals > 15);
    QCOMPARE(count.joins, count.arrivals);
    QCOMPARE(count.entries, count.arrivals);
    QCOMPARE(shop.visitors.size(), static_cast<std::size_t>(count.joins));
    QVERIFY(shop.addresses.size() > 10);
    QCOMPARE(shop.orders.size(), count.orders.size());
    QCOMPARE(count.ordersByOutcome().at("paid"), static_cast<std::int64_t>(shop.orders.size()));
    QVERIFY(count.isFlawless());
    QCOMPARE(count.gaveUp, std::int64_t{0});
}

void TestCrowd::thoseWhoWaitComeWhenCalled()
{
    MemoryShop shop;
    shop.letsInAtOnce = false;
    const auto count = crowdAt(shop);
    QCOMPARE(count.entries, count.arrivals);
    for (const auto wait : count.waitsS)
        QVERIFY2(wait >= 0.3 && wait < 8, qPrintable(QString::number(wait)));
}

void TestCrowd::comesAgainWithTheSameKey()
{
    MemoryShop shop;
    shop.refusesFirst = 5;
    const auto count = crowdAt(shop);
    QCOMPARE(count.refusals.at("payments-busy"), std::int64_t{5});
    QVERIFY(count.wrongRefusals.empty());
    QCOMPARE(static_cast<std::size_t>(shop.orderPosts), shop.orders.size() + 5);
}

void TestCrowd::countsRefusalsWithoutAWhen()
{
    MemoryShop shop;
    shop.refusesFirst = 2;
    shop.forgetsRetryAfter = true;
    const auto count = crowdAt(shop);
    QCOMPARE(count.wrongRefusals.at("payments-busy: does not say when to come back"),
            std::int64_t{2});
    QVERIFY(!count.isFlawless());
}

void TestCrowd::noticesAStatementTakenBack()
{
    MemoryShop shop;
    shop.changesItsMind = true;
    const auto count = crowdAt(shop);
    QCOMPARE(count.falseStatements.at("order shown paid, then cancelled"), count.ordersAccepted);
}

void TestCrowd::livesThroughAShopThatIsNotThere()
{
    // Opens a second after the first buyers came.
    boost::asio::io_context context;
    MemoryShop shop;
    std::uint16_t port = 0;
    {
        const auto first = http::Listener::open(context.get_executor(), options(), shop);
        port = first.value()->port();
        first.value()->close();
    }
    context.run();
    context.restart();
    std::thread serving([&] {
        auto later = options();
        later.port = port;
        boost::asio::steady_timer timer(context, std::chrono::seconds{1});
        timer.async_wait([](const boost::system::error_code&) {});
        context.run();
        context.restart();
        const auto listener = http::Listener::open(context.get_executor(), later, shop);
        context.run();
    });
    const auto outcome = liveThrough(towards(port));
    context.stop();
    serving.join();
    QCOMPARE(outcome.value().count.entries, outcome.value().count.arrivals);
    QVERIFY(outcome.value().count.isFlawless());
}

/// Members as tests/faults/checker/README.md has them: what is refused and repeated stands there
/// too.
void TestCrowd::keepsAHistoryOfEveryQuestion()
{
    QTemporaryDir folder;
    const auto file = folder.filePath(QStringLiteral("history")).toStdString();
    MemoryShop shop;
    shop.refusesFirst = 3;
    const auto count = crowdAt(shop, file);
    std::map<std::string, std::int64_t> seen;
    std::ifstream in(file);
    for (std::string text; std::getline(in, text);) {
        const auto line = boost::json::parse(text).as_object();
        const std::string op{line.at("op").as_string()};
        const std::string outcome{line.at("outcome").as_string()};
        ++seen[op + ' ' + outcome];
        QVERIFY(line.at("start").as_int64() <= line.at("end").as_int64());
        if (op != "order")
            continue;
        QCOMPARE(line.at("key").as_string().size(), std::size_t{36});
        QVERIFY(!line.at("lines").as_array().empty());
        if (outcome == "ok")
            QCOMPARE(std::string{line.at("status").as_string()}, std::string{"paid"});
        else
            QCOMPARE(std::string{line.at("problem").as_string()}, std::string{"payments-busy"});
    }
    QCOMPARE(seen["join ok"], count.joins);
    QCOMPARE(seen["order failed"], std::int64_t{3});
    QCOMPARE(seen["order ok"], static_cast<std::int64_t>(shop.orders.size()));
    QVERIFY(!liveThrough({"http://127.0.0.1:1", "demo", {}, {}, "/nowhere/history"}));
}

void TestCrowd::refusesAWrongAddress()
{
    for (const char* wrong :
            {"127.0.0.1:80", "https://shop.example", "http://", "http://host:port"}) {
        CrowdOptions options;
        options.url = wrong;
        const auto outcome = liveThrough(options);
        QVERIFY2(!outcome, wrong);
        QVERIFY(outcome.error().detail.find(wrong) != std::string::npos);
    }
}

QTEST_GUILESS_MAIN(TestCrowd)
#include "test_crowd.moc"
