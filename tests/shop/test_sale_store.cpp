#include <QTest>

#include <boost/asio/io_context.hpp>

#include "backend/contract/alarm_limits.h"
#include "backend/shop/catalogue.h"
#include "backend/shop/sale_file.h"
#include "backend/shop/sale_store.h"
#include "backend/stores/postgres_executor.h"
#include "tests/support/run_until.h"
#include "tests/support/test_stores.h"

using namespace saikobi;
using namespace std::chrono_literals;

namespace {

contract::Sale sampleSale(const char* file)
{
    const auto path
            = qEnvironmentVariable("SAIKOBI_SOURCE").toStdString() + "/resources/sales/" + file;
    return shop::readSaleFile(path, contract::fromUnixMs(1786000000000)).value();
}

} // namespace

class TestSaleStore : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void loadsAndLoadsAgain();
    void neverLowersBelowHeldAndSold();
    void raisingAStockPutsItOnSaleAgain();
    void whatTheFileDroppedIsNotOffered();
    void aTakenSlotKeepsItsRelativeTimes();
    void theBackendMayNotLoad();
    void whatAFileSaysOfTheLineReachesEveryInstance();
    void theCatalogueIsReadAndRefreshed();

private:
    shop::LoadReport load(const contract::Sale& sale);
    std::unique_ptr<tests::TestStores> m_stores{};
};

void TestSaleStore::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestSaleStore::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
    m_stores->clear();
}

shop::LoadReport TestSaleStore::load(const contract::Sale& sale)
{
    const auto done = shop::loadSale(m_stores->superuserUrl(), sale);
    if (!done)
        qFatal("%s", done.error().detail.c_str());
    return done.value();
}

void TestSaleStore::loadsAndLoadsAgain()
{
    const auto sale = sampleSale("demo.toml");
    QVERIFY(load(sale).isNew);
    const auto again = load(sale);
    QVERIFY(!again.isNew);
    QVERIFY(again.notes.empty());
    QVERIFY(load(sampleSale("small.toml")).isNew);
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.product where sale = 'demo'"), 12);
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.slot where sale = 'demo'"), 3);
    QCOMPARE(m_stores->numberOf("select max(total) from saikobi.stock"), 200000);
    QCOMPARE(m_stores->numberOf("select revision from saikobi.sale where slug = 'demo'"), 2);
    QCOMPARE(m_stores->valueOf("select name_ja from saikobi.product where code = 'D-01'"),
            std::string{"記念ポストカード"});
}

void TestSaleStore::neverLowersBelowHeldAndSold()
{
    auto sale = sampleSale("small.toml");
    load(sale);
    m_stores->execute("update saikobi.stock set held = 3, sold = 4 where product = 1;"
                      "update saikobi.slot set sold = 5");
    sale.products.front().stock = 2;
    sale.pickupSlots.front().places = 1;
    const auto report = load(sale);
    QCOMPARE(report.notes.size(), 2U);
    QCOMPARE(m_stores->numberOf("select total from saikobi.stock where product = 1"), 7);
    QCOMPARE(m_stores->numberOf("select total from saikobi.slot"), 5);
}

void TestSaleStore::raisingAStockPutsItOnSaleAgain()
{
    auto sale = sampleSale("small.toml");
    sale.products.front().stock = 1;
    load(sale);
    m_stores->execute("update saikobi.stock set sold = 1, sold_out_at = now() where product = 1");
    const std::string state = "select state from saikobi.product_state where product = 1";
    load(sale);
    QCOMPARE(m_stores->valueOf(state), std::string{"sold_out"});
    sale.products.front().stock = 2;
    load(sale);
    QCOMPARE(m_stores->valueOf(state), std::string{"on_sale"});
}

void TestSaleStore::whatTheFileDroppedIsNotOffered()
{
    auto sale = sampleSale("demo.toml");
    load(sale);
    sale.products.resize(2);
    sale.methods.resize(1);
    load(sale);
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.product where listed"), 2);
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.method where enabled"), 1);
    load(sampleSale("demo.toml"));
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.product where listed"), 12);
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.method where enabled"), 5);
}

void TestSaleStore::aTakenSlotKeepsItsRelativeTimes()
{
    auto sale = sampleSale("demo.toml");
    load(sale);
    m_stores->execute("update saikobi.slot set sold = 1 where rank = 0");
    const std::string times
            = "select string_agg(from_at::text, ' ' order by rank) from saikobi.slot";
    const auto before = QString::fromStdString(m_stores->valueOf(times)).split(u' ');
    for (auto& slot : sale.pickupSlots) {
        slot.from += 10min;
        slot.to += 10min;
    }
    load(sale);
    const auto after = QString::fromStdString(m_stores->valueOf(times)).split(u' ');
    QCOMPARE(after[1], before[1]);
    QVERIFY(after[3] != before[3]);
}

void TestSaleStore::theBackendMayNotLoad()
{
    const auto done = shop::loadSale(m_stores->backendUrl(), sampleSale("demo.toml"));
    QVERIFY(!done);
    QCOMPARE(done.error().code, contract::FaultCode::Refused);
}

