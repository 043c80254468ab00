#include <QTest>

#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>

#include <set>
#include <thread>

#include "backend/http/listener.h"
#include "backend/rehearsal/crowd_run.h"
#include "backend/rehearsal/provider_walk.h"

using namespace saikobi;
using namespace saikobi::rehearsal;

namespace {

/// A shop and its provider on one address: every order is sent to a page. Says what came back.
class PageShop : public http::Handler {
public:
    std::string base{}; ///< of the shop
    std::string provider{}; ///< the same listener under its other name
    int refusesReturns = 0; ///< so many of them first

    std::set<std::string> paid{};
    std::map<std::string, int> returns{}; ///< by order
    std::map<std::string, int> presses{}; ///< by what was pressed
    int orders = 0;

    void handle(const http::Request& request, http::Reply reply) override
    {
        reply(answerTo(request));
    }

private:
    static http::Response document(unsigned status, const boost::json::object& body)
    {
        http::Response out;
        out.status = status;
        out.text = boost::json::serialize(body);
        return out;
    }

    static http::Response sentTo(const std::string& address)
    {
        http::Response out;
        out.status = 303;
        out.headers.emplace_back("Location", address);
        return out;
    }

    http::Response orderDocument(unsigned status, const std::string& order) const
    {
        boost::json::object body{
                {"order", order}, {"status", paid.contains(order) ? "paid" : "action_required"}};
        if (!paid.contains(order))
            body["next_action"] = provider + "/pay/" + order + "?key=k-" + order;
        return document(status, body);
    }

    http::Response page(const http::Request& request)
    {
        const auto order = request.path.substr(5);
        http::Response out;
        out.contentType = "text/html";
        if (request.method == "GET") {
            out.text = "<form><input name=\"key\" value=\"k-" + order
                    + "\"><input name=\"means\" value=\"4242 4242\"><button id=\"pay\">";
            return out;
        }
        const bool isRight = request.body.find("key=k-" + order) != std::string::npos
                && request.body.find("means=4242%204242") != std::string::npos;
        ++presses[!isRight                                         ? "wrong form"
                        : request.body.starts_with("outcome=pay&") ? "pay"
                                                                   : "back"];
        if (request.body.starts_with("outcome=pay&"))
            paid.insert(order);
        return sentTo(base + "/payments/return?order=" + order);
    }

    http::Response answerTo(const http::Request& request)
    {
        const auto& path = request.path;
        if (path.starts_with("/pay/"))
            return page(request);
        if (path == "/payments/return") {
            if (refusesReturns-- > 0)
                return document(503, {});
            ++returns[std::string{request.parameter("order")}];
            return sentTo("/sales/demo/orders/x");
        }
        if (path == "/sales/demo/tickets")
            return document(201, {{"ticket", "t"}, {"number", 1}, {"pass", "p"}});
        if (path == "/public/sales/demo/catalogue")
            return document(200,
                    {{"products", {{{"id", 1}, {"limit", 2}, {"state", "on_sale"}}}},
                            {"slots", {{{"id", 5}, {"left", 3}}}}, {"methods", {"page"}}});
        if (path == "/sales/demo/orders")
            return orderDocument(201, "o" + std::to_string(++orders));
        if (path.starts_with("/sales/demo/orders/"))
            return orderDocument(200, path.substr(19));
        http::Response page;
        page.contentType = "text/html; charset=utf-8";
        page.text = "<!doctype html>";
        return page;
    }
};

} // namespace

class TestProviderWalk : public QObject {
    Q_OBJECT

private slots:
    void addressesAndFormsAreReadAsTheyAre();
    void buyersPayThereAndComeBack();
    void someNeverComeBackAndAreStillToldTheTruth();
    void someComeBackTwice();
    void someVanishOrPressTheOtherButton();
    void returnsThatTheShopRefusesAreCounted();

private:
    static CrowdCount crowdAt(PageShop& shop, void (*turn)(CrowdSpec&))
    {
        boost::asio::io_context context;
        auto listener = http::Listener::open(context.get_executor(), {}, shop);
        const auto port = std::to_string(listener.value()->port());
        shop.base = "http://127.0.0.1:" + port;
        shop.provider = "http://127.0.0.2:" + port;
        auto atProvider = http::ListenerOptions{};
        atProvider.address = "127.0.0.2";
        atProvider.port = listener.value()->port();
        auto second = http::Listener::open(context.get_executor(), atProvider, shop);
        std::thread serving([&context] { context.run(); });
        CrowdOptions options;
        options.url = shop.base;
        options.spec.arrivalsPerMinute = 1200;
        options.spec.duration = std::chrono::seconds{1};
        options.spec.absentShare = 0;
        options.spec.think = std::chrono::milliseconds{20};
        turn(options.spec);
        auto outcome = liveThrough(options);
        context.stop();
        serving.join();
        return outcome.value().count;
    }
};

