#include <QTest>

#include <pqxx/pqxx>

#include <string>
#include <vector>

#include "tests/shop/shop_world.h"

using namespace saikobi;
using tests::ShopWorld;

namespace {

/// Collects the plans that auto_explain tells while functions run.
class PlanListener final : public pqxx::errorhandler {
public:
    explicit PlanListener(pqxx::connection_base& on)
        : pqxx::errorhandler(on)
    {
    }
    bool operator()(const char message[]) noexcept override
    {
        plans += message;
        return false;
    }
    std::string plans{};
};

/// Ids `from` to `to` as orders are named in these tests.
std::string ids(int from, int to)
{
    return "array(select ('01890000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid "
           "from generate_series("
            + std::to_string(from) + ", " + std::to_string(to) + ") n)";
}

std::string times(const std::string& value, int from, int to, const char* type)
{
    return "array(select (" + value + ")::" + type + " from generate_series(" + std::to_string(from)
            + ", " + std::to_string(to) + ") n)";
}

constexpr int orders = 8000;

} // namespace

/// The plans of what a batch does, made while the tables were empty, when they are full and when
/// 90 % is sold: each row is found by its key, always.
class TestStockPlans : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void everyTableIsReachedByItsKey_data();
    void everyTableIsReachedByItsKey();
    void aPlanMadeOnEmptyTablesStaysGood();
    void withoutItsSettingsAFunctionReadsTablesWhole();

private:
    void fill(int soldPercent);
    std::string plansOf(pqxx::connection_base& on, int from);

    std::unique_ptr<tests::TestStores> m_stores;
    std::unique_ptr<ShopWorld> m_world;
};

void TestStockPlans::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestStockPlans::fill(int soldPercent)
{
    m_world.reset();
    m_stores->clear();
    m_world = std::make_unique<ShopWorld>(*m_stores);
    if (soldPercent < 0)
        return;
    m_stores->execute(
            "update saikobi.stock set total = 100000, per_person = 100000;"
            "update saikobi.slot set total = 100000;"
            "insert into saikobi.product (id, sale, code, name_ja, name_en, price, rank) "
            "overriding system value "
            "select n, 'demo', 'x' || n, 'x', 'x', 100, n from generate_series(10, 500) n;"
            "insert into saikobi.stock (product, total, per_person) "
            "select n, 1000, 2 from generate_series(10, 500) n;"
            "insert into saikobi.orders (id, sale, run, person, place, idempotency_key, "
            "request_hash, status, owner, slot, method, provider, means, amount, deadline) "
            "select ('01890000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'demo', 1, "
            "'p' || n, n, 'k', 'h', 'authorised', 'me', 1, 'card', 'sim', 'pm', 100, "
            "now() + interval '1 h' from generate_series(1, 8000) n;"
            "insert into saikobi.order_line (order_id, product, qty, price) "
            "select id, 1, 1, 100 from saikobi.orders;"
            "insert into saikobi.payment (order_id, attempt, sale, provider, amount) "
            "select id, 1, 'demo', 'sim', 100 from saikobi.orders;");
    const auto sold = orders * soldPercent / 100;
    pqxx::connection on(m_stores->superuserUrl());
    pqxx::nontransaction work(on);
    for (int from = 1; from < sold; from += 500) {
        const auto to = from + 499;
        work.exec("select * from saikobi.reserve_batch('me', " + ids(from, to) + ", "
                + times("'p' || n", from, to, "text") + ", " + times("1", from, to, "bigint") + ", "
                + times("n - " + std::to_string(from - 1), from, to, "integer") + ", "
                + times("1", from, to, "bigint") + ", " + times("1", from, to, "bigint") + ")");
        work.exec("select * from saikobi.settle_batch('me', " + ids(from, to) + ", "
                + times("'pi' || n", from, to, "text") + ")");
    }
    work.exec("analyze saikobi.orders, saikobi.order_line, saikobi.payment, saikobi.stock, "
              "saikobi.reservation, saikobi.slot");
}

