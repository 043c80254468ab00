#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>

#include "widgets/status/alarm_band.h"
#include "widgets/status/alarm_model.h"
#include "widgets/status/alarm_rows.h"

using namespace saikobi;
using namespace saikobi::status;
using contract::AlarmId;
using contract::AlarmPriority;
using namespace std::chrono_literals;

namespace {

const auto start = contract::fromUnixMs(1'760'011'200'000);

ListedAlarm alarm(AlarmId id, AlarmPriority priority, std::chrono::seconds after)
{
    ListedAlarm out;
    out.record.alarm = id;
    out.record.occurrence = 1;
    out.record.on = 1;
    out.record.priority = priority;
    out.record.raised = out.record.rang = start + after;
    out.record.figure = "error_ratio";
    return out;
}

ListedAlarm under(ListedAlarm one, AlarmId headline)
{
    one.record.headline = headline;
    return one;
}

ListedAlarm seen(ListedAlarm one)
{
    one.record.acknowledged = *one.record.raised + 5s;
    one.record.acknowledgedBy = "op-1";
    return one;
}

ListedAlarm aside(ListedAlarm one)
{
    one.record.shelved = *one.record.raised + 5s;
    one.record.shelvedUntil = *one.record.raised + 30min;
    return one;
}

QString idsOf(const std::vector<AlarmRow>& rows)
{
    QStringList out;
    for (const auto& row : rows)
        out << (row.isFold ? QStringLiteral("+%1").arg(row.folded)
                           : QString::fromStdString(std::string{name(row.alarm.record.alarm)}));
    return out.join(QLatin1Char(' '));
}

/// Any of the alarms, each in any state, under any headline.
std::vector<ListedAlarm> anyAlarms(QRandomGenerator& random)
{
    std::vector<ListedAlarm> out;
    for (const auto& known : contract::allAlarms()) {
        if (random.bounded(3) == 0)
            continue;
        auto one = alarm(known.id, static_cast<AlarmPriority>(1 + random.bounded(3)),
                std::chrono::seconds{random.bounded(600)});
        if (random.bounded(2) == 0)
            one = under(one, static_cast<AlarmId>(random.bounded(27)));
        if (random.bounded(3) == 0)
            one = seen(one);
        if (random.bounded(6) == 0)
            one = aside(one);
        if (random.bounded(5) == 0)
            one.record.on = 0;
        one.isOwn = random.bounded(8) == 0;
        out.push_back(one);
    }
    return out;
}

} // namespace

