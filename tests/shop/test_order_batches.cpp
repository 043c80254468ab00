#include <QTest>

#include <algorithm>
#include <chrono>
#include <deque>
#include <functional>
#include <numeric>

#include "tests/shop/shop_world.h"

using namespace saikobi;
using namespace std::chrono_literals;
using contract::OrderStatus;
using tests::PlaceResult;
using tests::ShopWorld;
using tests::viewIn;

/// Many orders at a time share their commits: the way to several hundred whole checkouts a second.
class TestOrderBatches : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void manyOrdersNeedFewCommits();

private:
    std::unique_ptr<tests::TestStores> m_stores{};
};

void TestOrderBatches::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestOrderBatches::manyOrdersNeedFewCommits()
{
    constexpr int orders = 4000;
    constexpr std::size_t together = 400; // buyers who wait at a time
    ShopWorld world(*m_stores);
    m_stores->execute("update saikobi.stock set total = 100000 where product = 1;"
                      "update saikobi.slot set total = 100000 where id = 1");
    world.start();
    const auto transactions
            = [this] { return m_stores->numberOf("select pg_current_xact_id()::text::bigint"); };
    const auto before = transactions();
    const auto started = std::chrono::steady_clock::now();
    std::deque<int> people(orders);
    std::iota(people.begin(), people.end(), 0);
    int paid = 0;
    std::size_t open = 0;
    const std::function<void()> fill = [&] {
        while (open < together && !people.empty() && !world.checkout().isFull()) {
            ++open;
            const auto person = people.front();
            people.pop_front();
            auto request = world.request("p" + std::to_string(person));
            world.checkout().place(
                    world.loaded(), std::move(request), [&, person](PlaceResult result) {
                        --open;
                        if (!viewIn(result)) // full: comes again
                            return people.push_back(person);
                        paid += viewIn(result)->status == OrderStatus::Paid ? 1 : 0;
                    });
        }
    };
    auto nextTick = started + 1s;
    QVERIFY(world.runUntil([&] {
        fill();
        if (std::chrono::steady_clock::now() > nextTick) {
            world.checkout().tick();
            nextTick += 1s;
        }
        return people.empty() && open == 0;
    }));
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
    const auto commits = transactions() - before;
    qInfo("%d orders paid in %.2f s: %.0f/s, %lld commits", paid, took.count(),
            orders / took.count(), static_cast<long long>(commits));
    QCOMPARE(paid, orders);
    // One by one they would need four each.
    QVERIFY(commits < orders / 4);
    QCOMPARE(world.findings(), std::string{});
}

QTEST_GUILESS_MAIN(TestOrderBatches)
#include "test_order_batches.moc"
