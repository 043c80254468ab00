#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include "app/sources/live_gateway.h"
#include "app/sources/live_source.h"
#include "backend/contract/keys.h"
#include "backend/contract/top_sources.h"
#include "tests/support/sample_sale.h"
#include "tests/support/tape.h"
#include "tests/support/test_stores.h"

using namespace saikobi;
using namespace saikobi::sources;
using namespace saikobi::tests;
using contract::DataState;
using contract::Figure;
using contract::Instant;
using namespace std::chrono_literals;

namespace {

double valueOf(const contract::SaleSnapshot& sale, Figure figure)
{
    const auto& found = sale.figures.at(static_cast<std::size_t>(figure));
    return found ? found->value : -1;
}

std::int64_t secondsAgo(Instant at)
{
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now() - at)
            .count();
}

/// What every snapshot must keep to, whatever happens to the stores: no value that was there
/// becomes zero, and nothing turns young by itself.
class NoFalseZero {
public:
    void check(const contract::SaleSnapshot& sale)
    {
        if (valueOf(sale, Figure::Waiting) == 0 || (sale.products && sale.products->value.empty()))
            isBroken = true;
        if (m_wasSeen && (valueOf(sale, Figure::Waiting) < 0 || !sale.products))
            isBroken = true;
        m_wasSeen = m_wasSeen || (valueOf(sale, Figure::Waiting) > 0 && sale.products);
    }
    bool isBroken = false;

private:
    bool m_wasSeen = false;
};

} // namespace

