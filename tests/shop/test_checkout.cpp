#include <QTest>

#include <algorithm>
#include <set>

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
using tests::ProviderCall;
using tests::ShopWorld;

namespace {

const OrderView* viewIn(const PlaceResult& result)
{
    return std::get_if<OrderView>(&result);
}

const Problem* problemIn(const PlaceResult& result)
{
    return std::get_if<Problem>(&result);
}

} // namespace

class TestCheckout : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void buysWhatIsThere();
    void aRequestThatIsWrongIsRefused_data();
    void aRequestThatIsWrongIsRefused();
    void aClosedGateIsToldAndNothingIsBooked();
    void noBudgetIsSaidAtOnceAndNothingIsCharged();
    void aLostBudgetIsNeverAYes();
    void aDeclineEndsTheOrderAndFreesItsPlace();
    void theLastUnitIsSoldOnceAndTheLoserIsVoided();
    void knownSoldOutIsRefusedBeforeAnyCall();
    void aFullSlotTakesNothing();
    void thePersonalLimitCountsEarlierOrders();
    void fiftyClicksAreOneOrder();
    void theSameKeyForSomethingElseIsRefused();
    void theSameKeyLaterGetsTheSameOrder();
    void aSecondOrderWaitsForTheFirst();
    void whatIsNotKnownIsAskedAgain_data();
    void whatIsNotKnownIsAskedAgain();
    void aCaptureRefusedForGoodGivesTheUnitsBack();
    void unitsOfASoldOutProductAreKept();
    void threeDSecureGoesOnAfterTheShopperActed_data();
    void threeDSecureGoesOnAfterTheShopperActed();
    void anAbandonedPageIsClosedAtTheProvider();
    void anOrderIsSeenByItsBuyerOnly();
    void withoutABeatNoOrderIsTaken();
    void aMistakeOfOursChargesNobody();

private:
    std::unique_ptr<tests::TestStores> m_stores{};
    std::unique_ptr<ShopWorld> m_world{};
};

void TestCheckout::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestCheckout::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
    m_stores->clear();
    m_world = std::make_unique<ShopWorld>(*m_stores);
    m_world->start();
}

void TestCheckout::cleanup()
{
    if (!m_world)
        return;
    QCOMPARE(m_world->findings(), std::string{});
    // The provider's books and ours agree: one capture for each paid order, nothing left set aside.
    QCOMPARE(m_world->provider.count(PaymentStanding::Captured),
            m_stores->numberOf("select count(*) from saikobi.orders where status = 'paid'"));
    QCOMPARE(m_world->provider.count(PaymentStanding::Authorised), 0);
    m_world.reset();
}

void TestCheckout::buysWhatIsThere()
{
    const auto result = m_world->placed(m_world->request("p1", 0, 2));
    const auto* view = viewIn(result);
    QVERIFY(view);
    QCOMPARE(view->status, OrderStatus::Paid);
    QCOMPARE(view->amount.value, 2000);
    QCOMPARE(view->pickupCode.size(), 6U);
    QCOMPARE(m_stores->numberOf("select sold from saikobi.stock where product = 1"), 2);
    QCOMPARE(m_stores->numberOf("select sold from saikobi.slot where id = 1"), 1);
    QCOMPARE(m_world->counted(contract::counter::orders), 1);
    QCOMPARE(m_world->counted(contract::counter::ordersPaid), 1);
    QCOMPARE(m_world->checkout().unfinished(), 0U);
}

void TestCheckout::aRequestThatIsWrongIsRefused_data()
{
    QTest::addColumn<int>("wrong");
    QTest::addColumn<QString>("field");
    QTest::addRow("no key") << 0 << "Idempotency-Key";
    QTest::addRow("a method of another sale") << 1 << "method";
    QTest::addRow("an unknown slot") << 2 << "slot";
    QTest::addRow("no means") << 3 << "means";
    QTest::addRow("no lines") << 4 << "lines";
    QTest::addRow("an unknown product") << 5 << "product";
    QTest::addRow("a quantity of nothing") << 6 << "quantity";
    QTest::addRow("a negative quantity") << 7 << "quantity";
}

