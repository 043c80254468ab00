#include <QTest>

#include <algorithm>
#include <set>

#include "backend/contract/kill_point.h"
#include "tests/shop/shop_world.h"

using namespace saikobi;
using namespace std::chrono_literals;
using contract::OrderStatus;
using contract::Problem;
using contract::ProblemType;
using shop::OrderView;
using shop::PaymentStanding;
using tests::Fate;
using tests::PlaceResult;
using tests::problemIn;
using tests::ProviderCall;
using tests::ShopWorld;
using tests::viewIn;

namespace {

constexpr const char* allHeld = "select coalesce(sum(held), 0) from saikobi.stock";
constexpr const char* allSold = "select coalesce(sum(sold), 0) from saikobi.stock";

} // namespace

/// Pages of the provider, stock before money, points, another means after a decline, giving up.
class TestWaysToPay : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void aPageIsPaidByWhateverNewsComes_data();
    void aPageIsPaidByWhateverNewsComes();
    void stockIsHeldWhileTheShopperIsAtThePage();
    void anAbandonedPageIsClosedBeforeUnitsComeBack_data();
    void anAbandonedPageIsClosedBeforeUnitsComeBack();
    void aPaymentThatCameLateIsHonoured_data();
    void aPaymentThatCameLateIsHonoured();
    void withoutStockNobodyIsAsked();
    void aPageThatCannotBeStartedGivesItsUnitsBack();
    void pointsArePaidOutOfTheLedger();
    void tooFewPointsTakeNothing();
    void anotherMeansIsAnotherAttemptOfTheSamePayment();
    void anAttemptIsKnownByItsNumber();
    void givingUpClosesThePageFirst_data();
    void givingUpClosesThePageFirst();
    void theWayBackNeedsItsKeyAndNothingElse();
    void whatIsSwitchedOffIsRefusedBeforeAnybodyIsAsked_data();
    void whatIsSwitchedOffIsRefusedBeforeAnybodyIsAsked();
    void everyStepHasItsPoint_data();
    void everyStepHasItsPoint();

private:
    OrderView begun(const std::string& method, const std::string& person = "p1",
            std::size_t product = 0, std::int64_t quantity = 1);
    PlaceResult asked(const std::function<void(shop::OrderAnswer)>& ask);
    PlaceResult payAgain(const OrderView& order, int attempt, const std::string& means,
            const std::string& person = "p1");
    void tell(const std::string& order);
    void runOut(const std::string& order);
    std::string keyOf(const std::string& order);
    int callsOf(ProviderCall call) const;
    bool hasStatus(const std::string& order, const std::string& status);

    std::unique_ptr<tests::TestStores> m_stores{};
    std::unique_ptr<ShopWorld> m_world{};
};

void TestWaysToPay::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestWaysToPay::init()
{
    m_stores->clear();
    m_world = std::make_unique<ShopWorld>(*m_stores);
    m_world->start();
}

void TestWaysToPay::cleanup()
{
    if (!m_world)
        return;
    QVERIFY(m_world->settle());
    QCOMPARE(m_world->findings(), std::string{});
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.audit_points"), 0);
    QCOMPARE(m_world->provider.count(PaymentStanding::Captured),
            m_stores->numberOf("select count(*) from saikobi.orders "
                               "where status = 'paid' and flow <> 'points'"));
    QCOMPARE(m_world->provider.count(PaymentStanding::Authorised), 0);
    m_world.reset();
}

OrderView TestWaysToPay::begun(const std::string& method, const std::string& person,
        std::size_t product, std::int64_t quantity)
{
    auto request = m_world->request(person, product, quantity);
    request.method = method;
    const auto placed = m_world->placed(request);
    return viewIn(placed) ? *viewIn(placed) : OrderView{};
}

PlaceResult TestWaysToPay::asked(const std::function<void(shop::OrderAnswer)>& ask)
{
    std::optional<PlaceResult> told;
    ask([&told](PlaceResult result) { told = std::move(result); });
    if (!m_world->runUntil([&] { return told.has_value(); }))
        qFatal("no answer");
    return *told;
}

