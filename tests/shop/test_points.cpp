#include <QTest>

#include <pqxx/pqxx>

#include <thread>

#include "tests/shop/shop_world.h"

using namespace saikobi;
using tests::ShopWorld;

/// The ledger of points: paid out of it with the stock in one commit, never below nothing.
class TestPoints : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void anOrderIsPaidOnceHoweverOftenItIsAsked();
    void tooFewPointsGiveTheStockBack();
    void aGiftCountsOnce();
    void twoInstancesDebitOnce();

private:
    std::string ordered(const char* person, int amount);
    std::string paid(const std::string& order);
    std::int64_t balance(const char* person);

    std::unique_ptr<tests::TestStores> m_stores{};
    std::unique_ptr<ShopWorld> m_world{};
};

void TestPoints::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestPoints::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
    m_stores->clear();
    m_world = std::make_unique<ShopWorld>(*m_stores);
    m_stores->execute("update saikobi.sale set settings = '{\"welcome_points\": 1000, "
                      "\"give_back\": \"at_once\"}'");
}

/// One unit of product 1, reserved.
std::string TestPoints::ordered(const char* person, int amount)
{
    const auto id = m_stores->valueOf("select gen_random_uuid()");
    m_stores->execute(
            "insert into saikobi.orders (id, sale, run, person, place, idempotency_key, "
            "request_hash, status, owner, slot, method, provider, means, amount, deadline, "
            "flow, stock_first) values ('"
            + id + "', 'demo', 1, '" + person + "', 1, '" + id
            + "', 'h', 'created', 'me', 1, 'points', '', '', " + std::to_string(amount)
            + ", now() + interval '1 h', 'points', true);"
              "insert into saikobi.order_line values ('"
            + id + "', 1, 1, " + std::to_string(amount)
            + "); insert into saikobi.payment (order_id, attempt, sale, provider, amount) values ('"
            + id + "', 1, 'demo', '', " + std::to_string(amount)
            + "); select saikobi.reserve_batch('me', '{" + id + "}', '{" + person
            + "}', '{1}', '{1}', '{1}', '{1}')");
    return id;
}

std::string TestPoints::paid(const std::string& order)
{
    pqxx::connection connection(m_stores->backendUrl());
    pqxx::nontransaction work(connection);
    return work.exec1("select outcome from saikobi.pay_points_batch('me', '{" + order + "}')")[0]
            .as<std::string>();
}

std::int64_t TestPoints::balance(const char* person)
{
    return m_stores->numberOf(
            "select saikobi.points_balance('demo', '" + std::string{person} + "')");
}

void TestPoints::anOrderIsPaidOnceHoweverOftenItIsAsked()
{
    const auto order = ordered("p1", 400);
    for (int ask = 0; ask < 3; ++ask)
        QCOMPARE(paid(order), std::string{"paid"});
    QCOMPARE(balance("p1"), 600);
    QCOMPARE(m_stores->valueOf("select held || ' ' || sold from saikobi.stock where product = 1"),
            std::string{"0 1"});
    QCOMPARE(m_world->findings(), std::string{});
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.audit_points"), 0);
}

void TestPoints::tooFewPointsGiveTheStockBack()
{
    QCOMPARE(paid(ordered("p1", 800)), std::string{"paid"});
    const auto second = ordered("p1", 201);
    for (int ask = 0; ask < 2; ++ask)
        QCOMPARE(paid(second), std::string{"declined"});
    QCOMPARE(balance("p1"), 200);
    QCOMPARE(m_stores->numberOf("select held from saikobi.stock where product = 1"), 0);
    QCOMPARE(m_stores->valueOf("select reason from saikobi.orders where status = 'declined'"),
            std::string{"insufficient_points"});
    QCOMPARE(m_world->findings(), std::string{});
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.audit_points"), 0);
}

void TestPoints::aGiftCountsOnce()
{
    for (int ask = 0; ask < 3; ++ask)
        m_stores->execute("select saikobi.credit_points('gift-1', 'demo', 'p1', 50)");
    QCOMPARE(balance("p1"), 1050);
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.audit_points"), 0);
    m_stores->execute("update saikobi.points_account set balance = 1"); // the audit can find
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.audit_points"), 1);
}

void TestPoints::twoInstancesDebitOnce()
{
    const auto order = ordered("p1", 400);
    std::vector<std::thread> instances;
    for (int i = 0; i < 4; ++i)
        instances.emplace_back([&] { paid(order); });
    for (auto& one : instances)
        one.join();
    QCOMPARE(balance("p1"), 600);
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.points_entry where points < 0"), 1);
}

QTEST_GUILESS_MAIN(TestPoints)
#include "test_points.moc"
