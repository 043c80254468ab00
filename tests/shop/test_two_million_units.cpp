#include <QElapsedTimer>
#include <QTest>

#include <pqxx/pqxx>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/shop/shop_world.h"

using namespace saikobi;
using tests::ShopWorld;

namespace {

constexpr int unitsPerOrder = 20;
constexpr int largeOrders = 100000; // of the product with two million units
constexpr int batchSize = 250; // of them; each batch has one order of the small product too
constexpr int batches = largeOrders / batchSize;

/// reserve_batch for 250 orders of product 1 and one of product 2; how many got their units.
std::string batchStatement(int number)
{
    const auto first = std::to_string(number * batchSize + 1);
    const auto last = std::to_string((number + 1) * batchSize);
    const auto small = std::to_string(largeOrders + number + 1);
    return "with u as (select n, row_number() over (order by n)::integer as at from ("
           "select generate_series("
            + first + ", " + last + ") as n union all select " + small
            + ") s) "
              "select count(*) filter (where outcome = 'reserved') from "
              "saikobi.reserve_batch('me', "
              "(select array_agg(('01890000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid "
              "order by at) from u), (select array_agg('p' || n order by at) from u), "
              "(select array_agg(1::bigint order by at) from u), (select array_agg(at order by at) "
              "from u), (select array_agg(case when n > "
            + std::to_string(largeOrders)
            + " then 2 else 1 end::bigint order by at) from u), (select array_agg(case when n > "
            + std::to_string(largeOrders) + " then 1 else " + std::to_string(unitsPerOrder)
            + " end::bigint order by at) from u))";
}

double median(std::vector<qint64> of)
{
    const auto middle = of.begin() + static_cast<std::ptrdiff_t>(of.size() / 2);
    std::nth_element(of.begin(), middle, of.end());
    return static_cast<double>(*middle);
}

} // namespace

/// Cost follows orders, not units: two million units of one product, sold to the last one beside a
/// product that has three.
class TestTwoMillionUnits : public QObject {
    Q_OBJECT

private slots:
    void theLastBatchIsAsGoodAsTheFirst();
};

void TestTwoMillionUnits::theLastBatchIsAsGoodAsTheFirst()
{
    const auto stores = tests::TestStores::start();
    QVERIFY2(stores, tests::TestStores::whyNot().c_str());
    ShopWorld world(*stores);
    stores->execute("update saikobi.stock set total = case product when 1 then 2000000 else 3 end, "
                    "per_person = 100;"
                    "update saikobi.slot set total = 1000000;"
                    "insert into saikobi.orders (id, sale, run, person, place, idempotency_key, "
                    "request_hash, status, owner, slot, method, provider, means, amount, deadline) "
                    "select ('01890000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'demo', "
                    "1, 'p' || n, n, 'k', 'h', 'authorised', 'me', 1, 'card', 'sim', 'pm', 100, "
                    "now() + interval '1 h' from generate_series(1, 100402) n");
    pqxx::connection on(stores->superuserUrl());
    pqxx::nontransaction work(on);
    std::vector<qint64> times;
    int granted = 0;
    for (int batch = 0; batch < batches; ++batch) {
        const auto statement = batchStatement(batch);
        QElapsedTimer clock;
        clock.start();
        const auto rows = work.exec(statement);
        times.push_back(clock.nsecsElapsed() / 1000);
        granted += rows[0][0].as<int>();
    }
    QCOMPARE(granted, largeOrders + 3);
    QCOMPARE(
            stores->valueOf("select held || ' ' || next_unit from saikobi.stock where product = 1"),
            std::string{"2000000 2000001"});
    QCOMPARE(stores->numberOf("select held from saikobi.stock where product = 2"), 3);
    QCOMPARE(stores->numberOf("select count(*) from saikobi.reservation where product = 1"),
            largeOrders);
    QCOMPARE(work.exec("select outcome from saikobi.reserve_batch('me', "
                       "'{01890000-0000-7000-8000-000000100402}', '{next}', '{1}', '{1}', '{1}', "
                       "'{1}')")[0][0]
                     .as<std::string>(),
            std::string{"sold_out"});
    QCOMPARE(world.findings(), std::string{});
    const auto tenth = batches / 10;
    const auto first = median({times.begin(), times.begin() + tenth});
    const auto last = median({times.end() - tenth, times.end()});
    qInfo("a batch of %d orders: first tenth %.1f ms, last tenth %.1f ms, ratio %.2f",
            batchSize + 1, first / 1000, last / 1000, last / first);
}

QTEST_GUILESS_MAIN(TestTwoMillionUnits)
#include "test_two_million_units.moc"
