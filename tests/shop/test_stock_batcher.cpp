#include <QTest>

#include <boost/asio/io_context.hpp>

#include "backend/shop/stock_batcher.h"
#include "tests/support/run_until.h"

using namespace saikobi;
using namespace std::chrono_literals;
using contract::Fault;
using contract::FaultCode;
using shop::StockBatcher;
using shop::StockOutcome;
using shop::StockWish;

/// How wishes travel. What a batch does is tested on a real Postgres.
class TestStockBatcher : public QObject {
    Q_OBJECT

private slots:
    void init();
    void theFirstLeavesAtOnceTheRestTogether();
    void aBatchHasALimit();
    void anUnknownCommitIsSentAgainAsItWas();
    void waitingForTheDiskHoldsNobodyUp();
    void soManyWaitForTheDiskAndNoMore();
    void whatTheDiskLostIsSentAgainBeforeTheOthers();
    void anErrorIsNarrowedDownToTheCulprit();
    void aFullQueueRefusesAtOnce();

private:
    void add(int order);
    std::size_t answered() const { return m_answers.size(); }

    boost::asio::io_context m_context{};
    std::vector<std::vector<StockWish>> m_sent{};
    std::function<void()> m_performed{};
    std::function<void(const StockBatcher::Outcomes&)> m_done{};
    std::map<std::string, contract::Result<StockOutcome>> m_answers{};
    std::unique_ptr<StockBatcher> m_batcher{};
};

void TestStockBatcher::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
    m_sent.clear();
    m_answers.clear();
    m_batcher = std::make_unique<StockBatcher>(
            m_context.get_executor(),
            [this](std::vector<StockWish> wishes, std::function<void()> performed,
                    std::function<void(const StockBatcher::Outcomes&)> done) {
                m_sent.push_back(std::move(wishes));
                m_performed = std::move(performed);
                m_done = std::move(done);
            },
            1ms);
}

void TestStockBatcher::add(int order)
{
    StockWish wish;
    wish.order = std::to_string(order);
    m_batcher->add(wish, [this, id = wish.order](const contract::Result<StockOutcome>& outcome) {
        m_answers.insert_or_assign(id, outcome);
    });
}

void TestStockBatcher::theFirstLeavesAtOnceTheRestTogether()
{
    for (int i = 0; i < 5; ++i)
        add(i);
    QCOMPARE(m_sent.size(), 1U);
    QCOMPARE(m_sent[0].size(), 1U);
    m_done(std::vector{StockOutcome::Done});
    QCOMPARE(m_sent.size(), 2U);
    QCOMPARE(m_sent[1].size(), 4U);
    m_done(std::vector{
            StockOutcome::Done, StockOutcome::SoldOut, StockOutcome::Moved, StockOutcome::Limit});
    QCOMPARE(answered(), 5U);
    QCOMPARE(m_answers.at("2").value(), StockOutcome::SoldOut);
    QCOMPARE(m_sent.size(), 2U);
}

void TestStockBatcher::aBatchHasALimit()
{
    constexpr auto left = 88U; // after the first and two full batches
    for (std::size_t i = 0; i < 1U + 2U * shop::stockBatchLimit + left; ++i)
        add(static_cast<int>(i));
    m_done(std::vector{StockOutcome::Done});
    QCOMPARE(m_sent[1].size(), shop::stockBatchLimit);
    m_done(std::vector(shop::stockBatchLimit, StockOutcome::Done));
    QCOMPARE(m_sent[2].size(), shop::stockBatchLimit);
    m_done(std::vector(shop::stockBatchLimit, StockOutcome::Done));
    QCOMPARE(m_sent[3].size(), left);
}

void TestStockBatcher::anUnknownCommitIsSentAgainAsItWas()
{
    for (int i = 0; i < 3; ++i)
        add(i);
    m_done(std::vector{StockOutcome::Done});
    add(3); // gathers for the next one, and must not slip into the repeat
    m_done(Fault{FaultCode::Unknown, "connection lost"});
    QVERIFY(tests::runUntil(m_context, [this] { return m_sent.size() == 3; }));
    QCOMPARE(m_sent[2].size(), 2U);
    QCOMPARE(m_sent[2][0].order, m_sent[1][0].order);
    QCOMPARE(answered(), 1U);
    m_done(std::vector(2, StockOutcome::Done));
    QCOMPARE(answered(), 3U);
    QCOMPARE(m_sent[3].size(), 1U);
}

void TestStockBatcher::waitingForTheDiskHoldsNobodyUp()
{
    for (int i = 0; i < 3; ++i)
        add(i);
    const auto first = m_done;
    m_performed();
    QCOMPARE(m_sent.size(), 2U); // while nobody of the first is told anything
    QCOMPARE(answered(), 0U);
    first(std::vector{StockOutcome::Done});
    QCOMPARE(answered(), 1U);
    m_done(std::vector(2, StockOutcome::Done));
    QCOMPARE(answered(), 3U);
}

void TestStockBatcher::soManyWaitForTheDiskAndNoMore()
{
    std::vector<std::function<void(const StockBatcher::Outcomes&)>> unflushed;
    for (int i = 0; i < StockBatcher::mostUnflushed; ++i) {
        add(i);
        unflushed.push_back(m_done);
        m_performed();
    }
    const auto sent = m_sent.size();
    add(1000);
    QCOMPARE(m_sent.size(), sent);
    unflushed.front()(std::vector{StockOutcome::Done});
    QCOMPARE(m_sent.size(), sent + 1);
    QCOMPARE(m_sent.back()[0].order, std::string{"1000"});
}

void TestStockBatcher::whatTheDiskLostIsSentAgainBeforeTheOthers()
{
    add(0);
    const auto first = m_done;
    m_performed();
    add(1);
    const auto second = m_done;
    m_performed();
    first(Fault{FaultCode::Unknown, "the server has crashed"});
    second(Fault{FaultCode::Unknown, "the server has crashed"});
    add(2); // waits with them: a store that is away is not asked by everybody
    QCOMPARE(m_sent.size(), 2U);
    for (std::size_t i = 0; i < 3; ++i) {
        QVERIFY(tests::runUntil(m_context, [this, i] { return m_sent.size() == 3 + i; }));
        QCOMPARE(m_sent.back()[0].order, std::to_string(i));
        m_done(std::vector{StockOutcome::Done});
    }
    QCOMPARE(answered(), 3U);
}

void TestStockBatcher::anErrorIsNarrowedDownToTheCulprit()
{
    for (int i = 0; i < 9; ++i)
        add(i);
    m_done(std::vector{StockOutcome::Done});
    for (int sends = 0; sends < 20 && answered() < 9; ++sends) {
        const auto& batch = m_sent.back();
        const bool hasCulprit = std::any_of(batch.begin(), batch.end(),
                [](const StockWish& wish) { return wish.order == "6"; });
        if (hasCulprit)
            m_done(Fault{FaultCode::Refused, "23514 planted"});
        else
            m_done(std::vector(batch.size(), StockOutcome::Done));
    }
    QCOMPARE(answered(), 9U);
    for (const auto& [order, outcome] : m_answers)
        QCOMPARE(bool(outcome), order != "6");
}

void TestStockBatcher::aFullQueueRefusesAtOnce()
{
    for (int i = 0; i < 9000; ++i)
        add(i);
    QVERIFY(answered() > 0);
    QVERIFY(answered() < 1000);
    QCOMPARE(m_answers.begin()->second.error().code, FaultCode::Busy);
}

QTEST_GUILESS_MAIN(TestStockBatcher)
#include "test_stock_batcher.moc"