/// What four small batches do: reserve, settle, give back, and the one call that carries all.
std::string TestStockPlans::plansOf(pqxx::connection_base& on, int from)
{
    PlanListener told(on);
    pqxx::nontransaction work(on);
    work.exec("load 'auto_explain'; set auto_explain.log_min_duration = 0;"
              "set auto_explain.log_nested_statements = on; set auto_explain.log_level = notice");
    const auto a = ids(from, from + 4), b = ids(from + 5, from + 9);
    const auto wishes = [&](const std::string& which, int first) {
        return which + ", " + times("'p' || n", first, first + 4, "text") + ", "
                + times("1", first, first + 4, "bigint") + ", " + times("n", 1, 5, "integer") + ", "
                + times("1", 1, 5, "bigint") + ", " + times("1", 1, 5, "bigint");
    };
    const std::string none = "'{}'";
    work.exec("select * from saikobi.reserve_batch('me', " + wishes(a, from) + ")");
    const auto later = wishes(b, from + 5);
    const auto references = ", " + times("''", 1, 5, "text");
    work.exec("select * from saikobi.stock_batch('me', " + b + references + later.substr(b.size())
            + ", " + none + ", " + none + ", " + none + ", " + none + ", " + none + ")");
    work.exec("select * from saikobi.settle_batch('me', " + a + ", "
            + times("'pi' || n", from, from + 4, "text") + ")");
    work.exec("update saikobi.orders set status = 'voiding', reason = 'cancelled' where id = any("
            + b + ") and status = 'capturing'");
    told.plans.clear(); // that one was the test's own
    work.exec("select * from saikobi.give_back_batch('me', " + b + ")");
    work.exec("select * from saikobi.reserve_batch('me', " + wishes(a, from) + ")");
    return told.plans;
}

void TestStockPlans::everyTableIsReachedByItsKey_data()
{
    QTest::addColumn<int>("soldPercent");
    QTest::addRow("empty tables") << -1;
    QTest::addRow("full: all orders wait, nothing is sold") << 0;
    QTest::addRow("nine tenths sold") << 90;
}

void TestStockPlans::everyTableIsReachedByItsKey()
{
    QFETCH(int, soldPercent);
    fill(soldPercent);
    pqxx::connection on(m_stores->superuserUrl());
    const auto plans = plansOf(on, orders - 20);
    for (const auto* table : {"stock", "reservation", "orders", "order_line", "payment", "slot"})
        QVERIFY2(plans.find(std::string{"Seq Scan on "} + table) == std::string::npos
                        && plans.find(std::string{"Seq Scan on saikobi."} + table)
                                == std::string::npos,
                plans.c_str());
    for (const auto* index : {"orders_pkey", "stock_pkey", "slot_pkey", "reservation_order"})
        QVERIFY2(plans.find(index) != std::string::npos, (index + (": " + plans)).c_str());
}

/// The worst case: a session that began before the sale keeps its plans to the end.
void TestStockPlans::aPlanMadeOnEmptyTablesStaysGood()
{
    fill(-1);
    pqxx::connection on(m_stores->superuserUrl());
    plansOf(on, 1);
    fill(90);
    const auto plans = plansOf(on, orders - 20);
    QVERIFY2(plans.find("stock_pkey") != std::string::npos, "nothing was told");
    for (const auto* table : {"stock", "reservation", "orders"})
        QVERIFY2(plans.find(std::string{"Seq Scan on "} + table) == std::string::npos,
                plans.c_str());
}

/// What is looked for above can be found.
void TestStockPlans::withoutItsSettingsAFunctionReadsTablesWhole()
{
    fill(-1);
    m_stores->execute(
            "do $$ declare name regprocedure; begin for name in select oid from pg_proc "
            "where pronamespace = 'saikobi'::regnamespace and proname in "
            "('reserve_batch', 'settle_batch', 'settle_locked', 'lock_counters') loop "
            "execute format('alter function %s reset enable_seqscan', name); end loop; end $$");
    pqxx::connection on(m_stores->superuserUrl());
    const auto plans = plansOf(on, 1);
    QVERIFY2(plans.find("Seq Scan on") != std::string::npos, plans.c_str());
}

QTEST_GUILESS_MAIN(TestStockPlans)
#include "test_stock_plans.moc"