/// The sale is played by hand: ticks as instances and the pacing function write them.
class TestLiveSource : public QObject {
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
        m_seen = {};
        m_newest.reset();
    }

    void showsWhatWasBeforeItCame()
    {
        const auto now = std::chrono::system_clock::now();
        for (int s = 900; s >= 0; --s)
            writeSecond(now - std::chrono::seconds{s}, 900 - s);
        LiveSource source(m_mailbox, profileOf("op-1"));
        source.start();
        QTRY_VERIFY(newest() && newest()->products && valueOf(*newest(), Figure::RateActual) > 0);
        const auto& sale = *newest();
        // Counted by hand from what writeSecond writes.
        QCOMPARE(valueOf(sale, Figure::Waiting), 5000.0 + 4 * 900);
        QVERIFY(qAbs(valueOf(sale, Figure::RateActual) - 300) < 3);
        QVERIFY(qAbs(valueOf(sale, Figure::Orders) - 240) < 3);
        QVERIFY(sale.history->size() >= 890);
        QCOMPARE(sale.user, std::string{"op-1"});
        QVERIFY(sale.mayCommand);
        QCOMPARE(sale.providerLimitPerSecond, std::optional{30.0});
        QCOMPARE(valueOf(sale, Figure::AuditRows), 0.0);
        QCOMPARE(sale.products->value.front().available(), std::int64_t(100));
        QCOMPARE(sale.pickupSlots->value.size(), std::size_t(2));
        QVERIFY(sale.redis.roundTripMs && sale.postgres.roundTripMs);
    }

    void aViewerSeesTheSameAndMayNotCommand()
    {
        writeSecond(std::chrono::system_clock::now(), 1);
        LiveSource source(m_mailbox, profileOf("viewer-1"));
        source.start();
        QTRY_VERIFY(newest() && newest()->products && valueOf(*newest(), Figure::Waiting) > 0);
        QVERIFY(!newest()->mayCommand);
        QCOMPARE(newest()->user, std::string{"viewer-1"});
    }

    void stoppedRedisIsSaidAndNeverZero()
    {
        play(3);
        LiveSource source(m_mailbox, profileOf("op-1"));
        source.start();
        QTRY_VERIFY(newest() && newest()->products && newest()->line);
        m_stores->redis().pause();
        QTRY_VERIFY_WITH_TIMEOUT(checked().redis.error.size() > 0, 15000);
        QVERIFY(contract::stateOf(*newest(), Figure::Waiting, newest()->madeAt)
                >= DataState::Stale);
        QVERIFY(newest()->redis.nextTry);
        // Meanwhile Postgres stays fresh.
        QTRY_VERIFY(secondsAgo(checked().products->asOf) <= 2 && newest()->postgres.error.empty());
        m_stores->redis().resume();
        QTRY_VERIFY_WITH_TIMEOUT(checked().redis.error.empty(), 15000);
        play(1);
        QTRY_VERIFY(
                contract::stateOf(checked(), Figure::Waiting, newest()->madeAt) == DataState::Live);
        QVERIFY(!m_seen.isBroken);
    }

    void stoppedPostgresIsSaidAndNeverZero()
    {
        play(3);
        LiveSource source(m_mailbox, profileOf("op-1"));
        source.start();
        QTRY_VERIFY(newest() && newest()->products && newest()->line);
        m_stores->postgres().pause();
        QTRY_VERIFY_WITH_TIMEOUT(checked().postgres.error.size() > 0, 15000);
        QVERIFY(contract::stateOf(*newest(), Figure::AuditRows, newest()->madeAt)
                == DataState::Lost);
        play(1); // the line goes on
        QTRY_VERIFY(
                contract::stateOf(checked(), Figure::Waiting, newest()->madeAt) == DataState::Live);
        QVERIFY(newest()->mayCommand); // remembered
        m_stores->postgres().resume();
        QTRY_VERIFY_WITH_TIMEOUT(checked().postgres.error.empty(), 15000);
        QTRY_VERIFY(secondsAgo(checked().products->asOf) <= 2);
        QVERIFY(!m_seen.isBroken);
    }

    void withBothGoneItStillSpeaks()
    {
        play(3);
        LiveSource source(m_mailbox, profileOf("op-1"));
        source.start();
        QTRY_VERIFY(newest() && newest()->products && newest()->line);
        m_stores->redis().pause();
        m_stores->postgres().pause();
        QTRY_VERIFY_WITH_TIMEOUT(
                !checked().postgres.error.empty() && !checked().redis.error.empty(), 15000);
        const auto sequence = newest()->sequence;
        QTRY_VERIFY(checked().sequence > sequence + 1);
        m_stores->redis().resume();
        m_stores->postgres().resume();
        QTRY_VERIFY_WITH_TIMEOUT(
                checked().postgres.error.empty() && checked().redis.error.empty(), 20000);
        QVERIFY(!m_seen.isBroken);
    }

    void withoutRedisTicksComeByPostgres()
    {
        const auto now = std::chrono::system_clock::now();
        for (int s = 60; s >= 0; --s)
            m_stores->execute(
                    "insert into saikobi.tick (sale, run, at, instance, incarnation, counters, "
                    "histograms, gauges) values ('demo', 1, 'epoch'::timestamptz + "
                    + std::to_string(contract::toUnixMs(now - std::chrono::seconds{s}))
                    + " * interval '1 millisecond', 'serve-1', 'x', '{\"orders_paid\": "
                    + std::to_string(4 * (60 - s)) + "}', '{}', '{}')");
        auto profile = profileOf("op-1");
        profile.redisPort = 1; // nobody listens there
        LiveSource source(m_mailbox, profile);
        source.start();
        QTRY_VERIFY(newest() && valueOf(*newest(), Figure::Orders) > 0);
        QVERIFY(qAbs(valueOf(*newest(), Figure::Orders) - 240) < 8);
        QVERIFY(!newest()->redis.error.empty());
        QCOMPARE(valueOf(*newest(), Figure::Waiting), -1.0); // not known, and not zero
    }

    void whereVisitorsComeFromIsRead()
    {
        contract::SourceTallies tallies;
        tallies.at = std::chrono::system_clock::now();
        tallies.joins = 400;
        contract::SourceTally source;
        source.what = "203.0.113.24";
        source.joins = 40;
        tallies.sources.push_back(source);
        for (const char* instance : {"serve-1", "serve-2"})
            m_stores->redisCall(
                    {"HSET", contract::keys::sources("demo"), instance, contract::toJson(tallies)});
        m_stores->redisCall({"HSET", contract::keys::sources("demo"), "broken", "{"});
        play(1);
        LiveSource live(m_mailbox, profileOf("viewer-1"));
        live.start();
        QTRY_VERIFY(newest() && newest()->sources);
        QCOMPARE(newest()->sources->value.joins, std::int64_t(800));
        QCOMPARE(newest()->sources->value.sources.at(0).joins, std::int64_t(80));
        QVERIFY(secondsAgo(newest()->sources->asOf) <= 5);
    }

    void commandsTravelByBothPaths()
    {
        const auto answers = sendFrom("op-1", profileOf("op-1"));
        for (const auto& answer : answers)
            QVERIFY2(answer.kind == commands::SendOutcome::Kind::Taken, answer.detail.c_str());
        // Beside it there may be the probe that measures the way.
        const char* const count
                = "local n = 0 for _, e in ipairs(redis.call('XRANGE', KEYS[1], '-', '+')) do "
                  "for i = 1, #e[2], 2 do if e[2][i] == 'kind' and e[2][i + 1] == 'rate' then "
                  "n = n + 1 end end end return n";
        QCOMPARE(
                m_stores->redisCall({"EVAL", count, "1", contract::keys::commands("demo", "op-1")}),
                std::string{"1"});
        QCOMPARE(m_stores->valueOf("select actor || ' ' || kind || ' ' || (parameters ->> 'rate') "
                                   "from saikobi.command"),
                std::string{"op-1 rate 360"});
    }

    void sentTwiceIsOneRow()
    {
        sendFrom("op-1", profileOf("op-1"));
        sendFrom("op-1", profileOf("op-1"));
        QCOMPARE(m_stores->numberOf("select count(*) from saikobi.command"), std::int64_t(1));
    }

    void nothingStaysOpenAtTheServer()
    {
        const auto sessions = [this] {
            return m_stores->numberOf(
                    "select count(*) from pg_stat_activity where usename = 'op-1'");
        };
        {
            LiveSource source(m_mailbox, profileOf("op-1"));
            source.start();
            QTRY_VERIFY(newest() && newest()->products);
            sendFrom("op-1", profileOf("op-1"));
            QVERIFY(sessions() > 0);
        }
        QTRY_COMPARE(sessions(), std::int64_t(0));
    }

    void theStoresRefuseAViewer()
    {
        for (const auto& answer : sendFrom("viewer-1", profileOf("viewer-1")))
            QVERIFY2(answer.kind == commands::SendOutcome::Kind::Refused, answer.detail.c_str());
    }

    void oneReachableStoreIsEnough()
    {
        auto profile = profileOf("op-1");
        profile.redisPort = 1;
        const auto answers = sendFrom("op-1", profile);
        for (const auto& answer : answers)
            QVERIFY2(answer.kind
                            == (answer.path == commands::CommandPath::Redis
                                            ? commands::SendOutcome::Kind::Unreachable
                                            : commands::SendOutcome::Kind::Taken),
                    answer.detail.c_str());
    }

