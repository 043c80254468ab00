#include <QRegularExpression>
#include <QTest>

#include <mutex>

#include "app/connection/connection_check.h"
#include "backend/stores/redis_connection.h"
#include "backend/waiting_room/line_store.h"
#include "tests/support/sample_sale.h"
#include "tests/support/tcp_proxy.h"
#include "tests/support/test_stores.h"

using namespace saikobi;
using namespace saikobi::connection;
using namespace saikobi::tests;
using model::Hop;
using model::HopCause;
using model::HopState;
using model::StorePath;
using namespace std::chrono_literals;

namespace {

constexpr int patienceMs = 30'000;

/// Walks a profile and keeps what it was told.
class Walked {
public:
    explicit Walked(const sources::Profile& profile)
    {
        ConnectionCheck check{profile,
                {[this](StorePath path, Hop hop, const model::HopResult& result) {
                     const std::lock_guard lock(m_mutex);
                     m_report.at(path, hop) = result;
                 },
                        [this](double skew) {
                            const std::lock_guard lock(m_mutex);
                            m_report.skewMs = skew;
                        },
                        [this](const std::vector<model::KnownSale>& sales) { m_sales = sales; },
                        [this](StorePath) { ++m_over; }}};
        m_isOver = QTest::qWaitFor([this] { return m_over == 2; }, patienceMs);
    }
    bool isOver() const { return m_isOver; }
    const model::ConnectionReport& report() const { return m_report; }
    const std::vector<model::KnownSale>& sales() const { return m_sales; }
    const model::HopResult& at(StorePath path, Hop hop) const { return m_report.at(path, hop); }

    /// All that was told, for whoever wonders why a test failed.
    std::string told() const
    {
        std::string out;
        for (const auto path : {StorePath::Postgres, StorePath::Redis})
            for (std::size_t i = 0; i < model::hopCount; ++i) {
                const auto& each = at(path, static_cast<Hop>(i));
                out += std::to_string(static_cast<int>(path)) + '.' + std::to_string(i) + ": "
                        + std::to_string(static_cast<int>(each.state)) + ' '
                        + std::to_string(static_cast<int>(each.cause)) + ' ' + each.detail + '\n';
            }
        return out;
    }

private:
    std::mutex m_mutex{};
    model::ConnectionReport m_report{};
    std::vector<model::KnownSale> m_sales{};
    std::atomic<int> m_over{0};
    bool m_isOver = false;
};

} // namespace

/// The way of a profile, step by step, through real stores: each thing that can be wrong is named
/// at its own step.
class TestConnectionCheck : public QObject {
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

    void aViewerSeesTheWholeWay()
    {
        letTheSaleRun();
        const Walked walked{viewer()};
        QVERIFY(walked.isOver());
        for (const auto path : {StorePath::Postgres, StorePath::Redis}) {
            QVERIFY2(!walked.report().failed(path), walked.told().c_str());
            QVERIFY(walked.at(path, Hop::Rights).cause == HopCause::Viewer);
            QVERIFY(walked.at(path, Hop::Probe).cause == HopCause::ReadOnly);
            QVERIFY(walked.at(path, Hop::Ticks).detail.starts_with("serve-1 "));
            QVERIFY(walked.at(path, Hop::Tcp).ms && *walked.at(path, Hop::Tcp).ms < 3000);
        }
        QVERIFY(walked.at(StorePath::Redis, Hop::Tls).cause == HopCause::PlainLocal);
        QVERIFY(walked.at(StorePath::Postgres, Hop::Version).detail.starts_with("PostgreSQL 1"));
        QCOMPARE(walked.sales().size(), std::size_t(1));
        QCOMPARE(walked.sales().front().id, std::string{"demo"});
        QVERIFY(std::abs(walked.report().skewMs.value()) < 1000);
        QCOMPARE(m_stores->numberOf("select count(*) from saikobi.command"), 0);
    }

