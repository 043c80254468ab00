#include <QTest>

#include <algorithm>
#include <deque>
#include <random>

#include "backend/payments/breaker.h"
#include "backend/payments/in_flight_gate.h"
#include "backend/payments/local_budget.h"
#include "backend/payments/retry_budget.h"
#include "backend/payments/share_keeper.h"

using namespace saikobi::payments;
using namespace std::chrono_literals;
using saikobi::forecast::CallAgreement;
using Mode = ShareKeeper::Mode;

/// The rules around the budget, on a clock that the test moves.
class TestProviderRules : public QObject {
    Q_OBJECT

private slots:
    void timeOutsOpenTheBreaker();
    void aFewFailuresAmongManyAnswersDoNot();
    void anOpenBreakerLetsOneFinishingCallASecondProbe();
    void threeGoodProbesCloseItAgain();
    void aFailedProbeOpensItAnew();
    void anUnknownKeyOpensItAtOnce();
    void aQuarterInFlightIsForFinishingCalls();
    void slowAnswersLowerTheNumberInFlight();
    void aNumberThatNobodyTriedDoesNotGrow();
    void timeOutsHalveTheNumberInFlight();
    void oneKeyIsRepeatedThreeTimesInARow();
    void repeatsAreATenthOfAllCalls();
    void whatTimedOutGoesOnAsFastAsItIsAnswered();
    void finishingWaitsForNobodyElsesRepeats();
    void aProviderThatAcceptsLittleGetsFewerOrders();
    void whatIsUnderWayIsNoFailure();
    void ownShareNeedsItInWritingAndTwoSeconds();
    void withoutBothStoresNothingIsSent();
    void whoSleptDoesNotTrustWhatItKnew();
    void redisBackMeansASecondOfSilence();
    void ownSharesTogetherNeverExceedTheAgreement_data();
    void ownSharesTogetherNeverExceedTheAgreement();
    void sharedRestLeavesRoomForOwnShares();

private:
    static constexpr Breaker::Instant t0{1000s};
    static bool send(RetryBudget& budget, const std::string& key, Breaker::Instant at)
    {
        const bool isAdmitted = budget.admits(key, false, at);
        if (isAdmitted)
            budget.noteSent(key, at);
        return isAdmitted;
    }
};

void TestProviderRules::timeOutsOpenTheBreaker()
{
    Breaker breaker;
    for (int i = 0; i < 4; ++i)
        breaker.fail(t0 + i * 100ms);
    QCOMPARE(breaker.state(t0 + 400ms), Breaker::State::Closed);
    breaker.fail(t0 + 400ms);
    QCOMPARE(breaker.state(t0 + 401ms), Breaker::State::Open);
    QVERIFY(!breaker.admitsOrder(t0 + 401ms));
    QVERIFY(breaker.until(t0 + 401ms) <= t0 + 400ms + 5s);
    QCOMPARE(breaker.state(t0 + 6s), Breaker::State::HalfOpen);
}

void TestProviderRules::aFewFailuresAmongManyAnswersDoNot()
{
    Breaker breaker;
    for (int i = 0; i < 100; ++i) {
        breaker.succeed(t0 + i * 50ms);
        if (i % 3 == 0)
            breaker.fail(t0 + i * 50ms);
    }
    QCOMPARE(breaker.state(t0 + 5s), Breaker::State::Closed);
}

void TestProviderRules::anOpenBreakerLetsOneFinishingCallASecondProbe()
{
    Breaker breaker;
    for (int i = 0; i < 5; ++i)
        breaker.fail(t0);
    int tried = 0;
    for (auto at = t0; at < t0 + 4s; at += 10ms)
        tried += breaker.admitsFinishing(at) ? 1 : 0;
    QCOMPARE(tried, 4);
    tried = 0;
    for (auto at = t0 + 5s; at < t0 + 8s; at += 10ms) // half open
        tried += breaker.admitsOrder(at) ? 1 : 0;
    QCOMPARE(tried, 3);
}

