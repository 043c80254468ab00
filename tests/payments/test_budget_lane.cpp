#include <QTest>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <deque>
#include <functional>

#include "backend/payments/budget_lane.h"
#include "tests/support/run_until.h"

using namespace saikobi::payments;
using namespace std::chrono_literals;
using saikobi::tests::runUntil;
using Kind = PlaceVerdict::Kind;

class TestBudgetLane : public QObject {
    Q_OBJECT

private slots:
    void init();
    void placesGoInTheOrderOfArrival();
    void oneQuestionIsUnderWayAtATime();
    void aBudgetThatSaysYesIsAskedManyTimesAtOnce();
    void whoWouldWaitTooLongIsRefusedAtOnce();
    void wherePlacesComeOftenNobodyWaitsLong();
    void aSlowMachineRefusesAtOnceToo();
    void whoeverMustFinishWaits();
    void aLostBudgetAnswersEverybody();
    void aFullQueueRefuses();

private:
    std::shared_ptr<BudgetLane> lane(BudgetLane::Options options);
    void take(BudgetLane& from);

    boost::asio::io_context m_context;
    std::deque<PlaceVerdict> m_verdicts; ///< what the budget will say; yes when there is none left
    std::vector<Place> m_places; ///< what the callers were told, in that order
    int m_asked = 0;
};

void TestBudgetLane::init()
{
    m_verdicts.clear();
    m_places.clear();
    m_asked = 0;
}

std::shared_ptr<BudgetLane> TestBudgetLane::lane(BudgetLane::Options options)
{
    return BudgetLane::make(
            m_context.get_executor(),
            [this](const std::string&, BudgetLane::Verdict answer) {
                ++m_asked;
                PlaceVerdict verdict{Kind::Yes, {}};
                if (!m_verdicts.empty()) {
                    verdict = m_verdicts.front();
                    m_verdicts.pop_front();
                }
                boost::asio::post(m_context, [answer, verdict] { answer(verdict); });
            },
            options);
}

void TestBudgetLane::take(BudgetLane& from)
{
    from.take("capture", [this](Place place) { m_places.push_back(place); });
}

void TestBudgetLane::placesGoInTheOrderOfArrival()
{
    const auto gate = lane({});
    std::vector<int> order;
    m_verdicts = {{Kind::Wait, 1ms}, {Kind::Yes, {}}, {Kind::Wait, 1ms}};
    for (int i = 0; i < 5; ++i)
        gate->take("capture", [i, &order](Place) { order.push_back(i); });
    QVERIFY(runUntil(m_context, [&] { return order.size() == 5; }));
    QCOMPARE(order, (std::vector<int>{0, 1, 2, 3, 4}));
}

void TestBudgetLane::oneQuestionIsUnderWayAtATime()
{
    const auto gate = lane({});
    m_verdicts = {{Kind::Wait, 2ms}};
    for (int i = 0; i < 100; ++i)
        take(*gate);
    QCOMPARE(m_asked, 1);
    QVERIFY(runUntil(m_context, [this] { return m_places.size() == 100; }));
    QCOMPARE(m_asked, 101);
}

/// Else the round trip would be the limit: 2 ms each are 500 calls a second.
void TestBudgetLane::aBudgetThatSaysYesIsAskedManyTimesAtOnce()
{
    std::deque<BudgetLane::Verdict> underWay;
    const auto gate = BudgetLane::make(m_context.get_executor(),
            [&underWay](const std::string&, BudgetLane::Verdict answer) {
                underWay.push_back(std::move(answer));
            },
            {});
    const auto hear = [&underWay](PlaceVerdict verdict) {
        const auto answer = std::move(underWay.front());
        underWay.pop_front();
        answer(std::move(verdict));
    };
    for (int i = 0; i < 300; ++i)
        take(*gate);
    QCOMPARE(underWay.size(), std::size_t{1});
    for (int i = 0; i < 100; ++i)
        hear({Kind::Yes, {}, {}});
    QCOMPARE(underWay.size(), std::size_t{64});
    hear({Kind::Wait, 1ms, {}});
    for (int i = 0; i < 63; ++i)
        hear({Kind::Yes, {}, {}});
    QCOMPARE(underWay.size(), std::size_t{0}); // nobody is asked before the time it told
    QCOMPARE(m_places.size(), std::size_t{163});
    QVERIFY(runUntil(m_context, [&underWay] { return !underWay.empty(); }));
    while (!underWay.empty())
        hear({Kind::Yes, {}, {}});
    QCOMPARE(m_places.size(), std::size_t{300});
}

