#include <QTest>

#include <algorithm>

#include "tests/payments/payment_bench.h"

using namespace saikobi;
using namespace std::chrono_literals;
using shop::PaymentAnswer;
using shop::PaymentOutcome;
using shop::PaymentStanding;
using tests::PaymentBench;

class TestPaymentFaults : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void storedServerErrorIsResolvedByAQuery();
    void storedServerErrorWithoutEffectTriesTheNextKey();
    void absentAuthorisationIsProvablyAbsent();
    void paymentOfAnotherOrderIsNeverTouched();
    void rateRefusalIsAgainAndClosesTheOrderLane();
    void missingProviderIsAgain();
    void lateAnswerIsUnknown();
    void withoutABudgetNothingIsSent();
    void bookingRefusesAtOnceWhatItCannotGrantSoon();

private:
    std::unique_ptr<tests::TestStores> m_stores;
    std::unique_ptr<PaymentBench> m_bench;
};

void TestPaymentFaults::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestPaymentFaults::init()
{
    m_bench = std::make_unique<PaymentBench>(*m_stores);
}

void TestPaymentFaults::cleanup()
{
    m_bench.reset();
}

void TestPaymentFaults::storedServerErrorIsResolvedByAQuery()
{
    auto failing = PaymentBench::quick();
    failing.failureAfterEffect = 1;
    QCOMPARE(m_bench->start(failing), std::string{});
    const auto first = m_bench->authorise("order-1");
    QVERIFY(first.outcome == PaymentOutcome::Unknown);
    const auto second
            = m_bench->authorise("order-1"); // replayed: this key will never say anything else
    QVERIFY(second.outcome == PaymentOutcome::Unknown);
    QCOMPARE(second.code, std::string{"stored_failure"});
    const auto found = m_bench->query(m_bench->about("order-1", second));
    QVERIFY(found.standing == PaymentStanding::Authorised);
    QVERIFY(m_bench->capture(m_bench->about("order-1", found)).outcome == PaymentOutcome::Unknown);
    const auto captured = m_bench->capture(m_bench->about("order-1", found));
    QVERIFY2(captured.outcome == PaymentOutcome::Done, captured.code.c_str());
    QVERIFY(captured.standing == PaymentStanding::Captured);
}

void TestPaymentFaults::storedServerErrorWithoutEffectTriesTheNextKey()
{
    QCOMPARE(m_bench->start(PaymentBench::quick()), std::string{});
    const auto payment = m_bench->about("order-1", m_bench->authorise("order-1"));
    auto failing = PaymentBench::quick();
    failing.failureBeforeEffect = 1;
    m_bench->turn(failing);
    QVERIFY(m_bench->capture(payment).outcome == PaymentOutcome::Unknown);
    m_bench->turn(PaymentBench::quick());
    const auto captured
            = m_bench->capture(payment); // stored under :cap, not done, done under :cap:2
    QVERIFY2(captured.outcome == PaymentOutcome::Done, captured.code.c_str());
    QVERIFY(captured.standing == PaymentStanding::Captured);
    QVERIFY(m_bench->capture(payment).outcome == PaymentOutcome::Done);
}

void TestPaymentFaults::absentAuthorisationIsProvablyAbsent()
{
    auto failing = PaymentBench::quick();
    failing.failureBeforeEffect = 1;
    QCOMPARE(m_bench->start(failing), std::string{});
    QVERIFY(m_bench->authorise("order-1").outcome == PaymentOutcome::Unknown);
    const auto absent = m_bench->query(m_bench->about("order-1"));
    QVERIFY(absent.outcome == PaymentOutcome::Done);
    QVERIFY(absent.standing == PaymentStanding::None && absent.reference.empty());
}

void TestPaymentFaults::paymentOfAnotherOrderIsNeverTouched()
{
    QCOMPARE(m_bench->start(PaymentBench::quick()), std::string{});
    const auto authorised = m_bench->authorise("order-1");
    const auto asked = m_bench->query(m_bench->about("order-2", authorised));
    QVERIFY(asked.outcome == PaymentOutcome::Wrong);
    QVERIFY(asked.standing == PaymentStanding::None);
}