void TestProviderWalk::addressesAndFormsAreReadAsTheyAre()
{
    const auto split = splitUrl("http://127.0.0.1:80/pay/x?key=1");
    QCOMPARE(split.origin, std::string{"http://127.0.0.1:80"});
    QCOMPARE(split.target, std::string{"/pay/x?key=1"});
    QCOMPARE(splitUrl("http://h").target, std::string{"/"});
    QCOMPARE(splitUrl("ftp://h/x").origin, std::string{});
    QCOMPARE(fieldOf("<input type=\"hidden\" name=\"key\" value=\"a b\">", "key"),
            std::string{"a b"});
    QCOMPARE(fieldOf("<p>", "key"), std::string{});
}

void TestProviderWalk::buyersPayThereAndComeBack()
{
    PageShop shop;
    const auto count = crowdAt(shop, [](CrowdSpec&) {});
    QVERIFY(shop.orders > 5);
    QCOMPARE(count.providerVisits, shop.orders);
    QCOMPARE(shop.presses["pay"], shop.orders);
    QCOMPARE(count.returnsS.size(), static_cast<std::size_t>(shop.orders));
    QCOMPARE(count.ordersByOutcome().at("paid"), shop.orders);
    QVERIFY2(count.isFlawless(), summaryOf(count, std::nullopt).c_str());
}

void TestProviderWalk::someNeverComeBackAndAreStillToldTheTruth()
{
    PageShop shop;
    const auto count = crowdAt(shop, [](CrowdSpec& spec) { spec.strayShare = 1; });
    QVERIFY(shop.orders > 5);
    QVERIFY(shop.returns.empty());
    QCOMPARE(count.ordersByOutcome().at("paid"), shop.orders);
}

void TestProviderWalk::someComeBackTwice()
{
    PageShop shop;
    const auto count = crowdAt(shop, [](CrowdSpec& spec) { spec.twiceShare = 1; });
    QCOMPARE(shop.returns.size(), static_cast<std::size_t>(shop.orders));
    for (const auto& [order, times] : shop.returns)
        QCOMPARE(times, 2);
    QCOMPARE(count.ordersByOutcome().at("paid"), shop.orders);
}

void TestProviderWalk::someVanishOrPressTheOtherButton()
{
    PageShop shop;
    const auto count = crowdAt(shop, [](CrowdSpec& spec) { spec.vanishShare = 1; });
    QVERIFY(shop.presses.empty() && shop.returns.empty());
    QCOMPARE(count.ordersByOutcome().at("action_required"), shop.orders);
    PageShop other;
    const auto refusing = crowdAt(other, [](CrowdSpec& spec) { spec.refuseShare = 1; });
    QCOMPARE(other.presses["back"], other.orders);
    QCOMPARE(refusing.returnsS.size(), static_cast<std::size_t>(other.orders));
    QVERIFY(other.paid.empty());
}

void TestProviderWalk::returnsThatTheShopRefusesAreCounted()
{
    PageShop shop;
    shop.refusesReturns = 2;
    const auto count = crowdAt(shop, [](CrowdSpec&) {});
    QCOMPARE(count.refusals.at("return-503"), 2);
    QCOMPARE(count.failedReturns, 0);
    QCOMPARE(count.returnsS.size(), static_cast<std::size_t>(shop.orders));
    QVERIFY(quantile(count.returnsS, 1).value() >= 1); // with the reload
}

QTEST_GUILESS_MAIN(TestProviderWalk)
#include "test_provider_walk.moc"
