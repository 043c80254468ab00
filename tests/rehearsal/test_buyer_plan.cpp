#include <QRegularExpression>
#include <QTest>

#include <set>

#include "backend/rehearsal/buyer_plan.h"

using namespace saikobi::rehearsal;

class TestBuyerPlan : public QObject {
    Q_OBJECT

private slots:
    void sameSeedGivesTheSameCrowd();
    void otherSeedGivesAnotherCrowd();
    void keepsTheSharesOfTheSpec();
    void paysAsTheMixSays();
    void doesAtTheProviderWhatTheSpecSays();
    void makesUuids();
};

void TestBuyerPlan::sameSeedGivesTheSameCrowd()
{
    BuyerPlans first(CrowdSpec{});
    BuyerPlans second(CrowdSpec{});
    for (int i = 0; i < 100; ++i) {
        const auto one = first.next();
        const auto other = second.next();
        QVERIFY(one.arrivesAfter == other.arrivesAfter);
        QCOMPARE(one.visitor, other.visitor);
        QCOMPARE(one.address, other.address);
        QCOMPARE(one.idempotencyKey, other.idempotencyKey);
        QCOMPARE(one.means, other.means);
        QCOMPARE(one.choices, other.choices);
    }
}

void TestBuyerPlan::otherSeedGivesAnotherCrowd()
{
    CrowdSpec other;
    other.seed = 2;
    QVERIFY(BuyerPlans(CrowdSpec{}).next().visitor != BuyerPlans(other).next().visitor);
}

void TestBuyerPlan::keepsTheSharesOfTheSpec()
{
    CrowdSpec spec;
    spec.arrivalsPerMinute = 600;
    spec.absentShare = 0.3;
    spec.reloadShare = 0.05;
    spec.leaveShare = 0.1;
    BuyerPlans plans(spec);
    constexpr int count = 20000;
    std::set<std::string> visitors;
    double seconds = 0;
    int absent = 0;
    int late = 0;
    int cards = 0;
    int reloading = 0;
    int leaving = 0;
    for (int i = 0; i < count; ++i) {
        const auto plan = plans.next();
        visitors.insert(plan.visitor);
        seconds += std::chrono::duration<double>(plan.arrivesAfter).count();
        absent += plan.isAbsent ? 1 : 0;
        late += plan.comesLateAfter ? 1 : 0;
        cards += plan.method == "card" ? 1 : 0;
        reloading += plan.reloads ? 1 : 0;
        leaving += plan.leavesLineAfter ? 1 : 0;
        QVERIFY(!plan.forges);
        QVERIFY(plan.isAbsent || !plan.comesLateAfter);
    }
    QCOMPARE(visitors.size(), std::size_t{count});
    QVERIFY(std::abs(seconds - count / 10.0) < 50); // 600/min is ten a second; five deviations
    QVERIFY(std::abs(absent - 0.3 * count) < 350);
    QVERIFY(std::abs(late - 0.15 * count) < 300);
    QVERIFY(std::abs(cards - 0.7 * count) < 350);
    QVERIFY(std::abs(reloading - 0.05 * count) < 160);
    QVERIFY(std::abs(leaving - 0.1 * count) < 220);
}

void TestBuyerPlan::paysAsTheMixSays()
{
    CrowdSpec spec;
    spec.methods = {{"card", 0.5}, {"page", 0.3}, {"points", 0.2}};
    spec.secureShare = 0.2;
    BuyerPlans plans(spec);
    std::map<std::string, int> methods;
    int secure = 0;
    int declinedCards = 0;
    for (int i = 0; i < 20000; ++i) {
        const auto plan = plans.next();
        ++methods[plan.method];
        secure += plan.means == "pm_card_threeDSecure2Required" ? 1 : 0;
        declinedCards += plan.means.starts_with("pm_card_chargeDeclined") ? 1 : 0;
        QVERIFY(plan.means.starts_with("pm_" + plan.method));
    }
    QVERIFY(std::abs(methods["card"] - 10000) < 350);
    QVERIFY(std::abs(methods["page"] - 6000) < 330);
    QVERIFY(std::abs(methods["points"] - 4000) < 300);
    QVERIFY(std::abs(secure - 2000) < 220);
    QVERIFY(std::abs(declinedCards - 400) < 100); // one in twenty of the others
}

void TestBuyerPlan::doesAtTheProviderWhatTheSpecSays()
{
    using At = BuyerPlan::AtProvider;
    CrowdSpec spec;
    spec.refuseShare = 0.1;
    spec.vanishShare = 0.2;
    spec.strayShare = 0.3;
    spec.twiceShare = 0.05;
    BuyerPlans plans(spec);
    std::map<At, int> conducts;
    for (int i = 0; i < 20000; ++i)
        ++conducts[plans.next().atProvider];
    QVERIFY(std::abs(conducts[At::Refuses] - 2000) < 220);
    QVERIFY(std::abs(conducts[At::Vanishes] - 4000) < 290);
    QVERIFY(std::abs(conducts[At::Stray] - 6000) < 330);
    QVERIFY(std::abs(conducts[At::Twice] - 1000) < 160);
    QVERIFY(std::abs(conducts[At::Returns] - 7000) < 340);
}

void TestBuyerPlan::makesUuids()
{
    std::mt19937_64 random(1);
    const auto uuid = QString::fromStdString(uuidFrom(random));
    const QRegularExpression form{QStringLiteral(
            "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")};
    QVERIFY2(form.match(uuid).hasMatch(), qPrintable(uuid));
}

QTEST_GUILESS_MAIN(TestBuyerPlan)
#include "test_buyer_plan.moc"
