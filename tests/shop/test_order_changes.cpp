#include <QTest>

#include "tests/shop/shop_world.h"

using namespace saikobi;
using namespace std::chrono_literals;
using contract::OrderStatus;
using contract::ProblemType;
using shop::OrderView;
using shop::PaymentStanding;
using tests::Fate;
using tests::PlaceResult;
using tests::problemIn;
using tests::ProviderCall;
using tests::ShopWorld;
using tests::viewIn;

/// What a buyer may do besides paying: another means, giving up, coming back; and what is refused
/// before anybody is asked.
class TestOrderChanges : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void anotherMeansIsAnotherAttemptOfTheSamePayment();
    void anAttemptIsKnownByItsNumber();
    void givingUpClosesThePageFirst_data();
    void givingUpClosesThePageFirst();
    void theWayBackNeedsItsKeyAndNothingElse();
    void whatIsSwitchedOffIsRefusedBeforeAnybodyIsAsked_data();
    void whatIsSwitchedOffIsRefusedBeforeAnybodyIsAsked();

private:
    PlaceResult payAgain(const OrderView& order, int attempt, const std::string& means,
            const std::string& person = "p1");

    std::unique_ptr<tests::TestStores> m_stores{};
    std::unique_ptr<ShopWorld> m_world{};
};

void TestOrderChanges::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestOrderChanges::init()
{
    m_stores->clear();
    m_world = std::make_unique<ShopWorld>(*m_stores);
    m_world->start();
}

void TestOrderChanges::cleanup()
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

PlaceResult TestOrderChanges::payAgain(
        const OrderView& order, int attempt, const std::string& means, const std::string& person)
{
    return m_world->asked([&](shop::OrderAnswer answer) {
        m_world->checkout().payAgain({order.order, {"demo", person, 1}, attempt, means,
                                             std::chrono::steady_clock::now()},
                std::move(answer));
    });
}

void TestOrderChanges::anotherMeansIsAnotherAttemptOfTheSamePayment()
{
    m_world->provider.fate = [](ProviderCall call, const std::string&) {
        return call == ProviderCall::Authorise ? Fate::Refused : Fate::Plain;
    };
    const auto order = m_world->begun("card");
    QCOMPARE(order.status, OrderStatus::Declined);
    const auto paid = payAgain(order, 2, "pm_card_jcb");
    QVERIFY(viewIn(paid));
    QCOMPARE(viewIn(paid)->status, OrderStatus::Paid);
    QCOMPARE(viewIn(paid)->order, order.order);
    QCOMPARE(m_world->callsOf(ProviderCall::Confirm), 1);
    QCOMPARE(m_world->callsOf(ProviderCall::Authorise), 1);
    QCOMPARE(m_stores->valueOf("select string_agg(attempt || standing, ' ' order by attempt) "
                               "from saikobi.payment"),
            std::string{"1declined 2captured"});
    QCOMPARE(m_world->provider.booked, m_world->provider.givenBack + 1);
}

void TestOrderChanges::anAttemptIsKnownByItsNumber()
{
    m_world->provider.fate = [](ProviderCall call, const std::string&) {
        const bool isOfMeans = call == ProviderCall::Authorise || call == ProviderCall::Confirm;
        return isOfMeans ? Fate::Refused : Fate::Plain;
    };
    const auto order = m_world->begun("card");
    const auto again = payAgain(order, 2, "pm_card_jcb");
    QVERIFY(viewIn(again));
    QCOMPARE(viewIn(again)->status, OrderStatus::Declined);
    QVERIFY(viewIn(payAgain(order, 2, "pm_card_jcb"))); // the same try
    QCOMPARE(m_world->callsOf(ProviderCall::Confirm), 1);
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
    m_world->runOut(m_stores->valueOf("select id from saikobi.orders where method = 'page'"));
}

void TestOrderChanges::givingUpClosesThePageFirst_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addRow("page") << QByteArray{"page"};
    QTest::addRow("store") << QByteArray{"store"};
}

void TestOrderChanges::givingUpClosesThePageFirst()
{
    QFETCH(QByteArray, method);
    const auto order = m_world->begun(method.toStdString());
    const auto told = m_world->asked([&](shop::OrderAnswer answer) {
        m_world->checkout().cancel(order.order, {"demo", "p1", 1}, std::chrono::steady_clock::now(),
                std::move(answer));
    });
    QVERIFY(viewIn(told));
    QCOMPARE(viewIn(told)->status, OrderStatus::Expired);
    QCOMPARE(m_world->provider.payments.at(order.order).standing, PaymentStanding::Voided);
    QCOMPARE(m_stores->numberOf("select sum(held) from saikobi.stock"), 0);
    const auto abandoned = contract::counter::abandoned + method.toStdString();
    QCOMPARE(m_world->counted(abandoned.c_str()), 0); // the shopper said so
    QVERIFY(viewIn(m_world->placed([&] {
        auto next = m_world->request("p1");
        next.idempotencyKey = "key-next";
        return next;
    }())));
}

void TestOrderChanges::theWayBackNeedsItsKeyAndNothingElse()
{
    const auto order = m_world->begun("page");
    const auto comeBack = [&](const std::string& key, const std::string& sale = "demo") {
        return m_world->asked([&](shop::OrderAnswer answer) {
            m_world->checkout().comeBack(order.order, sale, key, std::move(answer));
        });
    };
    const auto key = m_world->keyOf(order.order);
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
    QVERIFY(m_world->reaches(order.order, "paid"));
    QCOMPARE(viewIn(comeBack(key))->status, OrderStatus::Paid);
}

void TestOrderChanges::whatIsSwitchedOffIsRefusedBeforeAnybodyIsAsked_data()
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

void TestOrderChanges::whatIsSwitchedOffIsRefusedBeforeAnybodyIsAsked()
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

QTEST_GUILESS_MAIN(TestOrderChanges)
#include "test_order_changes.moc"
