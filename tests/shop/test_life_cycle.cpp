#include <QTest>

#include "backend/shop/life_cycle.h"
#include "backend/shop/order_id.h"

using namespace saikobi;
using namespace std::chrono_literals;
using contract::OrderStatus;
using shop::PaymentAnswer;
using shop::PaymentOutcome;
using shop::PaymentStanding;
using shop::Verdict;

namespace {

constexpr PaymentOutcome outcomes[]{PaymentOutcome::Done, PaymentOutcome::Refused,
        PaymentOutcome::Again, PaymentOutcome::Unknown, PaymentOutcome::Wrong};
constexpr PaymentStanding standings[]{PaymentStanding::None, PaymentStanding::ActionRequired,
        PaymentStanding::Authorised, PaymentStanding::Captured, PaymentStanding::Voided,
        PaymentStanding::Declined};

PaymentAnswer answer(PaymentOutcome outcome, PaymentStanding standing, const char* code = "")
{
    PaymentAnswer out;
    out.outcome = outcome;
    out.standing = standing;
    out.code = code;
    return out;
}

const shop::PayingWay direct{contract::PaymentFlow::Direct, false};
const shop::PayingWay hosted{contract::PaymentFlow::Hosted, false};
const shop::PayingWay stockFirst{contract::PaymentFlow::Hosted, true};
const std::array ways{direct, hosted, stockFirst};
constexpr std::array asking{
        OrderStatus::Authorising, OrderStatus::ActionRequired, OrderStatus::Expiring};

} // namespace

class TestLifeCycle : public QObject {
    Q_OBJECT

private slots:
    void whatIsNotKnownIsNeverRounded();
    void aCaptureThatMayHaveRunIsNeverVoided();
    void onlyWhatWasCapturedIsPaid();
    void aCapturedPaymentIsNeverGivenBack();
    void moneySetAsideIsNeverForgotten();
    void aPaymentThatWasFirstIsHonoured();
    void unitsHeldForAPageComeBackOnlyWhenItIsOver();
    void aMistakeAfterADoubtIsLookedUp();
    void aStoredFailureIsLookedUp();
    void pausesGrowToALimit();
    void refusalsNameTheirReason();
    void orderIdsAreVersionSevenAndGrowWithTime();
};

void TestLifeCycle::whatIsNotKnownIsNeverRounded()
{
    for (const auto outcome : {PaymentOutcome::Unknown, PaymentOutcome::Again})
        for (const auto standing : standings) {
            const auto told = answer(outcome, standing);
            for (const bool mayHaveRun : {false, true})
                QCOMPARE(shop::afterAuthorise(told, mayHaveRun).verdict, Verdict::Repeat);
            QCOMPARE(shop::afterCapture(told).verdict, Verdict::Repeat);
            QCOMPARE(shop::afterRelease(told).verdict, Verdict::Repeat);
            for (const auto& way : ways) {
                QCOMPARE(shop::afterClose(way, told).verdict, Verdict::Repeat);
                for (const auto status : asking)
                    QCOMPARE(shop::afterQuery(way, status, told).verdict, Verdict::Query);
            }
        }
}

void TestLifeCycle::aCaptureThatMayHaveRunIsNeverVoided()
{
    for (const auto outcome : outcomes)
        for (const auto standing : standings)
            if (shop::afterCapture(answer(outcome, standing)).verdict == Verdict::Void)
                QCOMPARE(outcome, PaymentOutcome::Refused);
}

void TestLifeCycle::onlyWhatWasCapturedIsPaid()
{
    for (const auto outcome : outcomes)
        for (const auto standing : standings)
            if (shop::afterCapture(answer(outcome, standing)).verdict == Verdict::Paid)
                QCOMPARE(standing, PaymentStanding::Captured);
    const auto captured = answer(PaymentOutcome::Done, PaymentStanding::Captured);
    QCOMPARE(shop::afterCapture(captured).verdict, Verdict::Paid);
    const auto unclear = shop::afterCapture(answer(PaymentOutcome::Done, PaymentStanding::None));
    QCOMPARE(unclear.verdict, Verdict::Repeat);
    QVERIFY(!unclear.review.empty());
}

void TestLifeCycle::aCapturedPaymentIsNeverGivenBack()
{
    for (const auto outcome : {PaymentOutcome::Refused, PaymentOutcome::Wrong}) {
        const auto told = answer(outcome, PaymentStanding::Captured);
        QVERIFY(shop::afterRelease(told).verdict != Verdict::GiveBack);
        for (const auto& way : ways)
            QVERIFY(shop::afterClose(way, told).verdict != Verdict::GiveBack);
        QVERIFY(shop::afterAuthorise(told, false).verdict != Verdict::Declined
                || outcome == PaymentOutcome::Refused);
    }
}

void TestLifeCycle::moneySetAsideIsNeverForgotten()
{
    // Authorised money ends an order only by capture or void, whatever else the answer says.
    for (const auto outcome : {PaymentOutcome::Done, PaymentOutcome::Wrong}) {
        const auto verdict
                = shop::afterAuthorise(answer(outcome, PaymentStanding::Authorised), false).verdict;
        QVERIFY(verdict == Verdict::Authorised || verdict == Verdict::Void);
    }
    const auto authorised = answer(PaymentOutcome::Done, PaymentStanding::Authorised);
    for (const auto status : asking) {
        QCOMPARE(shop::afterQuery(direct, status, authorised).verdict, Verdict::Authorised);
        QCOMPARE(shop::afterQuery(hosted, status, authorised).verdict, Verdict::Authorised);
        // A page that was told to take the money and only set it aside: a person must look.
        QVERIFY(!shop::afterQuery(stockFirst, status, authorised).review.empty());
    }
}

