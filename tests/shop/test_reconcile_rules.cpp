#include <QTest>

#include <random>

#include "backend/shop/reconcile_rules.h"

using namespace saikobi;
using namespace saikobi::shop;
using contract::OrderStatus;
using namespace std::chrono_literals;

/// What the provider's books and an order say together.
class TestReconcileRules : public QObject {
    Q_OBJECT

private slots:
    void aPaymentAndItsOrder_data();
    void aPaymentAndItsOrder();
    void whatIsYoungIsNoDifferenceYet();
    void paymentsOfOthersAreNotOurs();
    void onlyMoneyThatNobodyWaitsForIsLetGo();
};

namespace {

const contract::Instant now = contract::fromUnixMs(1'760'000'000'000);

LedgerPayment payment(PaymentStanding standing)
{
    LedgerPayment out;
    out.reference = "pi_1";
    out.order = "o1";
    out.sale = "demo";
    out.amount.value = 1000;
    out.received.value = standing == PaymentStanding::Captured ? 1000 : 0;
    out.standing = standing;
    out.createdAt = now - 5min;
    return out;
}

OrderStanding order(OrderStatus status)
{
    OrderStanding out;
    out.order = "o1";
    out.status = status;
    out.amount.value = 1000;
    out.reference = "pi_1";
    out.sinceEnd = contract::isEnd(status) ? 4min : 0min;
    return out;
}

QString found(const LedgerPayment& payment, const OrderStanding* order)
{
    const auto difference = differenceOf(payment, order, now);
    return difference ? QString::fromStdString(std::string{name(difference->kind)}) : QString{};
}

} // namespace

void TestReconcileRules::aPaymentAndItsOrder_data()
{
    using Standing = PaymentStanding;
    QTest::addColumn<int>("standing");
    QTest::addColumn<int>("status"); // -1: there is no order
    QTest::addColumn<QString>("reference");
    QTest::addColumn<int>("received");
    QTest::addColumn<QString>("kind");
    const auto row = [](const char* claim, Standing standing, int status, const char* kind,
                             const char* reference = "pi_1", int received = -1) {
        QTest::newRow(claim) << static_cast<int>(standing) << status << QString::fromUtf8(reference)
                             << received << QString::fromUtf8(kind);
    };
    const auto of = [](OrderStatus status) { return static_cast<int>(status); };
    row("paid and captured", Standing::Captured, of(OrderStatus::Paid), "");
    row("declined on both sides", Standing::Declined, of(OrderStatus::Declined), "");
    row("voided on both sides", Standing::Voided, of(OrderStatus::SoldOut), "");
    row("set aside for nobody", Standing::Authorised, -1, "authorised_without_order");
    row("set aside for an ended order", Standing::Authorised, of(OrderStatus::Declined),
            "authorised_without_order");
    row("taken for nobody", Standing::Captured, -1, "captured_without_paid");
    row("taken for an ended order", Standing::Captured, of(OrderStatus::Expired),
            "captured_without_paid");
    row("paid and only set aside", Standing::Authorised, of(OrderStatus::Paid),
            "paid_without_capture");
    row("paid and let go", Standing::Voided, of(OrderStatus::Paid), "paid_without_capture");
    row("another amount taken", Standing::Captured, of(OrderStatus::Paid), "amount_differs", "pi_1",
            999);
    row("taken a second time", Standing::Captured, of(OrderStatus::Paid), "captured_twice", "pi_0");
    row("set aside a second time", Standing::Authorised, of(OrderStatus::Paid),
            "authorised_without_order", "pi_0");
    row("a refused first attempt of a paid order", Standing::Declined, of(OrderStatus::Paid), "",
            "pi_0");
    for (const auto live : {OrderStatus::Authorising, OrderStatus::ActionRequired,
                 OrderStatus::Authorised, OrderStatus::Capturing, OrderStatus::Voiding})
        row(("live: " + std::string{contract::name(live)}).c_str(), Standing::Captured, of(live),
                "");
}

void TestReconcileRules::aPaymentAndItsOrder()
{
    QFETCH(int, standing);
    QFETCH(int, status);
    QFETCH(QString, reference);
    QFETCH(int, received);
    QFETCH(QString, kind);
    auto paid = payment(static_cast<PaymentStanding>(standing));
    if (received >= 0)
        paid.received.value = received;
    auto its = order(status < 0 ? OrderStatus::Paid : static_cast<OrderStatus>(status));
    its.reference = reference.toStdString();
    QCOMPARE(found(paid, status < 0 ? nullptr : &its), kind);
}

void TestReconcileRules::whatIsYoungIsNoDifferenceYet()
{
    auto fresh = payment(PaymentStanding::Captured);
    fresh.createdAt = now - 59s;
    QCOMPARE(found(fresh, nullptr), QString{});
    auto ended = order(OrderStatus::Declined);
    ended.sinceEnd = 59s;
    QCOMPARE(found(payment(PaymentStanding::Captured), &ended), QString{});
}

void TestReconcileRules::paymentsOfOthersAreNotOurs()
{
    auto foreign = payment(PaymentStanding::Authorised);
    foreign.order.clear();
    QCOMPARE(found(foreign, nullptr), QString{});
}

/// Whatever stands there: no money that was taken, and no order that is paid, is ever touched.
void TestReconcileRules::onlyMoneyThatNobodyWaitsForIsLetGo()
{
    const auto seed = std::random_device{}();
    std::mt19937 random(seed);
    for (int round = 0; round < 20000; ++round) {
        auto paid = payment(static_cast<PaymentStanding>(random() % 6));
        auto its = order(static_cast<OrderStatus>(random() % 14));
        its.reference = random() % 2 == 0 ? "pi_1" : "pi_0";
        const auto* beside = random() % 4 == 0 ? nullptr : &its;
        const auto difference = differenceOf(paid, beside, now);
        if (!difference || difference->needsPerson)
            continue;
        const auto claim = "seed " + std::to_string(seed) + ", round " + std::to_string(round);
        QVERIFY2(paid.standing == PaymentStanding::Authorised, claim.c_str());
        QVERIFY2(!beside || contract::isEnd(its.status), claim.c_str());
        QVERIFY2(!beside || its.status != OrderStatus::Paid || its.reference != paid.reference,
                claim.c_str());
    }
}

QTEST_GUILESS_MAIN(TestReconcileRules)
#include "test_reconcile_rules.moc"
