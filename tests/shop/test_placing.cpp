#include <QTest>

#include <pqxx/pqxx>

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
using tests::problemIn;
using tests::ProviderCall;
using tests::ShopWorld;
using tests::viewIn;

/// From a request to its order: who is refused, when, and that nothing is left behind then.
class TestPlacing : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void aRequestThatIsWrongIsRefused_data();
    void aRequestThatIsWrongIsRefused();
    void aClosedGateIsToldAndNothingIsBooked();
    void noBudgetIsSaidAtOnceAndNothingIsCharged();
    void aFullProviderIsSaidBeforeAnythingIsAsked();
    void aLostBudgetIsNeverAYes();
    void theGateIsToldWhatIsWantedAndLeft();
    void theLastPiecesAreSaidToBeBeingPaidFor();
    void aStoppedSlotTakesNoOrders();
    void knownSoldOutIsRefusedBeforeAnyCall();
    void thePersonalLimitCountsEarlierOrders();
    void fiftyClicksAreOneOrder();
    void theSameKeyForSomethingElseIsRefused();
    void theSameKeyLaterGetsTheSameOrder();
    void aSecondOrderWaitsForTheFirst();
    void withoutABeatNoOrderIsTaken();
    void anOrderThatIsBeingWrittenIsNotDenied();

private:
    std::unique_ptr<tests::TestStores> m_stores{};
    std::unique_ptr<ShopWorld> m_world{};
};

void TestPlacing::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
    // A statement that is made to wait still waits when a busy machine looks at it late.
    m_stores->execute("alter role saikobi_backend set lock_timeout = '20s'");
}

void TestPlacing::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
    m_stores->clear();
    m_world = std::make_unique<ShopWorld>(*m_stores);
    m_world->start();
}

void TestPlacing::cleanup()
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

void TestPlacing::aRequestThatIsWrongIsRefused_data()
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

