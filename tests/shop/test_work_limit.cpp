#include <QTest>

#include <algorithm>
#include <deque>
#include <vector>

#include "backend/shop/work_limit.h"

using namespace saikobi::shop;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

/// A store that takes all that has gathered in one batch, as the real one does, with more people
/// at its door than it can serve.
class CrowdedStore {
public:
    milliseconds batchTakes{10};
    double orderTakesMs = 1;
    int arriveEachMs = 3;

    void run(milliseconds span)
    {
        for (const auto until = m_now + span; m_now < until; m_now += 1ms)
            step();
    }
    /// Nothing moves but the clock.
    void stall(milliseconds span)
    {
        m_now += span;
        m_doneAt += span;
    }
    void forget()
    {
        waits.clear();
        refused = 0;
    }

    WorkLimit limit{};
    std::vector<milliseconds> waits{}; ///< of stretches that ended
    int refused = 0;

private:
    void step()
    {
        if (!m_batch.empty() && m_now >= m_doneAt) {
            for (const auto began : m_batch) {
                waits.push_back(m_now - began);
                limit.end(m_now - began, WorkLimit::Instant{m_now});
            }
            m_batch.clear();
        }
        for (int i = 0; i < arriveEachMs; ++i) {
            if (limit.isFull()) {
                ++refused;
                continue;
            }
            limit.begin();
            m_waiting.push_back(m_now);
        }
        if (m_batch.empty() && !m_waiting.empty()) {
            m_batch.swap(m_waiting);
            const auto count = static_cast<double>(m_batch.size());
            m_doneAt = m_now + batchTakes + milliseconds{static_cast<int>(count * orderTakesMs)};
        }
    }

    milliseconds m_now{1'000'000};
    milliseconds m_doneAt{};
    std::vector<milliseconds> m_waiting{};
    std::vector<milliseconds> m_batch{};
};

milliseconds percentile(std::vector<milliseconds> waits, double share)
{
    std::sort(waits.begin(), waits.end());
    return waits.at(static_cast<std::size_t>(share * static_cast<double>(waits.size() - 1)));
}

} // namespace

class TestWorkLimit : public QObject {
    Q_OBJECT

private slots:
    void keepsTheWaitShortAndTheStoreBusy_data();
    void keepsTheWaitShortAndTheStoreBusy();
    void followsAStoreThatGetsSlower();
    void aStallIsForgottenAtOnce();
    void neverRefusesEverybody();
    void aFewQuickOnesMoveNothing();
    void aFewSlowOnesMoveNothing();
    void whoIsRefusedLetsNobodyIn();
};

void TestWorkLimit::keepsTheWaitShortAndTheStoreBusy_data()
{
    QTest::addColumn<double>("orderTakesMs");
    QTest::addRow("a fast machine") << 0.4;
    QTest::addRow("a usual one") << 0.8;
    QTest::addRow("a slow one") << 1.5;
}

void TestWorkLimit::keepsTheWaitShortAndTheStoreBusy()
{
    QFETCH(double, orderTakesMs);
    CrowdedStore store;
    store.orderTakesMs = orderTakesMs;
    store.run(3s);
    store.forget();
    store.run(10s);
    QVERIFY(store.refused > 0);
    // The fewest that are let in wait for the batch before theirs, whatever that takes.
    const auto batch
            = store.batchTakes + milliseconds{static_cast<int>(WorkLimit::least * orderTakesMs)};
    QVERIFY(percentile(store.waits, 0.5) <= std::max(WorkLimit::wanted * 3 / 2, 2 * batch));
    QVERIFY(percentile(store.waits, 0.99) <= WorkLimit::wanted * 3);
    const double perSecond = static_cast<double>(store.waits.size()) / 10;
    QVERIFY2(perSecond > 0.75 * 1000 / orderTakesMs, qPrintable(QString::number(perSecond)));
}

void TestWorkLimit::followsAStoreThatGetsSlower()
{
    CrowdedStore store;
    store.orderTakesMs = 0.3;
    store.run(5s);
    const auto before = store.limit.limit();
    store.orderTakesMs = 1.2;
    store.run(2s);
    store.forget();
    store.run(5s);
    QVERIFY(store.limit.limit() < before);
    QVERIFY(percentile(store.waits, 0.99) <= WorkLimit::wanted * 3);
}

void TestWorkLimit::aStallIsForgottenAtOnce()
{
    CrowdedStore store;
    store.run(5s);
    store.forget();
    store.run(1s);
    const auto before = store.waits.size();
    store.stall(20s);
    store.run(1s);
    store.forget();
    store.run(1s);
    QVERIFY(store.waits.size() * 10 >= before * 9);
}

void TestWorkLimit::neverRefusesEverybody()
{
    CrowdedStore store;
    store.batchTakes = 2s; // whatever is done
    store.run(60s);
    QVERIFY(store.limit.limit() >= static_cast<std::size_t>(WorkLimit::least));
    QVERIFY(store.waits.size() >= static_cast<std::size_t>(WorkLimit::least) * 10);
}

void TestWorkLimit::aFewQuickOnesMoveNothing()
{
    WorkLimit limit;
    const auto before = limit.limit();
    auto now = WorkLimit::Instant{1000s};
    for (int order = 0; order < 10'000; ++order, now += 5ms) {
        limit.begin();
        QVERIFY(!limit.isFull());
        limit.end(4ms, now);
    }
    QCOMPARE(limit.limit(), before);
}

/// However quickly most are refused: the work is what takes its time.
void TestWorkLimit::whoIsRefusedLetsNobodyIn()
{
    WorkLimit limit;
    const auto before = limit.limit();
    auto now = WorkLimit::Instant{1000s};
    for (int round = 0; round < 100; ++round, now += 200ms) {
        while (!limit.isFull())
            limit.begin();
        while (limit.inHand() > 20)
            limit.drop();
        while (limit.inHand() > 0)
            limit.end(WorkLimit::wanted * 2, now);
    }
    QVERIFY(limit.limit() < before);
}

/// The disk had a slow moment; nobody has to be refused for it.
void TestWorkLimit::aFewSlowOnesMoveNothing()
{
    WorkLimit limit;
    const auto before = limit.limit();
    auto now = WorkLimit::Instant{1000s};
    for (int round = 0; round < 100; ++round, now += 600ms) {
        for (int order = 0; order < 60; ++order)
            limit.begin();
        QVERIFY(!limit.isFull());
        for (int order = 0; order < 60; ++order)
            limit.end(500ms, now);
    }
    QCOMPARE(limit.limit(), before);
}

QTEST_GUILESS_MAIN(TestWorkLimit)
#include "test_work_limit.moc"
