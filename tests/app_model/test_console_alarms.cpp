#include <QRegularExpression>
#include <QTest>

#include <algorithm>

#include "app/model/console_alarms.h"
#include "backend/contract/alarm_limits.h"

using namespace saikobi;
using namespace saikobi::model;
using contract::AlarmAct;
using contract::AlarmId;
using contract::AlarmPriority;
using contract::AlarmStanding;
using contract::Figure;
using namespace std::chrono_literals;

namespace {

/// A live sale that is open, seen by one console; the test moves the clock.
struct Seat {
    ConsoleAlarms alarms{"c0ffee01"};
    contract::SaleSnapshot sale{};
    contract::Instant now = contract::fromUnixMs(1'760'011'200'000);

    Seat()
    {
        sale.sale = "shop-a";
        sale.line.emplace();
        sale.line->value.phase = contract::Phase::Open;
        calm();
        run(10s);
    }
    void set(Figure figure, std::optional<double> value)
    {
        auto& place = sale.figures.at(static_cast<std::size_t>(figure));
        place.reset();
        if (value)
            place = {*value, now};
    }
    void calm()
    {
        set(Figure::StoreLost, 0.3);
        set(Figure::FeedAge, 0.6);
        set(Figure::PathRtt, 4);
        set(Figure::Unconfirmed, 0);
        set(Figure::ClockSkew, 0.01);
    }
    /// So many seconds; every figure stays as it is and is new.
    void run(std::chrono::seconds length)
    {
        for (auto i = 0s; i < length; ++i) {
            now += 1s;
            for (auto& figure : sale.figures)
                if (figure)
                    figure->asOf = now;
            alarms.look(sale, now);
        }
    }
    /// One that counts since when the trouble lasts.
    void lose(Figure figure, std::chrono::seconds length)
    {
        for (auto i = 1s; i <= length; ++i) {
            set(figure, static_cast<double>(i.count()));
            run(1s);
        }
    }
    std::optional<contract::AlarmRecord> of(AlarmId alarm) const
    {
        for (const auto& record : alarms.listed())
            if (record.alarm == alarm)
                return record;
        return std::nullopt;
    }
    std::string act(AlarmAct act, AlarmId alarm)
    {
        return alarms.act({.act = act,
                                  .alarm = alarm,
                                  .occurrence = of(alarm) ? of(alarm)->occurrence : 0,
                                  .actor = "op-1",
                                  .why = "known",
                                  .until = now + 10min},
                now);
    }
    int entries(const std::string& kind) const
    {
        return static_cast<int>(std::count_if(alarms.entries().begin(), alarms.entries().end(),
                [&kind](const auto& entry) { return entry.kind == kind; }));
    }
};

} // namespace

