#include <QTest>

#include <cmath>

#include "app/review/sale_report.h"
#include "app/review/what_if.h"
#include "tests/app_review/recorded_sale.h"
#include "tests/support/offscreen.h"

using namespace saikobi;
using namespace saikobi::review;
using namespace std::chrono_literals;

namespace {

/// 100 people join in second 10, 100 in second 20; the line is called 2 a second from second 30 on
/// until the close at second 100.
Recording shortLine()
{
    Recording sale;
    sale.meta.from = tests::recordedNoon();
    sale.meta.to = tests::recordedNoon() + 199s;
    Series issued{"line.issued", "", {}};
    Series serving{"line.serving", "", {}};
    Series passes{"line.passes", "", {}};
    Series waiting{"waiting", "", {}};
    Series present{"present", "", {}};
    for (int second = 0; second < 200; ++second) {
        const int joined = second < 10 ? 0 : second < 20 ? 100 : 200;
        const int called = std::clamp((std::min(second, 99) - 29) * 2, 0, joined);
        issued.values.push_back(static_cast<float>(joined));
        serving.values.push_back(static_cast<float>(called));
        passes.values.push_back(static_cast<float>(called * 9 / 10));
        waiting.values.push_back(static_cast<float>(joined - called));
        present.values.push_back(static_cast<float>((joined - called) / 2));
    }
    sale.series = {issued, serving, passes, waiting, present};
    contract::TimelineEntry close;
    close.kind = "phase";
    close.subject = "closed";
    close.at = sale.meta.from + 100s;
    sale.timeline.push_back(close);
    return sale;
}

/// Ten minutes: 300 wait at the opening, 100 passes a minute, everybody buys after 20 s; 250 in
/// stock.
Recording busyTill()
{
    Recording sale;
    sale.meta.from = tests::recordedNoon();
    sale.meta.to = tests::recordedNoon() + 599s;
    Series issued{"line.issued", "", {}};
    Series serving{"line.serving", "", {}};
    Series passes{"line.passes", "", {}};
    Series rate{"rate_set", "", std::vector<float>(600, 100)};
    for (int second = 0; second < 600; ++second) {
        const int called = std::clamp((second - 60) * 100 / 60, 0, 300);
        issued.values.push_back(300);
        serving.values.push_back(static_cast<float>(called));
        passes.values.push_back(static_cast<float>(called));
    }
    sale.series = {issued, serving, passes, rate};
    contract::TimelineEntry open;
    open.kind = "phase";
    open.subject = "open";
    open.at = sale.meta.from + 60s;
    sale.timeline = {open};
    sale.products = {{"A-01", "本", "Book", {1000}, 250, 0, 250, {}}};
    for (int i = 0; i < 300; ++i) {
        const auto at = sale.meta.from + 60s + std::chrono::milliseconds{i * 600};
        sale.visits.push_back({at, {}, {}});
        Purchase made;
        made.createdAt = at + 20s;
        made.status = i < 250 ? "paid" : "sold_out";
        made.lines = {{"A-01", 1, {1000}}};
        sale.purchases.push_back(made);
    }
    std::reverse(sale.visits.begin(), sale.visits.end()); // by place, not by time
    return sale;
}

} // namespace

class TestSaleReport : public QObject {
    Q_OBJECT

private slots:
    void init() { tests::failOnAnyWarning(); }

    void waitsCountThoseWhoLeftAndThoseWhoWereNeverCalled()
    {
        const auto waits = waitsOf(shortLine());
        QCOMPARE(waits.joined, std::int64_t(200));
        QCOMPARE(waits.called, std::int64_t(140));
        QCOMPARE(waits.entered, std::int64_t(126));
        QCOMPARE(waits.notCome(), std::int64_t(14));
        QCOMPARE(waits.stillWaiting, std::int64_t(60));
        QCOMPARE(waits.gone, std::int64_t(30));
        // The first hundred waited 20 to 69 s, then 40 called for 60 to 79 s, 60 until the close.
        QCOMPARE(waits.longest, 80.0);
        QCOMPARE(waits.p90, 80.0);
        QVERIFY(*waits.p50 >= 60 && *waits.p50 <= 66);
        QCOMPARE(waits.peakWaiting, 200.0);
        QVERIFY(waits.peakAt == tests::recordedNoon() + 20s);
    }

