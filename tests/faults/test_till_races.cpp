#include <QTest>
#include <QUuid>

#include <algorithm>
#include <map>
#include <random>

#include "tests/faults/shoppers.h"
#include "tests/faults/till_scene.h"

using namespace saikobi;
using tests::Shoppers;
using tests::TillScene;

/// Faults 17, 18, 20 and 21 over real HTTP: many buyers for one unit and for one place, a finger
/// that does not stop clicking, two tabs, browsers that never come back, notifications of nobody
/// (I1, I2, I7, I10). SAIKOBI_BUYERS=10000 is the full size.
class TestTillRaces : public QObject {
    Q_OBJECT

private slots:
    void oneUnitForAll();
    void onePlaceForAll();
    void basketsOfThreeArticlesSellOut();
    void fiftyClicksAreOneOrder();
    void twoTabsKeepThePersonalLimit();
    void browsersThatNeverComeBack();
    void notificationsOfNobodyChangeNothing();

private:
    static std::map<std::string, int> counted(const std::vector<Shoppers::Told>& told);
};

namespace {

std::size_t buyers()
{
    const auto wanted = qEnvironmentVariableIntValue("SAIKOBI_BUYERS");
    return wanted > 0 ? static_cast<std::size_t>(wanted) : 400;
}

std::string newKey()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
}

constexpr int mostInBasket = 4;

std::vector<std::int64_t> productsOf(TillScene& scene)
{
    std::vector<std::int64_t> out;
    const auto list = scene.rehearsal().query(
            "select string_agg(id::text, ' ' order by code) from saikobi.product");
    for (const auto& id : list.split(u' '))
        out.push_back(id.toLongLong());
    return out;
}

QString stockOf(const QString& what, std::int64_t product)
{
    return QString{"select %1 from saikobi.stock where product = %2"}.arg(what).arg(product);
}

/// So many baskets of one to four units by chance; the last quarter wants one unit of one article,
/// so that a big basket that no longer fits is not the reason why a unit stays.
std::vector<Shoppers::Wish> baskets(
        const Shoppers::Wish& common, const std::vector<std::int64_t>& products, std::size_t count)
{
    const auto seed = std::random_device{}();
    qInfo("baskets by seed %u", seed);
    std::mt19937 random(seed);
    std::uniform_int_distribution<std::size_t> article(0, products.size() - 1);
    std::uniform_int_distribution<int> units(1, mostInBasket);
    std::vector<Shoppers::Wish> out;
    while (out.size() < count) {
        auto own = common;
        own.key = newKey();
        std::map<std::int64_t, std::int64_t> lines;
        const int wanted = out.size() < count - count / 4 ? units(random) : 1;
        for (int i = 0; i < wanted; ++i)
            ++lines[products[article(random)]];
        own.product = lines.begin()->first;
        own.quantity = lines.begin()->second;
        own.others = std::move(lines);
        out.push_back(std::move(own));
    }
    return out;
}

} // namespace

/// By order status, or by problem.
std::map<std::string, int> TestTillRaces::counted(const std::vector<Shoppers::Told>& told)
{
    std::map<std::string, int> out;
    for (const auto& one : told)
        ++out[one.problem.empty() ? one.status : one.problem];
    for (const auto& [what, count] : out)
        qInfo("%d x %s", count, what.c_str());
    return out;
}

void TestTillRaces::oneUnitForAll()
{
    TillScene scene;
    TillScene::Words words;
    words.stock = 1;
    QVERIFY2(scene.start(words), qPrintable(scene.complaint()));
    const auto people = scene.enter(buyers());
    QVERIFY(people);
    const auto common = scene.wish();
    const auto told = people->everybodyOrders([&common](std::size_t) {
        auto own = common;
        own.key = newKey();
        return own;
    });
    const auto counts = counted(told);
    QTRY_COMPARE_WITH_TIMEOUT(scene.unfinished(), 0, 30000);
    QCOMPARE(scene.orders("paid"), 1);
    QCOMPARE(counts.contains("paid") ? counts.at("paid") : 1, 1);
    QCOMPARE(scene.rehearsal().count(
                     "select sold from saikobi.stock s join saikobi.product p on p.id "
                     "= s.product where p.code = 'A-01'"),
            1);
    QCOMPARE(scene.verdict(), QString{});
}