void TestProviderRules::threeGoodProbesCloseItAgain()
{
    Breaker breaker;
    for (int i = 0; i < 5; ++i)
        breaker.fail(t0);
    breaker.succeed(t0 + 1s); // a finishing call got through: no need to wait longer
    QCOMPARE(breaker.state(t0 + 1s), Breaker::State::HalfOpen);
    breaker.succeed(t0 + 2s);
    breaker.succeed(t0 + 3s);
    QCOMPARE(breaker.state(t0 + 3s), Breaker::State::Closed);
    breaker.fail(t0 + 3s); // the old failures are forgotten
    QCOMPARE(breaker.state(t0 + 3s), Breaker::State::Closed);
}

void TestProviderRules::aFailedProbeOpensItAnew()
{
    Breaker breaker;
    for (int i = 0; i < 5; ++i)
        breaker.fail(t0);
    breaker.fail(t0 + 6s);
    QCOMPARE(breaker.state(t0 + 10s), Breaker::State::Open);
    QVERIFY(breaker.openFor(t0 + 10s) == 10s);
}

void TestProviderRules::anUnknownKeyOpensItAtOnce()
{
    Breaker breaker;
    breaker.shut(t0);
    QCOMPARE(breaker.state(t0), Breaker::State::Open);
}

void TestProviderRules::aQuarterInFlightIsForFinishingCalls()
{
    InFlightGate gate(40);
    for (int i = 0; i < 30; ++i) {
        QVERIFY(gate.admits(false));
        gate.begin();
    }
    QVERIFY(!gate.admits(false));
    for (int i = 0; i < 10; ++i) {
        QVERIFY(gate.admits(true));
        gate.begin();
    }
    QVERIFY(!gate.admits(true));
}

void TestProviderRules::slowAnswersLowerTheNumberInFlight()
{
    InFlightGate gate(50);
    for (int i = 0; i < 40; ++i)
        gate.begin();
    auto at = t0;
    for (int i = 0; i < 60; ++i)
        gate.measure(2s, at += 200ms);
    QVERIFY2(gate.limit() >= 50, qPrintable(QString::number(gate.limit())));
    for (int i = 0; i < 60; ++i)
        gate.measure(9s, at += 200ms);
    QVERIFY2(gate.limit() < 25, qPrintable(QString::number(gate.limit())));
    QVERIFY(gate.limit() >= 4);
}

void TestProviderRules::aNumberThatNobodyTriedDoesNotGrow()
{
    InFlightGate gate(50);
    auto at = t0;
    for (int i = 0; i < 100; ++i) {
        gate.begin();
        gate.end();
        gate.measure(1s, at += 500ms);
    }
    QCOMPARE(gate.limit(), 50.0);
}

void TestProviderRules::timeOutsHalveTheNumberInFlight()
{
    InFlightGate gate(100);
    auto at = t0;
    for (int i = 0; i < 10; ++i) {
        gate.drop(at);
        at += 1s;
    }
    QVERIFY2(gate.limit() < 50, qPrintable(QString::number(gate.limit())));
}

void TestProviderRules::oneKeyIsRepeatedThreeTimesInARow()
{
    RetryBudget budget;
    auto at = t0;
    int sent = 0;
    for (int i = 0; i < 8; ++i)
        sent += send(budget, "order:auth:1", at += 500ms) ? 1 : 0;
    QCOMPARE(sent, 3);
    QVERIFY(send(budget, "order:auth:1", at + 11s));
    budget.noteAccepted("order:auth:1", at + 12s);
    QCOMPARE(budget.remembered(), std::size_t{0});
}

void TestProviderRules::repeatsAreATenthOfAllCalls()
{
    RetryBudget budget;
    int repeated = 0;
    const int calls = 2000;
    for (int i = 0; i < calls; ++i) { // two thousand calls in ten seconds, each wants one repeat
        const auto at = t0 + i * 5ms;
        const auto key = "order-" + std::to_string(i);
        QVERIFY(send(budget, key, at));
        repeated += send(budget, key, at) ? 1 : 0;
    }
    // A tenth, ten at the start, one a second.
    QVERIFY2(repeated <= calls / 10 + 10 + 10, qPrintable(QString::number(repeated)));
    QVERIFY2(repeated >= calls / 10, qPrintable(QString::number(repeated)));
}

