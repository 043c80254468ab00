#include <QRegularExpression>
#include <QTest>
#include <QTimer>
#include <QUuid>

#include "app/commands/command_desk.h"
#include "app/model/frame_pump.h"
#include "app/model/sale_model.h"
#include "app/sources/live_gateway.h"
#include "app/sources/live_source.h"
#include "backend/contract/keys.h"
#include "backend/stores/redis_connection.h"
#include "backend/waiting_room/line_store.h"
#include "tests/support/sample_sale.h"
#include "tests/support/test_stores.h"

using namespace saikobi;
using namespace saikobi::commands;
using namespace saikobi::tests;
using contract::CommandKind;
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

/// One operator's desk with all that belongs to it, out of READ-ONLY.
struct Console {
    explicit Console(const sources::Profile& profile)
        : gateway(profile, paths)
        , source(inbox, profile, sources::LiveSource::Pace{}, paths)
    {
        desk.setReadOnly(false);
        source.start();
    }
    bool sees(contract::Phase phase) const
    {
        return model.current() && model.current()->line
                && model.current()->line->value.phase == phase;
    }
    const CommandReport& last() const { return desk.journal().back(); }
    std::optional<double> value(contract::Figure figure) const
    {
        if (!model.current())
            return std::nullopt;
        const auto& seen = model.current()->figures.at(static_cast<std::size_t>(figure));
        return seen ? std::optional{seen->value} : std::nullopt;
    }
    bool takesCommand()
    {
        return !desk.issue(CommandKind::TakeCommand, {}, {}).isEmpty()
                && QTest::qWaitFor([this] { return desk.hasCommand(); }, patienceMs);
    }

    model::Mailbox<contract::SnapshotPtr> inbox{};
    model::SaleModel model{};
    model::FramePump pump{inbox, model, nullptr};
    std::shared_ptr<sources::PathMeter> paths = std::make_shared<sources::PathMeter>();
    sources::LiveGateway gateway;
    CommandDesk desk{model, gateway, Clock::ofThisMachine()};
    sources::LiveSource source;
};

/// Calls the real pacing function every 100 ms, as an instance does.
class Pacing {
public:
    explicit Pacing(TestStores& stores)
        : m_redis(std::move(stores::RedisConnection::open(stores.backendRedis())).value())
    {
        call("saikobi_recover",
                {"1", R"({"sale": "demo", "run": 1, "fresh": true, "issued": 0, "ceiling": 100000,
                    "voids": "", "serving": 0, "issued_seen": 0, "revision": 0, "clock": 0,
                    "phase": "open", "causes": "", "rate": 300, "passes": 0})",
                        ""});
        QObject::connect(&m_tick, &QTimer::timeout, &m_tick, [this] {
            call("saikobi_pace", {"1", "{}"});
        });
        m_tick.start(100ms);
    }
    void stop() { m_tick.stop(); }
    void start() { m_tick.start(); }

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

/// The whole way of a command: desk, both stores, the real pacing function, and back.
class TestLiveCommands : public QObject {
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

