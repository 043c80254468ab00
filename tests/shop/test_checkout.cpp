#include <QTest>

#include <algorithm>

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

/// From the order to its end, with a provider that declines, forgets, answers late or not at all.
class TestCheckout : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void buysWhatIsThere();
    void aDeclineEndsTheOrderAndFreesItsPlace();
    void theLastUnitIsSoldOnceAndTheLoserIsVoided();
    void aFullSlotTakesNothing();
    void whatIsNotKnownIsAskedAgain_data();
    void whatIsNotKnownIsAskedAgain();
    void aCaptureRefusedForGoodGivesTheUnitsBack();
    void unitsOfASoldOutProductAreKept();
    void threeDSecureGoesOnAfterTheShopperActed_data();
    void threeDSecureGoesOnAfterTheShopperActed();
    void anAbandonedPageIsClosedAtTheProvider();
    void anOrderIsSeenByItsBuyerOnly();
    void aMistakeOfOursChargesNobody();
    void whatAPersonMustLookAtIsWrittenDown();
    void moneyAfterTheEndIsShownToAPerson_data();
    void moneyAfterTheEndIsShownToAPerson();

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
    QCOMPARE(m_world->gate.paid, std::vector<std::string>{"p1"}); // the line hears of it
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
    // It came back to another instance; the browser's return and the webhook race.
    m_world->start("two");
    int told = 0;
    for (const char* instance : {"two", "one"})
        m_world->checkout(instance).refresh(view->order,
                [&told](const contract::Outcome& outcome) { told += outcome ? 1 : 0; });
    QVERIFY(m_world->runUntil([&] {
        return told == 2
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

void TestCheckout::aMistakeOfOursChargesNobody()
{
    m_world->provider.fate = [](ProviderCall, const std::string&) { return Fate::Wrong; };
    const auto result = m_world->placed(m_world->request("p1"));
    QCOMPARE(viewIn(result)->status, OrderStatus::Declined);
    QCOMPARE(m_stores->valueOf("select review from saikobi.orders"),
            std::string{"parameter_missing"});
    QVERIFY(m_world->provider.payments.empty());
}

/// As the backend's own user: a right that is missing would be seen here only.
void TestCheckout::whatAPersonMustLookAtIsWrittenDown()
{
    int left = 1;
    m_world->provider.fate = [&](ProviderCall call, const std::string&) {
        return call == ProviderCall::Capture && left-- > 0 ? Fate::Wrong : Fate::Plain;
    };
    const auto result = m_world->placed(m_world->request("p1"));
    QCOMPARE(viewIn(result)->status, OrderStatus::Paid);
    QCOMPARE(m_stores->valueOf("select review from saikobi.orders"),
            std::string{"parameter_missing"});
}

void TestCheckout::moneyAfterTheEndIsShownToAPerson_data()
{
    QTest::addColumn<int>("standing");
    QTest::addColumn<QString>("review");
    QTest::addRow("charged") << int(PaymentStanding::Captured) << "charged_after_end";
    QTest::addRow("set aside") << int(PaymentStanding::Authorised) << "set_aside_after_end";
    QTest::addRow("let go since") << int(PaymentStanding::Voided) << "";
    QTest::addRow("declined, as we say") << int(PaymentStanding::Declined) << "";
}

void TestCheckout::moneyAfterTheEndIsShownToAPerson()
{
    QFETCH(int, standing);
    QFETCH(QString, review);
    m_world->provider.fate = [](ProviderCall, const std::string&) { return Fate::Refused; };
    const auto order = viewIn(m_world->placed(m_world->request("p1")))->order;
    auto& payment = m_world->provider.payments.at(order);
    payment.standing = PaymentStanding(standing);
    std::optional<contract::Outcome> told;
    const auto check = [&] {
        told.reset();
        m_world->checkout().checkEnd(order, [&](contract::Outcome outcome) { told = outcome; });
        return m_world->runUntil([&] { return told.has_value(); });
    };
    m_world->provider.fate = [](ProviderCall, const std::string&) { return Fate::LostAfter; };
    QVERIFY(check());
    QVERIFY(!*told); // nobody could say: asked again later
    QCOMPARE(m_stores->valueOf("select review from saikobi.orders"), std::string{});
    m_world->provider.fate = {};
    QVERIFY(check());
    QVERIFY(*told);
    QCOMPARE(m_stores->valueOf("select review from saikobi.orders"), review.toStdString());
    QCOMPARE(m_world->statusOf(order), std::string{"declined"});
    payment.standing = PaymentStanding::Voided; // by the person
}

QTEST_GUILESS_MAIN(TestCheckout)
#include "test_checkout.moc"
