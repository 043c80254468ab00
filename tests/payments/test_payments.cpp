#include <QTest>

#include "tests/payments/payment_bench.h"

using namespace saikobi;
using payments::Payments;
using shop::PaymentOutcome;
using shop::PaymentStanding;
using tests::PaymentBench;

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
    void authorisationIsFoundByItsOrder();
    void wrongSecretIsOurBug();
    void unusableConfigurationIsRefused_data();
    void unusableConfigurationIsRefused();

private:
    std::unique_ptr<tests::TestStores> m_stores;
    std::unique_ptr<PaymentBench> m_bench;
};

void TestPayments::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestPayments::init()
{
    m_bench = std::make_unique<PaymentBench>(*m_stores);
}

void TestPayments::cleanup()
{
    m_bench.reset();
}

void TestPayments::approvedPaymentIsCapturedOnce()
{
    QCOMPARE(m_bench->start(PaymentBench::quick()), std::string{});
    const auto authorised = m_bench->authorise("order-1");
    QVERIFY2(authorised.outcome == PaymentOutcome::Done, authorised.code.c_str());
    QVERIFY(authorised.standing == PaymentStanding::Authorised);
    QVERIFY(authorised.reference.starts_with("pi_"));
    const auto captured = m_bench->capture(m_bench->about("order-1", authorised));
    QVERIFY2(captured.outcome == PaymentOutcome::Done, captured.code.c_str());
    QVERIFY(captured.standing == PaymentStanding::Captured);
    QCOMPARE(captured.amount.value, 4800);
    QVERIFY(m_bench->capture(m_bench->about("order-1", authorised)).outcome
            == PaymentOutcome::Done); // replayed
    QVERIFY(m_bench->release(m_bench->about("order-1", authorised)).outcome
            == PaymentOutcome::Refused);
    QVERIFY(m_bench->query(m_bench->about("order-1", authorised)).standing
            == PaymentStanding::Captured);
    QCOMPARE(m_bench->counted(contract::counter::providerCalls), 5);
    QCOMPARE(m_bench->counted(contract::counter::providerFinishing), 3);
    QCOMPARE(m_bench->counted(contract::counter::providerApproved), 1);
}

void TestPayments::approvedPaymentIsVoided()
{
    QCOMPARE(m_bench->start(PaymentBench::quick()), std::string{});
    const auto authorised = m_bench->authorise("order-1", "pm_wallet");
    const auto voided = m_bench->release(m_bench->about("order-1", authorised));
    QVERIFY2(voided.outcome == PaymentOutcome::Done, voided.code.c_str());
    QVERIFY(voided.standing == PaymentStanding::Voided);
}

void TestPayments::sameKeyGetsTheSamePayment()
{
    QCOMPARE(m_bench->start(PaymentBench::quick()), std::string{});
    const auto first = m_bench->authorise("order-1");
    const auto second = m_bench->authorise("order-1");
    QCOMPARE(second.reference, first.reference);
    QVERIFY(second.standing == PaymentStanding::Authorised);
    QVERIFY(m_bench->authorise("order-2").reference != first.reference);
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
    QCOMPARE(m_bench->start(PaymentBench::quick()), std::string{});
    const auto answer = m_bench->authorise("order-1", means.toStdString());
    QVERIFY(answer.outcome == PaymentOutcome::Refused);
    QVERIFY(answer.standing == PaymentStanding::Declined);
    QCOMPARE(QString::fromStdString(answer.code), code);
    QVERIFY(m_bench->query(m_bench->about("order-1", answer)).standing
            == PaymentStanding::Declined);
    QCOMPARE(m_bench->counted(contract::counter::providerDeclined), 1);
    QCOMPARE(m_bench->counted(contract::counter::providerFailed), 0);
}

void TestPayments::shopperIsSentToTheProvidersPage()
{
    QCOMPARE(m_bench->start(PaymentBench::quick()), std::string{});
    const auto answer = m_bench->authorise("order-1", "pm_card_threeDSecure2Required");
    QVERIFY(answer.outcome == PaymentOutcome::Done);
    QVERIFY(answer.standing == PaymentStanding::ActionRequired);
    QVERIFY(answer.redirectUrl.starts_with("http://127.0.0.1:"));
    QVERIFY(m_bench->query(m_bench->about("order-1", answer)).standing
            == PaymentStanding::ActionRequired);
    QVERIFY(m_bench->release(m_bench->about("order-1", answer)).standing
            == PaymentStanding::Voided);
}

void TestPayments::otherParametersUnderAKeyAreOurBug()
{
    QCOMPARE(m_bench->start(PaymentBench::quick()), std::string{});
    m_bench->authorise("order-1");
    const auto answer = m_bench->authorise("order-1", "pm_card_visa", 4900);
    QVERIFY(answer.outcome == PaymentOutcome::Wrong);
    QCOMPARE(answer.code, std::string{"idempotency_error"});
}

void TestPayments::captureAfterVoidIsRefused()
{
    QCOMPARE(m_bench->start(PaymentBench::quick()), std::string{});
    const auto authorised = m_bench->authorise("order-1");
    QVERIFY(m_bench->release(m_bench->about("order-1", authorised)).outcome
            == PaymentOutcome::Done);
    const auto captured = m_bench->capture(m_bench->about("order-1", authorised));
    QVERIFY(captured.outcome == PaymentOutcome::Refused);
    QVERIFY(captured.standing == PaymentStanding::Voided);
}

void TestPayments::authorisationIsFoundByItsOrder()
{
    QCOMPARE(m_bench->start(PaymentBench::quick()), std::string{});
    std::string wanted;
    for (int i = 0; i < 120; ++i) {
        const auto answer = m_bench->authorise("order-" + std::to_string(i));
        if (i == 3) // on the second page of a hundred
            wanted = answer.reference;
    }
    const auto found = m_bench->query(m_bench->about("order-3"));
    QVERIFY(found.outcome == PaymentOutcome::Done);
    QCOMPARE(found.reference, wanted);
    QVERIFY(m_bench->capture(m_bench->about("order-3")).standing == PaymentStanding::Captured);
}

void TestPayments::wrongSecretIsOurBug()
{
    QCOMPARE(m_bench->start(PaymentBench::quick(), 1000, "sk_test_other"), std::string{});
    QVERIFY(m_bench->authorise("order-1").outcome == PaymentOutcome::Wrong);
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
    const auto opened = Payments::open({m_bench->context().get_executor(),
            m_bench->context().get_executor(), m_bench->redis(),
            {{{"sim"}, url.toStdString(), PaymentBench::secret}},
            [this](const std::string&) -> contract::Measures& { return m_bench->measures(); }});
    QVERIFY(!opened);
    QVERIFY(opened.error().code == contract::FaultCode::Invalid);
}

QTEST_GUILESS_MAIN(TestPayments)
#include "test_payments.moc"
