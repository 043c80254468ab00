#include <QTest>

#include <random>

#include "backend/rehearsal/provider/simulator_limits.h"
#include "backend/rehearsal/provider/simulator_rules.h"
#include "backend/rehearsal/provider/simulator_settings.h"

using namespace saikobi::rehearsal;

class TestSimulatorRules : public QObject {
    Q_OBJECT

private slots:
    void meansAreKnownByTheirTokens_data();
    void meansAreKnownByTheirTokens();
    void unknownMeansAreRefused();
    void requestsThatCannotRunAreNamed_data();
    void requestsThatCannotRunAreNamed();
    void captureTakesWhatWasSetAsideAndNoMore();
    void canceledPaymentStaysCanceled();
    void shopperDecidesAtTheProvidersPage();
    void noHistoryReceivesMoreThanWasAuthorised();
    void limitsHoldInEverySlidingSecond();
    void settingsChangeOnlyWhatIsNamed();
    void senselessSettingsAreRefused_data();
    void senselessSettingsAreRefused();
};

void TestSimulatorRules::meansAreKnownByTheirTokens_data()
{
    QTest::addColumn<QString>("token");
    QTest::addColumn<QString>("method");
    QTest::addColumn<int>("conduct");
    const auto row = [](const char* token, const char* method, Means::Conduct conduct) {
        QTest::addRow("%s", token) << token << method << static_cast<int>(conduct);
    };
    using Conduct = Means::Conduct;
    row("pm_card_visa", "card", Conduct::Approves);
    row("pm_card_mastercard", "card", Conduct::Approves);
    row("pm_card_jcb", "card", Conduct::Approves);
    row("pm_card_chargeDeclined", "card", Conduct::Declines);
    row("pm_card_visa_chargeDeclinedLostCard", "card", Conduct::Declines);
    row("pm_card_threeDSecure2Required", "card", Conduct::AsksThenApproves);
    row("pm_card_threeDSecureRequiredChargeDeclined", "card", Conduct::AsksThenDeclines);
    row("pm_paypal", "paypal", Conduct::Approves);
    row("pm_paypal_chargeDeclined", "paypal", Conduct::Declines);
    row("pm_wallet", "wallet", Conduct::Approves);
}

void TestSimulatorRules::meansAreKnownByTheirTokens()
{
    QFETCH(QString, token);
    QFETCH(QString, method);
    QFETCH(int, conduct);
    const auto means = meansOf(token.toStdString());
    QVERIFY(means);
    QCOMPARE(QString::fromUtf8(means->method.data(), static_cast<int>(means->method.size())),
            method);
    QCOMPARE(static_cast<int>(means->conduct), conduct);
}

void TestSimulatorRules::unknownMeansAreRefused()
{
    for (const char* token : {"", "pm", "pm_", "pm_card", "pm_card_", "pm_cash", "pm_card_visaX",
                 "pm_card_visa_unheardOf", "card_visa", "pm_walletX"})
        QVERIFY2(!meansOf(token), token);
}

void TestSimulatorRules::requestsThatCannotRunAreNamed_data()
{
    QTest::addColumn<QString>("amount");
    QTest::addColumn<QString>("means");
    QTest::addColumn<QString>("code");
    QTest::addRow("good") << "50"
                          << "pm_card_visa"
                          << "";
    QTest::addRow("less than the least") << "49"
                                         << "pm_card_visa"
                                         << "amount_too_small";
    QTest::addRow("no amount") << ""
                               << "pm_card_visa"
                               << "parameter_missing";
    QTest::addRow("a fraction") << "50.5"
                                << "pm_card_visa"
                                << "parameter_invalid_integer";
    QTest::addRow("negative") << "-500"
                              << "pm_card_visa"
                              << "parameter_invalid_integer";
    QTest::addRow("too much") << "100000000"
                              << "pm_card_visa"
                              << "amount_too_large";
    QTest::addRow("unknown means") << "500"
                                   << "pm_cash"
                                   << "resource_missing";
    QTest::addRow("nothing to confirm with") << "500"
                                             << ""
                                             << "parameter_missing";
}

void TestSimulatorRules::requestsThatCannotRunAreNamed()
{
    QFETCH(QString, amount);
    QFETCH(QString, means);
    QFETCH(QString, code);
    const auto fault = faultOfCreate(Form{{{"amount", amount.toStdString()}, {"currency", "jpy"},
            {"confirm", "true"}, {"payment_method", means.toStdString()}}});
    QCOMPARE(QString::fromStdString(fault ? fault->code : ""), code);
}

namespace {

Intent authorised(const char* means = "pm_card_visa")
{
    const Form form{{{"amount", "900"}, {"capture_method", "manual"}, {"payment_method", means},
            {"metadata[order_id]", "o-1"}, {"payment_method_types[0]", "card"},
            {"return_url", "http://shop/back"}}};
    auto intent = newIntent(form);
    intent.id = "pi_1";
    confirm(intent, form, "http://provider/3ds/pi_1");
    return intent;
}

} // namespace

void TestSimulatorRules::captureTakesWhatWasSetAsideAndNoMore()
{
    auto intent = authorised();
    QCOMPARE(intent.capturable, 900);
    QCOMPARE(intent.metadata.at("order_id"), std::string{"o-1"});
    QVERIFY(faultOfCapture(intent, Form{{{"amount_to_capture", "901"}}}));
    QVERIFY(!faultOfCapture(intent, Form{{{"amount_to_capture", "900"}}}));
    QCOMPARE(capture(intent, Form{{{"amount_to_capture", "700"}}}).status, 200U);
    QCOMPARE(intent.received, 700);
    const auto again = capture(intent, {});
    QCOMPARE(again.status, 400U);
    QCOMPARE(again.error->code, std::string{"payment_intent_unexpected_state"});
    QCOMPARE(intent.received, 700);
}

