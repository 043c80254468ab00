#include <QTest>

#include <boost/asio/io_context.hpp>

#include "backend/payments/payments.h"
#include "backend/rehearsal/provider/simulator.h"
#include "backend/stores/redis_executor.h"
#include "tests/support/run_until.h"
#include "tests/support/test_stores.h"

using namespace saikobi;
using namespace std::chrono_literals;
using payments::Payments;
using rehearsal::ProviderSimulator;
using rehearsal::SimulatorSettings;
using shop::PaymentAnswer;
using shop::PaymentOutcome;
using shop::PaymentStanding;
using tests::awaited;

namespace {

constexpr const char* secret = "sk_test_rehearsal";

SimulatorSettings quick()
{
    SimulatorSettings out;
    for (auto& [method, latency] : out.latencyMs)
        latency = {1, 3};
    out.callsPerSecond = 0;
    out.callsPerSecondEndpoint = 0;
    return out;
}

} // namespace

class TestPayments : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void approvedPaymentIsCapturedOnce();
    void approvedPaymentIsVoided();
    void sameKeyGetsTheSamePayment();
    void declinesAreDefinite_data();
    void declinesAreDefinite();
    void shopperIsSentToTheProvidersPage();
    void otherParametersUnderAKeyAreOurBug();
    void captureAfterVoidIsRefused();
    void storedServerErrorIsResolvedByAQuery();
    void storedServerErrorWithoutEffectTriesTheNextKey();
    void authorisationIsFoundByItsOrder();
    void rateRefusalIsAgainAndClosesTheOrderLane();
    void missingProviderIsAgain();
    void lateAnswerIsUnknown();
    void wrongSecretIsOurBug();
    void withoutABudgetNothingIsSent();
    void bookingRefusesAtOnceWhatItCannotGrantSoon();
    void unusableConfigurationIsRefused_data();
    void unusableConfigurationIsRefused();

private:
    void start(SimulatorSettings settings, double callsPerSecond = 1000,
            const std::string& ourSecret = secret);
    PaymentAnswer authorise(
            const std::string& order, const std::string& means = "pm_card_visa", int amount = 4800);
    shop::PaymentReference about(const std::string& order, const PaymentAnswer& authorised) const;
    PaymentAnswer capture(const shop::PaymentReference& payment);
    PaymentAnswer release(const shop::PaymentReference& payment);
    PaymentAnswer query(const shop::PaymentReference& payment);
    std::int64_t counted(const char* counter) const;

    std::unique_ptr<tests::TestStores> m_stores;
    boost::asio::io_context m_context;
    std::unique_ptr<stores::RedisExecutor> m_redis;
    std::unique_ptr<ProviderSimulator> m_provider;
    std::unique_ptr<contract::Measures> m_measures;
    std::unique_ptr<Payments> m_payments;
};

void TestPayments::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestPayments::init()
{
    m_stores->redisCall({"FLUSHALL"});
    m_redis = std::make_unique<stores::RedisExecutor>(m_stores->backendRedis());
    m_measures = std::make_unique<contract::Measures>();
}

void TestPayments::cleanup()
{
    m_payments.reset();
    m_provider.reset();
    m_context.stop();
    m_context.restart();
    m_context.poll(); // what was cancelled ends
    m_redis.reset();
}

/// The simulator, and payments whose budget is open: the second of silence after a start is over.
void TestPayments::start(
        SimulatorSettings settings, double callsPerSecond, const std::string& ourSecret)
{
    rehearsal::SimulatorOptions options;
    options.secret = secret;
    options.settings = std::move(settings);
    auto provider = ProviderSimulator::open(m_context.get_executor(), options);
    QVERIFY2(provider, provider ? "" : provider.error().detail.c_str());
    m_provider = std::move(provider).value();
    auto opened = Payments::open({m_context.get_executor(), m_context.get_executor(), *m_redis,
            {{{"sim", callsPerSecond, callsPerSecond, 0},
                    "http://127.0.0.1:" + std::to_string(m_provider->port()), ourSecret}},
            [this](const std::string&) -> contract::Measures& { return *m_measures; }});
    QVERIFY2(opened, opened ? "" : opened.error().detail.c_str());
    m_payments = std::move(opened).value();
    const auto ready = awaited<contract::Outcome>(
            m_context, [this](auto done) { m_payments->prepare(done); });
    QVERIFY(ready && *ready);
    const std::string key{"{provider:sim}:budget"};
    m_stores->redisCall({"FCALL", "saikobi_budget_read", "1", key, "list"});
    m_stores->redisCall({"HDEL", key, "tat"});
}