void TestBudgetLane::whoWouldWaitTooLongIsRefusedAtOnce()
{
    const auto gate = lane({500ms, 250ms});
    m_verdicts = {{Kind::Wait, 150ms}};
    for (int i = 0; i < 6; ++i)
        take(*gate);
    QCOMPARE(m_places.size(), std::size_t{3}); // at 750 ms and later
    // The others are then expected at 150, 400 and 650 ms: the last has no chance.
    QVERIFY(runUntil(
            m_context, [this] { return m_places.size() == 4; }, 100ms));
    QVERIFY(m_places[3].kind == Place::Kind::Refused);
    QVERIFY(m_places[3].wait > 400ms);
    take(*gate);
    QCOMPARE(m_places.size(), std::size_t{5}); // told without asking anybody
    QVERIFY(runUntil(m_context, [this] { return m_places.size() == 7; }));
    QVERIFY(m_places[5].kind == Place::Kind::Granted);
}

/// A queue of many is our own machine's: refused late they would have waited for nothing.
void TestBudgetLane::wherePlacesComeOftenNobodyWaitsLong()
{
    const auto gate = lane({500ms, 1ms});
    for (int i = 0; i < 200; ++i)
        take(*gate);
    QCOMPARE(m_places.size(), std::size_t{139}); // 0 … 60 ms are worth it
    QVERIFY(m_places[0].kind == Place::Kind::Refused);
    QVERIFY(runUntil(m_context, [this] { return m_places.size() == 200; }));
    QVERIFY(m_places.back().kind == Place::Kind::Granted);
}

/// The budget would allow any number, but each answer takes its time: whoever comes behind more
/// than fit into the patience is told so at once, though nobody ever said "wait".
void TestBudgetLane::aSlowMachineRefusesAtOnceToo()
{
    std::deque<BudgetLane::Verdict> unanswered;
    boost::asio::steady_timer pace(m_context);
    std::function<void()> answerNext = [&] {
        pace.expires_after(5ms);
        pace.async_wait([&](boost::system::error_code failed) {
            if (failed)
                return;
            if (!unanswered.empty()) {
                const auto answer = std::move(unanswered.front());
                unanswered.pop_front();
                answer({Kind::Yes, {}, {}});
            }
            answerNext();
        });
    };
    const auto slow = BudgetLane::make(m_context.get_executor(),
            [&unanswered](const std::string&, BudgetLane::Verdict answer) {
                unanswered.push_back(std::move(answer));
            },
            {100ms, {}, 4096});
    answerNext();
    for (int i = 0; i < 100; ++i)
        take(*slow); // its speed is not known yet
    QVERIFY(m_places.empty());
    QVERIFY(runUntil(m_context, [this] { return m_places.size() >= 60; }));
    const auto before = m_places.size();
    const auto waiting = slow->waiting();
    take(*slow);
    QVERIFY(waiting > 30); // at 5 ms each, more than the patience
    QCOMPARE(m_places.size(), before + 1);
    QVERIFY(m_places.back().kind == Place::Kind::Refused);
    QVERIFY(m_places.back().wait > 100ms);
    QVERIFY(runUntil(m_context, [&] { return slow->waiting() == 0; }));
    pace.cancel();
}

void TestBudgetLane::whoeverMustFinishWaits()
{
    const auto gate = lane({});
    for (int i = 0; i < 20; ++i)
        m_verdicts.push_back({Kind::Wait, 1ms});
    take(*gate);
    QVERIFY(runUntil(m_context, [this] { return m_places.size() == 1; }));
    QVERIFY(m_places[0].kind == Place::Kind::Granted);
    QCOMPARE(m_asked, 21);
}

void TestBudgetLane::aLostBudgetAnswersEverybody()
{
    const auto gate = lane({});
    m_verdicts = {{Kind::Lost, {}}};
    for (int i = 0; i < 10; ++i)
        take(*gate);
    QVERIFY(runUntil(m_context, [this] { return m_places.size() == 10; }));
    for (const auto& place : m_places)
        QVERIFY(place.kind == Place::Kind::Lost);
    QCOMPARE(m_asked, 1);
}

void TestBudgetLane::aFullQueueRefuses()
{
    const auto gate = lane({{}, 0us, 3});
    m_verdicts = {{Kind::Wait, 1ms}};
    for (int i = 0; i < 4; ++i)
        take(*gate);
    QCOMPARE(m_places.size(), std::size_t{1});
    QVERIFY(m_places[0].kind == Place::Kind::Refused);
    QVERIFY(runUntil(m_context, [this] { return m_places.size() == 4; }));
}

QTEST_GUILESS_MAIN(TestBudgetLane)
#include "test_budget_lane.moc"