class TestConsoleAlarms : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void isQuietWhileAllIsWell()
    {
        Seat seat;
        seat.run(600s);
        QVERIFY(seat.alarms.listed().empty());
        QVERIFY(seat.alarms.entries().empty());
    }

    void raisesWhatOnlyItCanSee_data()
    {
        QTest::addColumn<int>("figure");
        QTest::addColumn<double>("value");
        QTest::addColumn<int>("seconds");
        QTest::addColumn<int>("alarm");
        QTest::addColumn<int>("priority");
        const auto row = [](const char* name, Figure figure, double value, int seconds,
                                 AlarmId alarm, int priority) {
            QTest::addRow("%s", name) << static_cast<int>(figure) << value << seconds
                                      << static_cast<int>(alarm) << priority;
        };
        row("slow path", Figure::PathRtt, 600, 17, AlarmId::A16, 3);
        row("very slow path", Figure::PathRtt, 2500, 12, AlarmId::A16, 2);
        row("an unconfirmed command", Figure::Unconfirmed, 1, 2, AlarmId::A16, 2);
        row("clock ahead", Figure::ClockSkew, 2.5, 7, AlarmId::A26, 2);
        row("clock behind", Figure::ClockSkew, -2.5, 7, AlarmId::A26, 2);
    }

    void raisesWhatOnlyItCanSee()
    {
        QFETCH(int, figure);
        QFETCH(double, value);
        QFETCH(int, seconds);
        QFETCH(int, alarm);
        QFETCH(int, priority);
        Seat seat;
        seat.set(static_cast<Figure>(figure), value);
        seat.run(std::chrono::seconds{seconds});
        const auto record = seat.of(static_cast<AlarmId>(alarm));
        QVERIFY(record.has_value());
        QCOMPARE(static_cast<int>(record->priority), priority);
        QCOMPARE(record->raisedBy, std::string{"c0ffee01"});
        QCOMPARE(seat.alarms.rings().size(), std::size_t{1});
    }

    void aLostStoreGrowsWorseWhileTheSaleIsOpen()
    {
        Seat seat;
        seat.lose(Figure::StoreLost, 5s);
        QCOMPARE(seat.of(AlarmId::A14)->priority, AlarmPriority::P2);
        seat.lose(Figure::StoreLost, 16s);
        QCOMPARE(seat.of(AlarmId::A14)->priority, AlarmPriority::P1);
        seat.calm();
        seat.run(8s);
        QCOMPARE(standingOf(*seat.of(AlarmId::A14)), AlarmStanding::Returned);
    }

    void oldDataIsAnAlarmOfItsOwn()
    {
        Seat seat;
        seat.lose(Figure::FeedAge, 6s);
        QCOMPARE(seat.of(AlarmId::A15)->priority, AlarmPriority::P3);
        seat.lose(Figure::FeedAge, 17s);
        QCOMPARE(seat.of(AlarmId::A15)->priority, AlarmPriority::P2);
    }

    /// The sale's own recorder, disk and walks are judged by the backend, once.
    void leavesToTheBackendWhatIsTheBackends()
    {
        Seat seat;
        seat.set(Figure::RecordAge, 60);
        seat.set(Figure::DiskFree, 0.1);
        seat.set(Figure::Outside, 60);
        seat.set(Figure::ErrorRatio, 50);
        seat.run(60s);
        QVERIFY(seat.alarms.listed().empty());
    }

    /// A laptop that slept for a minute: what it has not heard meanwhile is no alarm yet.
    void sleepIsNoAlarm()
    {
        Seat seat;
        seat.now += 60s;
        seat.set(Figure::StoreLost, 60);
        seat.set(Figure::FeedAge, 60);
        seat.run(2s);
        seat.calm();
        seat.run(30s);
        QVERIFY(seat.alarms.listed().empty());
    }

    /// D23: four acts, four entries.
    void actsAreApartAndEachIsRecorded()
    {
        Seat seat;
        seat.set(Figure::Unconfirmed, 1);
        seat.run(2s);
        QCOMPARE(seat.act(AlarmAct::Acknowledge, AlarmId::A16), std::string{});
        QVERIFY(!seat.of(AlarmId::A16)->confirmed);
        QCOMPARE(seat.act(AlarmAct::Confirm, AlarmId::A16), std::string{});
        QVERIFY(!seat.of(AlarmId::A16)->isShelved());
        QCOMPARE(seat.act(AlarmAct::Shelve, AlarmId::A16), std::string{});
        QCOMPARE(seat.entries("acknowledge"), 1);
        QCOMPARE(seat.entries("confirm"), 1);
        QCOMPARE(seat.entries("shelve"), 1);
        QCOMPARE(seat.act(AlarmAct::Acknowledge, AlarmId::A16), std::string{"lost-race"});
        QCOMPARE(seat.act(AlarmAct::Unshelve, AlarmId::A16), std::string{});
        QCOMPARE(seat.entries("shelve"), 2);
    }

    void shelvingEndsByItself()
    {
        Seat seat;
        seat.set(Figure::Unconfirmed, 1);
        seat.run(2s);
        QCOMPARE(seat.act(AlarmAct::Shelve, AlarmId::A16), std::string{});
        seat.run(599s);
        QVERIFY(seat.of(AlarmId::A16)->isShelved());
        seat.run(3s);
        QVERIFY(!seat.of(AlarmId::A16)->isShelved());
        QCOMPARE(standingOf(*seat.of(AlarmId::A16)), AlarmStanding::Unacknowledged);
    }

    void aTestIsMarked()
    {
        Seat seat;
        QCOMPARE(seat.act(AlarmAct::Test, AlarmId::A15), std::string{});
        QVERIFY(seat.of(AlarmId::A15)->isTest);
        QCOMPARE(seat.entries("test"), 1);
        QVERIFY(seat.alarms.rings().empty());
        QCOMPARE(seat.act(AlarmAct::Acknowledge, AlarmId::A15), std::string{});
        QVERIFY(!seat.of(AlarmId::A15));
    }

    void theSalesOwnLimitsCount()
    {
        Seat seat;
        seat.sale.alarmSettings
                = "{\"A16.path_rtt.3\": {\"on\": 800, \"off\": 700, \"reason\": \"far\"}}";
        seat.set(Figure::PathRtt, 600);
        seat.run(60s);
        QVERIFY(!seat.of(AlarmId::A16));
        seat.set(Figure::PathRtt, 900);
        seat.run(20s);
        QVERIFY(seat.of(AlarmId::A16).has_value());
    }

    void nothingIsCarriedOver()
    {
        Seat seat;
        seat.set(Figure::Unconfirmed, 1);
        seat.run(2s);
        seat.alarms.forget();
        QVERIFY(seat.alarms.listed().empty());
        QVERIFY(seat.alarms.entries().empty());
    }

    void aScriptHasNoConsoleToWatch()
    {
        Seat seat;
        seat.sale.source = contract::SnapshotSource::Scripted;
        seat.set(Figure::Unconfirmed, 1);
        seat.run(60s);
        QVERIFY(seat.alarms.listed().empty());
    }
};

QTEST_GUILESS_MAIN(TestConsoleAlarms)
#include "test_console_alarms.moc"