private:
    Profile profileOf(const std::string& user)
    {
        Profile profile;
        profile.postgresUrl = user == "op-1" ? m_stores->operatorUrl() : m_stores->viewerUrl();
        const auto redis = user == "op-1" ? m_stores->operatorRedis() : m_stores->viewerRedis();
        profile.redisHost = redis.host;
        profile.redisPort = redis.port;
        profile.redisUser = redis.user;
        profile.redisPassword = redis.password;
        profile.sale = "demo";
        return profile;
    }

    /// Second `n` of a sale with 5000 + 10 n places given, 6 n called, 5 n passes, 4 n paid orders.
    void writeSecond(Instant at, std::int64_t n)
    {
        auto line = lineTick(0, {5000 + 10 * n, 6 * n, 5 * n, 1});
        line.at = at;
        line.line->at = at;
        auto instance = instanceTick(0, "serve-1", {{contract::counter::ordersPaid, 4 * n}});
        instance.at = at;
        for (const auto& tick : {line, instance})
            m_stores->redisCall({"XADD", contract::keys::ticks("demo"),
                    std::to_string(contract::toUnixMs(at)) + "-*", "instance", tick.instance,
                    "tick", contract::toJson(tick)});
        m_second = n;
    }

    /// `count` seconds that end now.
    void play(int count)
    {
        const auto now = std::chrono::system_clock::now();
        for (int s = count - 1; s >= 0; --s)
            writeSecond(now - std::chrono::seconds{s}, m_second + 1);
    }

    contract::SnapshotPtr newest()
    {
        if (const auto taken = m_mailbox.take()) {
            m_newest = *taken;
            m_seen.check(*m_newest);
        }
        return m_newest;
    }
    const contract::SaleSnapshot& checked() { return *newest(); }

    std::vector<commands::SendOutcome> sendFrom(const std::string& user, const Profile& profile)
    {
        contract::Command command;
        command.id = "00000000-0000-4000-8000-000000000001";
        command.sale = "demo";
        command.kind = contract::CommandKind::SetRate;
        command.parameters = {{"rate", "360"}};
        command.reason = "by " + user;
        command.madeAt = std::chrono::system_clock::now();
        std::mutex mutex;
        std::vector<commands::SendOutcome> answers;
        LiveGateway gateway(profile);
        gateway.send(command, [&](const commands::SendOutcome& outcome) {
            const std::lock_guard lock(mutex);
            answers.push_back(outcome);
        });
        const auto count = [&] {
            const std::lock_guard lock(mutex);
            return answers.size();
        };
        [&] { QTRY_COMPARE(count(), std::size_t(2)); }();
        return answers;
    }

    std::unique_ptr<TestStores> m_stores{};
    model::Mailbox<contract::SnapshotPtr> m_mailbox{};
    contract::SnapshotPtr m_newest{};
    NoFalseZero m_seen{};
    std::int64_t m_second = 0;
};

QTEST_GUILESS_MAIN(TestLiveSource)
#include "test_live_source.moc"
