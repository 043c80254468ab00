#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

#include "app/commands/alarm_desk.h"
#include "tests/app_commands/scripted_desk.h"

using namespace saikobi;
using namespace saikobi::commands;
using contract::AlarmId;
using contract::CommandKind;
using contract::CommandState;
using namespace std::chrono_literals;

namespace {

contract::AlarmRecord active(AlarmId id, contract::Instant at)
{
    contract::AlarmRecord record;
    record.alarm = id;
    record.occurrence = 3;
    record.version = 9;
    record.on = 1;
    record.priority = contract::AlarmPriority::P2;
    record.raised = record.rang = at;
    return record;
}

/// An operator's console over a sale with three alarms.
struct AlarmSeat : tests::ScriptedDesk {
    AlarmDesk alarms{model, desk, {[this] { return now; }, [this] { return steady; }}, nullptr};

    AlarmSeat()
    {
        for (const auto id : {AlarmId::A02, AlarmId::A06, AlarmId::A14})
            sale.alarms->value.records.push_back(active(id, now));
        show();
    }
    contract::AlarmRecord& record(AlarmId id)
    {
        auto& records = sale.alarms->value.records;
        return *std::find_if(
                records.begin(), records.end(), [id](const auto& one) { return one.alarm == id; });
    }
    std::optional<CommandKind> asked(AlarmId id) const
    {
        for (const auto& one : alarms.list())
            if (one.record.alarm == id && !one.isOwn)
                return one.asked;
        return std::nullopt;
    }
    std::string parameter(std::size_t command, const char* name) const
    {
        const auto& all = gateway.sent.at(command).parameters;
        return all.contains(name) ? all.at(name) : std::string{};
    }
    /// As the pacing function writes it when the act has counted.
    void readBack(const char* kind, AlarmId id)
    {
        contract::TimelineEntry entry;
        entry.id = "act-" + std::to_string(sale.timeline.size());
        entry.kind = kind;
        entry.subject = contract::name(id);
        entry.data = {{"id", gateway.sent.back().id}, {"result", "in_force"}};
        sale.timeline.insert(sale.timeline.begin(), entry);
        show();
    }
};

} // namespace

