#include <QTest>

#include "tests/shop/shop_world.h"

using namespace saikobi;
using tests::ShopWorld;

/// An audit that cannot find anything proves nothing: each planted violation must be named.
class TestAuditViews : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void aHealthySaleHasNoFindings();
    void aPlantedViolationIsFound_data();
    void aPlantedViolationIsFound();

private:
    std::unique_ptr<tests::TestStores> m_stores{};
    std::unique_ptr<ShopWorld> m_world{};
};

void TestAuditViews::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestAuditViews::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
    m_world.reset();
    m_stores->clear();
    m_world = std::make_unique<ShopWorld>(*m_stores);
    m_world->start();
    for (const char* person : {"p1", "p2"})
        m_world->placed(m_world->request(person, 0, 2));
}

void TestAuditViews::aHealthySaleHasNoFindings()
{
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.orders where status = 'paid'"), 2);
    QCOMPARE(m_world->findings(), std::string{});
}

void TestAuditViews::aPlantedViolationIsFound_data()
{
    QTest::addColumn<QString>("sabotage");
    QTest::addColumn<QString>("view");
    const auto row = [](const char* claim, const char* sabotage, const char* view) {
        QTest::newRow(claim) << QString::fromUtf8(sabotage) << QString::fromUtf8(view);
    };
    row("a unit counted that nobody has",
            "update saikobi.stock set held = held + 1 where product = 1", "audit_oversold");
    row("a unit sold but counted as held",
            "update saikobi.stock set held = 1, sold = sold - 1 where product = 1",
            "audit_oversold");
    row("a unit given to two orders",
            "update saikobi.reservation set first_unit = 2 where first_unit = 3", "audit_oversold");
    row("a place counted that nobody has", "update saikobi.slot set sold = sold + 1 where id = 1",
            "audit_oversold");
    row("a reservation that vanished", "delete from saikobi.reservation where first_unit = 1",
            "audit_oversold");
    row("units of an order that failed",
            "update saikobi.orders set status = 'cancelled' where person = 'p1'",
            "audit_stranded_stock");
    row("units of an order that never was",
            "insert into saikobi.reservation values (2, 1, 1, gen_random_uuid(), 'x')",
            "audit_stranded_stock");
    row("two captures of one order",
            "insert into saikobi.payment (order_id, attempt, sale, provider, reference, standing, "
            "amount) "
            "select order_id, 2, sale, provider, 'pi_second', 'captured', amount from "
            "saikobi.payment "
            "limit 1",
            "audit_double_capture");
    row("a capture of another amount",
            "update saikobi.payment set amount = amount - 1 where attempt = 1",
            "audit_double_capture");
    row("captured, but the order failed",
            "update saikobi.orders set status = 'declined' where person = 'p1'",
            "audit_orphan_payment");
    row("paid without any capture",
            "update saikobi.payment set standing = 'voided' where order_id = (select "
            "min(order_id::text)::uuid "
            "from saikobi.payment)",
            "audit_orphan_payment");
    row("money set aside for a dead order",
            "update saikobi.payment set standing = 'authorised', authorised_at = now() - interval "
            "'6 min';"
            "update saikobi.orders set status = 'cancelled'",
            "audit_orphan_payment");
    row("an order past its deadline",
            "update saikobi.orders set status = 'capturing', ended_at = null, pickup_code = null, "
            "deadline = now() - interval '1 s' where person = 'p1'",
            "audit_unfinished_order");
}

void TestAuditViews::aPlantedViolationIsFound()
{
    QFETCH(QString, sabotage);
    QFETCH(QString, view);
    m_stores->execute(sabotage.toStdString());
    const auto rows = m_stores->numberOf("select count(*) from saikobi." + view.toStdString());
    QVERIFY(rows > 0);
}

QTEST_GUILESS_MAIN(TestAuditViews)
#include "test_audit_views.moc"