void TestCheckout::aRequestThatIsWrongIsRefused()
{
    QFETCH(int, wrong);
    QFETCH(QString, field);
    auto request = m_world->request("p1");
    const std::vector<std::function<void()>> spoil{[&] { request.idempotencyKey.clear(); },
            [&] { request.method = "points"; }, [&] { request.slot.value = 99; },
            [&] { request.means.clear(); }, [&] { request.lines.clear(); },
            [&] { request.lines.front().product.value = 99; },
            [&] { request.lines.front().quantity = 0; },
            [&] { request.lines.front().quantity = -5; }};
    spoil.at(static_cast<std::size_t>(wrong))();
    const auto result = m_world->placed(request);
    const auto* problem = problemIn(result);
    QVERIFY(problem);
    QCOMPARE(problem->type, ProblemType::BadRequest);
    QCOMPARE(problem->members.at("field"), field.toStdString());
    QVERIFY(m_world->provider.calls.empty());
}

void TestCheckout::aClosedGateIsToldAndNothingIsBooked()
{
    m_world->gate.problem = Problem{ProblemType::BadPass, "expired", {}, {}};
    const auto result = m_world->placed(m_world->request("p1"));
    QVERIFY(problemIn(result));
    QCOMPARE(problemIn(result)->type, ProblemType::BadPass);
    QCOMPARE(m_world->provider.booked, 0);
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.orders"), 0);
}

void TestCheckout::noBudgetIsSaidAtOnceAndNothingIsCharged()
{
    m_world->provider.budgetRefusal = shop::BudgetAnswer{false, false, 1500ms};
    const auto result = m_world->placed(m_world->request("p1"));
    const auto* problem = problemIn(result);
    QVERIFY(problem);
    QCOMPARE(problem->type, ProblemType::PaymentsBusy);
    QVERIFY(problem->retryAfter >= 1500ms);
    QVERIFY(m_world->provider.calls.empty());
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.orders"), 0);
    QCOMPARE(m_world->counted(contract::counter::ordersRefusedBudget), 1);
}

void TestCheckout::aLostBudgetIsNeverAYes()
{
    m_world->provider.budgetRefusal = shop::BudgetAnswer{false, true, {}};
    const auto result = m_world->placed(m_world->request("p1"));
    QVERIFY(problemIn(result));
    QCOMPARE(problemIn(result)->type, ProblemType::OrdersPaused);
    QVERIFY(m_world->provider.calls.empty());
}

void TestCheckout::aDeclineEndsTheOrderAndFreesItsPlace()
{
    m_world->provider.fate = [](ProviderCall, const std::string&) { return Fate::Refused; };
    const auto result = m_world->placed(m_world->request("p1"));
    QVERIFY(viewIn(result));
    QCOMPARE(viewIn(result)->status, OrderStatus::Declined);
    QCOMPARE(m_world->provider.givenBack, 1);
    QCOMPARE(m_stores->numberOf("select sum(held + sold) from saikobi.stock"), 0);
    QCOMPARE(m_world->counted(contract::counter::ordersDeclined), 1);
    QCOMPARE(m_stores->valueOf("select reason from saikobi.orders"),
            std::string{"insufficient_funds"});
}

void TestCheckout::theLastUnitIsSoldOnceAndTheLoserIsVoided()
{
    std::vector<std::shared_ptr<std::optional<PlaceResult>>> results;
    for (int i = 0; i < 20; ++i)
        results.push_back(m_world->place(m_world->request("p" + std::to_string(i), 2)));
    QVERIFY(m_world->runUntil([&] {
        return std::all_of(
                results.begin(), results.end(), [](const auto& r) { return r->has_value(); });
    }));
    int paid = 0;
    int refused = 0;
    for (const auto& result : results) {
        if (viewIn(**result))
            ++paid;
        else if (problemIn(**result)->type == ProblemType::SoldOut)
            ++refused;
    }
    QCOMPARE(paid, 1);
    QCOMPARE(refused, 19);
    QCOMPARE(m_stores->numberOf("select sold from saikobi.stock where product = 3"), 1);
}

