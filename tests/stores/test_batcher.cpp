#include <QTest>

#include <algorithm>

#include "backend/stores/batcher.h"

using namespace saikobi;
using contract::Fault;
using contract::FaultCode;
using contract::Result;
using Batcher = stores::Batcher<int, int>;

/// How the wishes of many orders travel together, with a store that is played by hand.
class TestBatcher : public QObject {
    Q_OBJECT

private slots:
    void init();
    void whoIsAloneLeavesAtOnceAndTheRestTogether();
    void aBatchHasALimit();
    void aRefusedBatchIsHalvedUntilTheCulpritStandsAlone();
    void whatIsNotKnownIsToldToEachOfThem_data();
    void whatIsNotKnownIsToldToEachOfThem();
    void aFullQueueRefuses();

private:
    void add(int wish);
    /// The store has done what it was asked last: twice each number, or the fault.
    void answer(std::optional<Fault> fault = {});

    std::vector<std::vector<int>> m_sent{};
    std::function<void(const Batcher::Outcomes&)> m_done{};
    std::map<int, Result<int>> m_told{};
    std::unique_ptr<Batcher> m_batcher{};
};

void TestBatcher::init()
{
    m_sent.clear();
    m_told.clear();
    m_batcher = std::make_unique<Batcher>(
            [this](std::vector<int> wishes, std::function<void(const Batcher::Outcomes&)> done) {
                m_sent.push_back(std::move(wishes));
                m_done = std::move(done);
            });
}

void TestBatcher::add(int wish)
{
    m_batcher->add(wish, [this, wish](const Result<int>& told) { m_told.emplace(wish, told); });
}

void TestBatcher::answer(std::optional<Fault> fault)
{
    const auto done = std::exchange(m_done, {});
    if (fault)
        return done(*fault);
    std::vector<int> doubled;
    for (const int wish : m_sent.back())
        doubled.push_back(2 * wish);
    done(doubled);
}

void TestBatcher::whoIsAloneLeavesAtOnceAndTheRestTogether()
{
    for (int wish = 1; wish <= 4; ++wish)
        add(wish);
    QCOMPARE(m_sent.size(), 1U);
    answer();
    QCOMPARE(m_sent.back(), (std::vector{2, 3, 4}));
    answer();
    QCOMPARE(m_told.at(4).value(), 8);
    add(5);
    QCOMPARE(m_sent.size(), 3U);
}

void TestBatcher::aBatchHasALimit()
{
    const auto limit = static_cast<int>(stores::batchLimit);
    for (int wish = 0; wish < limit + 2; ++wish)
        add(wish);
    answer();
    QCOMPARE(m_sent.back().size(), stores::batchLimit);
    answer();
    QCOMPARE(m_sent.back(), std::vector{limit + 1});
}

void TestBatcher::aRefusedBatchIsHalvedUntilTheCulpritStandsAlone()
{
    for (int wish = 0; wish <= 16; ++wish)
        add(wish);
    answer(); // the first one alone
    const auto isBad = [this] {
        const auto& batch = m_sent.back();
        return std::find(batch.begin(), batch.end(), 7) != batch.end();
    };
    for (int round = 0; m_done && round < 20; ++round)
        answer(isBad() ? std::optional{Fault{FaultCode::Refused, "seven"}} : std::nullopt);
    QCOMPARE(m_told.size(), 17U);
    for (const auto& [wish, told] : m_told)
        QCOMPARE(static_cast<bool>(told), wish != 7);
    QVERIFY(m_sent.size() <= 10U);
}

void TestBatcher::whatIsNotKnownIsToldToEachOfThem_data()
{
    QTest::addColumn<int>("code");
    QTest::addRow("the commit is unknown") << static_cast<int>(FaultCode::Unknown);
    QTest::addRow("the store is away") << static_cast<int>(FaultCode::Unavailable);
    QTest::addRow("the store is busy") << static_cast<int>(FaultCode::Busy);
}

void TestBatcher::whatIsNotKnownIsToldToEachOfThem()
{
    QFETCH(int, code);
    for (int wish = 0; wish < 4; ++wish)
        add(wish);
    answer();
    answer(Fault{static_cast<FaultCode>(code), "so"});
    for (int wish = 1; wish < 4; ++wish)
        QCOMPARE(static_cast<int>(m_told.at(wish).error().code), code);
    QCOMPARE(m_sent.size(), 2U); // whoever wants it asks again, under the same id
}

void TestBatcher::aFullQueueRefuses()
{
    const auto limit = static_cast<int>(stores::batchQueueLimit);
    for (int wish = 0; wish <= limit + 1; ++wish) // one is under way, the rest waits
        add(wish);
    QCOMPARE(m_told.size(), 1U);
    QCOMPARE(m_told.at(limit + 1).error().code, FaultCode::Busy);
}

QTEST_GUILESS_MAIN(TestBatcher)
#include "test_batcher.moc"