void TestLifeCycle::aPaymentThatWasFirstIsHonoured()
{
    const auto tooLate
            = [](PaymentStanding standing) { return answer(PaymentOutcome::Refused, standing); };
    for (const auto& way : {direct, hosted})
        QCOMPARE(shop::afterClose(way, tooLate(PaymentStanding::Authorised)).verdict,
                Verdict::Authorised);
    QCOMPARE(shop::afterClose(stockFirst, tooLate(PaymentStanding::Captured)).verdict,
            Verdict::Paid);
    QCOMPARE(shop::afterQuery(stockFirst, OrderStatus::ActionRequired,
                     answer(PaymentOutcome::Done, PaymentStanding::Captured))
                     .verdict,
            Verdict::Paid);
}

void TestLifeCycle::unitsHeldForAPageComeBackOnlyWhenItIsOver()
{
    for (const auto standing :
            {PaymentStanding::None, PaymentStanding::ActionRequired, PaymentStanding::Declined}) {
        const auto told = answer(PaymentOutcome::Done, standing);
        // Another means can be chosen there while it is open.
        QCOMPARE(shop::afterQuery(stockFirst, OrderStatus::ActionRequired, told).verdict,
                Verdict::Leave);
        QCOMPARE(shop::afterQuery(stockFirst, OrderStatus::Expiring, told).verdict, Verdict::Close);
    }
    const auto over = answer(PaymentOutcome::Done, PaymentStanding::Voided);
    QCOMPARE(shop::afterQuery(stockFirst, OrderStatus::Expiring, over).verdict, Verdict::GiveBack);
    QCOMPARE(shop::afterClose(stockFirst, over).verdict, Verdict::GiveBack);
}

void TestLifeCycle::aMistakeAfterADoubtIsLookedUp()
{
    const auto wrong = answer(PaymentOutcome::Wrong, PaymentStanding::None, "idempotency_error");
    QCOMPARE(shop::afterAuthorise(wrong, true).verdict, Verdict::Query);
    const auto first = shop::afterAuthorise(wrong, false);
    QCOMPARE(first.verdict, Verdict::Declined);
    QCOMPARE(first.review, std::string{"idempotency_error"});
}

void TestLifeCycle::aStoredFailureIsLookedUp()
{
    const auto stored = answer(PaymentOutcome::Unknown, PaymentStanding::None, "stored_failure");
    QCOMPARE(shop::afterAuthorise(stored, true).verdict, Verdict::Query);
    QCOMPARE(shop::afterClose(hosted, stored).verdict, Verdict::Query);
    const auto absent = shop::afterQuery(
            direct, OrderStatus::Authorising, answer(PaymentOutcome::Done, PaymentStanding::None));
    QCOMPARE(absent.verdict, Verdict::Declined);
    QVERIFY(!absent.review.empty());
}

void TestLifeCycle::pausesGrowToALimit()
{
    QCOMPARE(shop::pauseBefore(0, 500ms, 0), 500ms);
    QCOMPARE(shop::pauseBefore(1, 500ms, 0), 1000ms);
    QCOMPARE(shop::pauseBefore(3, 500ms, 0), 4000ms);
    QCOMPARE(shop::pauseBefore(4, 500ms, 0), 5000ms);
    QCOMPARE(shop::pauseBefore(1000000, 500ms, 0), 5000ms);
    QCOMPARE(shop::pauseBefore(0, 500ms, 1), 375ms);
}

void TestLifeCycle::refusalsNameTheirReason()
{
    using contract::ProblemType;
    QCOMPARE(shop::soldOutProblem("slot_full", "o").type, ProblemType::SlotFull);
    QCOMPARE(shop::soldOutProblem("limit", "o").type, ProblemType::LimitReached);
    QCOMPARE(shop::soldOutProblem("sold_out", "o").type, ProblemType::SoldOut);
    QCOMPARE(shop::soldOutProblem("sold_out", "o").members.at("order"), std::string{"o"});
}

void TestLifeCycle::orderIdsAreVersionSevenAndGrowWithTime()
{
    const auto early = shop::orderIdFrom(contract::fromUnixMs(1786000000000), {~0ULL, ~0ULL});
    QCOMPARE(early, std::string{"019fd5e5-4400-7fff-bfff-ffffffffffff"});
    const auto late = shop::orderIdFrom(contract::fromUnixMs(1786000000001), {0, 0});
    QVERIFY(early < late);
    QVERIFY(shop::isOrderId(early) && shop::isOrderId(late));
    for (const auto& wrong : {std::string{}, std::string{"nonsense"}, early.substr(1), early + "0",
                 "G" + early.substr(1), early.substr(0, 13) + "0" + early.substr(14)})
        QVERIFY2(!shop::isOrderId(wrong), wrong.c_str());
    QCOMPARE(late[14], '7');
    QCOMPARE(late[19], '8');
}

QTEST_GUILESS_MAIN(TestLifeCycle)
#include "test_life_cycle.moc"
