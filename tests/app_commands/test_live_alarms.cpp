#include <QRegularExpression>
#include <QTest>
#include <QTimer>

#include <algorithm>

#include "app/commands/alarm_desk.h"
#include "app/commands/note_book.h"
#include "app/model/frame_pump.h"
#include "app/model/sale_model.h"
#include "app/sources/entry_writer.h"
#include "app/sources/live_gateway.h"
#include "app/sources/live_source.h"
#include "backend/stores/redis_connection.h"
#include "backend/waiting_room/line_store.h"
#include "tests/support/sample_sale.h"
#include "tests/support/test_stores.h"

using namespace saikobi;
using namespace saikobi::commands;
using namespace saikobi::tests;
using contract::AlarmId;
using contract::AlarmStanding;
using contract::CommandState;
using namespace std::chrono_literals;

namespace {

/// For a machine that does much else; how long it really takes is printed, not asserted.
constexpr int patienceMs = 30000;

sources::Profile operatorProfile(TestStores& stores)
{
    const auto redis = stores.operatorRedis();
    sources::Profile profile;
    profile.postgresUrl = stores.operatorUrl();
    profile.redisHost = redis.host;
    profile.redisPort = redis.port;
    profile.redisUser = redis.user;
    profile.redisPassword = redis.password;
    profile.sale = "demo";
    return profile;
}

/// One operator's console, out of READ-ONLY, with its alarms and notes.
struct Console {
    explicit Console(const sources::Profile& profile)
        : gateway(profile)
        , writer(profile)
        , source(inbox, profile)
    {
        desk.setReadOnly(false);
        source.start();
    }
    const contract::AlarmRecord* record(AlarmId alarm) const
    {
        if (!model.current() || !model.current()->alarms)
            return nullptr;
        const auto& records = model.current()->alarms->value.records;
        const auto found = std::find_if(records.begin(), records.end(),
                [alarm](const auto& one) { return one.alarm == alarm; });
        return found == records.end() ? nullptr : &*found;
    }
    bool mayAct() const { return alarms.denial() == Denial::None; }
    bool hasEntry(const std::string& kind, const std::string& subject) const
    {
        const auto& all = model.current()->timeline;
        return std::any_of(all.begin(), all.end(), [&](const auto& entry) {
            return entry.kind == kind && entry.subject == subject && entry.actor == "op-1";
        });
    }

    model::Mailbox<contract::SnapshotPtr> inbox{};
    model::SaleModel model{};
    model::FramePump pump{inbox, model, nullptr};
    sources::LiveGateway gateway;
    CommandDesk desk{model, gateway, Clock::ofThisMachine()};
    AlarmDesk alarms{model, desk, Clock::ofThisMachine()};
    sources::EntryWriter writer;
    NoteBook notes{model, writer, Clock::ofThisMachine(), desk.seat().console};
    sources::LiveSource source;
};

/// The real functions of the line, called as an instance does: one alarm is raised, then commands
/// are taken every 100 ms.
class Instance {
public:
    explicit Instance(TestStores& stores)
        : m_redis(std::move(stores::RedisConnection::open(stores.backendRedis())).value())
    {
        call("saikobi_recover",
                {"1",
                        "{\"sale\": \"demo\", \"run\": 1, \"fresh\": true, \"issued\": 0, "
                        "\"ceiling\": 100000, \"voids\": \"\", \"serving\": 0, \"issued_seen\": 0, "
                        "\"revision\": 0, \"clock\": 0, \"phase\": \"open\", \"causes\": \"\", "
                        "\"rate\": 300, \"passes\": 0}",
                        ""});
        contract::AlarmRecord raised;
        raised.alarm = AlarmId::A06;
        raised.version = raised.occurrence = 1;
        raised.on = 1;
        raised.priority = contract::AlarmPriority::P2;
        raised.raised = raised.began = raised.rang = std::chrono::system_clock::now();
        raised.figure = "budget_used";
        raised.value = 96;
        raised.raisedBy = "serve-1";
        call("saikobi_alarms",
                {"1",
                        "{\"instance\": \"serve-1\", \"incarnation\": \"x\", \"started_at\": 0, "
                        "\"known\": \"\", \"adopt\": [], \"changes\": [{\"before\": 0, "
                        "\"entries\": [], \"record\": "
                                + contract::toJson(raised) + "}]}"});
        QObject::connect(&m_tick, &QTimer::timeout, &m_tick, [this] {
            call("saikobi_pace", {"1", "{}"});
        });
        m_tick.start(100ms);
    }

private:
    void call(const char* function, std::vector<std::string> arguments)
    {
        stores::RedisCommand words{"FCALL", function, std::to_string(m_keys.size())};
        words.insert(words.end(), m_keys.begin(), m_keys.end());
        words.insert(words.end(), arguments.begin(), arguments.end());
        const auto reply = m_redis->call(words);
        QVERIFY2(reply, reply ? "" : reply.error().detail.c_str());
    }

    std::unique_ptr<stores::RedisConnection> m_redis;
    std::vector<std::string> m_keys = waiting_room::lineKeys("demo", {"op-1"});
    QTimer m_tick{};
};

} // namespace

