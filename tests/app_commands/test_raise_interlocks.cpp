#include <QRegularExpression>
#include <QTest>

#include "app/commands/raise_interlocks.h"
#include "tests/app_commands/calm_sale.h"

using namespace saikobi;
using namespace saikobi::commands;
using namespace saikobi::tests;
using contract::AlarmId;
using contract::AlarmPriority;
using contract::Figure;
using namespace std::chrono_literals;

namespace {

struct Scene {
    contract::Instant now = contract::fromUnixMs(1'760'000'000'000);
    contract::SaleSnapshot sale{};
    std::set<Figure> notMeasured{};

    Scene() { makeCalm(sale, now); }
    InterlockLines lines(int rate = 360) const
    {
        return raiseInterlocks({sale, rate, now, notMeasured});
    }
    InterlockLine line(Interlock which, int rate = 360) const
    {
        return lines(rate).at(static_cast<std::size_t>(which));
    }
    void forget(Figure figure) { sale.figures.at(static_cast<std::size_t>(figure)).reset(); }
};

} // namespace

class TestRaiseInterlocks : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    void aQuietDayLetsTwentyPercentPass()
    {
        const Scene scene;
        for (const auto& line : scene.lines())
            QVERIFY2(line.verdict == Verdict::Ok,
                    qPrintable(QString::number(static_cast<int>(line.interlock))));
        QVERIFY(mayRaise(scene.lines()));
        QVERIFY(!mayRaise(scene.lines(361)));
        QVERIFY(scene.line(Interlock::Step, 363).verdict == Verdict::Blocked);
        QCOMPARE(scene.line(Interlock::Step, 363).figure.value(), 21.0);
    }

    void aVeryLowRateGrowsByOne()
    {
        QCOMPARE(highestStep(1), 2);
        QCOMPARE(highestStep(4), 5);
        QCOMPARE(highestStep(10), 12);
        QCOMPARE(highestStep(103), 123); // never above a fifth
    }

    void figuresThatAreBadBlockAndSayWhich_data()
    {
        QTest::addColumn<int>("interlock");
        QTest::addColumn<int>("figure");
        QTest::addColumn<double>("good");
        QTest::addColumn<double>("bad");
        const auto row = [](const char* what, Interlock interlock, Figure figure, double good,
                                 double bad) {
            QTest::addRow("%s", what)
                    << static_cast<int>(interlock) << static_cast<int>(figure) << good << bad;
        };
        row("errors", Interlock::Errors, Figure::ErrorRatio, 0.99, 1.0);
        row("our own share", Interlock::OwnTime, Figure::OwnP95, 0.199, 0.2);
        row("pages", Interlock::OwnTime, Figure::PageP95, 0.99, 1.0);
        row("provider budget at the new rate", Interlock::Budget, Figure::BudgetUsed, 66.6, 66.7);
        row("lanes at the new rate", Interlock::Lanes, Figure::LaneUse, 66.6, 66.7);
        row("processors", Interlock::Machines, Figure::Cpu, 79.9, 80.0);
        row("orders do not follow", Interlock::OrdersFollow, Figure::Orders, 191, 190);
        row("sold twice", Interlock::FreshData, Figure::AuditOversold, 0, 1);
    }

    void figuresThatAreBadBlockAndSayWhich()
    {
        QFETCH(int, interlock);
        QFETCH(int, figure);
        QFETCH(double, good);
        QFETCH(double, bad);
        Scene scene;
        put(scene.sale, static_cast<Figure>(figure), good);
        QVERIFY(scene.line(static_cast<Interlock>(interlock)).verdict == Verdict::Ok);
        put(scene.sale, static_cast<Figure>(figure), bad);
        const auto line = scene.line(static_cast<Interlock>(interlock));
        QVERIFY(line.verdict == Verdict::Blocked);
        QVERIFY(line.of == static_cast<Figure>(figure));
        QVERIFY(!mayRaise(scene.lines()));
    }

    void whatNobodyKnowsBlocksToo_data()
    {
        QTest::addColumn<int>("figure");
        for (const auto figure : {Figure::Orders, Figure::Conversion, Figure::PurchaseTime,
                     Figure::ErrorRatio, Figure::OwnP95, Figure::PageP95, Figure::BudgetUsed,
                     Figure::LaneUse, Figure::Cpu})
            QTest::addRow("%s", std::string{contract::info(figure).id}.c_str())
                    << static_cast<int>(figure);
    }

    void whatNobodyKnowsBlocksToo()
    {
        QFETCH(int, figure);
        Scene scene;
        scene.forget(static_cast<Figure>(figure));
        QVERIFY(!mayRaise(scene.lines()));
        QVERIFY(scene.line(Interlock::FreshData).verdict == Verdict::Unknown);
        QVERIFY(scene.line(Interlock::FreshData).of == static_cast<Figure>(figure));
    }

    void whatIsNotMeasuredByChoiceIsNamedAndPasses()
    {
        Scene scene;
        scene.forget(Figure::Cpu);
        scene.notMeasured = {Figure::Cpu};
        const auto line = scene.line(Interlock::Machines);
        QVERIFY(line.verdict == Verdict::Ok && line.isLeftOut && line.of == Figure::Cpu);
        QVERIFY(mayRaise(scene.lines()));
    }

    void oldFiguresAreNoFigures()
    {
        Scene scene;
        scene.now += 6s;
        QVERIFY(!mayRaise(scene.lines()));
        QVERIFY(scene.line(Interlock::FreshData).of == Figure::RateSet);
    }

    void theLastRaiseSoaks()
    {
        Scene scene;
        scene.sale.line->value.soakEnds = scene.now + 90s;
        const auto line = scene.line(Interlock::Soak);
        QVERIFY(line.verdict == Verdict::Blocked);
        QCOMPARE(line.figure.value(), 90.0);
        scene.sale.line->value.soakEnds = scene.now;
        QVERIFY(scene.line(Interlock::Soak).verdict == Verdict::Ok);
        // The times of the line are Redis's: another clock of ours shortens no patience.
        scene.sale.line->value.at = scene.now - 1h;
        scene.sale.line->value.soakEnds = scene.now - 59min;
        QVERIFY(scene.line(Interlock::Soak).verdict == Verdict::Blocked);
    }

    void usualLatenciesOfCardsAndPayPalBlockNothing_data()
    {
        QTest::addColumn<double>("seconds");
        QTest::addRow("card") << 2.0;
        QTest::addRow("PayPal") << 4.0;
    }

    void usualLatenciesOfCardsAndPayPalBlockNothing()
    {
        QFETCH(double, seconds);
        Scene scene;
        put(scene.sale, Figure::CheckoutP95, seconds + 0.06);
        put(scene.sale, Figure::MethodP95, 1.0);
        QVERIFY(mayRaise(scene.lines()));
    }

    void alarmsBlock_data()
    {
        QTest::addColumn<int>("alarm");
        QTest::addColumn<int>("priority");
        QTest::addColumn<bool>("blocks");
        QTest::addRow("P1") << static_cast<int>(AlarmId::A01) << 1 << true;
        QTest::addRow("P2") << static_cast<int>(AlarmId::A07) << 2 << true;
        QTest::addRow("P3 alone does not") << static_cast<int>(AlarmId::A08) << 3 << false;
        QTest::addRow("connections of Postgres, even as P3")
                << static_cast<int>(AlarmId::A11) << 3 << true;
        QTest::addRow("locks of Postgres, even as P3")
                << static_cast<int>(AlarmId::A12) << 3 << true;
    }

    void alarmsBlock()
    {
        QFETCH(int, alarm);
        QFETCH(int, priority);
        QFETCH(bool, blocks);
        Scene scene;
        contract::AlarmRecord record;
        record.alarm = static_cast<AlarmId>(alarm);
        record.priority = static_cast<AlarmPriority>(priority);
        scene.sale.alarms->value.records = {record};
        QVERIFY(mayRaise(scene.lines())); // it is in the list, but returned
        record.on = 1;
        record.shelved = scene.now; // put aside is active all the same
        scene.sale.alarms->value.records = {record};
        QCOMPARE(mayRaise(scene.lines()), !blocks);
        record.isTest = true;
        scene.sale.alarms->value.records = {record};
        QVERIFY(mayRaise(scene.lines()));
        scene.sale.alarms.reset(); // nobody can say
        QVERIFY(!mayRaise(scene.lines()));
    }

    void noRaiseIsNeededWhileTheLineShrinks()
    {
        Scene scene;
        QVERIFY(proposedRate(scene.sale, scene.now).kind == Proposal::Kind::NoRaiseNeeded);
        put(scene.sale, Figure::WaitNew, 55);
        const auto longer = proposedRate(scene.sale, scene.now);
        QVERIFY(longer.kind == Proposal::Kind::Raise);
        QCOMPARE(longer.rate, 360);
        put(scene.sale, Figure::RateAdvised, 330);
        QCOMPARE(proposedRate(scene.sale, scene.now).rate, 330);
        put(scene.sale, Figure::RateAdvised, 200);
        const auto lower = proposedRate(scene.sale, scene.now);
        QVERIFY(lower.kind == Proposal::Kind::Lower && lower.rate == 200);
        scene.forget(Figure::Waiting);
        QVERIFY(proposedRate(scene.sale, scene.now).kind == Proposal::Kind::Unknown);
    }

    void anotherRateIsForeseen()
    {
        const Scene scene;
        const auto seen = foreseenAt(scene.sale, 360);
        QCOMPARE(seen[0].after.value(), 25.0); // wait_new
        QCOMPARE(seen[1].after.value(), 72.0); // budget_used
        QCOMPARE(seen[2].after.value(), 1800.0); // shoppers: 360 × 5 min
        QCOMPARE(seen[3].after.value(), 48.0); // lane_use
        Scene blind;
        blind.forget(Figure::PurchaseTime);
        QVERIFY(!foreseenAt(blind.sale, 360)[2].after);
    }
};

QTEST_GUILESS_MAIN(TestRaiseInterlocks)
#include "test_raise_interlocks.moc"
