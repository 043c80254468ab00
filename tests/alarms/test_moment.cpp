#include <QRegularExpression>
#include <QTest>

#include "tests/alarms/alarm_rig.h"

using namespace saikobi;
using contract::Figure;
using contract::Instant;
using namespace std::chrono_literals;

namespace {

const Instant start = contract::fromUnixMs(1'760'000'000'000);

/// A console that sees all well, at `now`.
contract::SaleSnapshot seenAt(Instant now)
{
    contract::SaleSnapshot sale;
    sale.redis.lastSuccess = sale.postgres.lastSuccess = now;
    for (const auto figure : {Figure::PathRtt, Figure::Unconfirmed, Figure::StoreLost,
                 Figure::FeedAge, Figure::RecordAge, Figure::Outside, Figure::ErrorRatio})
        sale.figures.at(static_cast<std::size_t>(figure)) = {0.0, now};
    return sale;
}

void put(contract::SaleSnapshot& sale, Figure figure, double value)
{
    sale.figures.at(static_cast<std::size_t>(figure))->value = value;
}

} // namespace

/// What the rules are given to look at.
class TestMoment : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    void aConsoleLeavesToInstancesWhatTheyMeasureOfThemselves()
    {
        const auto moment = alarms::momentOf(seenAt(start), start);
        for (const auto figure : {Figure::RecordAge, Figure::Outside})
            QVERIFY(!moment.of(figure));
        for (const auto figure :
                {Figure::PathRtt, Figure::Unconfirmed, Figure::StoreLost, Figure::FeedAge})
            QCOMPARE(moment.of(figure), std::optional{0.0});
    }

    void whatIsOldIsNotKnown()
    {
        QVERIFY(!alarms::momentOf(seenAt(start), start + 6s).of(Figure::ErrorRatio));
        auto sale = seenAt(start);
        sale.redis.error = "no answer";
        const auto moment = alarms::momentOf(sale, start);
        QVERIFY(!moment.of(Figure::ErrorRatio));
        // What this console measures itself needs no store.
        QVERIFY(moment.of(Figure::PathRtt) && moment.of(Figure::FeedAge));
    }

    /// ◈ and ◆: the console's own engine, fed with its snapshots, second by second.
    void aConsoleRaisesItsOwn()
    {
        using contract::AlarmId;
        alarms::AlarmEngine engine({alarms::AlarmEngine::Seat::Console, "desk-1", {}});
        alarms::AlarmBoard board;
        const auto run = [&](int from, int to, double silence, double unconfirmed) {
            for (int s = from; s < to; ++s) {
                const auto now = start + std::chrono::seconds{s};
                auto sale = seenAt(now);
                put(sale, Figure::StoreLost, silence);
                put(sale, Figure::FeedAge, silence);
                put(sale, Figure::Unconfirmed, unconfirmed);
                put(sale, Figure::ErrorRatio, 90); // what instances see is theirs
                for (const auto& one : engine.step(alarms::momentOf(sale, now), board))
                    board.apply(one);
            }
        };
        run(0, 60, 0.4, 0);
        QVERIFY(!board.of(AlarmId::A14).isOn() && !board.of(AlarmId::A15).isOn());
        run(60, 63, 7, 1);
        for (const auto alarm : {AlarmId::A14, AlarmId::A15, AlarmId::A16}) {
            QVERIFY2(board.of(alarm).isOn(), std::string{contract::name(alarm)}.c_str());
            QCOMPARE(board.of(alarm).raisedBy, std::string{"desk-1"});
        }
        QVERIFY(!board.of(AlarmId::A02).isOn());
        run(63, 90, 0.4, 0);
        for (const auto alarm : {AlarmId::A14, AlarmId::A15, AlarmId::A16})
            QVERIFY2(!board.of(alarm).isOn(), std::string{contract::name(alarm)}.c_str());
    }
};

QTEST_GUILESS_MAIN(TestMoment)
#include "test_moment.moc"