void TestTillRaces::onePlaceForAll()
{
    TillScene scene;
    TillScene::Words words;
    words.places = 1;
    QVERIFY2(scene.start(words), qPrintable(scene.complaint()));
    const auto people = scene.enter(buyers());
    QVERIFY(people);
    const auto common = scene.wish();
    const auto told = people->everybodyOrders([&common](std::size_t) {
        auto own = common;
        own.key = newKey();
        return own;
    });
    counted(told);
    QTRY_COMPARE_WITH_TIMEOUT(scene.unfinished(), 0, 30000);
    QCOMPARE(scene.orders("paid"), 1);
    QCOMPARE(scene.rehearsal().count("select sold from saikobi.slot"), 1);
    QCOMPARE(scene.verdict(), QString{});
}

/// Half as many units as buyers, three articles, baskets of one to four units: all or nothing each,
/// and nothing lies there that somebody was refused.
void TestTillRaces::basketsOfThreeArticlesSellOut()
{
    const auto units = static_cast<int>(buyers() / 2);
    TillScene scene;
    TillScene::Words words;
    words.stocks = {units / 2, units / 3, units - units / 2 - units / 3};
    words.perPerson = mostInBasket;
    QVERIFY2(scene.start(words), qPrintable(scene.complaint()));
    const auto people = scene.enter(buyers());
    QVERIFY(people);
    const auto wishes = baskets(scene.wish(), productsOf(scene), buyers());
    const auto told = people->everybodyOrders([&wishes](std::size_t who) { return wishes[who]; });
    counted(told);
    QTRY_COMPARE_WITH_TIMEOUT(scene.unfinished(), 0, 30000);
    std::map<std::int64_t, std::int64_t> left;
    for (const auto product : productsOf(scene))
        left[product] = scene.rehearsal().count(stockOf("total - held - sold", product));
    for (std::size_t who = 0; who < told.size(); ++who) {
        const auto lines = wishes[who].lines();
        const bool wasTrue = std::any_of(lines.begin(), lines.end(),
                [&left](const auto& line) { return left[line.first] < line.second; });
        QVERIFY2(told[who].problem == "sold-out" ? wasTrue : told[who].status == "paid",
                qPrintable(QString{"buyer %1 was told %2 %3"}
                                   .arg(who)
                                   .arg(told[who].http)
                                   .arg(QString::fromStdString(told[who].problem))));
    }
    for (const auto& [product, unsold] : left) {
        qInfo("product %lld: %lld unsold", qlonglong(product), qlonglong(unsold));
        QCOMPARE(unsold, 0); // somebody came for one of it after the last basket that was too big
        QCOMPARE(scene.rehearsal().count(stockOf("held", product)), 0);
    }
    QCOMPARE(scene.rehearsal().count("select sum(sold) from saikobi.stock"), units);
    QCOMPARE(scene.verdict(), QString{});
}

void TestTillRaces::fiftyClicksAreOneOrder()
{
    TillScene scene;
    QVERIFY2(scene.start(), qPrintable(scene.complaint()));
    const auto people = scene.enter(5);
    QVERIFY(people);
    for (std::size_t shopper = 0; shopper < people->size(); ++shopper) {
        const std::vector<Shoppers::Wish> clicks(50, scene.wish());
        const auto told = people->clickAtOnce(shopper, clicks);
        std::vector<std::string> orders;
        for (const auto& one : told)
            if (!one.order.empty()
                    && std::find(orders.begin(), orders.end(), one.order) == orders.end())
                orders.push_back(one.order);
        QCOMPARE(orders.size(), std::size_t{1});
        // The same key for something else is not joined, and changes nothing.
        auto other = clicks.front();
        other.quantity = 2;
        QCOMPARE(people->order(shopper, other).http, 422);
    }
    QTRY_COMPARE_WITH_TIMEOUT(scene.orders("paid"), 5, 30000);
    QCOMPARE(scene.ordersMade(), 5);
    QCOMPARE(scene.verdict(), QString{});
}

