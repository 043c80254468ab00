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
    void everyStepHasItsPoint_data();
    void everyStepHasItsPoint();

private:
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
    const auto order = m_world->begun(method.toStdString());
    QCOMPARE(order.status, OrderStatus::ActionRequired);
    QCOMPARE(order.nextAction, "https://pay.example/page/" + order.order);
    m_world->provider.act(order.order,
            method == "page" ? PaymentStanding::Authorised : PaymentStanding::Captured);
    if (news == "notification" || news == "both")
        m_world->tell(order.order);
    if (news == "browser" || news == "both")
        QVERIFY(viewIn(m_world->asked([&](shop::OrderAnswer answer) {
            m_world->checkout().comeBack(
                    order.order, "demo", m_world->keyOf(order.order), std::move(answer));
        })));
    if (news == "nothing") {
        m_world->runOut(order.order);
        m_world->checkout().tick();
    }
    QVERIFY(m_world->reaches(order.order, "paid"));
    QCOMPARE(m_stores->numberOf(allSold), 1);
    QCOMPARE(m_world->callsOf(ProviderCall::Capture), method == "page" ? 1 : 0);
    QCOMPARE(m_stores->valueOf("select reference from saikobi.payment"), "pi_" + order.order);
    QCOMPARE(m_world->counted(contract::counter::ordersPaid), 1);
}

void TestWaysToPay::stockIsHeldWhileTheShopperIsAtThePage()
{
    const auto held = m_world->begun("store", "p1", 2);
    QCOMPARE(held.status, OrderStatus::ActionRequired);
    QCOMPARE(m_stores->numberOf(allHeld), 1);
    const auto late = m_world->placed(m_world->request("p2", 2));
    QVERIFY(problemIn(late));
    QCOMPARE(problemIn(late)->type, ProblemType::SoldOut);
    m_world->provider.act(held.order, PaymentStanding::Captured);
    m_world->tell(held.order);
    QVERIFY(m_world->reaches(held.order, "paid"));
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
    const auto order = m_world->begun(method.toStdString(), "p1", 2);
    int closings = 0;
    m_world->provider.fate = [&](ProviderCall call, const std::string& id) {
        if (call != ProviderCall::Close)
            return Fate::Plain;
        // Nothing comes back before the provider has said that nobody can pay there any more.
        if (m_world->provider.payments.at(id).standing == PaymentStanding::ActionRequired)
            Q_ASSERT(m_stores->numberOf(allHeld) == (method == "store" ? 1 : 0));
        return ++closings == 1 ? static_cast<Fate>(trouble) : Fate::Plain;
    };
    m_world->runOut(order.order);
    m_world->checkout().tick();
    QVERIFY(m_world->reaches(order.order, "expired"));
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
    const auto order = m_world->begun(method.toStdString());
    m_world->provider.fate = [&](ProviderCall call, const std::string& id) {
        if (call == ProviderCall::Close)
            m_world->provider.act(
                    id, method == "page" ? PaymentStanding::Authorised : PaymentStanding::Captured);
        return Fate::Plain;
    };
    m_world->runOut(order.order);
    m_world->checkout().tick();
    QVERIFY(m_world->reaches(order.order, "paid"));
    QCOMPARE(m_world->callsOf(ProviderCall::Close), 1);
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
    const auto order = m_world->begun("store");
    QVERIFY(contract::isEnd(order.status));
    QCOMPARE(m_stores->numberOf(allHeld), 0);
    QCOMPARE(m_world->provider.givenBack, 1);
}

void TestWaysToPay::pointsArePaidOutOfTheLedger()
{
    const auto order = m_world->begun("points", "p1", 0, 2);
    QCOMPARE(order.status, OrderStatus::Paid);
    QCOMPARE(order.pickupCode.size(), 6U);
    QCOMPARE(m_stores->numberOf("select saikobi.points_balance('demo', 'p1')"), 1000);
    QVERIFY(m_world->provider.calls.empty());
    QCOMPARE(m_world->provider.booked, 0);
    QCOMPARE(m_stores->numberOf(allSold), 2);
}

void TestWaysToPay::tooFewPointsTakeNothing()
{
    const auto order = m_world->begun("points", "p1", 2); // 5,000
    QCOMPARE(order.status, OrderStatus::Declined);
    QCOMPARE(m_stores->numberOf(allHeld), 1); // shown as sold out by then: the unit is kept
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.reservation where order_id is null"),
            1);
    QCOMPARE(m_stores->numberOf("select saikobi.points_balance('demo', 'p1')"), 3000);
    QCOMPARE(m_world->counted(contract::counter::ordersDeclined), 1);
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
    const auto order = m_world->begun(method.toStdString());
    if (order.status == OrderStatus::ActionRequired) {
        m_world->tell(order.order);
        m_world->runOut(order.order);
    }
    QVERIFY(m_world->settle());
    QCOMPARE(deaths.load(), 1);
}

QTEST_GUILESS_MAIN(TestWaysToPay)
#include "test_ways_to_pay.moc"
