#include <QTest>

#include <boost/asio/io_context.hpp>

#include <deque>
#include <functional>
#include <random>

#include "backend/shop/stock_batcher.h"
#include "backend/shop/stock_store.h"
#include "backend/stores/commit_flush.h"
#include "tests/shop/shop_world.h"
#include "tests/support/run_until.h"

using namespace saikobi;
using namespace std::chrono_literals;
using shop::StockOutcome;
using shop::StockWish;
using tests::ShopWorld;

namespace {

constexpr int buyers = 10'000;

std::string orderId(int number)
{
    return QStringLiteral("01890000-0000-7000-8000-%1")
            .arg(number, 12, 10, QChar(u'0'))
            .toStdString();
}

} // namespace

/// Ten thousand buyers at once, spread over the batchers of several instances.
class TestStockContention : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void oneUnitGoesToOneOfTenThousand();
    void onePlaceGoesToOneOfTenThousand();
    void basketsOverThreeProductsLeaveNothingUnsold();
    void whatWasToldSurvivesACrashOfPostgres();

private:
    void authorise();
    /// `meanwhile` is told how many have been answered.
    void reserveAll(const std::vector<StockWish>& wishes,
            const std::function<void(std::size_t)>& meanwhile = {});
    std::int64_t granted()
    {
        return m_stores->numberOf("select count(*) from saikobi.orders where status = 'capturing'");
    }

    std::unique_ptr<tests::TestStores> m_stores{};
    std::unique_ptr<ShopWorld> m_world{};
    std::vector<StockOutcome> m_outcomes{};
};

void TestStockContention::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestStockContention::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
    m_stores->clear();
    m_world = std::make_unique<ShopWorld>(*m_stores);
    m_stores->execute("update saikobi.stock set total = 100000, per_person = 4;"
                      "update saikobi.slot set total = 100000");
    authorise();
}

void TestStockContention::authorise()
{
    m_stores->execute(
            "insert into saikobi.orders (id, sale, run, person, place, idempotency_key, "
            "request_hash, "
            "status, owner, slot, method, provider, means, amount, deadline) "
            "select ('01890000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'demo', 1, 'p' "
            "|| n, "
            "n, 'k', 'h', 'authorised', 'us', 1, 'card', 'sim', 'pm', 100, now() + interval '1 h' "
            "from generate_series(1, 10000) n");
}

void TestStockContention::reserveAll(
        const std::vector<StockWish>& wishes, const std::function<void(std::size_t)>& meanwhile)
{
    boost::asio::io_context context;
    std::deque<stores::PostgresExecutor> connections;
    std::deque<stores::CommitFlush> flushes;
    std::vector<std::unique_ptr<shop::StockBatcher>> instances;
    for (int i = 0; i < 4; ++i) {
        auto& postgres = connections.emplace_back(m_stores->backendPostgres(1));
        const shop::StockStore store{postgres,
                flushes.emplace_back(postgres, context.get_executor()), context.get_executor(),
                "us"};
        instances.push_back(std::make_unique<shop::StockBatcher>(
                context.get_executor(), [store](auto batch, auto performed, auto done) {
                    shop::performStockBatch(
                            store, std::move(batch), std::move(performed), std::move(done));
                }));
    }
    m_outcomes.assign(wishes.size(), StockOutcome::Moved);
    std::size_t answered = 0;
    for (std::size_t i = 0; i < wishes.size(); ++i)
        instances[i % instances.size()]->add(
                wishes[i], [this, i, &answered](const contract::Result<StockOutcome>& outcome) {
                    if (outcome)
                        m_outcomes[i] = outcome.value();
                    ++answered;
                });
    const auto isOver = [&] {
        if (meanwhile)
            meanwhile(answered);
        return answered == wishes.size();
    };
    QVERIFY(tests::runUntil(context, isOver, 60s));
}

void TestStockContention::oneUnitGoesToOneOfTenThousand()
{
    m_stores->execute("update saikobi.stock set total = 1 where product = 1");
    std::vector<StockWish> wishes;
    for (int i = 1; i <= buyers; ++i)
        wishes.push_back({StockWish::Kind::Reserve, orderId(i), "p" + std::to_string(i), {1},
                {{{1}, 1}}, {}, {}});
    reserveAll(wishes);
    QCOMPARE(std::count(m_outcomes.begin(), m_outcomes.end(), StockOutcome::Done), 1);
    QCOMPARE(std::count(m_outcomes.begin(), m_outcomes.end(), StockOutcome::SoldOut), buyers - 1);
    QCOMPARE(granted(), 1);
    QCOMPARE(m_world->findings(), std::string{});
}

