#include <QTest>

#include <boost/asio/io_context.hpp>
#include <pqxx/pqxx>

#include "backend/shop/order_store.h"
#include "backend/shop/stock_watch.h"
#include "backend/shop/stock_watch_store.h"
#include "tests/shop/shop_world.h"
#include "tests/support/run_until.h"

using namespace saikobi;
using namespace std::chrono_literals;
using contract::Result;
using shop::StockLook;
using tests::ShopWorld;

/// The continuous audit, and kept units until their announced offer.
class TestStockWatch : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void aHealthySaleIsLeftAlone();
    void aDifferenceStopsTheProductAndIsToldOnce_data();
    void aDifferenceStopsTheProductAndIsToldOnce();
    void aDifferenceStopsTheSlot();
    void aLongLookIsTakenLessOften();
    void soldOutStaysTrueUntilAnOffer();
    void anOfferComesBackOnceAtItsMinute();
    void anOfferSplitsAnInterval();
    void aPlaceReturnsAtOnce();

private:
    StockLook looked(bool isWhole);
    void sell(const char* person, std::int64_t quantity, const char* status);
    std::string state()
    {
        return m_stores->valueOf("select state from saikobi.product_state where product = 3");
    }

    std::unique_ptr<tests::TestStores> m_stores{};
    std::unique_ptr<ShopWorld> m_world{};
    std::unique_ptr<stores::PostgresExecutor> m_audit{};
};

void TestStockWatch::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestStockWatch::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
    m_stores->clear();
    m_audit.reset(); // its thread answers into the world's executor
    m_world = std::make_unique<ShopWorld>(*m_stores);
    m_audit = std::make_unique<stores::PostgresExecutor>(m_stores->backendPostgres(1));
    m_stores->execute("update saikobi.stock set total = 4, per_person = 4 where product = 3");
}

StockLook TestStockWatch::looked(bool isWhole)
{
    const auto look = isWhole ? shop::lookAtAllStock : shop::lookAtNewStock;
    const auto done = tests::awaited<Result<StockLook>>(m_world->context,
            [&](auto answer) { look(*m_audit, m_world->context.get_executor(), answer); });
    if (!done || !*done)
        qFatal("no look: %s", done ? done->error().detail.c_str() : "no answer");
    return done->value();
}

/// An order of product 3 and slot 2's only place, reserved and then brought to `status` by its
/// moves.
void TestStockWatch::sell(const char* person, std::int64_t quantity, const char* status)
{
    const auto number = m_stores->numberOf("select 1 + count(*) from saikobi.orders");
    const auto id = QStringLiteral("01890000-0000-7000-8000-%1")
                            .arg(number, 12, 10, QChar(u'0'))
                            .toStdString();
    m_stores->execute(
            "insert into saikobi.orders (id, sale, run, person, place, idempotency_key, "
            "request_hash, status, owner, slot, method, provider, means, amount, deadline) "
            "values ('"
            + id + "', 'demo', 1, '" + person + "', 1, '" + id
            + "', 'h', 'authorised', 'me', 1, 'card', 'sim', 'pm', 100, now() + interval '1 h');"
              "insert into saikobi.order_line values ('"
            + id + "', 3, " + std::to_string(quantity)
            + ", 100); insert into saikobi.payment (order_id, attempt, sale, provider, amount) "
              "values ('"
            + id + "', 1, 'demo', 'sim', 100)");
    pqxx::connection connection(m_stores->backendUrl());
    pqxx::nontransaction work(connection);
    work.exec("select * from saikobi.reserve_batch('me', '{" + id + "}', '{" + person
            + "}', '{1}', '{1}', '{3}', '{" + std::to_string(quantity) + "}')");
    if (status == std::string{"paid"})
        work.exec("select * from saikobi.settle_batch('me', '{" + id + "}', '{\"\"}')");
    if (status == std::string{"cancelled"})
        work.exec("select saikobi.begin_voids('me', '{" + id
                + "}', '{cancelled}', ''); "
                  "select * from saikobi.give_back_batch('me', '{"
                + id + "}')");
}

void TestStockWatch::aHealthySaleIsLeftAlone()
{
    sell("p1", 1, "paid");
    sell("p2", 1, "reserved");
    sell("p3", 1, "cancelled");
    for (const bool isWhole : {false, true, false})
        QCOMPARE(looked(isWhole).stopped, 0);
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.timeline"), 0);
}