PaymentAnswer TestPayments::authorise(
        const std::string& order, const std::string& means, int amount)
{
    shop::PaymentRequest request{
            order, 1, "demo", "sim", "card", means, {amount}, "http://shop/back"};
    return awaited<PaymentAnswer>(
            m_context, [&](auto done) { m_payments->authorise(request, done); }, 20s)
            .value_or(PaymentAnswer{});
}

shop::PaymentReference TestPayments::about(
        const std::string& order, const PaymentAnswer& authorised) const
{
    return {order, "demo", "sim", "card", authorised.reference, {4800}, 1};
}

PaymentAnswer TestPayments::capture(const shop::PaymentReference& payment)
{
    return awaited<PaymentAnswer>(m_context, [&](auto done) {
        m_payments->capture(payment, done);
    }).value_or(PaymentAnswer{});
}

PaymentAnswer TestPayments::release(const shop::PaymentReference& payment)
{
    return awaited<PaymentAnswer>(m_context, [&](auto done) {
        m_payments->release(payment, done);
    }).value_or(PaymentAnswer{});
}

PaymentAnswer TestPayments::query(const shop::PaymentReference& payment)
{
    return awaited<PaymentAnswer>(m_context, [&](auto done) {
        m_payments->query(payment, done);
    }).value_or(PaymentAnswer{});
}

std::int64_t TestPayments::counted(const char* counter) const
{
    contract::Tick tick;
    m_measures->addTo(tick);
    const auto found = tick.counters.find(counter);
    return found == tick.counters.end() ? 0 : found->second;
}

void TestPayments::approvedPaymentIsCapturedOnce()
{
    start(quick());
    const auto authorised = authorise("order-1");
    QVERIFY2(authorised.outcome == PaymentOutcome::Done, authorised.code.c_str());
    QVERIFY(authorised.standing == PaymentStanding::Authorised);
    QVERIFY(authorised.reference.starts_with("pi_"));
    const auto captured = capture(about("order-1", authorised));
    QVERIFY2(captured.outcome == PaymentOutcome::Done, captured.code.c_str());
    QVERIFY(captured.standing == PaymentStanding::Captured);
    QCOMPARE(captured.amount.value, 4800);
    QVERIFY(capture(about("order-1", authorised)).outcome == PaymentOutcome::Done); // replayed
    QVERIFY(release(about("order-1", authorised)).outcome == PaymentOutcome::Refused);
    QVERIFY(query(about("order-1", authorised)).standing == PaymentStanding::Captured);
    QCOMPARE(counted(contract::counter::providerCalls), 5);
    QCOMPARE(counted(contract::counter::providerFinishing), 3);
    QCOMPARE(counted(contract::counter::providerApproved), 1);
}

void TestPayments::approvedPaymentIsVoided()
{
    start(quick());
    const auto authorised = authorise("order-1", "pm_wallet");
    const auto voided = release(about("order-1", authorised));
    QVERIFY2(voided.outcome == PaymentOutcome::Done, voided.code.c_str());
    QVERIFY(voided.standing == PaymentStanding::Voided);
}

void TestPayments::sameKeyGetsTheSamePayment()
{
    start(quick());
    const auto first = authorise("order-1");
    const auto second = authorise("order-1");
    QCOMPARE(second.reference, first.reference);
    QVERIFY(second.standing == PaymentStanding::Authorised);
    QVERIFY(authorise("order-2").reference != first.reference);
}

void TestPayments::declinesAreDefinite_data()
{
    QTest::addColumn<QString>("means");
    QTest::addColumn<QString>("code");
    QTest::addRow("generic") << "pm_card_chargeDeclined"
                             << "generic_decline";
    QTest::addRow("with the brand") << "pm_card_visa_chargeDeclined"
                                    << "generic_decline";
    QTest::addRow("no money") << "pm_card_chargeDeclinedInsufficientFunds"
                              << "insufficient_funds";
    QTest::addRow("lost") << "pm_card_chargeDeclinedLostCard"
                          << "lost_card";
    QTest::addRow("stolen") << "pm_card_chargeDeclinedStolenCard"
                            << "stolen_card";
    QTest::addRow("expired") << "pm_card_chargeDeclinedExpiredCard"
                             << "expired_card";
    QTest::addRow("wrong code") << "pm_card_chargeDeclinedIncorrectCvc"
                                << "incorrect_cvc";
    QTest::addRow("processing") << "pm_card_chargeDeclinedProcessingError"
                                << "processing_error";
    QTest::addRow("fraud") << "pm_card_chargeDeclinedFraudulent"
                           << "fraudulent";
    QTest::addRow("PayPal") << "pm_paypal_chargeDeclined"
                            << "generic_decline";
    QTest::addRow("wallet") << "pm_wallet_chargeDeclined"
                            << "generic_decline";
}

