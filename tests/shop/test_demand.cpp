#include <QRegularExpression>
#include <QTest>

#include "backend/shop/demand_store.h"
#include "backend/stores/postgres_executor.h"
#include "tests/shop/shop_world.h"
#include "tests/support/run_until.h"

using namespace saikobi;
using namespace saikobi::tests;
using contract::Result;

/// What Postgres tells of the shoppers of the last ten minutes.
class TestDemand : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void countsWhatShoppersWant();
    void aSecondTryIsTheSameWish();
    void refusedOrdersCount();
    void oldOrdersDoNotCount();
    void thoseInsideWithoutAnOrderAreUndecided();
    void passesAreThoseOfTheSameShoppers();
    void anotherRunIsAnotherCrowd();
    void soldOutProductsSaySo();
    void ofVeryManyOrdersTheNewestStandForAll();

private:
    void pass(int place, int secondsAgo, const char* ended = "null");
    void order(const std::string& person, int place, std::size_t product, int quantity,
            int secondsAgo, const char* status = "created");
    shop::SaleDemand demand(int run = 1);

    std::unique_ptr<TestStores> m_stores{};
    std::unique_ptr<ShopWorld> m_world{};
    int m_orders = 0;
};

void TestDemand::initTestCase()
{
    m_stores = TestStores::start();
    QVERIFY2(m_stores, TestStores::whyNot().c_str());
}

void TestDemand::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
    m_stores->clear();
    m_world = std::make_unique<ShopWorld>(*m_stores);
}

void TestDemand::pass(int place, int secondsAgo, const char* ended)
{
    const auto number = std::to_string(place);
    m_stores->execute("insert into saikobi.pass (sale, run, place, number, granted_at, expires_at, "
                      "ended_at) values ('demo', 1, "
            + number + ", " + number + ", now() - interval '" + std::to_string(secondsAgo)
            + " s', now() + interval '1 h', " + ended + ")");
}

void TestDemand::order(const std::string& person, int place, std::size_t product, int quantity,
        int secondsAgo, const char* status)
{
    const auto id = "00000000-0000-4000-8000-" + std::to_string(100000000000 + ++m_orders);
    const bool isOver = std::string{status} != "created";
    m_stores->execute("insert into saikobi.orders (id, sale, run, person, place, idempotency_key, "
                      "request_hash, status, slot, method, provider, means, amount, deadline, "
                      "created_at, ended_at) values ('"
            + id + "', 'demo', 1, '" + person + "', " + std::to_string(place) + ", '" + id
            + "', '\\x00', '" + status
            + "', 1, 'card', 'main', 'pm', 100, now() + interval '1 h', now() - interval '"
            + std::to_string(secondsAgo) + " s', " + (isOver ? "now()" : "null") + ")");
    m_stores->execute("insert into saikobi.order_line (order_id, product, qty, price) values ('"
            + id + "', " + std::to_string(m_world->loaded().products.at(product).id.value) + ", "
            + std::to_string(quantity) + ", 100)");
}

shop::SaleDemand TestDemand::demand(int run)
{
    stores::PostgresExecutor reads(m_stores->backendPostgres(1));
    boost::asio::io_context context;
    const auto answer = awaited<Result<shop::SaleDemand>>(context, [&](auto done) {
        shop::readDemand(reads, context.get_executor(), "demo", contract::Run{run}, done);
    });
    if (!answer || !*answer)
        return {};
    return answer->value();
}

void TestDemand::countsWhatShoppersWant()
{
    for (int i = 1; i <= 4; ++i)
        pass(i, 300);
    order("a", 1, 0, 2, 240);
    order("b", 2, 0, 1, 230, "paid");
    order("b", 2, 1, 1, 220);
    const auto told = demand();
    QCOMPARE(told.products.size(), std::size_t{3});
    const auto& first = told.products[0];
    QCOMPARE(first.product, m_world->loaded().products[0].id.value);
    QCOMPARE(first.available, std::int64_t{100});
    QCOMPARE(first.orders, 3.0);
    QCOMPARE(first.passes, 4.0);
    QCOMPARE(first.units, 3.0);
    QCOMPARE(first.squares, 5.0);
    QCOMPARE(told.products[1].units, 1.0);
    QCOMPARE(told.products[2].units, 0.0);
    QVERIFY(!first.isSoldOut);
}

