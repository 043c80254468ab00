#include <QRegularExpression>
#include <QTest>

#include "tests/app_connection/walked.h"
#include "tests/support/sample_sale.h"

using namespace saikobi;
using namespace saikobi::tests;
using model::Hop;
using model::HopCause;
using model::HopState;
using model::StorePath;
using namespace std::chrono_literals;

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
        letTheSaleRun(*m_stores);
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
        letTheSaleRun(*m_stores);
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
            letTheSaleRun(*m_stores);
        else
            letTheSaleBe(*m_stores);
        const Walked walked{withFault(static_cast<Fault>(fault))};
        m_stores->execute("update saikobi.meta set schema_version = 33");
        QVERIFY(walked.isOver());
        const auto found = walked.report().failed(static_cast<StorePath>(path));
        QVERIFY2(found && static_cast<int>(*found) == hop, walked.told().c_str());
        QCOMPARE(static_cast<int>(walked.at(static_cast<StorePath>(path), *found).cause), cause);
    }

    void aServerThatIsSilentEndsAtItsDeadline()
    {
        letTheSaleRun(*m_stores);
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

    sources::Profile viewer() { return profileOf(m_stores->viewerUrl(), m_stores->viewerRedis()); }
    sources::Profile operatorProfile()
    {
        return profileOf(m_stores->operatorUrl(), m_stores->operatorRedis());
    }
    std::unique_ptr<TestStores> m_stores{};
};

QTEST_GUILESS_MAIN(TestConnectionCheck)
#include "test_connection_check.moc"