PlaceResult TestWaysToPay::payAgain(
        const OrderView& order, int attempt, const std::string& means, const std::string& person)
{
    return asked([&](shop::OrderAnswer answer) {
        m_world->checkout().payAgain({order.order, {"demo", person, 1}, attempt, means,
                                             std::chrono::steady_clock::now()},
                std::move(answer));
    });
}

/// A notification has come in.
void TestWaysToPay::tell(const std::string& order)
{
    bool isTold = false;
    m_world->checkout().refresh(order, [&isTold](const contract::Outcome&) { isTold = true; });
    QVERIFY(m_world->runUntil([&] { return isTold; }));
}

/// The shopper's time at the provider's page is over, and so is the grace after it.
void TestWaysToPay::runOut(const std::string& order)
{
    m_stores->execute("update saikobi.orders set expires_at = now() - interval '1 min' where id = '"
            + order + "'");
}

std::string TestWaysToPay::keyOf(const std::string& order)
{
    return m_stores->valueOf("select return_key from saikobi.orders where id = '" + order + "'");
}

int TestWaysToPay::callsOf(ProviderCall call) const
{
    const auto& calls = m_world->provider.calls;
    return static_cast<int>(std::count(calls.begin(), calls.end(), call));
}

bool TestWaysToPay::hasStatus(const std::string& order, const std::string& status)
{
    return m_world->runUntil([&] { return m_world->statusOf(order) == status; })
            && m_world->runUntil([&] { return m_world->checkout().unfinished() == 0; });
}

void TestWaysToPay::aPageIsPaidByWhateverNewsComes_data()
{
    QTest::addColumn<QByteArray>("news");
    QTest::addColumn<QByteArray>("method");
    for (const char* method : {"page", "store"})
        for (const char* news : {"browser", "notification", "both", "nothing"})
            QTest::addRow("%s: %s", method, news) << QByteArray{news} << QByteArray{method};
}

void TestWaysToPay::aPageIsPaidByWhateverNewsComes()
{
    QFETCH(QByteArray, news);
    QFETCH(QByteArray, method);
    const auto order = begun(method.toStdString());
    QCOMPARE(order.status, OrderStatus::ActionRequired);
    QCOMPARE(order.nextAction, "https://pay.example/page/" + order.order);
    m_world->provider.act(order.order,
            method == "page" ? PaymentStanding::Authorised : PaymentStanding::Captured);
    if (news == "notification" || news == "both")
        tell(order.order);
    if (news == "browser" || news == "both")
        QVERIFY(viewIn(asked([&](shop::OrderAnswer answer) {
            m_world->checkout().comeBack(
                    order.order, "demo", keyOf(order.order), std::move(answer));
        })));
    if (news == "nothing") {
        runOut(order.order);
        m_world->checkout().tick();
    }
    QVERIFY(hasStatus(order.order, "paid"));
    QCOMPARE(m_stores->numberOf(allSold), 1);
    QCOMPARE(callsOf(ProviderCall::Capture), method == "page" ? 1 : 0);
    QCOMPARE(m_stores->valueOf("select reference from saikobi.payment"), "pi_" + order.order);
    QCOMPARE(m_world->counted(contract::counter::ordersPaid), 1);
}

void TestWaysToPay::stockIsHeldWhileTheShopperIsAtThePage()
{
    const auto held = begun("store", "p1", 2);
    QCOMPARE(held.status, OrderStatus::ActionRequired);
    QCOMPARE(m_stores->numberOf(allHeld), 1);
    const auto late = m_world->placed(m_world->request("p2", 2));
    QVERIFY(problemIn(late));
    QCOMPARE(problemIn(late)->type, ProblemType::SoldOut);
    m_world->provider.act(held.order, PaymentStanding::Captured);
    tell(held.order);
    QVERIFY(hasStatus(held.order, "paid"));
}