void TestTillRaces::twoTabsKeepThePersonalLimit()
{
    TillScene scene;
    QVERIFY2(scene.start(), qPrintable(scene.complaint())); // two of each article for a person
    const auto people = scene.enter(5);
    QVERIFY(people);
    for (int round = 0; round < 4; ++round)
        for (std::size_t shopper = 0; shopper < people->size(); ++shopper) {
            std::vector<Shoppers::Wish> clicks;
            for (int i = 0; i < 50; ++i)
                clicks.push_back(scene.wish());
            people->clickAtOnce(shopper, clicks);
        }
    QTRY_COMPARE_WITH_TIMEOUT(scene.unfinished(), 0, 30000);
    QCOMPARE(
            scene.rehearsal().count("select coalesce(max(units), 0) from (select sum(qty) as units "
                                    "from saikobi.reservation group by person, product) u"),
            2);
    QCOMPARE(scene.verdict(), QString{});
}

/// The shopper pays at the provider's page and shuts the browser: the notification or a query
/// brings the order to its end. Whoever opens the return address without having been there changes
/// nothing.
void TestTillRaces::browsersThatNeverComeBack()
{
    TillScene scene;
    TillScene::Words words;
    words.provider
            = "{\"outcomes\": {\"plays\": true, \"after_ms\": [1000, 3000], "
              "\"threeds\": {\"accepted\": 1, \"refused\": 0, \"abandoned\": 0, \"late\": 0}}}";
    QVERIFY2(scene.start(words), qPrintable(scene.complaint()));
    const auto people = scene.enter(20);
    QVERIFY(people);
    auto common = scene.wish();
    common.means = "pm_card_threeDSecure2Required";
    const auto told = people->everybodyOrders([&common](std::size_t) {
        auto own = common;
        own.key = newKey();
        return own;
    });
    tests::WebClient stranger(scene.port());
    for (const auto& one : told) {
        QCOMPARE(one.http, 201);
        stranger.get("/payments/return?sale=demo&order=" + one.order);
        stranger.get("/payments/return?sale=demo&order=" + one.order
                + "&reference=guessed&redirect_status=failed");
    }
    QTRY_COMPARE_WITH_TIMEOUT(scene.orders("paid"), 20, 60000);
    for (std::size_t shopper = 0; shopper < told.size(); ++shopper)
        QCOMPARE(people->look(shopper, told[shopper].order).status, std::string{"paid"});
    QCOMPARE(scene.verdict(), QString{});
}

void TestTillRaces::notificationsOfNobodyChangeNothing()
{
    TillScene scene;
    QVERIFY2(scene.start(), qPrintable(scene.complaint()));
    const auto people = scene.enter(1);
    QVERIFY(people);
    const auto order = people->order(0, scene.wish());
    QVERIFY(!order.order.empty());
    QTRY_COMPARE_WITH_TIMEOUT(scene.orders("paid"), 1, 20000);
    const auto known = scene.rehearsal().count("select count(*) from saikobi.inbox");
    const auto body
            = "{\"id\":\"evt_forged\",\"object\":\"event\",\"type\":\"payment_intent.canceled\","
              "\"data\":{\"object\":{\"id\":\"pi_forged\",\"object\":\"payment_intent\","
              "\"metadata\":{\"order_id\":\""
            + order.order + "\"}}}}";
    tests::WebClient forger(scene.port());
    for (const auto* signature : {"", "t=1,v1=00", "t=1760000000,v1=", "v1=00,v1=11", "nonsense"})
        QCOMPARE(forger.post("/payments/webhooks", body, {{"Stripe-Signature", signature}}).status,
                400);
    QCOMPARE(scene.rehearsal().count("select count(*) from saikobi.inbox"), known);
    QCOMPARE(people->look(0, order.order).status, std::string{"paid"});
    QCOMPARE(scene.verdict(), QString{});
}

QTEST_GUILESS_MAIN(TestTillRaces)
#include "test_till_races.moc"