    void holdAndReleaseAreReadBack()
    {
        Pacing pacing(*m_stores);
        Console console(operatorProfile(*m_stores));
        QTRY_VERIFY_WITH_TIMEOUT(
                console.sees(contract::Phase::Open) && console.model.current()->mayCommand,
                patienceMs);
        const auto hold = console.desk.issue(CommandKind::Hold,
                {{"message_ja", "お待ちください"}, {"message_en", "Please wait"}},
                QStringLiteral("venue asked"));
        QVERIFY(!hold.isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(console.last().state == CommandState::InForce, patienceMs);
        QVERIFY(console.last().inForceAfter);
        QTRY_VERIFY_WITH_TIMEOUT(console.last().acceptedAfter, patienceMs);
        qInfo("accepted after %d ms, in force after %d ms",
                static_cast<int>(console.last().acceptedAfter->count()),
                static_cast<int>(console.last().inForceAfter->count()));
        QVERIFY(console.sees(contract::Phase::Held));
        QCOMPARE(console.model.current()->line->value.heldBy, std::string{"op-1"});
        const auto& entries = console.model.current()->timeline;
        const auto entry = std::find_if(entries.begin(), entries.end(),
                [&hold](const auto& e) { return e.id == hold.toStdString(); });
        QVERIFY(entry != entries.end());
        QCOMPARE(entry->actor, std::string{"op-1"});
        QCOMPARE(entry->reason, std::string{"venue asked"});

        QVERIFY(console.desk.denial(CommandKind::Release) == Denial::NotHolder);
        QVERIFY(console.takesCommand());
        QVERIFY(!console.desk.issue(CommandKind::Release, {{"rate", "150"}}, {}).isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(console.last().state == CommandState::InForce, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(console.sees(contract::Phase::Open), patienceMs);
        QCOMPARE(console.model.current()->line->value.rate.value, 150);
    }

    void twoConsolesRaceAndTheLoserIsToldWhoWon()
    {
        Pacing pacing(*m_stores);
        const auto profile = operatorProfile(*m_stores);
        Console first(profile);
        Console second(profile);
        QTRY_VERIFY_WITH_TIMEOUT(
                first.sees(contract::Phase::Open) && second.sees(contract::Phase::Open),
                patienceMs);
        first.desk.issue(CommandKind::TakeCommand, {}, {});
        second.desk.issue(CommandKind::TakeCommand, {}, {});
        const auto isDecided = [](const Console& console) {
            const auto state = console.last().state;
            return state == CommandState::InForce || state == CommandState::LostRace;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isDecided(first) && isDecided(second), patienceMs);
        const bool firstWon = first.last().state == CommandState::InForce;
        const auto& loser = firstWon ? second.last() : first.last();
        QVERIFY((firstWon ? first : second).last().state == CommandState::InForce);
        QVERIFY(loser.state == CommandState::LostRace);
        QCOMPARE(loser.winner, QStringLiteral("op-1"));
        auto& winning = firstWon ? first : second;
        auto& losing = firstWon ? second : first;
        QTRY_VERIFY_WITH_TIMEOUT(winning.desk.hasCommand(), patienceMs);
        QVERIFY(!losing.desk.hasCommand());
        QVERIFY(losing.desk.issue(CommandKind::SetRate, {{"rate", "200"}}, {}).isEmpty());
        QVERIFY(!winning.desk.issue(CommandKind::SetRate, {{"rate", "200"}}, {}).isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(winning.last().state == CommandState::InForce, patienceMs);
    }

    /// The pacing function looks again, whatever a desk believes.
    void aRaiseThatIsTooSteepOrTooSoonIsRefusedByTheLine()
    {
        Pacing pacing(*m_stores);
        Console console(operatorProfile(*m_stores));
        QTRY_VERIFY_WITH_TIMEOUT(console.sees(contract::Phase::Open), patienceMs);
        QVERIFY(console.takesCommand());
        const auto decided = [&console](int rate) {
            // This desk lies: it says what it likes to both stores, past all of its own rules.
            contract::Command lie;
            lie.id = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
            lie.sale = "demo";
            lie.kind = CommandKind::SetRate;
            lie.parameters = {{"rate", std::to_string(rate)}};
            lie.basedOn = console.model.current()->line->value.revision;
            lie.madeAt = std::chrono::system_clock::now();
            console.gateway.send(lie, [](const SendOutcome&) {});
            std::string why;
            const auto isTold = [&] {
                for (const auto& entry : console.model.current()->timeline)
                    if (entry.id == lie.id)
                        why = entry.data.at("result") == "in_force" ? "in force"
                                                                    : entry.data.at("why");
                return !why.empty();
            };
            return QTest::qWaitFor(isTold, patienceMs) ? why : std::string{"no answer"};
        };
        QCOMPARE(decided(363), std::string{"step"}); // +21 %
        QCOMPARE(decided(360), std::string{"in force"}); // +20 %
        QTRY_COMPARE_WITH_TIMEOUT(console.model.current()->line->value.rate.value, 360, patienceMs);
        QCOMPARE(decided(370), std::string{"soak"});
        QVERIFY(console.model.current()->line->value.soakEnds);
    }

    void withNobodyPacingItStaysUnconfirmed()
    {
        Pacing pacing(*m_stores);
        Console console(operatorProfile(*m_stores));
        QTRY_VERIFY_WITH_TIMEOUT(console.sees(contract::Phase::Open), patienceMs);
        pacing.stop();
        QVERIFY(!console.desk.issue(CommandKind::Hold, {}, {}).isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(console.last().acceptedAfter, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(console.last().state == CommandState::Unconfirmed, patienceMs);
        QVERIFY(!console.last().inForceAfter);
    }

    /// The probe stands in the operator's own stream until somebody takes it.
    void theWayOfACommandIsMeasuredUntilItIsTaken()
    {
        Pacing pacing(*m_stores);
        Console console(operatorProfile(*m_stores));
        QTRY_VERIFY_WITH_TIMEOUT(console.value(contract::Figure::PathRtt), patienceMs);
        const auto taken = *console.value(contract::Figure::PathRtt);
        qInfo("a probe was taken after %.0f ms", taken);
        QVERIFY(taken > 0);
        QVERIFY(console.model.current()->timeline.empty());
        pacing.stop();
        // Both stores answer as before, and still nothing would be in force.
        QTRY_VERIFY_WITH_TIMEOUT(
                *console.value(contract::Figure::PathRtt) > taken + 1500, patienceMs);
        QVERIFY(console.model.current()->redis.error.empty());
        pacing.start();
        QTRY_VERIFY_WITH_TIMEOUT(*console.value(contract::Figure::PathRtt) < 1500, patienceMs);
    }

    /// Who may only read measures reading, and leaves nothing behind.
    void aViewerMeasuresAReadAndWritesNothing()
    {
        Pacing pacing(*m_stores);
        pacing.stop();
        auto profile = operatorProfile(*m_stores);
        const auto redis = m_stores->viewerRedis();
        profile.postgresUrl = m_stores->viewerUrl();
        profile.redisUser = redis.user;
        profile.redisPassword = redis.password;
        Console console(profile);
        QTRY_VERIFY_WITH_TIMEOUT(console.value(contract::Figure::PathRtt), patienceMs);
        QVERIFY(*console.value(contract::Figure::PathRtt) < 1500);
        QCOMPARE(m_stores->redisCall({"EXISTS", contract::keys::commands("demo", redis.user)}),
                std::string{"0"});
    }

    void aStoppedStoreLengthensTheWay()
    {
        Pacing pacing(*m_stores);
        Console console(operatorProfile(*m_stores));
        QTRY_VERIFY_WITH_TIMEOUT(console.value(contract::Figure::PathRtt), patienceMs);
        m_stores->postgres().pause();
        QTRY_VERIFY_WITH_TIMEOUT(*console.value(contract::Figure::PathRtt) > 2500, patienceMs);
        QVERIFY(*console.value(contract::Figure::StoreLost) > 1);
        QVERIFY(*console.value(contract::Figure::FeedAge) > 1);
        m_stores->postgres().resume();
        QTRY_VERIFY_WITH_TIMEOUT(*console.value(contract::Figure::PathRtt) < 2500, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(*console.value(contract::Figure::StoreLost) < 1, patienceMs);
    }

private:
    std::unique_ptr<TestStores> m_stores{};
};

QTEST_GUILESS_MAIN(TestLiveCommands)
#include "test_live_commands.moc"