/// 450 calls were lost at once; then the provider answers each within a second.
void TestProviderRules::whatTimedOutGoesOnAsFastAsItIsAnswered()
{
    RetryBudget budget;
    std::deque<std::string> open;
    for (int i = 0; i < 450; ++i) {
        open.push_back("order-" + std::to_string(i));
        QVERIFY(send(budget, open.back(), t0));
    }
    int seconds = 0;
    for (auto at = t0 + 20s; !open.empty() && seconds < 450; ++seconds, at += 1s) {
        std::vector<std::string> sent;
        for (; !open.empty() && send(budget, open.front(), at); open.pop_front())
            sent.push_back(open.front());
        for (const auto& key : sent)
            budget.noteAccepted(key, at + 1s);
    }
    QVERIFY2(seconds <= 10, qPrintable(QString::number(seconds))); // 10, 21, 43, 87, 101, 101 …
}

void TestProviderRules::finishingWaitsForNobodyElsesRepeats()
{
    RetryBudget budget;
    for (int i = 0; i < 30; ++i)
        budget.noteSent("order-" + std::to_string(i), t0);
    int repeated = 0;
    for (int i = 0; i < 30; ++i)
        repeated += send(budget, "order-" + std::to_string(i), t0) ? 1 : 0;
    QVERIFY(repeated < 30); // the tenth is used up
    budget.noteSent("capture", t0);
    QVERIFY(!budget.admits("capture", false, t0));
    QVERIFY(budget.admits("capture", true, t0));
    budget.noteSent("capture", t0);
    budget.noteSent("capture", t0);
    QVERIFY(!budget.admits("capture", true, t0 + 1s)); // three in a row, as for everybody
    QVERIFY(budget.admits("capture", true, t0 + 10s));
}

void TestProviderRules::aProviderThatAcceptsLittleGetsFewerOrders()
{
    RetryBudget budget;
    for (int i = 0; i < 100; ++i) {
        budget.noteSent({}, t0 + i * 100ms);
        if (i % 5 == 0)
            budget.noteAccepted("", t0 + i * 100ms);
    }
    const double refused = budget.refusalShare(0, t0 + 10s);
    QVERIFY2(std::abs(refused - 60.0 / 101) < 0.01, qPrintable(QString::number(refused)));
    QCOMPARE(budget.refusalShare(0, t0 + 60s), 0.0); // forgotten
}

void TestProviderRules::whatIsUnderWayIsNoFailure()
{
    RetryBudget budget;
    for (int i = 0; i < 100; ++i)
        budget.noteSent({}, t0);
    QCOMPARE(budget.refusalShare(100, t0 + 1s), 0.0);
    QVERIFY(budget.refusalShare(0, t0 + 1s) > 0.9); // all of them overdue
}

void TestProviderRules::ownShareNeedsItInWritingAndTwoSeconds()
{
    ShareKeeper keeper;
    QCOMPARE(keeper.mode(t0), Mode::Shared);
    keeper.noteRedisSilence(t0);
    QCOMPARE(keeper.mode(t0 + 400ms), Mode::Shared); // one late answer is no loss
    QVERIFY(keeper.wantsLocal(t0 + 600ms));
    QCOMPARE(keeper.mode(t0 + 600ms), Mode::Silent);
    keeper.noteCensus({2, 0, false}, t0 + 700ms, t0 + 710ms);
    QCOMPARE(keeper.mode(t0 + 3s), Mode::Silent); // not written
    keeper.noteCensus({2, 1, true}, t0 + 3s, t0 + 3s);
    keeper.noteCensus({2, 1, true}, t0 + 4900ms, t0 + 4900ms);
    QCOMPARE(keeper.mode(t0 + 4900ms), Mode::Silent); // the others may not have seen it
    QCOMPARE(keeper.mode(t0 + 5100ms), Mode::Local);
}

void TestProviderRules::withoutBothStoresNothingIsSent()
{
    ShareKeeper keeper;
    keeper.noteRedisSilence(t0);
    for (auto at = t0; at < t0 + 60s; at += 100ms)
        QVERIFY(keeper.mode(at) != Mode::Local);
}