void TestDemand::aSecondTryIsTheSameWish()
{
    pass(1, 300);
    order("a", 1, 0, 2, 240, "declined");
    order("a", 1, 0, 2, 200);
    QCOMPARE(demand().products[0].units, 2.0);
    QCOMPARE(demand().products[0].squares, 4.0);
}

void TestDemand::refusedOrdersCount()
{
    pass(1, 300);
    order("a", 1, 2, 1, 240, "sold_out");
    QCOMPARE(demand().products[2].units, 1.0);
}

void TestDemand::oldOrdersDoNotCount()
{
    pass(1, 700);
    order("a", 1, 0, 2, 610);
    const auto told = demand();
    QCOMPARE(told.products[0].orders, 0.0);
    QCOMPARE(told.products[0].units, 0.0);
}

void TestDemand::thoseInsideWithoutAnOrderAreUndecided()
{
    pass(1, 100);
    pass(2, 100);
    pass(3, 100, "now()"); // has left
    order("a", 1, 0, 1, 40);
    QCOMPARE(demand().undecided, 1.0);
}

void TestDemand::passesAreThoseOfTheSameShoppers()
{
    // Shoppers take a minute: those let in half a minute ago had no time to order yet.
    pass(1, 300);
    pass(2, 300);
    pass(3, 30);
    order("a", 1, 0, 1, 240);
    const auto told = demand();
    QCOMPARE(told.products[0].passes, 2.0);
    QCOMPARE(told.undecided, 2.0);
}

void TestDemand::anotherRunIsAnotherCrowd()
{
    pass(1, 300);
    order("a", 1, 0, 2, 240);
    QCOMPARE(demand(2).products[0].units, 0.0);
    QCOMPARE(demand(2).undecided, 0.0);
}

void TestDemand::soldOutProductsSaySo()
{
    m_stores->execute("update saikobi.stock set sold_out_at = now(), sold = total where product = "
            + std::to_string(m_world->loaded().products[2].id.value));
    const auto told = demand();
    QVERIFY(told.products[2].isSoldOut);
    QCOMPARE(told.products[2].available, std::int64_t{0});
}

/// Half again as many as are looked at: the sums are those of all, and the newest decide.
void TestDemand::ofVeryManyOrdersTheNewestStandForAll()
{
    const auto product = [this](std::size_t i) {
        return std::to_string(m_world->loaded().products[i].id.value);
    };
    m_stores->execute(
            "insert into saikobi.orders (id, sale, run, person, place, idempotency_key, "
            "request_hash, status, slot, method, provider, means, amount, deadline, created_at) "
            "select ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'demo', 1, "
            "'p' || n, n, 'k' || n, '\\x00', 'created', 1, 'card', 'main', 'pm', 100, "
            "now() + interval '1 h', now() - (30001 - n) * interval '10 ms' "
            "from generate_series(1, 30000) n;"
            "insert into saikobi.order_line (order_id, product, qty, price) "
            "select id, case when place <= 10000 then "
            + product(1) + " else " + product(0) + " end, 2, 100 from saikobi.orders");
    const auto told = demand();
    QCOMPARE(told.products[0].orders, 30000.0);
    QVERIFY(qAbs(told.products[0].units - 60000) < 1);
    QVERIFY(qAbs(told.products[0].squares - 120000) < 1);
    QCOMPARE(told.products[1].units, 0.0); // nobody wants it any more
}

QTEST_GUILESS_MAIN(TestDemand)
#include "test_demand.moc"
