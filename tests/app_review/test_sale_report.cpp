#include <QTest>

#include <cmath>
#include <numeric>

#include "app/review/sale_report.h"
#include "app/review/what_if.h"
#include "tests/app_review/recorded_sale.h"
#include "tests/support/offscreen.h"

using namespace saikobi;
using namespace saikobi::review;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(decltype(saikobi::contract::TimelineEntry::data))

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
    std::swap(sale.visits[3], sale.visits[5]); // by place, not quite by time
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

    void alarmFiguresCountRingsOccurrencesAndHowLongTheyStood()
    {
        auto sale = shortLine();
        sale.timeline.clear();
        sale.meta.to = sale.meta.from + 20min;
        const auto add = [&sale](std::chrono::seconds at, const char* kind, const char* alarm,
                                 std::map<std::string, std::string> data) {
            contract::TimelineEntry entry;
            entry.at = sale.meta.from + at;
            entry.kind = kind;
            entry.subject = alarm;
            entry.data = std::move(data);
            sale.timeline.push_back(entry);
        };
        add(10s, "test", "A05", {{"priority", "1"}});
        add(60s, "alarm", "A05", {{"what", "raised"}, {"priority", "3"}, {"rings", "1"}});
        add(70s, "alarm", "A05", {{"what", "escalated"}, {"priority", "1"}, {"rings", "1"}});
        add(360s, "alarm", "A05", {{"what", "cleared"}, {"priority", "1"}});
        add(500s, "alarm", "A06", {{"what", "raised"}, {"priority", "2"}}); // shelved
        add(660s, "alarm", "A07", {{"what", "raised"}, {"priority", "2"}, {"rings", "1"}});
        add(661s, "alarm", "A07", {{"what", "cleared"}, {"priority", "2"}});
        const auto load = alarmLoadOf(sale);
        QCOMPARE(load.tests, 1);
        QCOMPARE(load.raised, 3);
        QCOMPARE(load.annunciations, 3);
        QVERIFY((load.byPriority == std::array{1, 1, 1}));
        QCOMPARE(load.mostInTenMinutes, 2); // 60 s to 660 s are ten minutes and no longer
        QCOMPARE(load.perTenMinutes, 1.5);
        QVERIFY(load.longest == 700s && load.longestAlarm == "A06"); // until the end
        QCOMPARE(load.standing, 1);
    }

    void commandsAreClassedByWhatTheyDid_data()
    {
        using Data = std::map<std::string, std::string>;
        QTest::addColumn<QString>("kind");
        QTest::addColumn<Data>("data");
        QTest::addColumn<int>("expected");
        const auto row = [](const char* name, const char* kind, const Data& data, CommandClass is) {
            QTest::addRow("%s", name) << QString::fromLatin1(kind) << data << int(is);
        };
        row("hold", "hold", {}, CommandClass::Protective);
        row("raise", "rate", {{"old", "100"}, {"new", "120"}}, CommandClass::Ordinary);
        row("raise by override", "rate", {{"override", "1"}}, CommandClass::Dangerous);
        row("release at half", "release",
                {{"old", "operator"}, {"was_rate", "120"}, {"rate", "60"}}, CommandClass::Ordinary);
        row("release above half", "release",
                {{"old", "operator"}, {"was_rate", "120"}, {"rate", "61"}},
                CommandClass::Dangerous);
        row("release out of maintenance", "release",
                {{"old", "maintenance"}, {"was_rate", "120"}, {"rate", "60"}},
                CommandClass::Dangerous);
        row("release whose rates the series tells", "release", {{"old", "operator"}},
                CommandClass::Ordinary);
        row("call of a minute", "call", {{"n", "100"}}, CommandClass::Ordinary);
        row("call of more", "call", {{"n", "101"}}, CommandClass::Dangerous);
        row("command taken", "take", {{"old", ""}, {"new", "op-1"}}, CommandClass::Ordinary);
        row("command taken away", "take", {{"old", "op-2"}}, CommandClass::Dangerous);
        row("limit lowered", "provider_limit",
                {{"old", "20/s, 10/s per operation, 8 parallel"},
                        {"new", "10/s, 10/s per operation, 8 parallel"}},
                CommandClass::Ordinary);
        row("limit raised", "provider_limit",
                {{"old", "20/s, 10/s per operation, 8 parallel"},
                        {"new", "20/s, 10/s per operation, 9 parallel"}},
                CommandClass::Dangerous);
        row("closed", "close", {}, CommandClass::Dangerous);
    }

    void commandsAreClassedByWhatTheyDid()
    {
        using Data = std::map<std::string, std::string>;
        QFETCH(QString, kind);
        QFETCH(Data, data);
        QFETCH(int, expected);
        auto sale = shortLine();
        Series rate{"rate_set", "", std::vector<float>(200, 100)};
        std::fill(rate.values.begin() + 101, rate.values.end(), 50.0F);
        sale.series.push_back(rate);
        contract::TimelineEntry entry;
        entry.kind = "command";
        entry.subject = kind.toStdString();
        entry.at = sale.meta.from + 100s;
        entry.data = data;
        QVERIFY(contract::fromName<contract::CommandKind>(entry.subject).has_value());
        QCOMPARE(int(classOf(sale, entry)), expected);
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

    /// By hand: a hundred a minute from second 60 on; held from 120 to 180, everybody behind the
    /// hundredth comes a minute later, and the last piece is sold a minute later.
    void aHoldPutsOffWhoeverIsBehindIt()
    {
        const auto sale = busyTill();
        auto plan = planOf(sale);
        const auto real = simulate(sale, plan, 1);
        plan.holds.push_back({120, 180});
        const auto held = simulate(sale, plan, 1);
        QCOMPARE(held.orders, std::int64_t(250));
        const auto until = [](const WhatIfOutcome& outcome, std::size_t minutes) {
            const auto& orders = outcome.ordersPerMinute;
            return std::accumulate(orders.begin(), orders.begin() + long(minutes), 0);
        };
        QVERIFY(std::abs(until(held, 3) - 100) <= 8); // who entered before the hold
        QVERIFY(std::abs(until(real, 3) - 167) <= 8); // until second 160, without it
        QVERIFY(std::abs(*held.waitP50 - 210) <= 8);
        QVERIFY(std::abs(*real.waitP50 - 150) <= 8);
        QVERIFY(std::abs(held.soldOutAt.at("A-01") - real.soldOutAt.at("A-01") - 60) <= 5);
    }

    /// By hand: twice the people at the same rate. The three hundredth is called at 60 + 180 s, the
    /// stock is gone when it was, and the line is twice as long.
    void aLargerCrowdWaitsLongerForTheSameStock()
    {
        const auto sale = busyTill();
        auto plan = planOf(sale);
        const auto real = simulate(sale, plan, 1);
        plan.crowd = 2;
        const auto twice = simulate(sale, plan, 1);
        QCOMPARE(twice.passes, std::int64_t(600));
        QCOMPARE(twice.orders, std::int64_t(250));
        QVERIFY(std::abs(twice.soldOutAt.at("A-01") - real.soldOutAt.at("A-01")) <= 5);
        QVERIFY(twice.peakWaiting >= 590 && twice.peakWaiting <= 600);
        QVERIFY(std::abs(*twice.waitP50 - 233) <= 12); // the new ones came up to 30 s later
        plan.crowd = 0.5;
        const auto half = simulate(sale, plan, 1);
        QCOMPARE(half.passes, std::int64_t(150));
        QVERIFY(half.soldOutAt.empty());
    }

    void aLargerCrowdIsTheSameFromTheSameSeedAndAnotherFromAnother()
    {
        const auto sale = busyTill();
        auto plan = planOf(sale);
        plan.crowd = 1.5;
        plan.stock["A-01"] = 1000;
        const auto one = simulate(sale, plan, 1);
        QCOMPARE(simulate(sale, plan, 1).ordersPerMinute, one.ordersPerMinute);
        QCOMPARE(one.passes, std::int64_t(450));
        QVERIFY(simulate(sale, plan, 2).waitP90 != one.waitP90
                || simulate(sale, plan, 2).ordersPerMinute != one.ordersPerMinute);
    }

    /// Thirty of three hundred got their pass three to four minutes after those behind them.
    void whoCameLateComesLateAgain()
    {
        auto sale = busyTill();
        for (std::size_t i = 10; i < 300; i += 10)
            sale.visits[i - 5].grantedAt += std::chrono::seconds{180 + i / 5};
        const auto habits = habitsOf(sale);
        QVERIFY(std::abs(habits.absentShare - 29.0 / 300) < 0.001);
        QCOMPARE(habits.returningShare, 1.0);
        QVERIFY(habits.returnsFrom >= 175 && habits.returnsTo <= 245);
        const auto model = simulate(sale, planOf(sale), 1);
        QVERIFY(model.passes >= 295); // all of them, the late ones too
        auto staysAway = sale;
        staysAway.visits.resize(270);
        for (auto& value : staysAway.series[2].values)
            value = value * 0.9F;
        QVERIFY(habitsOf(staysAway).absentShare > 0.09);
    }

    /// Who comes late is told by how long this sale lets a called person take.
    void theClaimWindowIsTheSales()
    {
        auto sale = busyTill();
        for (std::size_t i = 10; i < 300; i += 10)
            sale.visits[i - 5].grantedAt += 60s;
        QCOMPARE(habitsOf(sale).returningShare, 0.0); // within the usual two minutes
        sale.meta.pacing.claimWindow = 30;
        const auto habits = habitsOf(sale);
        QCOMPARE(habits.returningShare, 1.0);
        QVERIFY(habits.returnsFrom >= 30 && habits.returnsTo <= 65);
        QVERIFY(simulate(sale, planOf(sale), 1).passes >= 295);
    }

    void theErrorOfTheModelIsToldPerMinuteAndForTheWait()
    {
        const auto sale = busyTill();
        const auto found = whatIf(sale, planOf(sale), 1, 1);
        QVERIFY(found && found->perMinuteError < 0.1);
        QVERIFY(std::abs(*found->waitError) < 10);
        QVERIFY(*found->waitError == *found->modelled.waitP50 - *found->recorded.waitP50);
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