void TestPaymentFaults::rateRefusalIsAgainAndClosesTheOrderLane()
{
    auto narrow = PaymentBench::quick();
    narrow.callsPerSecond = 2; // less than the budget believes
    QCOMPARE(m_bench->start(narrow), std::string{});
    PaymentAnswer last;
    for (int i = 0; i < 3; ++i)
        last = m_bench->authorise("order-" + std::to_string(i));
    QVERIFY(last.outcome == PaymentOutcome::Again);
    QCOMPARE(last.code, std::string{"rate_limit"});
    QCOMPARE(m_bench->counted(contract::counter::refusedForRate), 1);
    const auto booked = m_bench->book();
    QVERIFY(booked && !booked->isGranted && !booked->isLost);
    QVERIFY(booked->wait > 0ms && booked->wait <= 1000ms);
}

void TestPaymentFaults::missingProviderIsAgain()
{
    QCOMPARE(m_bench->start(PaymentBench::quick()), std::string{});
    m_bench->stopProvider(); // nobody listens there any more
    const auto answer = m_bench->authorise("order-1");
    QVERIFY(answer.outcome == PaymentOutcome::Again);
    QCOMPARE(answer.code, std::string{"no_connection"});
    QCOMPARE(m_bench->counted(contract::counter::providerCalls), 0);
}

void TestPaymentFaults::lateAnswerIsUnknown()
{
    auto hanging = PaymentBench::quick();
    hanging.hang = 1;
    QCOMPARE(m_bench->start(hanging), std::string{});
    const auto answer = m_bench->authorise("order-1"); // 10 s
    QVERIFY(answer.outcome == PaymentOutcome::Unknown);
    QCOMPARE(answer.code, std::string{"no_answer"});
    QVERIFY(answer.providerTime >= 9s && answer.providerTime < 13s);
    QCOMPARE(m_bench->counted(contract::counter::providerFailed), 1);
    const auto found = m_bench->query(m_bench->about("order-1"));
    QVERIFY(found.standing == PaymentStanding::Authorised); // it had taken effect
}

void TestPaymentFaults::withoutABudgetNothingIsSent()
{
    QCOMPARE(m_bench->start(PaymentBench::quick()), std::string{});
    QVERIFY(m_stores->redis().stop());
    const auto booked = m_bench->book();
    const auto answer = m_bench->authorise("order-1");
    QVERIFY(m_stores->redis().startAgain());
    QVERIFY(booked && booked->isLost && !booked->isGranted);
    QVERIFY(answer.outcome == PaymentOutcome::Again);
    QCOMPARE(answer.code, std::string{"budget_lost"});
    QCOMPARE(m_bench->counted(contract::counter::providerCalls), 0);
}

void TestPaymentFaults::bookingRefusesAtOnceWhatItCannotGrantSoon()
{
    QCOMPARE(m_bench->start(PaymentBench::quick(), 10), std::string{});
    std::vector<shop::BudgetAnswer> answers;
    const auto began = std::chrono::steady_clock::now();
    for (int i = 0; i < 100; ++i)
        m_bench->payments().book(
                "sim", [&answers](shop::BudgetAnswer answer) { answers.push_back(answer); });
    QVERIFY(tests::runUntil(
            m_bench->context(), [&] { return answers.size() >= 90; }, 900ms));
    QVERIFY(std::chrono::steady_clock::now() - began < 900ms); // refused in well under a second
    QVERIFY(tests::runUntil(
            m_bench->context(), [&] { return answers.size() == 100; }, 2s));
    const auto granted = std::count_if(
            answers.begin(), answers.end(), [](const auto& answer) { return answer.isGranted; });
    QVERIFY2(granted >= 2 && granted <= 6, qPrintable(QString::number(granted)));
    for (const auto& answer : answers)
        QVERIFY(answer.isGranted || answer.wait > 0ms);
}

QTEST_GUILESS_MAIN(TestPaymentFaults)
#include "test_payment_faults.moc"