    void aProbeThatNobodyTakesIsNotTaken()
    {
        letTheSaleRun();
        const Walked walked{operatorProfile()};
        for (const auto path : {StorePath::Postgres, StorePath::Redis}) {
            QVERIFY2(
                    walked.at(path, Hop::Probe).cause == HopCause::NotTaken, walked.told().c_str());
            QVERIFY(walked.at(path, Hop::Rights).cause == HopCause::Operator);
            // Nothing is tried behind a step that failed.
            QVERIFY(walked.at(path, Hop::Ticks).state == HopState::Waiting);
        }
    }

    void eachFaultIsNamedAtItsStep_data()
    {
        QTest::addColumn<int>("fault");
        QTest::addColumn<int>("path");
        QTest::addColumn<int>("hop");
        QTest::addColumn<int>("cause");
        const auto row
                = [](const char* name, Fault fault, StorePath path, Hop hop, HopCause cause) {
                      QTest::addRow("%s", name) << static_cast<int>(fault) << static_cast<int>(path)
                                                << static_cast<int>(hop) << static_cast<int>(cause);
                  };
        row("Postgres's name is wrong", Fault::PostgresName, StorePath::Postgres, Hop::Name,
                HopCause::NotResolved);
        row("Redis's name is wrong", Fault::RedisName, StorePath::Redis, Hop::Name,
                HopCause::NotResolved);
        row("nobody at Postgres's port", Fault::PostgresPort, StorePath::Postgres, Hop::Tcp,
                HopCause::Refused);
        row("nobody at Redis's port", Fault::RedisPort, StorePath::Redis, Hop::Tcp,
                HopCause::Refused);
        row("Postgres without TLS", Fault::PlainPostgres, StorePath::Postgres, Hop::Tls,
                HopCause::NoTls);
        row("no such role", Fault::PostgresUser, StorePath::Postgres, Hop::SignIn,
                HopCause::SignInRefused);
        row("a wrong password in Redis", Fault::RedisPassword, StorePath::Redis, Hop::SignIn,
                HopCause::SignInRefused);
        row("no password for Redis", Fault::NoRedisPassword, StorePath::Redis, Hop::SignIn,
                HopCause::NoPassword);
        row("no rights in Postgres", Fault::Stranger, StorePath::Postgres, Hop::Rights,
                HopCause::NoRights);
        row("no such sale in Postgres", Fault::OtherSale, StorePath::Postgres, Hop::Schema,
                HopCause::NoSale);
        row("no such sale in Redis", Fault::OtherSale, StorePath::Redis, Hop::Schema,
                HopCause::NoSale);
        row("an old schema", Fault::OldSchema, StorePath::Postgres, Hop::Schema,
                HopCause::OldSchema);
        row("no ticks in Postgres", Fault::Silent, StorePath::Postgres, Hop::Ticks,
                HopCause::NoTicks);
        row("no ticks in Redis", Fault::Silent, StorePath::Redis, Hop::Ticks, HopCause::NoTicks);
    }

    void eachFaultIsNamedAtItsStep()
    {
        QFETCH(int, fault);
        QFETCH(int, path);
        QFETCH(int, hop);
        QFETCH(int, cause);
        if (static_cast<Fault>(fault) != Fault::Silent)
            letTheSaleRun();
        else
            letTheSaleBe();
        const Walked walked{withFault(static_cast<Fault>(fault))};
        m_stores->execute("update saikobi.meta set schema_version = 33");
        QVERIFY(walked.isOver());
        const auto found = walked.report().failed(static_cast<StorePath>(path));
        QVERIFY2(found && static_cast<int>(*found) == hop, walked.told().c_str());
        QCOMPARE(static_cast<int>(walked.at(static_cast<StorePath>(path), *found).cause), cause);
    }

    void aServerThatIsSilentEndsAtItsDeadline()
    {
        letTheSaleRun();
        m_stores->postgres().pause();
        m_stores->redis().pause();
        const auto from = std::chrono::steady_clock::now();
        const Walked walked{viewer()};
        m_stores->postgres().resume();
        m_stores->redis().resume();
        QVERIFY(std::chrono::steady_clock::now() - from < 15s);
        // The kernel takes the connection, so that it is the sign-in that nobody answers.
        QVERIFY2(walked.report().failed(StorePath::Redis) == Hop::SignIn, walked.told().c_str());
        QVERIFY(walked.report().failed(StorePath::Postgres) >= Hop::Tls);
    }

private:
    enum class Fault {
        PostgresName,
        RedisName,
        PostgresPort,
        RedisPort,
        PlainPostgres,
        PostgresUser,
        RedisPassword,
        NoRedisPassword,
        Stranger,
        OtherSale,
        OldSchema,
        Silent
    };

