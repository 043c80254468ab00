#include <QTest>

#include <random>

#include "backend/rehearsal/provider/session_rules.h"

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
    void numbersOnCardsAreMeansToo();
    void mixedInDeclinesNameTheirCode();
    void authorisationLapses();
    void refundGivesBackAtMostWhatWasTaken();
    void pageIsPaidOrExpiresButNeverBoth();
    void pagesThatCannotBeMadeAreNamed_data();
    void pagesThatCannotBeMadeAreNamed();
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
    confirm(intent, form, {"http://provider/3ds/pi_1"});
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
                confirm(intent, {}, {"http://provider/3ds/pi_1"});
            }
            const bool isCaptured = intent.status == IntentStatus::Succeeded;
            QVERIFY2(intent.received == (isCaptured ? 900 : 0), qPrintable(QString::number(seed)));
            auto kept = intentFromJson(toJson(intent)); // what the state file gives back
            takeHiddenPart(*kept, hiddenPart(intent));
            QVERIFY(toJsonWithCharge(*kept) == toJsonWithCharge(intent));
        }
        QVERIFY(captures <= 1);
    }
}

void TestSimulatorRules::numbersOnCardsAreMeansToo()
{
    QCOMPARE(tokenOf("4242 4242 4242 4242"), std::string{"pm_card_visa"});
    QCOMPARE(
            tokenOf("4000-0000-0000-9995"), std::string{"pm_card_chargeDeclinedInsufficientFunds"});
    QCOMPARE(tokenOf("pm_wallet"), std::string{"pm_wallet"});
    QVERIFY(meansOf(tokenOf("4000008400001280"))->conduct == Means::Conduct::Declines);
    QVERIFY(meansOf(tokenOf("4000002760003184"))->asks());
    QVERIFY(!meansOf(tokenOf("4242424242424241")));
}

void TestSimulatorRules::mixedInDeclinesNameTheirCode()
{
    const Form form{{{"amount", "900"}, {"payment_method", "pm_card_visa"}}};
    for (const auto& [word, code, declineCode] :
            {std::tuple{"insufficient_funds", "card_declined", "insufficient_funds"},
                    std::tuple{"expired_card", "expired_card", ""}}) {
        auto intent = newIntent(form);
        Circumstances met;
        met.declineAs = word;
        const auto effect = confirm(intent, form, met);
        QCOMPARE(effect.status, 402U);
        QCOMPARE(effect.error->code, std::string{code});
        QCOMPARE(effect.error->declineCode, std::string{declineCode});
        QVERIFY(intent.charges.back().isFailed);
    }
    auto asked = newIntent(form);
    Circumstances met;
    met.asks = true;
    confirm(asked, form, met);
    QVERIFY(asked.status == IntentStatus::RequiresAction);
}

void TestSimulatorRules::authorisationLapses()
{
    auto intent = authorised();
    QCOMPARE(lapse(intent, 9).events.front(), std::string{"charge.expired"});
    QVERIFY(intent.status == IntentStatus::Canceled);
    QCOMPARE(capture(intent, {}).status, 400U);
    QCOMPARE(lapse(intent, 9).status, 400U);
}

void TestSimulatorRules::refundGivesBackAtMostWhatWasTaken()
{
    auto intent = authorised();
    QVERIFY(faultOfRefund(intent, {}));
    capture(intent, {});
    const Form part{{{"amount", "400"}}};
    QVERIFY(!faultOfRefund(intent, part));
    refund(intent, part);
    QVERIFY(faultOfRefund(intent, Form{{{"amount", "501"}}}));
    refund(intent, {});
    QCOMPARE(intent.refunded, 900);
    QVERIFY(faultOfRefund(intent, {}));
    auto failing = authorised("pm_card_refundFail");
    capture(failing, {});
    refund(failing, {});
    QCOMPARE(failing.refunded, 0);
}

namespace {

Form::Pairs pageFields()
{
    return {{"mode", "payment"}, {"success_url", "http://shop/back?c={CHECKOUT_SESSION_ID}"},
            {"line_items[0][price_data][currency]", "jpy"},
            {"line_items[0][price_data][unit_amount]", "450"},
            {"line_items[0][price_data][product_data][name]", "Order"},
            {"line_items[0][quantity]", "2"}, {"payment_intent_data[capture_method]", "manual"},
            {"payment_intent_data[metadata][order_id]", "o-9"}, {"expires_at", "4600"}};
}

} // namespace

void TestSimulatorRules::pageIsPaidOrExpiresButNeverBoth()
{
    auto session = newSession(Form{pageFields()}, 1000);
    session.id = "cs_1";
    QCOMPARE(session.amount, 900);
    auto intent = intentOf(session);
    intent.id = "pi_1";
    QCOMPARE(intent.metadata.at("order_id"), std::string{"o-9"});
    QCOMPARE(intent.returnUrl, std::string{"http://shop/back?c=cs_1"});
    confirm(intent, Form{{{"payment_method", "pm_card_chargeDeclined"}}}, {});
    QVERIFY(follow(session, intent).events.empty()); // and may be tried again
    auto open = session;
    auto unpaid = intent;
    confirm(intent, Form{{{"payment_method", "pm_card_visa"}}}, {});
    QCOMPARE(follow(session, intent).events.front(), std::string{"checkout.session.completed"});
    QCOMPARE(expire(session, &intent, 2000).status, 400U);
    QVERIFY(intent.status == IntentStatus::RequiresCapture);
    QCOMPARE(expire(open, &unpaid, 2000).status, 200U);
    QVERIFY(unpaid.status == IntentStatus::Canceled);
    QVERIFY(follow(open, intent).events.empty());
    const auto kept = sessionFromKept(keptText(open));
    QVERIFY(kept && keptText(*kept) == keptText(open));
    QVERIFY(toJson(*kept, nullptr) == toJson(open, nullptr));
}

void TestSimulatorRules::pagesThatCannotBeMadeAreNamed_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("param");
    QTest::addRow("good") << "mode"
                          << "payment"
                          << "";
    QTest::addRow("another mode") << "mode"
                                  << "setup"
                                  << "mode";
    QTest::addRow("no way back") << "success_url"
                                 << ""
                                 << "success_url";
    QTest::addRow("nothing of it") << "line_items[0][quantity]"
                                   << "0"
                                   << "line_items[0]";
    QTest::addRow("too cheap") << "line_items[0][price_data][unit_amount]"
                               << "24"
                               << "amount";
    QTest::addRow("expires too soon") << "expires_at"
                                      << "2799"
                                      << "expires_at";
    QTest::addRow("expires too late") << "expires_at"
                                      << "87401"
                                      << "expires_at";
}

void TestSimulatorRules::pagesThatCannotBeMadeAreNamed()
{
    QFETCH(QString, field);
    QFETCH(QString, value);
    QFETCH(QString, param);
    auto fields = pageFields();
    for (auto& [name, one] : fields)
        if (name == field.toStdString())
            one = value.toStdString();
    const auto fault = faultOfSession(Form{fields}, 1000);
    QCOMPARE(QString::fromStdString(fault ? fault->param : ""), param);
}

QTEST_GUILESS_MAIN(TestSimulatorRules)
#include "test_simulator_rules.moc"