class TestAlarmRows : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void sorts_data()
    {
        QTest::addColumn<AlarmSort>("sort");
        QTest::addColumn<QString>("wanted");
        QTest::addRow("unacknowledged first, graver first")
                << AlarmSort::UnacknowledgedFirst << QStringLiteral("A02 A06 A03");
        QTest::addRow("newest") << AlarmSort::Newest << QStringLiteral("A06 A03 A02");
        QTest::addRow("oldest") << AlarmSort::Oldest << QStringLiteral("A02 A03 A06");
        QTest::addRow("severity") << AlarmSort::Severity << QStringLiteral("A03 A02 A06");
    }

    void sorts()
    {
        QFETCH(AlarmSort, sort);
        QFETCH(QString, wanted);
        const std::vector<ListedAlarm> alarms{alarm(AlarmId::A02, AlarmPriority::P2, 10s),
                seen(alarm(AlarmId::A03, AlarmPriority::P1, 20s)),
                alarm(AlarmId::A06, AlarmPriority::P3, 30s)};
        QCOMPARE(idsOf(arrange(alarms, {.sort = sort})), wanted);
    }

    void consequencesStandUnderTheirCauseAndFoldInAFlood()
    {
        const std::vector<ListedAlarm> alarms{alarm(AlarmId::A12, AlarmPriority::P2, 10s),
                under(alarm(AlarmId::A02, AlarmPriority::P1, 20s), AlarmId::A12),
                under(alarm(AlarmId::A03, AlarmPriority::P3, 30s), AlarmId::A12),
                alarm(AlarmId::A23, AlarmPriority::P3, 40s)};
        QCOMPARE(idsOf(arrange(alarms, {})), QStringLiteral("A12 A02 A03 A23"));
        const auto folded = arrange(alarms, {.isFlood = true});
        QCOMPARE(idsOf(folded), QStringLiteral("A12 +2 A23"));
        QCOMPARE(folded[1].unseen, 2);
        QCOMPARE(folded[1].byPriority, (std::array{1, 0, 1}));
        const AlarmKey cause{AlarmId::A12, false};
        QCOMPARE(idsOf(arrange(alarms, {.isFlood = true, .turned = {cause}})),
                QStringLiteral("A12 +2 A02 A03 A23"));
        QCOMPARE(idsOf(arrange(alarms, {.turned = {cause}})), QStringLiteral("A12 +2 A23"));
    }

    /// A consequence whose cause is gone or was put aside is never lost with it.
    void aConsequenceWithoutItsCauseSpeaksForItself()
    {
        const auto consequence = under(alarm(AlarmId::A02, AlarmPriority::P1, 20s), AlarmId::A12);
        QCOMPARE(idsOf(arrange({consequence}, {.isFlood = true})), QStringLiteral("A02"));
        const auto cause = aside(alarm(AlarmId::A12, AlarmPriority::P2, 10s));
        QCOMPARE(
                idsOf(arrange({cause, consequence}, {.isFlood = true})), QStringLiteral("A02 A12"));
    }

    /// Whatever comes: each alarm once, or counted in a fold, and the same again for the same.
    void nothingIsLostAndNothingIsTwice()
    {
        const auto seed = QRandomGenerator::global()->generate();
        qInfo("start value %u", seed);
        QRandomGenerator random(seed);
        for (int round = 0; round < 400; ++round) {
            const auto alarms = anyAlarms(random);
            AlarmView view{.sort = static_cast<AlarmSort>(random.bounded(4)),
                    .isFlood = random.bounded(2) == 0};
            const auto rows = arrange(alarms, view);
            int shown = 0;
            int folded = 0;
            for (const auto& row : rows) {
                shown += row.isFold ? 0 : 1;
                folded += row.isFold && !row.isOpen ? row.folded : 0;
            }
            QCOMPARE(shown + folded, static_cast<int>(alarms.size()));
            QCOMPARE(idsOf(arrange(alarms, view)), idsOf(rows));
            // What was put aside stands last.
            const auto isAside
                    = [](const auto& row) { return row.alarm.record.isShelved() && !row.isFold; };
            QVERIFY(std::is_partitioned(
                    rows.rbegin(), rows.rend(), [&](const auto& row) { return isAside(row); }));
        }
    }

    /// The model says what changed, so that a choice follows the alarm and never the place.
    void aChoiceFollowsItsAlarm()
    {
        const auto seed = QRandomGenerator::global()->generate();
        qInfo("start value %u", seed);
        QRandomGenerator random(seed);
        AlarmModel model;
        QAbstractItemModelTester tester(
                &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const Formatter formatter;
        for (int round = 0; round < 200; ++round) {
            model.present(arrange(anyAlarms(random), {}), start + 700s, formatter);
            if (model.rowCount() == 0)
                continue;
            const QPersistentModelIndex chosen(model.index(random.bounded(model.rowCount())));
            const auto key = model.row(chosen.row()).alarm.key();
            model.present(
                    arrange(anyAlarms(random), {.sort = static_cast<AlarmSort>(random.bounded(4))}),
                    start + 701s, formatter);
            QCOMPARE(chosen.isValid() ? chosen.row() : -1, model.find(key));
        }
    }

    void theBandNamesWhatBeganFirst()
    {
        auto first = seen(alarm(AlarmId::A12, AlarmPriority::P2, 30s));
        first.record.order = 1;
        auto later = alarm(AlarmId::A02, AlarmPriority::P1, 20s);
        later.record.order = 2;
        auto own = alarm(AlarmId::A15, AlarmPriority::P2, 5s);
        own.record.order = 1;
        own.isOwn = true;
        QCOMPARE(firstOutOf({own, later, first})->record.alarm, AlarmId::A12);
        first.record.on = 0; // over: what goes on comes before it
        QCOMPARE(firstOutOf({later, first})->record.alarm, AlarmId::A02);
        QVERIFY(!firstOutOf({}));
    }

    void theBandNamesTheTwoNewestUnseen()
    {
        const auto newest = newestUnseen({alarm(AlarmId::A02, AlarmPriority::P1, 20s),
                                                 seen(alarm(AlarmId::A03, AlarmPriority::P1, 90s)),
                                                 alarm(AlarmId::A06, AlarmPriority::P3, 70s),
                                                 aside(alarm(AlarmId::A04, AlarmPriority::P3, 80s)),
                                                 alarm(AlarmId::A08, AlarmPriority::P3, 50s)},
                2);
        QCOMPARE(newest.size(), std::size_t{2});
        QCOMPARE(newest[0].record.alarm, AlarmId::A06);
        QCOMPARE(newest[1].record.alarm, AlarmId::A08);
    }

    void countsLeaveOutWhatWasPutAside()
    {
        auto over = alarm(AlarmId::A08, AlarmPriority::P3, 50s);
        over.record.on = 0;
        const auto counts = countOf({alarm(AlarmId::A02, AlarmPriority::P1, 20s),
                aside(alarm(AlarmId::A04, AlarmPriority::P1, 80s)),
                seen(alarm(AlarmId::A06, AlarmPriority::P3, 70s)), over});
        QCOMPARE(counts.active, (std::array{1, 0, 1}));
        QCOMPARE(counts.shelved, 1);
        QCOMPARE(counts.unseen, 2);
    }
};

QTEST_GUILESS_MAIN(TestAlarmRows)
#include "test_alarm_rows.moc"