void TestPayments::declinesAreDefinite()
{
    QFETCH(QString, means);
    QFETCH(QString, code);
    start(quick());
    const auto answer = authorise("order-1", means.toStdString());
    QVERIFY(answer.outcome == PaymentOutcome::Refused);
    QVERIFY(answer.standing == PaymentStanding::Declined);
    QCOMPARE(QString::fromStdString(answer.code), code);
    QVERIFY(query(about("order-1", answer)).standing == PaymentStanding::Declined);
    QCOMPARE(counted(contract::counter::providerDeclined), 1);
    QCOMPARE(counted(contract::counter::providerFailed), 0);
}

void TestPayments::shopperIsSentToTheProvidersPage()
{
    start(quick());
    const auto answer = authorise("order-1", "pm_card_threeDSecure2Required");
    QVERIFY(answer.outcome == PaymentOutcome::Done);
    QVERIFY(answer.standing == PaymentStanding::ActionRequired);
    QVERIFY(answer.redirectUrl.starts_with("http://127.0.0.1:"));
    QVERIFY(query(about("order-1", answer)).standing == PaymentStanding::ActionRequired);
    QVERIFY(release(about("order-1", answer)).standing == PaymentStanding::Voided);
}

void TestPayments::otherParametersUnderAKeyAreOurBug()
{
    start(quick());
    authorise("order-1");
    const auto answer = authorise("order-1", "pm_card_visa", 4900);
    QVERIFY(answer.outcome == PaymentOutcome::Wrong);
    QCOMPARE(answer.code, std::string{"idempotency_error"});
}

void TestPayments::captureAfterVoidIsRefused()
{
    start(quick());
    const auto authorised = authorise("order-1");
    QVERIFY(release(about("order-1", authorised)).outcome == PaymentOutcome::Done);
    const auto captured = capture(about("order-1", authorised));
    QVERIFY(captured.outcome == PaymentOutcome::Refused);
    QVERIFY(captured.standing == PaymentStanding::Voided);
}

void TestPayments::storedServerErrorIsResolvedByAQuery()
{
    auto failing = quick();
    failing.failureAfterEffect = 1;
    start(failing);
    const auto first = authorise("order-1");
    QVERIFY(first.outcome == PaymentOutcome::Unknown);
    const auto second = authorise("order-1"); // replayed: this key will never say anything else
    QVERIFY(second.outcome == PaymentOutcome::Unknown);
    QCOMPARE(second.code, std::string{"stored_failure"});
    const auto found = query(about("order-1", second));
    QVERIFY(found.standing == PaymentStanding::Authorised);
    QVERIFY(capture(about("order-1", found)).outcome == PaymentOutcome::Unknown);
    const auto captured = capture(about("order-1", found));
    QVERIFY2(captured.outcome == PaymentOutcome::Done, captured.code.c_str());
    QVERIFY(captured.standing == PaymentStanding::Captured);
}

void TestPayments::storedServerErrorWithoutEffectTriesTheNextKey()
{
    start(quick());
    const auto authorised = authorise("order-1");
    QVERIFY(release(about("no-such", authorised)).outcome
            == PaymentOutcome::Wrong); // another order's
    auto failing = quick();
    failing.failureBeforeEffect = 1;
    m_payments.reset();
    m_provider.reset();
    start(failing);
    const auto lost = authorise("order-2");
    QVERIFY(lost.outcome == PaymentOutcome::Unknown);
    const auto absent = query(about("order-2", {}));
    QVERIFY(absent.outcome == PaymentOutcome::Done); // provably absent
    QVERIFY(absent.standing == PaymentStanding::None && absent.reference.empty());
}

void TestPayments::authorisationIsFoundByItsOrder()
{
    start(quick());
    std::string wanted;
    for (int i = 0; i < 120; ++i) {
        const auto answer = authorise("order-" + std::to_string(i));
        if (i == 3) // on the second page of a hundred
            wanted = answer.reference;
    }
    const auto found = query(about("order-3", {}));
    QVERIFY(found.outcome == PaymentOutcome::Done);
    QCOMPARE(found.reference, wanted);
    QVERIFY(capture(about("order-3", {})).standing == PaymentStanding::Captured);
}

