#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <fstream>

#include "backend/rehearsal/provider/simulator_intent.h"
#include "tests/payments/payment_bench.h"

using namespace saikobi;
using namespace std::chrono_literals;
using shop::PaymentAnswer;
using shop::PaymentOutcome;
using shop::PaymentStanding;
using tests::PaymentBench;

namespace {

constexpr const char* orderId = "018bcfe5-6800-7abc-8def-0123456789ab";
constexpr std::int64_t madeAtS = 1'700'000'000; ///< by that id

rehearsal::Intent intentOf(const std::string& order, std::int64_t createdS)
{
    rehearsal::Intent out;
    out.id = "pi_" + order;
    out.amount = 4800;
    out.capturable = 4800;
    out.created = createdS;
    out.status = rehearsal::IntentStatus::RequiresCapture;
    out.captureMethod = "manual";
    out.metadata = {{"order_id", order}};
    return out;
}

/// Ten payments a second from ten minutes before the order to ten minutes after it.
void rememberABusySale(const std::string& file, std::optional<std::int64_t> wantedS)
{
    std::ofstream out(file, std::ios::binary);
    const auto write = [&out](const rehearsal::Intent& intent) {
        out << "{\"intent_is\":" << toJson(intent) << "}\n";
    };
    for (auto second = madeAtS - 600; second <= madeAtS + 600; ++second) {
        for (int i = 0; i < 10; ++i)
            write(intentOf("other-" + std::to_string(second * 10 + i), second));
        if (wantedS == second)
            write(intentOf(orderId, second));
    }
}

} // namespace

class TestPaymentFaults : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void storedServerErrorIsResolvedByAQuery();
    void storedServerErrorWithoutEffectTriesTheNextKey();
    void absentAuthorisationIsProvablyAbsent();
    void withoutAPaymentNothingIsCaptured();
    void aPaymentIsFoundAmongThousands_data();
    void aPaymentIsFoundAmongThousands();
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

void TestPaymentFaults::withoutAPaymentNothingIsCaptured()
{
    QCOMPARE(m_bench->start(PaymentBench::quick()), std::string{});
    const auto captured = m_bench->capture(m_bench->about("order-1"));
    QVERIFY(captured.outcome == PaymentOutcome::Wrong);
    QCOMPARE(captured.code, std::string{"nothing_to_capture"});
    QVERIFY(captured.standing == PaymentStanding::None);
    QVERIFY(m_bench->release(m_bench->about("order-1")).outcome == PaymentOutcome::Done);
}

void TestPaymentFaults::aPaymentIsFoundAmongThousands_data()
{
    QTest::addColumn<int>("afterS");
    QTest::addColumn<int>("callsAtMost");
    // 181 s of ten payments each, and what came later only when they have no such payment.
    QTest::addRow("at once") << 0 << 19;
    QTest::addRow("by a clock that is behind") << -60 << 19;
    QTest::addRow("at the end of its time") << 120 << 19;
    QTest::addRow("when the provider was back") << 121 << 70;
    QTest::addRow("long after") << 600 << 70;
    QTest::addRow("never") << 9999 << 70;
}

void TestPaymentFaults::aPaymentIsFoundAmongThousands()
{
    QFETCH(int, afterS);
    QFETCH(int, callsAtMost);
    QTemporaryDir folder;
    const auto file = folder.filePath(QStringLiteral("state")).toStdString();
    const bool isMade = afterS != 9999;
    rememberABusySale(file, isMade ? std::optional{madeAtS + afterS} : std::nullopt);
    m_bench->remember(file);
    QCOMPARE(m_bench->start(PaymentBench::quick()), std::string{});
    const auto found = m_bench->query(m_bench->about(orderId));
    QVERIFY2(found.outcome == PaymentOutcome::Done, found.code.c_str());
    QCOMPARE(found.reference, isMade ? std::string{"pi_"} + orderId : std::string{});
    QCOMPARE(found.standing, isMade ? PaymentStanding::Authorised : PaymentStanding::None);
    const auto calls = m_bench->counted(contract::counter::providerCalls);
    QVERIFY2(calls <= callsAtMost, std::to_string(calls).c_str());
    m_bench.reset(); // before its file goes
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
    hanging.transport.hang = 1;
    hanging.transport.times = 1; // the question afterwards is answered
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
    // At least those whose turn comes within half a second by the clock of bookings, and no more
    // than may be booked in advance besides.
    QVERIFY2(granted >= 3 && granted <= 8, qPrintable(QString::number(granted)));
    for (const auto& answer : answers)
        QVERIFY(answer.isGranted || answer.wait > 0ms);
}

QTEST_GUILESS_MAIN(TestPaymentFaults)
#include "test_payment_faults.moc"