void TestCheckout::knownSoldOutIsRefusedBeforeAnyCall()
{
    QVERIFY(viewIn(m_world->placed(m_world->request("p1", 2))));
    const auto calls = m_world->provider.calls.size();
    const auto result = m_world->placed(m_world->request("p2", 2));
    QVERIFY(problemIn(result));
    QCOMPARE(problemIn(result)->type, ProblemType::SoldOut);
    QCOMPARE(problemIn(result)->members.at("product"), std::string{"3"});
    QCOMPARE(m_world->provider.calls.size(), calls);
}

void TestCheckout::aFullSlotTakesNothing()
{
    const auto first = m_world->place(m_world->request("p1", 0, 1, 1));
    const auto second = m_world->place(m_world->request("p2", 0, 1, 1));
    QVERIFY(m_world->runUntil([&] { return first->has_value() && second->has_value(); }));
    QVERIFY(viewIn(**first) != nullptr || viewIn(**second) != nullptr);
    const auto* problem = problemIn(**second) ? problemIn(**second) : problemIn(**first);
    QVERIFY(problem);
    QCOMPARE(problem->type, ProblemType::SlotFull);
    QCOMPARE(m_stores->numberOf("select sold from saikobi.stock where product = 1"), 1);
}

void TestCheckout::thePersonalLimitCountsEarlierOrders()
{
    QVERIFY(viewIn(m_world->placed(m_world->request("p1", 0, 2))));
    auto again = m_world->request("p1", 0, 1);
    again.idempotencyKey = "another";
    const auto result = m_world->placed(again);
    QVERIFY(problemIn(result));
    QCOMPARE(problemIn(result)->type, ProblemType::LimitReached);
    const auto tooMany = m_world->placed(m_world->request("p2", 0, 3));
    QCOMPARE(problemIn(tooMany)->type, ProblemType::LimitReached);
    auto split = m_world->request("p3", 0, 2);
    split.lines.push_back(split.lines.front());
    QCOMPARE(problemIn(m_world->placed(split))->type, ProblemType::LimitReached);
}

void TestCheckout::fiftyClicksAreOneOrder()
{
    m_world->start("two");
    std::vector<std::shared_ptr<std::optional<PlaceResult>>> results;
    for (int i = 0; i < 50; ++i)
        results.push_back(m_world->place(m_world->request("p1"), i % 2 ? "one" : "two"));
    QVERIFY(m_world->runUntil([&] {
        return std::all_of(
                results.begin(), results.end(), [](const auto& r) { return r->has_value(); });
    }));
    std::set<std::string> orders;
    for (const auto& result : results) {
        QVERIFY(viewIn(**result));
        QCOMPARE(viewIn(**result)->status, OrderStatus::Paid);
        orders.insert(viewIn(**result)->order);
    }
    QCOMPARE(orders.size(), 1U);
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.orders"), 1);
    QCOMPARE(m_world->provider.payments.size(), 1U);
    QCOMPARE(m_world->counted(contract::counter::orders), 1);
    // Whoever booked in vain gave its place back.
    QCOMPARE(m_world->provider.booked - m_world->provider.givenBack, 1);
}

void TestCheckout::theSameKeyForSomethingElseIsRefused()
{
    const auto first = m_world->place(m_world->request("p1", 0));
    const auto atOnce = m_world->place(m_world->request("p1", 1));
    QVERIFY(m_world->runUntil([&] { return first->has_value() && atOnce->has_value(); }));
    QCOMPARE(problemIn(**atOnce)->type, ProblemType::OtherContent);
    const auto later = m_world->placed(m_world->request("p1", 1));
    QCOMPARE(problemIn(later)->type, ProblemType::OtherContent);
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.orders"), 1);
}

void TestCheckout::theSameKeyLaterGetsTheSameOrder()
{
    const auto first = m_world->placed(m_world->request("p1"));
    m_world->gate.problem = Problem{ProblemType::BadPass, "the pass has expired since", {}, {}};
    const auto again = m_world->placed(m_world->request("p1"));
    QCOMPARE(viewIn(again)->order, viewIn(first)->order);
    QCOMPARE(viewIn(again)->pickupCode, viewIn(first)->pickupCode);
    QCOMPARE(m_world->provider.payments.size(), 1U);
}