void TestPayments::rateRefusalIsAgainAndClosesTheOrderLane()
{
    auto narrow = quick();
    narrow.callsPerSecond = 2; // less than the budget believes
    start(narrow);
    PaymentAnswer last;
    for (int i = 0; i < 3; ++i)
        last = authorise("order-" + std::to_string(i));
    QVERIFY(last.outcome == PaymentOutcome::Again);
    QCOMPARE(last.code, std::string{"rate_limit"});
    QCOMPARE(counted(contract::counter::refusedForRate), 1);
    const auto booked = awaited<shop::BudgetAnswer>(
            m_context, [this](auto done) { m_payments->book("sim", done); });
    QVERIFY(booked && !booked->isGranted && !booked->isLost);
    QVERIFY(booked->wait > 0ms && booked->wait <= 1000ms);
}

void TestPayments::missingProviderIsAgain()
{
    start(quick());
    m_provider.reset(); // nobody listens there any more
    const auto answer = authorise("order-1");
    QVERIFY(answer.outcome == PaymentOutcome::Again);
    QCOMPARE(answer.code, std::string{"no_connection"});
    QCOMPARE(counted(contract::counter::providerCalls), 0);
}

void TestPayments::lateAnswerIsUnknown()
{
    auto hanging = quick();
    hanging.hang = 1;
    start(hanging);
    const auto answer = authorise("order-1"); // 10 s
    QVERIFY(answer.outcome == PaymentOutcome::Unknown);
    QCOMPARE(answer.code, std::string{"no_answer"});
    QVERIFY(answer.providerTime >= 9s && answer.providerTime < 13s);
    QCOMPARE(counted(contract::counter::providerFailed), 1);
    const auto found = query(about("order-1", {}));
    QVERIFY(found.standing == PaymentStanding::Authorised); // it had taken effect
}

void TestPayments::wrongSecretIsOurBug()
{
    start(quick(), 1000, "sk_test_other");
    QVERIFY(authorise("order-1").outcome == PaymentOutcome::Wrong);
}

void TestPayments::withoutABudgetNothingIsSent()
{
    start(quick());
    QVERIFY(m_stores->redis().stop());
    const auto booked = awaited<shop::BudgetAnswer>(
            m_context, [this](auto done) { m_payments->book("sim", done); });
    const auto answer = authorise("order-1");
    QVERIFY(m_stores->redis().startAgain());
    QVERIFY(booked && booked->isLost && !booked->isGranted);
    QVERIFY(answer.outcome == PaymentOutcome::Again);
    QCOMPARE(answer.code, std::string{"budget_lost"});
    QCOMPARE(counted(contract::counter::providerCalls), 0);
}

void TestPayments::bookingRefusesAtOnceWhatItCannotGrantSoon()
{
    start(quick(), 10);
    std::vector<shop::BudgetAnswer> answers;
    const auto began = std::chrono::steady_clock::now();
    for (int i = 0; i < 100; ++i)
        m_payments->book(
                "sim", [&answers](shop::BudgetAnswer answer) { answers.push_back(answer); });
    QVERIFY(tests::runUntil(
            m_context, [&] { return answers.size() >= 90; }, 400ms));
    QVERIFY(std::chrono::steady_clock::now() - began < 400ms); // refused in well under a second
    QVERIFY(tests::runUntil(
            m_context, [&] { return answers.size() == 100; }, 2s));
    const auto granted = std::count_if(
            answers.begin(), answers.end(), [](const auto& answer) { return answer.isGranted; });
    QVERIFY2(granted >= 2 && granted <= 6, qPrintable(QString::number(granted)));
    for (const auto& answer : answers)
        QVERIFY(answer.isGranted || answer.wait > 0ms);
}

void TestPayments::unusableConfigurationIsRefused_data()
{
    QTest::addColumn<QString>("url");
    QTest::addRow("no scheme") << "127.0.0.1:80";
    QTest::addRow("no host") << "http://:80";
    QTest::addRow("no port number") << "http://provider:abc";
    QTest::addRow("port 0") << "http://provider:0";
    QTest::addRow("port beyond the last") << "http://provider:70000";
}

void TestPayments::unusableConfigurationIsRefused()
{
    QFETCH(QString, url);
    const auto opened = Payments::open({m_context.get_executor(), m_context.get_executor(),
            *m_redis, {{{"sim"}, url.toStdString(), secret}},
            [this](const std::string&) -> contract::Measures& { return *m_measures; }});
    QVERIFY(!opened);
    QVERIFY(opened.error().code == contract::FaultCode::Invalid);
}

QTEST_GUILESS_MAIN(TestPayments)
#include "test_payments.moc"
