#include <QTest>

#include "backend/shop/order_list_store.h"
#include "tests/support/sample_sale.h"

using namespace saikobi;

/// The list for the desk: paid orders by slot and code, in a form that any table program reads.
class TestOrderList : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void paidOrdersStandBySlotAndCode();
    void whatNeedsQuotesHasThem();
    void anUnknownSaleIsNamed();

private:
    QStringList listed(std::int64_t* count = nullptr);

    std::unique_ptr<tests::TestStores> m_stores{};
};

void TestOrderList::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
    tests::SampleSale sale;
    sale.products.push_back({"B-02", 500, 100, 2});
    tests::loadSample(*m_stores, sale);
    m_stores->execute(
            "update saikobi.slot set from_at = '2026-08-15 01:00Z', to_at = '2026-08-15 01:50Z' "
            "where rank = 0; "
            "update saikobi.slot set from_at = '2026-08-15 02:00Z', to_at = '2026-08-15 02:50Z' "
            "where rank = 1; "
            "insert into saikobi.orders (id, sale, run, person, place, idempotency_key, "
            "request_hash, "
            "status, slot, method, provider, means, amount, deadline, pickup_code, ended_at) "
            "select ('01900000-0000-7000-8000-00000000000' || n)::uuid, 'demo', 1, 'p' || n, n, "
            "'k' || n, '', case n when 4 then 'declined' else 'paid' end, (select id from "
            "saikobi.slot where rank = case n when 1 then 1 else 0 end), 'card', 'sim', 'pm', "
            "1500, "
            "now(), case n when 4 then null else 'ZZZ00' || 9 - n end, now() "
            "from generate_series(1, 4) n; "
            "insert into saikobi.order_line select o.id, p.id, 1, p.price from saikobi.orders o, "
            "saikobi.product p where p.code = 'A-01' or o.place = 1");
}

QStringList TestOrderList::listed(std::int64_t* count)
{
    std::string text;
    const auto done = shop::listPaidOrders(
            m_stores->viewerUrl(), "demo", [&text](const std::string& line) { text += line; });
    if (!done)
        qWarning("%s", done.error().detail.c_str());
    else if (count)
        *count = done.value();
    return QString::fromStdString(text).split(QStringLiteral("\r\n"), Qt::SkipEmptyParts);
}

void TestOrderList::paidOrdersStandBySlotAndCode()
{
    std::int64_t count = 0;
    const auto lines = listed(&count);
    QCOMPARE(count, std::int64_t{3});
    const QStringList expected{QStringLiteral("slot_from,slot_to,pickup_code,order,amount,lines"),
            QStringLiteral("2026-08-15 10:00,2026-08-15 10:50,ZZZ006,"
                           "01900000-0000-7000-8000-000000000003,1500,A-01 x 1"),
            QStringLiteral("2026-08-15 10:00,2026-08-15 10:50,ZZZ007,"
                           "01900000-0000-7000-8000-000000000002,1500,A-01 x 1"),
            QStringLiteral("2026-08-15 11:00,2026-08-15 11:50,ZZZ008,"
                           "01900000-0000-7000-8000-000000000001,1500,A-01 x 1; B-02 x 1")};
    QCOMPARE(lines, expected);
}

void TestOrderList::whatNeedsQuotesHasThem()
{
    m_stores->execute("update saikobi.product set code = 'A,\"1\"' where code = 'A-01'");
    QVERIFY(listed().at(1).endsWith(QStringLiteral(",\"A,\"\"1\"\" x 1\"")));
}

void TestOrderList::anUnknownSaleIsNamed()
{
    const auto none
            = shop::listPaidOrders(m_stores->viewerUrl(), "nothing", [](const std::string&) {});
    QVERIFY(!none && none.error().detail == "there is no sale 'nothing'");
}

QTEST_GUILESS_MAIN(TestOrderList)
#include "test_order_list.moc"
