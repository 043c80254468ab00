#include <QRegularExpression>
#include <QTest>

#include <numeric>

#include "backend/contract/measure_names.h"
#include "backend/shop/own_share.h"

using namespace saikobi;
using namespace saikobi::shop;

namespace {

OrderRow orderOf(std::initializer_list<std::int64_t> products, contract::PaymentFlow flow)
{
    OrderRow order;
    order.method = flow == contract::PaymentFlow::Points ? "points" : "card";
    order.flow = flow;
    for (const auto product : products)
        order.lines.push_back({{product}, 1});
    return order;
}

std::int64_t countOf(const contract::Measures& measures, const std::string& name)
{
    contract::Tick tick;
    measures.addTo(tick);
    const auto found = tick.histograms.find(name);
    if (found == tick.histograms.end())
        return 0;
    return std::accumulate(found->second.begin(), found->second.end(), std::int64_t{0});
}

} // namespace

class TestOwnShare : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    void countsByMethodAndByEachProduct()
    {
        contract::Measures measures;
        OwnShare share;
        share.observe(measures, orderOf({3, 5}, contract::PaymentFlow::Direct), 1200, 40);
        QCOMPARE(countOf(measures, "own_method:card"), std::int64_t(1));
        QCOMPARE(countOf(measures, "own_product:3"), std::int64_t(1));
        QCOMPARE(countOf(measures, "own_product:5"), std::int64_t(1));
        QCOMPARE(countOf(measures, "method:card"), std::int64_t(0)); // its provider tells that
    }

    void pointsTakeWhatWeTake()
    {
        contract::Measures measures;
        OwnShare share;
        share.observe(measures, orderOf({3}, contract::PaymentFlow::Points), 55, 50);
        QCOMPARE(countOf(measures, "method:points"), std::int64_t(1));
    }

    void manyProductsShareOneName()
    {
        contract::Measures measures;
        OwnShare share;
        for (std::int64_t product = 1; product <= 5000; ++product)
            share.observe(measures, orderOf({product}, contract::PaymentFlow::Direct), 1200, 40);
        contract::Tick tick;
        measures.addTo(tick);
        QVERIFY(tick.histograms.size() <= contract::histogram::mostOwnProducts + 2);
        QCOMPARE(countOf(measures, "own_product:0"),
                static_cast<std::int64_t>(5000 - contract::histogram::mostOwnProducts));
        share.observe(measures, orderOf({1}, contract::PaymentFlow::Direct), 1200, 40);
        QCOMPARE(countOf(measures, "own_product:1"), std::int64_t(2)); // it keeps its own
    }
};

QTEST_GUILESS_MAIN(TestOwnShare)
#include "test_own_share.moc"