    void withoutTheAbandonedTheWaitWouldLookShorter()
    {
        auto onlyCalled = shortLine();
        for (auto& value : onlyCalled.series[0].values)
            value = std::min(value, 140.0F); // as if the others had never joined
        QVERIFY(*waitsOf(onlyCalled).p90 < *waitsOf(shortLine()).p90);
        QVERIFY(*waitsOf(onlyCalled).p50 < *waitsOf(shortLine()).p50);
    }

    void anIncidentTellsWhenItWasNoticedAcknowledgedHeldAndOver()
    {
        const auto incidents = incidentsOf(*tests::recordedSale());
        QCOMPARE(incidents.size(), std::size_t(1));
        QVERIFY(incidents[0].noticed == 12s && incidents[0].acknowledged == 12s);
        QVERIFY(incidents[0].held == 40s && incidents[0].recovered == 220s);
    }

    void ordersAreCountedByEndAndReason()
    {
        Recording sale;
        sale.meta.from = tests::recordedNoon();
        sale.meta.to = sale.meta.from + 10min;
        const auto add = [&](std::chrono::seconds at, const char* status, const char* reason) {
            Purchase made;
            made.createdAt = sale.meta.from + at;
            made.endedAt = made.createdAt + 2s;
            made.status = status;
            made.reason = reason;
            made.amount = {1200};
            made.lines = {{"A-01", 2, {600}}};
            sale.purchases.push_back(made);
        };
        add(10s, "paid", "");
        add(61s, "paid", "");
        add(62s, "paid", "");
        add(63s, "declined", "insufficient_funds");
        add(64s, "declined", "insufficient_funds");
        add(65s, "sold_out", "");
        const auto orders = ordersOf(sale);
        QCOMPARE(orders.paid, std::int64_t(3));
        QCOMPARE(orders.units, std::int64_t(6));
        QCOMPARE(orders.revenue.value, std::int64_t(3600));
        QCOMPARE(orders.mostPerMinute, std::int64_t(2));
        QVERIFY(orders.mostAt == sale.meta.from + 1min);
        QCOMPARE(orders.failures.size(), std::size_t(2));
        QCOMPARE(orders.failures.at({"declined", "insufficient_funds"}), std::int64_t(2));
    }

    void whatIfAtTheRealSettingsIsWhatHappened()
    {
        const auto sale = busyTill();
        const auto found = whatIf(sale, planOf(sale), 1, 5);
        QVERIFY(found.has_value());
        QCOMPARE(found->recorded.orders, std::int64_t(250));
        QCOMPARE(found->modelled.orders, std::int64_t(250));
        QVERIFY(std::abs(found->passesError) < 0.05);
        QVERIFY(std::abs(*found->modelled.waitP50 - *found->recorded.waitP50) < 10);
        QVERIFY(found->modelled.soldOutAt.count("A-01") == 1);
    }

    void moreStockAnotherRateOrAHoldChangeWhatTheyShould()
    {
        const auto sale = busyTill();
        auto plan = planOf(sale);
        const auto real = simulate(sale, plan, 3);
        plan.stock["A-01"] = 1000;
        QVERIFY(simulate(sale, plan, 3).orders >= 290);
        plan.rates.front().perMinute = 50;
        QVERIFY(*simulate(sale, plan, 3).waitP50 > *real.waitP50 * 1.5);
        plan.holds.push_back({120, 599});
        QVERIFY(simulate(sale, plan, 3).orders < 100);
    }

    void withoutALineThereIsNothingToRunAgain()
    {
        QVERIFY(!whatIf(*tests::recordedSale(), {}, 1, 1));
    }

    void phasesAlarmsAndCommandsAddUp()
    {
        const auto report = reportOf(*tests::recordedSale());
        QVERIFY(report.inPhase.at(contract::Phase::Before) == 10min);
        QVERIFY(report.inPhase.at(contract::Phase::Held) == 4min);
        QVERIFY(report.inPhase.at(contract::Phase::Open) == 23min);
        QCOMPARE(report.alarms.annunciations, 1);
        QCOMPARE(report.alarms.byPriority[1], 1);
        QCOMPARE(report.commands.byClass[0], 1); // the hold
        QCOMPARE(report.commands.byClass[1], 1); // the raise
        QCOMPARE(report.gaps.size(), std::size_t(1));
        QCOMPARE(report.products.front().code, std::string("A-01")); // sold out first
        for (const auto& audit : report.audits)
            QVERIFY(!audit.wasMeasured); // absent is not zero
    }
};

QTEST_MAIN(TestSaleReport)
#include "test_sale_report.moc"