void TestStockContention::onePlaceGoesToOneOfTenThousand()
{
    m_stores->execute("update saikobi.slot set total = 1 where id = 1");
    std::vector<StockWish> wishes;
    for (int i = 1; i <= buyers; ++i)
        wishes.push_back({StockWish::Kind::Reserve, orderId(i), "p" + std::to_string(i), {1},
                {{{1}, 1}}, {}, {}});
    reserveAll(wishes);
    QCOMPARE(std::count(m_outcomes.begin(), m_outcomes.end(), StockOutcome::Done), 1);
    QCOMPARE(std::count(m_outcomes.begin(), m_outcomes.end(), StockOutcome::SlotFull), buyers - 1);
    QCOMPARE(m_stores->numberOf("select held from saikobi.stock where product = 1"), 1);
    QCOMPARE(m_world->findings(), std::string{});
}

/// Whoever was refused was refused because one of their products could not fill the basket at that
/// moment; stock only shrinks here, so at the end it cannot fill it either.
void TestStockContention::basketsOverThreeProductsLeaveNothingUnsold()
{
    m_stores->execute("update saikobi.stock set total = case product when 1 then 2500 "
                      "when 2 then 1500 else 1000 end");
    const auto seed = std::random_device{}();
    qInfo("seed %u", seed);
    std::mt19937 chance(seed);
    std::vector<StockWish> wishes;
    for (int i = 1; i <= buyers; ++i) {
        StockWish wish{
                StockWish::Kind::Reserve, orderId(i), "p" + std::to_string(i), {1}, {}, {}, {}};
        std::map<int, int> basket;
        for (unsigned unit = 0, size = 1 + chance() % 4; unit < size; ++unit)
            ++basket[int(1 + chance() % 3)];
        for (const auto& [product, quantity] : basket)
            wish.lines.push_back({{product}, quantity});
        wishes.push_back(std::move(wish));
    }
    reserveAll(wishes);
    std::map<std::int64_t, std::int64_t> taken, left;
    for (std::size_t i = 0; i < wishes.size(); ++i)
        if (m_outcomes[i] == StockOutcome::Done)
            for (const auto& line : wishes[i].lines)
                taken[line.product.value] += line.quantity;
    for (const int product : {1, 2, 3}) {
        const auto is = " from saikobi.stock where product = " + std::to_string(product);
        QCOMPARE(m_stores->numberOf("select held" + is), taken[product]);
        left[product] = m_stores->numberOf("select total - held - sold" + is);
    }
    for (std::size_t i = 0; i < wishes.size(); ++i) {
        if (m_outcomes[i] == StockOutcome::Done)
            continue;
        QCOMPARE(m_outcomes[i], StockOutcome::SoldOut);
        QVERIFY(std::any_of(wishes[i].lines.begin(), wishes[i].lines.end(),
                [&](const auto& line) { return left[line.product.value] < line.quantity; }));
    }
    QCOMPARE(m_world->findings(), std::string{});
}

/// Large batches commit before they are on the disk. A crash may undo one, but none of which
/// anybody was told: its wishes are sent again, and each has one outcome in the end.
void TestStockContention::whatWasToldSurvivesACrashOfPostgres()
{
    std::vector<StockWish> wishes;
    for (int i = 1; i <= buyers; ++i)
        wishes.push_back({StockWish::Kind::Reserve, orderId(i), "p" + std::to_string(i), {1},
                {{{1 + i % 3}, 1}}, {}, {}});
    std::size_t crashedAfter = 0;
    reserveAll(wishes, [&](std::size_t answered) {
        if (crashedAfter > 0 || answered < buyers / 4)
            return;
        crashedAfter = answered;
        QVERIFY(m_stores->postgres().stop(rehearsal::Ending::Kill));
        QVERIFY(m_stores->postgres().startAgain());
        QVERIFY(m_stores->numberOf("select count(*) from saikobi.reservation")
                >= static_cast<std::int64_t>(answered));
    });
    QVERIFY(crashedAfter > 0 && crashedAfter < wishes.size());
    QCOMPARE(std::count(m_outcomes.begin(), m_outcomes.end(), StockOutcome::Done), buyers);
    QCOMPARE(granted(), buyers);
    QCOMPARE(m_stores->numberOf("select sum(held)::bigint from saikobi.stock"), buyers);
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.reservation"), buyers);
    QCOMPARE(m_world->findings(), std::string{});
}

QTEST_GUILESS_MAIN(TestStockContention)
#include "test_stock_contention.moc"