void TestSimulatorRules::canceledPaymentStaysCanceled()
{
    auto intent = authorised();
    QCOMPARE(cancel(intent, {}, 17).status, 200U);
    QCOMPARE(intent.canceledAt, 17);
    QCOMPARE(capture(intent, {}).status, 400U);
    QCOMPARE(cancel(intent, {}, 18).status, 400U);
    QVERIFY(intent.status == IntentStatus::Canceled);
}

void TestSimulatorRules::shopperDecidesAtTheProvidersPage()
{
    auto agreed = authorised("pm_card_threeDSecure2Required");
    QVERIFY(agreed.status == IntentStatus::RequiresAction);
    QCOMPARE(finishAction(agreed, true).status, 200U);
    QVERIFY(agreed.status == IntentStatus::RequiresCapture);
    QCOMPARE(finishAction(agreed, false).status, 400U); // too late to refuse

    auto refused = authorised("pm_card_threeDSecure2Required");
    QCOMPARE(finishAction(refused, false).status, 402U);
    QVERIFY(refused.status == IntentStatus::RequiresPaymentMethod);

    auto declined = authorised("pm_card_threeDSecureRequiredChargeDeclined");
    QCOMPARE(finishAction(declined, true).status, 402U);
}

void TestSimulatorRules::noHistoryReceivesMoreThanWasAuthorised()
{
    for (unsigned seed = 1; seed <= 500; ++seed) {
        std::mt19937 chance{seed};
        const char* means[] = {"pm_card_visa", "pm_card_threeDSecure2Required",
                "pm_card_chargeDeclined", "pm_wallet"};
        auto intent = authorised(means[chance() % 4]);
        int captures = 0;
        for (int step = 0; step < 8; ++step) {
            switch (chance() % 4) {
            case 0:
                captures += capture(intent, {}).status == 200 ? 1 : 0;
                break;
            case 1:
                cancel(intent, {}, 1);
                break;
            case 2:
                finishAction(intent, chance() % 2 == 0);
                break;
            default:
                confirm(intent, {}, "http://provider/3ds/pi_1");
            }
            const bool isCaptured = intent.status == IntentStatus::Succeeded;
            QVERIFY2(intent.received == (isCaptured ? 900 : 0), qPrintable(QString::number(seed)));
            const auto kept = intentFromJson(toJson(intent)); // what the state file gives back
            QVERIFY(kept && toJson(*kept) == toJson(intent));
        }
        QVERIFY(captures <= 1);
    }
}

void TestSimulatorRules::limitsHoldInEverySlidingSecond()
{
    CallLimits limits;
    std::mt19937 chance{3};
    std::vector<std::int64_t> admitted;
    std::int64_t now = 0;
    for (int i = 0; i < 5000; ++i) {
        now += chance() % 30'000;
        if (limits.admit(now, i % 2 ? "create" : "capture", 25, 20).empty())
            admitted.push_back(now);
    }
    for (std::size_t i = 25; i < admitted.size(); ++i)
        QVERIFY(admitted[i] - admitted[i - 25] >= 1'000'000);
    QVERIFY(limits.refusals().at("global-rate") > 0);
    QVERIFY(limits.fullest().at("") > 25); // what arrived, not what was let in
    CallLimits none;
    for (int i = 0; i < 100; ++i)
        QVERIFY(none.admit(0, "create", 0, 0).empty());
}

void TestSimulatorRules::settingsChangeOnlyWhatIsNamed()
{
    const auto next
            = changed({}, R"({"limits":{"global":40},"latency_ms":{"card":[1,2]},"down":true})");
    QVERIFY(next);
    QCOMPARE(next.value().callsPerSecond, 40.0);
    QCOMPARE(next.value().callsPerSecondEndpoint, 25.0);
    QCOMPARE(next.value().latencyMs.at("card").to, 2.0);
    QCOMPARE(next.value().latencyMs.at("paypal").from, 3000.0);
    QVERIFY(next.value().isDown);
    const auto same = changed({}, toJson(next.value()));
    QVERIFY(same);
    QCOMPARE(toJson(same.value()), toJson(next.value()));
}

void TestSimulatorRules::senselessSettingsAreRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addRow("no JSON") << QByteArray{"limits=3"};
    QTest::addRow("negative limit") << QByteArray{R"({"limits":{"global":-1}})"};
    QTest::addRow("a share above one") << QByteArray{R"({"faults":{"hang":1.5}})"};
    QTest::addRow("latency the wrong way round") << QByteArray{R"({"latency_ms":{"card":[5,1]}})"};
    QTest::addRow("latency without end") << QByteArray{R"({"latency_ms":{"card":[5]}})"};
    QTest::addRow("down as text") << QByteArray{R"({"down":"yes"})"};
}

void TestSimulatorRules::senselessSettingsAreRefused()
{
    QFETCH(QByteArray, text);
    QVERIFY(!changed({}, text.toStdString()));
}

QTEST_GUILESS_MAIN(TestSimulatorRules)
#include "test_simulator_rules.moc"