void TestStockWatch::aDifferenceStopsTheProductAndIsToldOnce_data()
{
    QTest::addColumn<QString>("sabotage");
    QTest::addColumn<bool>("isWhole");
    QTest::newRow("a unit given twice") << QStringLiteral(
            "insert into saikobi.reservation values (3, 1, 1, gen_random_uuid(), 'x') on conflict "
            "do nothing;"
            "update saikobi.reservation set qty = 2 where product = 3 and first_unit = 1")
                                        << false;
    QTest::newRow("more held than given out")
            << QStringLiteral("update saikobi.stock set held = 2 where product = 3") << false;
    QTest::newRow("a reservation beyond the counter") << QStringLiteral(
            "insert into saikobi.reservation values (3, 9, 1, gen_random_uuid(), 'x')")
                                                      << false;
    QTest::newRow("a reservation that vanished") << QStringLiteral(
            "delete from saikobi.reservation where product = 3 and first_unit = 1")
                                                 << true;
}

void TestStockWatch::aDifferenceStopsTheProductAndIsToldOnce()
{
    QFETCH(QString, sabotage);
    QFETCH(bool, isWhole);
    sell("p1", 1, "paid");
    sell("p2", 1, "paid");
    m_stores->execute(sabotage.toStdString());
    QVERIFY(looked(isWhole).stopped > 0);
    QCOMPARE(looked(isWhole).stopped, 0);
    QCOMPARE(state(), std::string{"stopped"});
    QCOMPARE(m_stores->valueOf("select string_agg(kind || subject || (data ->> 'product'), ',') "
                               "from saikobi.timeline"),
            std::string{"alarmA013"});
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.product where stopped"), 1);
}

void TestStockWatch::aDifferenceStopsTheSlot()
{
    sell("p1", 1, "paid");
    m_stores->execute("update saikobi.slot set sold = sold + 1 where id = 1");
    QCOMPARE(looked(true).stopped, 1);
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.slot where stopped"), 1);
    QCOMPARE(m_stores->valueOf("select data ->> 'slot' from saikobi.timeline"), std::string{"1"});
}

void TestStockWatch::aLongLookIsTakenLessOften()
{
    QCOMPARE(shop::pauseAfter(100ms), 10s);
    QCOMPARE(shop::pauseAfter(2s), 40s);
}

void TestStockWatch::soldOutStaysTrueUntilAnOffer()
{
    sell("p1", 3, "paid");
    QCOMPARE(state(), std::string{"on_sale"});
    sell("p2", 1, "cancelled"); // took the last one: from that commit on it is sold out
    QCOMPARE(state(), std::string{"sold_out"});
    QCOMPARE(m_stores->valueOf("select held || ' ' || sold from saikobi.stock where product = 3"),
            std::string{"1 3"});
    m_stores->execute("update saikobi.sale set settings = '{\"give_back\": \"at_once\"}'");
    sell("p3", 1, "reserved"); // refused, as everybody was told
    QCOMPARE(state(), std::string{"sold_out"});
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.audit_oversold"), 0);
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.audit_stranded_stock"), 0);
}

void TestStockWatch::anOfferComesBackOnceAtItsMinute()
{
    sell("p1", 2, "paid");
    sell("p2", 2, "cancelled");
    m_stores->execute("select saikobi.offer_kept(3, 5, now() + interval '1 h')");
    QCOMPARE(looked(false).offers, 0);
    QCOMPARE(state(), std::string{"sold_out"});
    QCOMPARE(m_stores->numberOf("select offer_units from saikobi.product_state where product = 3"),
            5);
    m_stores->execute("update saikobi.kept_offer set at = now()");
    QCOMPARE(looked(false).offers, 1);
    QCOMPARE(looked(false).offers, 0);
    QCOMPARE(state(), std::string{"on_sale"});
    QCOMPARE(m_stores->numberOf("select returned from saikobi.kept_offer"), 2);
    QCOMPARE(m_stores->numberOf("select total - held - sold from saikobi.stock where product = 3"),
            2);
    QCOMPARE(m_stores->valueOf("select subject from saikobi.timeline"), std::string{"kept_offer"});
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.audit_oversold"), 0);
    sell("p3", 2, "paid");
    QCOMPARE(state(), std::string{"sold_out"});
}

void TestStockWatch::anOfferSplitsAnInterval()
{
    sell("p1", 4, "cancelled");
    m_stores->execute("select saikobi.offer_kept(3, 1, now() - interval '1 s')");
    QCOMPARE(looked(false).offers, 1);
    QCOMPARE(m_stores->numberOf("select total - held - sold from saikobi.stock where product = 3"),
            1);
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.audit_oversold"), 0);
    QCOMPARE(looked(true).stopped, 0);
}

void TestStockWatch::aPlaceReturnsAtOnce()
{
    sell("p1", 4, "cancelled");
    QCOMPARE(m_stores->numberOf("select held from saikobi.slot where id = 1"), 0);
}

QTEST_GUILESS_MAIN(TestStockWatch)
#include "test_stock_watch.moc"