void TestWaysToPay::anAbandonedPageIsClosedBeforeUnitsComeBack_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<int>("trouble");
    for (const char* method : {"page", "store"}) {
        QTest::addRow("%s", method) << QByteArray{method} << static_cast<int>(Fate::Plain);
        QTest::addRow("%s, answer lost", method)
                << QByteArray{method} << static_cast<int>(Fate::LostAfter);
        QTest::addRow("%s, request lost", method)
                << QByteArray{method} << static_cast<int>(Fate::LostBefore);
    }
}

void TestWaysToPay::anAbandonedPageIsClosedBeforeUnitsComeBack()
{
    QFETCH(QByteArray, method);
    QFETCH(int, trouble);
    const auto order = begun(method.toStdString(), "p1", 2);
    int closings = 0;
    m_world->provider.fate = [&](ProviderCall call, const std::string& id) {
        if (call != ProviderCall::Close)
            return Fate::Plain;
        // Nothing comes back before the provider has said that nobody can pay there any more.
        if (m_world->provider.payments.at(id).standing == PaymentStanding::ActionRequired)
            Q_ASSERT(m_stores->numberOf(allHeld) == (method == "store" ? 1 : 0));
        return ++closings == 1 ? static_cast<Fate>(trouble) : Fate::Plain;
    };
    runOut(order.order);
    m_world->checkout().tick();
    QVERIFY(hasStatus(order.order, "expired"));
    QCOMPARE(m_world->provider.payments.at(order.order).standing, PaymentStanding::Voided);
    QCOMPARE(m_stores->numberOf("select sum(sold) from saikobi.stock"), 0);
    const auto abandoned = contract::counter::abandoned + method.toStdString();
    QCOMPARE(m_world->counted(abandoned.c_str()), 1);
}

void TestWaysToPay::aPaymentThatCameLateIsHonoured_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addRow("page") << QByteArray{"page"};
    QTest::addRow("store") << QByteArray{"store"};
}

/// It got in between our last look and the closing of the page.
void TestWaysToPay::aPaymentThatCameLateIsHonoured()
{
    QFETCH(QByteArray, method);
    const auto order = begun(method.toStdString());
    m_world->provider.fate = [&](ProviderCall call, const std::string& id) {
        if (call == ProviderCall::Close)
            m_world->provider.act(
                    id, method == "page" ? PaymentStanding::Authorised : PaymentStanding::Captured);
        return Fate::Plain;
    };
    runOut(order.order);
    m_world->checkout().tick();
    QVERIFY(hasStatus(order.order, "paid"));
    QCOMPARE(callsOf(ProviderCall::Close), 1);
}

void TestWaysToPay::withoutStockNobodyIsAsked()
{
    m_stores->execute("update saikobi.stock set total = 0 where product = 3");
    auto request = m_world->request("p1", 2);
    request.method = "store";
    const auto placed = m_world->placed(request);
    QVERIFY(problemIn(placed));
    QCOMPARE(problemIn(placed)->type, ProblemType::SoldOut);
    QVERIFY(m_world->provider.calls.empty());
    QCOMPARE(m_world->provider.givenBack, m_world->provider.booked);
}

void TestWaysToPay::aPageThatCannotBeStartedGivesItsUnitsBack()
{
    m_world->provider.fate = [](ProviderCall, const std::string&) { return Fate::Refused; };
    const auto order = begun("store");
    QVERIFY(contract::isEnd(order.status));
    QCOMPARE(m_stores->numberOf(allHeld), 0);
    QCOMPARE(m_world->provider.givenBack, 1);
}

void TestWaysToPay::pointsArePaidOutOfTheLedger()
{
    const auto order = begun("points", "p1", 0, 2);
    QCOMPARE(order.status, OrderStatus::Paid);
    QCOMPARE(order.pickupCode.size(), 6U);
    QCOMPARE(m_stores->numberOf("select saikobi.points_balance('demo', 'p1')"), 1000);
    QVERIFY(m_world->provider.calls.empty());
    QCOMPARE(m_world->provider.booked, 0);
    QCOMPARE(m_stores->numberOf(allSold), 2);
}