class TestAlarmDesk : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void acknowledgingNamesWhatWasSeen()
    {
        AlarmSeat seat;
        seat.alarms.acknowledge({{AlarmId::A06, false}});
        QCOMPARE(seat.gateway.sent.size(), std::size_t{1});
        QCOMPARE(seat.gateway.sent[0].kind, CommandKind::AlarmAcknowledge);
        QCOMPARE(seat.parameter(0, "alarm"), std::string{"A06"});
        QCOMPARE(seat.parameter(0, "occurrence"), std::string{"3"});
    }

    /// Nothing counts before a snapshot shows it.
    void untilItIsReadBackItIsOnlyAsked()
    {
        AlarmSeat seat;
        seat.alarms.acknowledge({{AlarmId::A06, false}});
        QCOMPARE(seat.asked(AlarmId::A06), CommandKind::AlarmAcknowledge);
        QVERIFY(!seat.asked(AlarmId::A02));
        QVERIFY(!seat.alarms.list().at(1).record.acknowledged);
        seat.record(AlarmId::A06).acknowledged = seat.now;
        seat.readBack("acknowledge", AlarmId::A06);
        QVERIFY(!seat.asked(AlarmId::A06));
        QCOMPARE(seat.last().state, CommandState::InForce);
    }

    void aLostAnswerIsUnconfirmedAndMayBeAskedAgain()
    {
        AlarmSeat seat;
        seat.alarms.acknowledge({{AlarmId::A06, false}});
        seat.pass(4s);
        QCOMPARE(seat.last().state, CommandState::Unconfirmed);
        QCOMPARE(seat.asked(AlarmId::A06), CommandKind::AlarmAcknowledge);
    }

    void aLostRaceNamesWhoWasFirst()
    {
        AlarmSeat seat;
        seat.alarms.acknowledge({{AlarmId::A06, false}});
        seat.decide(QString::fromStdString(seat.gateway.sent[0].id), "lost_race", 7,
                {{"winner", "op-2"}});
        seat.show();
        QCOMPARE(seat.last().state, CommandState::LostRace);
        QCOMPARE(seat.last().winner, QStringLiteral("op-2"));
        QVERIFY(!seat.asked(AlarmId::A06));
    }

    void pressingTwiceSendsOnce()
    {
        AlarmSeat seat;
        seat.alarms.acknowledge({{AlarmId::A06, false}});
        seat.alarms.acknowledge({{AlarmId::A06, false}});
        QCOMPARE(seat.gateway.sent.size(), std::size_t{1});
    }

    /// A page of alarms never fills the way that a hold needs.
    void aWholePageGoesInPortions()
    {
        AlarmSeat seat;
        seat.sale.alarms->value.records.clear();
        std::vector<AlarmName> page;
        for (const auto& known : contract::allAlarms()) {
            seat.sale.alarms->value.records.push_back(active(known.id, seat.now));
            page.push_back({known.id, false});
        }
        seat.show();
        seat.alarms.acknowledge(page);
        QCOMPARE(seat.gateway.sent.size(), std::size_t{8});
        for (std::size_t i = 0; i < page.size(); ++i) {
            seat.record(page[i].alarm).acknowledged = seat.now;
            contract::TimelineEntry entry;
            entry.id = "act-" + std::to_string(i);
            entry.kind = "acknowledge";
            entry.data = {{"id", seat.gateway.sent.at(i).id}, {"result", "in_force"}};
            seat.sale.timeline.insert(seat.sale.timeline.begin(), entry);
            seat.show();
        }
        QCOMPARE(seat.gateway.sent.size(), page.size());
    }

    void whatRangAnewMeanwhileIsNotTakenForSeen()
    {
        AlarmSeat seat;
        seat.sale.alarms->value.records.clear();
        std::vector<AlarmName> page;
        for (const auto& known : contract::allAlarms()) {
            seat.sale.alarms->value.records.push_back(active(known.id, seat.now));
            page.push_back({known.id, false});
        }
        seat.show();
        seat.alarms.acknowledge(page);
        for (auto& record : seat.sale.alarms->value.records)
            ++record.occurrence;
        seat.readBack("acknowledge", AlarmId::A01);
        QCOMPARE(seat.gateway.sent.size(), std::size_t{8});
    }

    void shelvingNeedsAReasonAndAnHourAtMost()
    {
        AlarmSeat seat;
        const AlarmName alarm{AlarmId::A02, false};
        QVERIFY(!seat.alarms.shelve(alarm, {.length = 30min, .reason = QStringLiteral("  ")}));
        QVERIFY(!seat.alarms.shelve(alarm, {.length = 0min, .reason = QStringLiteral("known")}));
        QVERIFY(seat.gateway.sent.empty());
        QVERIFY(seat.alarms.shelve(alarm, {.length = 300min, .reason = QStringLiteral("known")}));
        QCOMPARE(seat.gateway.sent[0].reason, std::string{"known"});
        const auto until = std::stoll(seat.parameter(0, "until"));
        QVERIFY(until <= contract::toUnixMs(seat.now + contract::longestShelf));
        QCOMPARE(seat.parameter(0, "until_clear"), std::string{"1"});
    }

    /// The stores judge the hour by their clock.
    void aClockThatIsAheadShelvesNoLonger()
    {
        AlarmSeat seat;
        tests::put(seat.sale, contract::Figure::ClockSkew, 5);
        seat.show();
        QVERIFY(seat.alarms.shelve(
                {AlarmId::A02, false}, {.length = 60min, .reason = QStringLiteral("known")}));
        QVERIFY(std::stoll(seat.parameter(0, "until"))
                <= contract::toUnixMs(seat.now - 5s + contract::longestShelf));
    }

    void confirmAndUnshelveAndTestAreActsOfTheirOwn()
    {
        AlarmSeat seat;
        QVERIFY(seat.alarms.confirm({AlarmId::A02, false}));
        QVERIFY(seat.alarms.unshelve({AlarmId::A06, false}));
        QVERIFY(seat.alarms.test({AlarmId::A01, false}));
        QCOMPARE(seat.gateway.sent[0].kind, CommandKind::AlarmConfirm);
        QCOMPARE(seat.gateway.sent[1].kind, CommandKind::AlarmUnshelve);
        QCOMPARE(seat.gateway.sent[2].kind, CommandKind::AlarmTest);
        QCOMPARE(seat.parameter(2, "priority"), std::string{"1"});
    }

    void readOnlyAndViewersSendNothing()
    {
        AlarmSeat seat;
        seat.desk.setReadOnly(true);
        seat.alarms.acknowledge({{AlarmId::A06, false}});
        QVERIFY(!seat.alarms.confirm({AlarmId::A06, false}));
        QCOMPARE(seat.alarms.denial(), Denial::ReadOnly);
        seat.desk.setReadOnly(false);
        seat.sale.mayCommand = false;
        seat.show();
        seat.alarms.acknowledge({{AlarmId::A06, false}});
        QCOMPARE(seat.alarms.denial(), Denial::NotOperator);
        QVERIFY(seat.gateway.sent.empty());
    }

    /// This console's own alarms need no store and no rights.
    void ownAlarmsAreActedOnHere()
    {
        AlarmSeat seat;
        seat.desk.setReadOnly(true);
        for (int second = 0; second < 30; ++second) {
            seat.pass(1s);
            seat.sale.madeAt = seat.now;
            tests::put(seat.sale, contract::Figure::PathRtt, 2500);
            seat.show();
        }
        const auto own = [&seat] {
            const auto all = seat.alarms.list();
            return std::find_if(all.begin(), all.end(), [](const auto& one) { return one.isOwn; })
                    != all.end();
        };
        QVERIFY(own());
        seat.alarms.acknowledge({{AlarmId::A16, true}});
        QVERIFY(seat.gateway.sent.empty());
        const auto& entries = seat.alarms.ownEntries();
        QCOMPARE(entries.front().kind, std::string{"acknowledge"});
        QCOMPARE(entries.front().source, seat.desk.seat().console);
    }

    void anotherSaleStartsAnew()
    {
        AlarmSeat seat;
        for (int second = 0; second < 30; ++second) {
            seat.pass(1s);
            seat.sale.madeAt = seat.now;
            tests::put(seat.sale, contract::Figure::PathRtt, 2500);
            seat.show();
        }
        QVERIFY(!seat.alarms.ownEntries().empty());
        seat.sale.sale = "other";
        seat.show();
        QVERIFY(seat.alarms.ownEntries().empty());
    }
};

QTEST_GUILESS_MAIN(TestAlarmDesk)
#include "test_alarm_desk.moc"