void TestProviderRules::whoSleptDoesNotTrustWhatItKnew()
{
    ShareKeeper keeper;
    keeper.noteRedisSilence(t0);
    for (auto at = t0 + 1s; at < t0 + 5s; at += 250ms)
        keeper.noteCensus({2, 1, true}, at, at);
    QCOMPARE(keeper.mode(t0 + 5s), Mode::Local);
    QCOMPARE(keeper.mode(t0 + 35s), Mode::Silent); // stopped for thirty seconds
}

void TestProviderRules::redisBackMeansASecondOfSilence()
{
    ShareKeeper keeper;
    keeper.noteRedisSilence(t0);
    keeper.noteRedisAnswer(t0 + 10s);
    QCOMPARE(keeper.mode(t0 + 10s), Mode::Silent);
    QCOMPARE(keeper.mode(t0 + 10900ms), Mode::Silent);
    QCOMPARE(keeper.mode(t0 + 11100ms), Mode::Shared);
    QVERIFY(!keeper.wantsLocal(t0 + 11100ms));
}

void TestProviderRules::ownSharesTogetherNeverExceedTheAgreement_data()
{
    QTest::addColumn<double>("agreed");
    QTest::addColumn<int>("instances");
    for (const double agreed : {10.0, 25.0, 100.0})
        for (const int instances : {1, 2, 3, 8})
            QTest::addRow("%g calls/s, %d instances", agreed, instances) << agreed << instances;
}

/// Every instance sends whatever its own clock lets it, and it arrives up to 30 ms later.
void TestProviderRules::ownSharesTogetherNeverExceedTheAgreement()
{
    QFETCH(double, agreed);
    QFETCH(int, instances);
    CallAgreement agreement;
    agreement.callsPerSecond = agreed;
    agreement.callsPerSecondEndpoint = agreed;
    const auto plan = saikobi::forecast::planLocalShare(agreement, instances);
    if (agreed / instances <= 1)
        QVERIFY(!plan); // too little for a clock of one's own
    if (!plan)
        return;
    std::mt19937 chance{7};
    std::uniform_int_distribution<int> late{0, 30};
    std::vector<LocalBudget> shares(static_cast<std::size_t>(instances), LocalBudget{*plan, t0});
    std::vector<Breaker::Instant> arrivals;
    for (auto at = t0; at < t0 + 20s; at += 5ms)
        for (auto& share : shares)
            for (const auto kind : {LocalBudget::Kind::Finish, LocalBudget::Kind::Read})
                if (share.take(kind, "capture", at).kind == PlaceVerdict::Kind::Yes)
                    arrivals.push_back(at + std::chrono::milliseconds{late(chance)});
    std::sort(arrivals.begin(), arrivals.end());
    std::size_t fullest = 0;
    for (std::size_t first = 0, last = 0; last < arrivals.size(); ++last) {
        while (arrivals[last] - arrivals[first] >= 1s)
            ++first;
        fullest = std::max(fullest, last - first + 1);
    }
    QVERIFY2(static_cast<double>(fullest) <= agreed, qPrintable(QString::number(fullest)));
    QVERIFY(arrivals.size() > 20);
}

void TestProviderRules::sharedRestLeavesRoomForOwnShares()
{
    CallAgreement agreement;
    agreement.callsPerSecond = 25;
    agreement.callsPerSecondEndpoint = 25;
    agreement.parallel = 10;
    const auto own = saikobi::forecast::planLocalShare(agreement, 2);
    const auto rest = saikobi::forecast::planBesideLocal(agreement, 1, 2);
    QVERIFY(own);
    // A clock lets 1 + 1.05 r calls into a second, so that both together stay within 25.
    QVERIFY(2 + 1.05 * (own->callsPerSecond + rest.callsPerSecond) <= 25);
    QVERIFY(own->parallel + rest.parallel <= 10);
    QVERIFY(rest.callsPerSecond > 5);
    // All of them on their own: hardly anything is left to grant.
    QVERIFY(saikobi::forecast::planBesideLocal(agreement, 2, 2).callsPerSecond < 5);
    QVERIFY(saikobi::forecast::planBesideLocal(agreement, 0, 2).callsPerSecond > 22);
}

QTEST_GUILESS_MAIN(TestProviderRules)
#include "test_provider_rules.moc"