void TestWaysToPay::tooFewPointsTakeNothing()
{
    const auto order = begun("points", "p1", 2); // 5,000
    QCOMPARE(order.status, OrderStatus::Declined);
    QCOMPARE(m_stores->numberOf(allHeld), 1); // shown as sold out by then: the unit is kept
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.reservation where order_id is null"),
            1);
    QCOMPARE(m_stores->numberOf("select saikobi.points_balance('demo', 'p1')"), 3000);
    QCOMPARE(m_world->counted(contract::counter::ordersDeclined), 1);
}

void TestWaysToPay::anotherMeansIsAnotherAttemptOfTheSamePayment()
{
    m_world->provider.fate = [](ProviderCall call, const std::string&) {
        return call == ProviderCall::Authorise ? Fate::Refused : Fate::Plain;
    };
    const auto order = begun("card");
    QCOMPARE(order.status, OrderStatus::Declined);
    const auto paid = payAgain(order, 2, "pm_card_jcb");
    QVERIFY(viewIn(paid));
    QCOMPARE(viewIn(paid)->status, OrderStatus::Paid);
    QCOMPARE(viewIn(paid)->order, order.order);
    QCOMPARE(callsOf(ProviderCall::Confirm), 1);
    QCOMPARE(callsOf(ProviderCall::Authorise), 1);
    QCOMPARE(m_stores->valueOf("select string_agg(attempt || standing, ' ' order by attempt) "
                               "from saikobi.payment"),
            std::string{"1declined 2captured"});
    QCOMPARE(m_world->provider.booked, m_world->provider.givenBack + 1);
}

void TestWaysToPay::anAttemptIsKnownByItsNumber()
{
    m_world->provider.fate = [](ProviderCall call, const std::string&) {
        const bool isOfMeans = call == ProviderCall::Authorise || call == ProviderCall::Confirm;
        return isOfMeans ? Fate::Refused : Fate::Plain;
    };
    const auto order = begun("card");
    const auto again = payAgain(order, 2, "pm_card_jcb");
    QVERIFY(viewIn(again));
    QCOMPARE(viewIn(again)->status, OrderStatus::Declined);
    QVERIFY(viewIn(payAgain(order, 2, "pm_card_jcb"))); // the same try
    QCOMPARE(callsOf(ProviderCall::Confirm), 1);
    const auto typeOf = [](const PlaceResult& told) {
        return problemIn(told) ? problemIn(told)->type : ProblemType::Unavailable;
    };
    QCOMPARE(typeOf(payAgain(order, 2, "pm_card_visa")), ProblemType::OtherContent);
    QCOMPARE(typeOf(payAgain(order, 4, "pm_card_visa")), ProblemType::Gone);
    QCOMPARE(typeOf(payAgain(order, 3, "pm_card_visa", "stranger")), ProblemType::NotFound);
    // Meanwhile another order of the same person: only one may be under way.
    auto other = m_world->request("p1");
    other.idempotencyKey = "key-other";
    other.method = "page";
    QVERIFY(viewIn(m_world->placed(other)));
    QCOMPARE(typeOf(payAgain(order, 3, "pm_card_visa")), ProblemType::OrderUnderWay);
    runOut(m_stores->valueOf("select id from saikobi.orders where method = 'page'"));
}

void TestWaysToPay::givingUpClosesThePageFirst_data()
{
    aPaymentThatCameLateIsHonoured_data();
}

void TestWaysToPay::givingUpClosesThePageFirst()
{
    QFETCH(QByteArray, method);
    const auto order = begun(method.toStdString());
    const auto told = asked([&](shop::OrderAnswer answer) {
        m_world->checkout().cancel(order.order, {"demo", "p1", 1}, std::chrono::steady_clock::now(),
                std::move(answer));
    });
    QVERIFY(viewIn(told));
    QCOMPARE(viewIn(told)->status, OrderStatus::Expired);
    QCOMPARE(m_world->provider.payments.at(order.order).standing, PaymentStanding::Voided);
    QCOMPARE(m_stores->numberOf(allHeld), 0);
    const auto abandoned = contract::counter::abandoned + method.toStdString();
    QCOMPARE(m_world->counted(abandoned.c_str()), 0); // the shopper said so
    QVERIFY(viewIn(m_world->placed([&] {
        auto next = m_world->request("p1");
        next.idempotencyKey = "key-next";
        return next;
    }())));
}