void TestCheckout::aSecondOrderWaitsForTheFirst()
{
    m_world->provider.fate = [](ProviderCall, const std::string&) { return Fate::NeedsAction; };
    const auto first = m_world->placed(m_world->request("p1", 0));
    auto request = m_world->request("p1", 1);
    request.idempotencyKey = "another";
    const auto second = m_world->placed(request);
    QCOMPARE(problemIn(second)->type, ProblemType::OrderUnderWay);
    QCOMPARE(problemIn(second)->members.at("order"), viewIn(first)->order);
}

void TestCheckout::whatIsNotKnownIsAskedAgain_data()
{
    QTest::addColumn<int>("call");
    QTest::addColumn<int>("fate");
    const std::pair<const char*, ProviderCall> calls[]{
            {"authorise", ProviderCall::Authorise}, {"capture", ProviderCall::Capture}};
    const std::pair<const char*, Fate> fates[]{{"lost before effect", Fate::LostBefore},
            {"answer lost after effect", Fate::LostAfter}, {"later", Fate::Again}};
    for (const auto& [callName, call] : calls)
        for (const auto& [fateName, fate] : fates)
            QTest::addRow("%s: %s", callName, fateName) << int(call) << int(fate);
}

void TestCheckout::whatIsNotKnownIsAskedAgain()
{
    QFETCH(int, call);
    QFETCH(int, fate);
    int left = 3;
    m_world->provider.fate = [&](ProviderCall asked, const std::string&) {
        return asked == ProviderCall(call) && left-- > 0 ? Fate(fate) : Fate::Plain;
    };
    const auto result = m_world->placed(m_world->request("p1"));
    QVERIFY(viewIn(result));
    QCOMPARE(viewIn(result)->status, OrderStatus::Paid);
    QCOMPARE(m_world->provider.payments.begin()->second.captures, 1);
}

void TestCheckout::aCaptureRefusedForGoodGivesTheUnitsBack()
{
    m_world->provider.fate = [](ProviderCall call, const std::string&) {
        return call == ProviderCall::Capture ? Fate::Refused : Fate::Plain;
    };
    const auto result = m_world->placed(m_world->request("p1", 0, 2));
    QVERIFY(viewIn(result));
    QCOMPARE(viewIn(result)->status, OrderStatus::CaptureFailed);
    QCOMPARE(m_stores->numberOf("select sum(held + sold) from saikobi.stock"), 0);
    QCOMPARE(m_stores->numberOf("select sum(held + sold) from saikobi.slot"), 0);
    QCOMPARE(m_world->provider.count(PaymentStanding::Voided), 1);
    QCOMPARE(m_world->counted(contract::counter::ordersFailed), 1);
}

void TestCheckout::unitsOfASoldOutProductAreKept()
{
    m_world->provider.fate = [](ProviderCall call, const std::string&) {
        return call == ProviderCall::Capture ? Fate::Refused : Fate::Plain;
    };
    QCOMPARE(
            viewIn(m_world->placed(m_world->request("p1", 2)))->status, OrderStatus::CaptureFailed);
    QCOMPARE(m_stores->numberOf("select held from saikobi.stock where product = 3"), 1);
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.reservation where order_id is null"),
            1);
    m_world->provider.fate = {};
    QCOMPARE(problemIn(m_world->placed(m_world->request("p2", 2)))->type, ProblemType::SoldOut);
}

void TestCheckout::threeDSecureGoesOnAfterTheShopperActed_data()
{
    QTest::addColumn<int>("result");
    QTest::addColumn<QString>("status");
    QTest::addRow("accepted") << int(PaymentStanding::Authorised) << "paid";
    QTest::addRow("refused") << int(PaymentStanding::Declined) << "declined";
    QTest::addRow("not yet") << int(PaymentStanding::ActionRequired) << "action_required";
}