void TestPlacing::aRequestThatIsWrongIsRefused()
{
    QFETCH(int, wrong);
    QFETCH(QString, field);
    auto request = m_world->request("p1");
    const std::vector<std::function<void()>> spoil{[&] { request.idempotencyKey.clear(); },
            [&] { request.method = "barter"; }, [&] { request.slot.value = 99; },
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

void TestPlacing::aClosedGateIsToldAndNothingIsBooked()
{
    m_world->gate.problem = Problem{ProblemType::BadPass, "expired", {}, {}};
    const auto result = m_world->placed(m_world->request("p1"));
    QVERIFY(problemIn(result));
    QCOMPARE(problemIn(result)->type, ProblemType::BadPass);
    QCOMPARE(m_world->provider.booked, 0);
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.orders"), 0);
}

void TestPlacing::noBudgetIsSaidAtOnceAndNothingIsCharged()
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

void TestPlacing::aFullProviderIsSaidBeforeAnythingIsAsked()
{
    m_world->provider.providerState.isFull = true;
    const auto result = m_world->placed(m_world->request("p1"));
    QVERIFY(problemIn(result));
    QCOMPARE(problemIn(result)->type, ProblemType::PaymentsBusy);
    QVERIFY(problemIn(result)->retryAfter >= 1s);
    QVERIFY(m_world->gate.wanted.empty());
    QVERIFY(m_world->provider.calls.empty());
    QCOMPARE(m_world->counted(contract::counter::ordersRefusedBudget), 1);

    m_world->provider.providerState.isFull = false;
    QVERIFY(viewIn(m_world->placed(m_world->request("p1"))));
}

void TestPlacing::aLostBudgetIsNeverAYes()
{
    m_world->provider.budgetRefusal = shop::BudgetAnswer{false, true, {}};
    const auto result = m_world->placed(m_world->request("p1"));
    QVERIFY(problemIn(result));
    QCOMPARE(problemIn(result)->type, ProblemType::OrdersPaused);
    QVERIFY(m_world->provider.calls.empty());
}

void TestPlacing::theGateIsToldWhatIsWantedAndLeft()
{
    auto request = m_world->request("p1", 1, 2);
    request.lines.push_back({m_world->loaded().products[0].id, 1});
    QVERIFY(viewIn(m_world->placed(request)));
    const auto& wanted = m_world->gate.wanted.at(0);
    QCOMPARE(wanted.lines.size(), std::size_t{2}); // by product id
    QCOMPARE(wanted.lines[0].quantity, 1);
    QCOMPARE(wanted.lines[0].left, std::optional<std::int64_t>{100});
    QCOMPARE(wanted.lines[1].quantity, 2);
    QCOMPARE(wanted.lines[1].left, std::optional<std::int64_t>{5});
    QCOMPARE(wanted.placesLeft, std::optional<std::int64_t>{100});
    QCOMPARE(m_world->gate.left, std::vector{wanted.order}); // it has its units
    QVERIFY(viewIn(m_world->placed(m_world->request("p2", 1))));
    QCOMPARE(m_world->gate.wanted.at(1).lines[0].left, std::optional<std::int64_t>{3});
    // Refused by the budget: nobody needs to count it.
    m_world->provider.budgetRefusal = shop::BudgetAnswer{false, false, 1500ms};
    QVERIFY(problemIn(m_world->placed(m_world->request("p3"))));
    QCOMPARE(m_world->gate.left.back(), m_world->gate.wanted.at(2).order);
}

void TestPlacing::theLastPiecesAreSaidToBeBeingPaidFor()
{
    m_world->gate.problem = Problem{ProblemType::LastPieces, {}, 2000ms, {}};
    const auto result = m_world->placed(m_world->request("p1", 2));
    QVERIFY(problemIn(result));
    QCOMPARE(problemIn(result)->type, ProblemType::LastPieces);
    QCOMPARE(contract::httpStatus(ProblemType::LastPieces), 429);
    const auto wait = problemIn(result)->retryAfter;
    QVERIFY(wait >= 2000ms && wait <= 4000ms);
    QVERIFY(m_world->provider.calls.empty());
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.orders"), 0);
}

void TestPlacing::aStoppedSlotTakesNoOrders()
{
    m_stores->execute("update saikobi.slot set stopped = true");
    const auto result = m_world->placed(m_world->request("p1"));
    QVERIFY(problemIn(result));
    QCOMPARE(problemIn(result)->type, ProblemType::SlotFull);
    QVERIFY(m_world->provider.calls.empty());
}

void TestPlacing::knownSoldOutIsRefusedBeforeAnyCall()
{
    QVERIFY(viewIn(m_world->placed(m_world->request("p1", 2))));
    const auto calls = m_world->provider.calls.size();
    const auto result = m_world->placed(m_world->request("p2", 2));
    QVERIFY(problemIn(result));
    QCOMPARE(problemIn(result)->type, ProblemType::SoldOut);
    QCOMPARE(problemIn(result)->members.at("product"), std::string{"3"});
    QCOMPARE(m_world->provider.calls.size(), calls);
}

void TestPlacing::thePersonalLimitCountsEarlierOrders()
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

void TestPlacing::fiftyClicksAreOneOrder()
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

void TestPlacing::theSameKeyForSomethingElseIsRefused()
{
    const auto first = m_world->place(m_world->request("p1", 0));
    const auto atOnce = m_world->place(m_world->request("p1", 1));
    QVERIFY(m_world->runUntil([&] { return first->has_value() && atOnce->has_value(); }));
    QCOMPARE(problemIn(**atOnce)->type, ProblemType::OtherContent);
    const auto later = m_world->placed(m_world->request("p1", 1));
    QCOMPARE(problemIn(later)->type, ProblemType::OtherContent);
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.orders"), 1);
}

void TestPlacing::theSameKeyLaterGetsTheSameOrder()
{
    const auto first = m_world->placed(m_world->request("p1"));
    m_world->gate.problem = Problem{ProblemType::BadPass, "the pass has expired since", {}, {}};
    const auto again = m_world->placed(m_world->request("p1"));
    QCOMPARE(viewIn(again)->order, viewIn(first)->order);
    QCOMPARE(viewIn(again)->pickupCode, viewIn(first)->pickupCode);
    QCOMPARE(m_world->provider.payments.size(), 1U);
}

void TestPlacing::aSecondOrderWaitsForTheFirst()
{
    m_world->provider.fate = [](ProviderCall, const std::string&) { return Fate::NeedsAction; };
    const auto first = m_world->placed(m_world->request("p1", 0));
    auto request = m_world->request("p1", 1);
    request.idempotencyKey = "another";
    const auto second = m_world->placed(request);
    QCOMPARE(problemIn(second)->type, ProblemType::OrderUnderWay);
    QCOMPARE(problemIn(second)->members.at("order"), viewIn(first)->order);
}

void TestPlacing::withoutABeatNoOrderIsTaken()
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

/// A slow Postgres: overdue while `create` is on its way. "Paused" would be a lie once it commits.
void TestPlacing::anOrderThatIsBeingWrittenIsNotDenied()
{
    pqxx::connection other(m_stores->superuserUrl());
    pqxx::work slow(other);
    slow.exec("lock table saikobi.orders in share mode"); // can be read, not written
    auto request = m_world->request("p1");
    request.receivedAt -= 10s;
    const auto result = m_world->place(request);
    QVERIFY(m_world->runUntil([&] {
        return m_stores->numberOf("select count(*) from pg_stat_activity where wait_event_type = "
                                  "'Lock' and query like '%create_order%'")
                == 1;
    }));
    m_world->checkout().tick();
    QVERIFY(result->has_value());
    QVERIFY(viewIn(**result));
    QCOMPARE(m_world->provider.givenBack, 0);
    slow.commit();
    QVERIFY(m_world->runUntil([&] { // else nothing is open yet, which looks settled
        return m_stores->numberOf("select count(*) from saikobi.orders") == 1;
    }));
    QVERIFY(m_world->settle());
    QCOMPARE(m_world->statusOf(viewIn(**result)->order), std::string{"paid"});
}

QTEST_GUILESS_MAIN(TestPlacing)
#include "test_placing.moc"