void TestWaysToPay::theWayBackNeedsItsKeyAndNothingElse()
{
    const auto order = begun("page");
    const auto comeBack = [&](const std::string& key, const std::string& sale = "demo") {
        return asked([&](shop::OrderAnswer answer) {
            m_world->checkout().comeBack(order.order, sale, key, std::move(answer));
        });
    };
    const auto key = keyOf(order.order);
    QCOMPARE(key.size(), 32U);
    for (const auto& wrong : {std::string{}, std::string(32, '0'), key.substr(1)})
        QCOMPARE(problemIn(comeBack(wrong))->type, ProblemType::NotFound);
    QCOMPARE(problemIn(comeBack(key, "other"))->type, ProblemType::NotFound);
    QVERIFY(m_world->provider.calls.size() == 1U); // nobody was asked for a stranger
    // Before anything happened there, twice: nothing changes.
    for (int i = 0; i < 2; ++i)
        QVERIFY(viewIn(comeBack(key)));
    QCOMPARE(m_world->statusOf(order.order), std::string{"action_required"});
    m_world->provider.act(order.order, PaymentStanding::Authorised);
    comeBack(key);
    QVERIFY(hasStatus(order.order, "paid"));
    QCOMPARE(viewIn(comeBack(key))->status, OrderStatus::Paid);
}

void TestWaysToPay::whatIsSwitchedOffIsRefusedBeforeAnybodyIsAsked_data()
{
    QTest::addColumn<QByteArray>("change");
    QTest::addColumn<int>("type");
    const auto row = [](const char* name, const char* change, ProblemType type) {
        QTest::addRow("%s", name) << QByteArray{change} << static_cast<int>(type);
    };
    row("a method", "update saikobi.method set enabled = false", ProblemType::MethodOff);
    row("a product", "update saikobi.product set stopped = true", ProblemType::Stopped);
    row("the provider", "", ProblemType::PaymentsBusy);
}

void TestWaysToPay::whatIsSwitchedOffIsRefusedBeforeAnybodyIsAsked()
{
    QFETCH(QByteArray, change);
    QFETCH(int, type);
    if (change.isEmpty())
        m_world->provider.providerState = {true, false, {}};
    else
        m_stores->execute(change.toStdString());
    const auto told = m_world->placed(m_world->request("p1"));
    QVERIFY(problemIn(told));
    QCOMPARE(static_cast<int>(problemIn(told)->type), type);
    QVERIFY(m_world->provider.calls.empty());
    QCOMPARE(m_world->provider.booked, 0);
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.orders"), 0);
    m_world->provider.providerState = {};
}

void TestWaysToPay::everyStepHasItsPoint_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("point");
    const auto rows = [](const char* method, std::initializer_list<const char*> points) {
        for (const char* point : points)
            for (const char* side : {"before", "after"})
                QTest::addRow("%s %s-%s", method, point, side)
                        << QByteArray{method} << QByteArray{point} + "-" + side;
    };
    rows("card", {"create", "authorise", "authorised", "reserve", "capture", "settle"});
    rows("page", {"start", "action", "taken", "query", "left", "expiring", "close", "give-back"});
    rows("store", {"page"});
    rows("points", {"points"});
}

void TestWaysToPay::everyStepHasItsPoint()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, point);
    std::atomic<int> deaths{0};
    QVERIFY(contract::armKillPoint(point.toStdString(), [&deaths] { ++deaths; }));
    const auto order = begun(method.toStdString());
    if (order.status == OrderStatus::ActionRequired) {
        tell(order.order);
        runOut(order.order);
    }
    QVERIFY(m_world->settle());
    QCOMPARE(deaths.load(), 1);
}

QTEST_GUILESS_MAIN(TestWaysToPay)
#include "test_ways_to_pay.moc"