/// The whole way of an act on an alarm: console, both stores, the real rules, and back.
class TestLiveAlarms : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_stores = TestStores::start();
        QVERIFY2(m_stores, TestStores::whyNot().c_str());
    }
    void init()
    {
        QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")});
        m_stores->clear();
        loadSample(*m_stores);
    }

    /// D23: four acts, each read back, each an entry of its own.
    void actsAreReadBackOneByOne()
    {
        const Instance instance(*m_stores);
        Console console(operatorProfile(*m_stores));
        const AlarmName alarm{AlarmId::A06, false};
        QTRY_VERIFY_WITH_TIMEOUT(console.record(AlarmId::A06) && console.mayAct(), patienceMs);
        QVERIFY(standingOf(*console.record(AlarmId::A06)) == AlarmStanding::Unacknowledged);

        console.alarms.acknowledge({alarm});
        QTRY_VERIFY_WITH_TIMEOUT(console.record(AlarmId::A06)->acknowledged, patienceMs);
        QCOMPARE(console.record(AlarmId::A06)->acknowledgedBy, std::string{"op-1"});
        QVERIFY(!console.record(AlarmId::A06)->confirmed);
        QTRY_VERIFY_WITH_TIMEOUT(console.hasEntry("acknowledge", "A06"), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(
                console.desk.journal().back().state == CommandState::InForce, patienceMs);

        QVERIFY(console.alarms.confirm(alarm));
        QTRY_VERIFY_WITH_TIMEOUT(console.record(AlarmId::A06)->confirmed, patienceMs);
        QVERIFY(!console.record(AlarmId::A06)->isShelved());
        QTRY_VERIFY_WITH_TIMEOUT(console.hasEntry("confirm", "A06"), patienceMs);

        QVERIFY(console.alarms.shelve(alarm, {.length = 60min, .reason = QStringLiteral("known")}));
        QTRY_VERIFY_WITH_TIMEOUT(console.record(AlarmId::A06)->isShelved(), patienceMs);
        QCOMPARE(console.record(AlarmId::A06)->shelvedWhy, std::string{"known"});
        QTRY_VERIFY_WITH_TIMEOUT(console.hasEntry("shelve", "A06"), patienceMs);

        QVERIFY(console.alarms.unshelve(alarm));
        QTRY_VERIFY_WITH_TIMEOUT(!console.record(AlarmId::A06)->isShelved(), patienceMs);
        QVERIFY(console.alarms.ownEntries().empty()); // nothing of this console's own rang
    }

    void whoComesSecondLearnsWhoWasFirst()
    {
        const Instance instance(*m_stores);
        Console first(operatorProfile(*m_stores));
        Console second(operatorProfile(*m_stores));
        QTRY_VERIFY_WITH_TIMEOUT(first.record(AlarmId::A06) && first.mayAct()
                        && second.record(AlarmId::A06) && second.mayAct(),
                patienceMs);
        first.alarms.acknowledge({{AlarmId::A06, false}});
        second.alarms.acknowledge({{AlarmId::A06, false}});
        const auto isDecided = [](const Console& console) {
            const auto state = console.desk.journal().back().state;
            return state == CommandState::InForce || state == CommandState::LostRace;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isDecided(first) && isDecided(second), patienceMs);
        const auto& one = first.desk.journal().back();
        const auto& other = second.desk.journal().back();
        QVERIFY(one.state != other.state);
        const auto& loser = one.state == CommandState::LostRace ? one : other;
        QCOMPARE(loser.winner, QStringLiteral("op-1"));
    }

    void aTestIsMarkedInListAndTimeline()
    {
        const Instance instance(*m_stores);
        Console console(operatorProfile(*m_stores));
        QTRY_VERIFY_WITH_TIMEOUT(console.record(AlarmId::A06) && console.mayAct(), patienceMs);
        QVERIFY(console.alarms.test({AlarmId::A13, false}));
        QTRY_VERIFY_WITH_TIMEOUT(console.record(AlarmId::A13), patienceMs);
        QVERIFY(console.record(AlarmId::A13)->isTest);
        QVERIFY(console.record(AlarmId::A13)->priority == contract::AlarmPriority::P1);
        QTRY_VERIFY_WITH_TIMEOUT(console.hasEntry("test", "A13"), patienceMs);
    }

    void aNoteAppearsOnAnotherConsole()
    {
        const Instance instance(*m_stores);
        Console writer(operatorProfile(*m_stores));
        Console reader(operatorProfile(*m_stores));
        QTRY_VERIFY_WITH_TIMEOUT(
                writer.mayAct() && reader.model.current() && reader.mayAct(), patienceMs);
        // It was begun half a minute ago: its time is older than what came since.
        writer.notes.note(QStringLiteral("venue called"), std::chrono::system_clock::now() - 30s);
        QTRY_VERIFY_WITH_TIMEOUT(reader.hasEntry("note", ""), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(writer.notes.entries().empty(), patienceMs);
    }

private:
    std::unique_ptr<TestStores> m_stores;
};

QTEST_GUILESS_MAIN(TestLiveAlarms)
#include "test_live_alarms.moc"