void TestCheckout::threeDSecureGoesOnAfterTheShopperActed()
{
    QFETCH(int, result);
    QFETCH(QString, status);
    m_world->provider.fate = [](ProviderCall call, const std::string&) {
        return call == ProviderCall::Authorise ? Fate::NeedsAction : Fate::Plain;
    };
    const auto placed = m_world->placed(m_world->request("p1"));
    const auto* view = viewIn(placed);
    QVERIFY(view);
    QCOMPARE(view->status, OrderStatus::ActionRequired);
    QCOMPARE(view->nextAction, "http://provider.example/3ds/" + view->order);
    m_world->provider.act(view->order, PaymentStanding(result));
    bool isTold = false;
    // It came back to another instance, and the browser's return and the webhook race.
    m_world->start("two");
    m_world->checkout("two").refresh(
            view->order, [&](contract::Outcome outcome) { isTold = bool(outcome); });
    m_world->checkout("one").refresh(view->order, [](const contract::Outcome&) {});
    QVERIFY(m_world->runUntil([&] {
        return isTold
                && m_world->checkout("one").unfinished() + m_world->checkout("two").unfinished()
                == 0;
    }));
    QCOMPARE(m_world->statusOf(view->order), status.toStdString());
}

void TestCheckout::anAbandonedPageIsClosedAtTheProvider()
{
    m_world->provider.fate = [](ProviderCall call, const std::string&) {
        return call == ProviderCall::Authorise ? Fate::NeedsAction : Fate::Plain;
    };
    const auto placed = m_world->placed(m_world->request("p1"));
    const auto order = viewIn(placed)->order;
    m_stores->execute("update saikobi.orders set expires_at = now() - interval '1 min'");
    QVERIFY(m_world->settle());
    QCOMPARE(m_world->statusOf(order), std::string{"expired"});
    QCOMPARE(m_world->provider.count(PaymentStanding::Voided), 1);
}

void TestCheckout::anOrderIsSeenByItsBuyerOnly()
{
    const auto placed = m_world->placed(m_world->request("p1"));
    const auto order = viewIn(placed)->order;
    const auto seen = [&](const std::string& id, const shop::Buyer& buyer) {
        std::optional<PlaceResult> out;
        m_world->checkout().view(id, buyer, [&](PlaceResult result) { out = std::move(result); });
        m_world->runUntil([&] { return out.has_value(); });
        return *out;
    };
    QCOMPARE(viewIn(seen(order, {"demo", "p1", 1}))->status, OrderStatus::Paid);
    QCOMPARE(problemIn(seen(order, {"demo", "p2", 1}))->type, ProblemType::NotFound);
    QCOMPARE(problemIn(seen(order, {"small", "p1", 1}))->type, ProblemType::NotFound);
    QCOMPARE(problemIn(seen("not-a-uuid", {"demo", "p1", 1}))->type, ProblemType::NotFound);
    QCOMPARE(problemIn(seen("01890000-0000-7000-8000-000000000000", {"demo", "p1", 1}))->type,
            ProblemType::NotFound);
}

void TestCheckout::withoutABeatNoOrderIsTaken()
{
    stores::PostgresExecutor orders(m_stores->backendPostgres(1));
    contract::Measures measures;
    shop::Checkout silent({m_world->context.get_executor(), orders, m_world->gate,
            m_world->provider, [&](const std::string&) -> contract::Measures& { return measures; },
            "mute", "mute-1", {}, 4ms});
    std::optional<PlaceResult> result;
    silent.place(
            m_world->loaded(), m_world->request("p1"), [&](PlaceResult told) { result = told; });
    QVERIFY(result.has_value()); // at once, and no store was asked
    QCOMPARE(problemIn(*result)->type, ProblemType::OrdersPaused);
}

void TestCheckout::aMistakeOfOursChargesNobody()
{
    m_world->provider.fate = [](ProviderCall, const std::string&) { return Fate::Wrong; };
    const auto result = m_world->placed(m_world->request("p1"));
    QCOMPARE(viewIn(result)->status, OrderStatus::Declined);
    QCOMPARE(m_stores->valueOf("select review from saikobi.orders"),
            std::string{"parameter_missing"});
    QVERIFY(m_world->provider.payments.empty());
}

QTEST_GUILESS_MAIN(TestCheckout)
#include "test_checkout.moc"