    sources::Profile withFault(Fault fault)
    {
        const bool isAboutPassword
                = fault == Fault::RedisPassword || fault == Fault::NoRedisPassword;
        // On loopback a viewer of Redis has none.
        auto profile = isAboutPassword ? operatorProfile() : viewer();
        const auto replace = [&profile](const std::string& what, const std::string& by) {
            profile.postgresUrl.replace(profile.postgresUrl.find(what), what.size(), by);
        };
        const auto postgresPort = ":" + std::to_string(m_stores->postgres().port()) + "/";
        switch (fault) {
        case Fault::PostgresName:
            replace("127.0.0.1", "postgres.invalid");
            break;
        case Fault::RedisName:
            profile.redisHost = "redis.invalid";
            break;
        case Fault::PostgresPort:
            replace(postgresPort, ":1/");
            break;
        case Fault::RedisPort:
            profile.redisPort = 1;
            break;
        case Fault::PlainPostgres:
            profile.postgresUrl += "&sslmode=verify-full";
            break;
        case Fault::PostgresUser:
            replace("viewer-1@", "nobody-1@");
            break;
        case Fault::RedisPassword:
            profile.redisPassword = "another one";
            break;
        case Fault::NoRedisPassword:
            profile.redisPassword.clear();
            break;
        case Fault::Stranger:
            replace("viewer-1@", "stranger:x@");
            m_stores->execute("do $$ begin if not exists (select from pg_roles where rolname = "
                              "'stranger') then create role stranger login password 'x'; "
                              "grant connect on database saikobi to stranger; end if; end $$");
            break;
        case Fault::OtherSale:
            profile.sale = "another";
            break;
        case Fault::OldSchema:
            m_stores->execute("update saikobi.meta set schema_version = 12");
            break;
        case Fault::Silent:
            break;
        }
        return profile;
    }

    /// As Redis and Postgres look while a sale is on, with one instance that ticks.
    void letTheSaleRun()
    {
        letTheSaleBe();
        m_stores->execute("insert into saikobi.tick (sale, run, at, instance, incarnation, "
                          "counters, histograms, gauges) values ('demo', 1, now(), 'serve-1', 'a', "
                          "'{}', '{}', '{}')");
        m_stores->redisCall({"XADD", "{sale:demo}:ticks", "*", "tick", tick()});
    }

    void letTheSaleBe()
    {
        m_stores->redisCall({"HSET", "{sale:demo}:q", "epoch", "1"});
        m_stores->execute("insert into saikobi.instance (name, incarnation, version, started_at, "
                          "ready) values ('serve-1', 'a', '0.1.0', now(), true)");
    }

    static std::string tick()
    {
        const auto now = contract::toUnixMs(std::chrono::system_clock::now());
        return R"({"sale":"demo","run":1,"at":)" + std::to_string(now)
                + R"(,"instance":"serve-1","incarnation":"a","counters":{},"histograms":{},"gauges":{}})";
    }

    sources::Profile viewer() { return profileOf(m_stores->viewerUrl(), m_stores->viewerRedis()); }
    sources::Profile operatorProfile()
    {
        return profileOf(m_stores->operatorUrl(), m_stores->operatorRedis());
    }
    static sources::Profile profileOf(const std::string& url, const stores::RedisOptions& redis)
    {
        sources::Profile profile;
        profile.postgresUrl = url;
        profile.redisHost = redis.host;
        profile.redisPort = redis.port;
        profile.redisUser = redis.user;
        profile.redisPassword = redis.password;
        profile.sale = "demo";
        return profile;
    }

    std::unique_ptr<TestStores> m_stores{};
};

QTEST_GUILESS_MAIN(TestConnectionCheck)
#include "test_connection_check.moc"