void TestSaleStore::whatAFileSaysOfTheLineReachesEveryInstance()
{
    auto sale = sampleSale("small.toml");
    sale.beacon = "drand quicknet 2026";
    sale.pacing = contract::Pacing::Manual;
    sale.identity = contract::Identity::Subject;
    sale.groupMax = 6;
    sale.claimsByItself = false;
    sale.followsBudget = true;
    sale.workBits = 7;
    sale.joinsPerMinuteIpv4 = 500;
    sale.joinsPerMinuteIpv6 = 70;
    sale.exemptNetworks = {"192.0.2.0/24", "2001:db8::/32"};
    sale.returnHosts = {"shop.example", "shop.example:8443"};
    sale.shop.notice = {"お静かに", "Quietly, \"please\""};
    sale.alarms = R"({"A06.budget_used.3":{"on":6E1,"off":5E1,"reason":"first sale"}})";
    sale.arrivals = {{-60min, 120}, {0min, 900}};
    load(sale);
    // As instances and desks read them, for their alarms.
    const auto alarms = contract::alarmSettingsFromJson(
            m_stores->valueOf("select settings -> 'alarms' from saikobi.sale"));
    QVERIFY(alarms);
    QCOMPARE(alarms.value().changes.at("A06.budget_used.3").on, std::optional{60.0});
    QCOMPARE(contract::arrivalPlanFromJson(
                     m_stores->valueOf("select settings -> 'arrivals' from saikobi.sale"))
                     .size(),
            2U);

    boost::asio::io_context context;
    stores::PostgresExecutor reads(m_stores->backendPostgres(1));
    shop::CatalogueReader reader(context.get_executor(), reads);
    const auto done = tests::awaited<contract::Outcome>(
            context, [&](auto answer) { reader.refresh(answer); });
    QVERIFY(done && *done);
    const auto& back = reader.current()->at("small")->sale;
    QCOMPARE(back.order, contract::SaleOrder::Draw);
    QCOMPARE(back.beacon, sale.beacon);
    QCOMPARE(back.pacing, sale.pacing);
    QCOMPARE(back.identity, sale.identity);
    QCOMPARE(back.groupMax, sale.groupMax);
    QCOMPARE(back.claimsByItself, sale.claimsByItself);
    QCOMPARE(back.followsBudget, sale.followsBudget);
    QCOMPARE(back.workBits, sale.workBits);
    QCOMPARE(back.joinsPerMinuteIpv4, sale.joinsPerMinuteIpv4);
    QCOMPARE(back.joinsPerMinuteIpv6, sale.joinsPerMinuteIpv6);
    QCOMPARE(back.exemptNetworks, sale.exemptNetworks);
    QCOMPARE(back.returnHosts, sale.returnHosts);
    QCOMPARE(back.shop.notice.ja, sale.shop.notice.ja);
    QCOMPARE(back.shop.notice.en, sale.shop.notice.en);
}

void TestSaleStore::theCatalogueIsReadAndRefreshed()
{
    boost::asio::io_context context;
    stores::PostgresExecutor reads(m_stores->backendPostgres(1));
    shop::CatalogueReader reader(context.get_executor(), reads);
    const auto refresh = [&] {
        const auto done = tests::awaited<contract::Outcome>(
                context, [&](auto answer) { reader.refresh(answer); });
        QVERIFY(done && *done);
    };
    QVERIFY(!reader.isReady());
    load(sampleSale("small.toml"));
    refresh();
    QVERIFY(reader.isReady());
    const auto first = reader.current()->at("small");
    QCOMPARE(first->sale.products.size(), 3U);
    QCOMPARE(first->sale.maxShoppers, 40);
    QCOMPARE(first->sale.opensIn, std::optional{900s});
    QVERIFY(!first->sale.keepsGivenBack);
    QCOMPARE(first->sale.shop.colour, std::string{"#8A3FA0"});
    QVERIFY(QString::fromStdString(first->body)
                    .startsWith(QStringLiteral(
                            "{\"products\":[{\"id\":1,\"code\":\"G-01\",\"name\":{\"ja\":")));
    QVERIFY(QString::fromStdString(first->body).contains(QStringLiteral("\"left\":120")));
    QVERIFY(QString::fromStdString(first->body)
                    .endsWith(QStringLiteral("\"methods\":[\"card\"]}")));

    refresh();
    QCOMPARE(reader.current()->at("small")->etag, first->etag);

    m_stores->execute("update saikobi.stock set sold_out_at = now() where product = 1;"
                      "update saikobi.product set stopped = true where id = 2;"
                      "update saikobi.slot set stopped = true where rank = 0;"
                      "select saikobi.offer_kept(1, 4, '2030-01-01 00:00+00');"
                      "update saikobi.sale set opens_at = now()");
    refresh();
    const auto second = reader.current()->at("small");
    QVERIFY(second->etag != first->etag);
    QVERIFY(QString::fromStdString(second->body).contains(QStringLiteral("sold_out")));
    QVERIFY(QString::fromStdString(second->body).contains(QStringLiteral("stopped")));
    QVERIFY(QString::fromStdString(second->body)
                    .contains(QStringLiteral("\"offer\":{\"at\":1893456000000,\"units\":4}")));
    QVERIFY2(!QString::fromStdString(second->body).contains(QStringLiteral("\"left\":120")),
            "the audit stopped this slot");
    QVERIFY(second->sale.opensAt.has_value());
    QCOMPARE(second->sale.products.size(), 3U);
}

QTEST_GUILESS_MAIN(TestSaleStore)
#include "test_sale_store.moc"
