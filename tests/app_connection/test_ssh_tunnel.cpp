#include <QDir>
#include <QRegularExpression>
#include <QTemporaryDir>

#include "app/connection/tunnel_keeper.h"
#include "app/sources/redis_link.h"
#include "tests/app_connection/ssh_server.h"
#include "tests/app_connection/walked.h"
#include "tests/support/sample_sale.h"

using namespace saikobi;
using namespace saikobi::connection;
using namespace saikobi::tests;
using model::Hop;
using model::HopCause;
using model::HopState;
using model::StorePath;
using namespace std::chrono_literals;

/// Both stores through a real ssh and a real sshd.
class TestSshTunnel : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_stores = TestStores::start();
        QVERIFY2(m_stores, TestStores::whyNot().c_str());
        QVERIFY(m_folder.isValid());
        const auto why = m_server.prepare();
        QVERIFY2(why.isEmpty(), qPrintable(why));
        loadSample(*m_stores);
    }

    void init()
    {
        QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")});
        QVERIFY(m_server.start());
        m_stores->clear();
        loadSample(*m_stores);
        letTheSaleRun(*m_stores);
    }
    void cleanup() { m_server.stop(); }

    void bothStoresAreReachedThroughIt()
    {
        const Walked walked{profile()};
        QVERIFY(walked.isOver());
        for (const auto path : {StorePath::Postgres, StorePath::Redis}) {
            QVERIFY2(!walked.report().failed(path), walked.told().c_str());
            QVERIFY(walked.at(path, Hop::Tunnel).state == HopState::Passed);
            QVERIFY(walked.at(path, Hop::Ticks).state == HopState::Passed);
        }
    }

    void whatIsWrongIsNamedAtTheTunnel_data()
    {
        QTest::addColumn<QString>("part");
        QTest::addRow("a key that nobody knows") << QStringLiteral("key");
        QTest::addRow("a host that was never seen") << QStringLiteral("host");
        QTest::addRow("nobody at the port") << QStringLiteral("port");
    }

    void whatIsWrongIsNamedAtTheTunnel()
    {
        QFETCH(QString, part);
        auto wrong = profile();
        if (part == QStringLiteral("key"))
            wrong.tunnel->identity = m_server.strangersIdentity().toStdString();
        else if (part == QStringLiteral("host"))
            wrong.tunnel->knownHosts = "/dev/null";
        else
            wrong.tunnel->port = 1;
        const Walked walked{wrong};
        for (const auto path : {StorePath::Postgres, StorePath::Redis}) {
            QVERIFY2(walked.report().failed(path) == Hop::Tunnel, walked.told().c_str());
            QVERIFY(walked.at(path, Hop::Tunnel).cause == HopCause::TunnelFailed);
            QVERIFY(!walked.at(path, Hop::Tunnel).detail.empty());
            QVERIFY(walked.at(path, Hop::Tcp).state == HopState::Waiting);
        }
    }

    void itComesBackByItselfOnTheSamePorts()
    {
        std::mutex mutex;
        std::vector<std::string> told;
        const TunnelKeeper keeper{profile(), [&](const std::string& why) {
                                      const std::lock_guard lock(mutex);
                                      told.push_back(why);
                                  }};
        const auto last = [&] {
            const std::lock_guard lock(mutex);
            return told.empty() ? std::string{"nothing yet"} : told.back();
        };
        const auto reaches = [&keeper] { return bool(sources::RedisLink::open(keeper.inside())); };
        QTRY_VERIFY_WITH_TIMEOUT(last().empty() && reaches(), 20'000);
        m_server.stop();
        QTRY_VERIFY_WITH_TIMEOUT(!last().empty(), 20'000);
        QVERIFY(m_server.start());
        QTRY_VERIFY_WITH_TIMEOUT(last().empty() && reaches(), 60'000);
    }

    void nothingIsLeftBehindAndNoSecretIsInItsWords()
    {
        const auto words = sshWords(profile(), {1, 2});
        for (const auto& each : words)
            QVERIFY(each.find(m_stores->operatorRedis().password) == std::string::npos);
        QCOMPARE(words.back(), profile().tunnel->destination);
        QCOMPARE(words.at(words.size() - 2), std::string{"--"});
        const auto ports = SshTunnel::freePorts();
        {
            const StopSign never;
            const auto tunnel = SshTunnel::open(profile(), ports, 20s, never);
            QVERIFY2(tunnel, tunnel ? "" : tunnel.error().detail.c_str());
        }
        auto inside = sources::throughTunnel(profile(), ports.postgres, ports.redis);
        QVERIFY(!sources::RedisLink::open(inside));
    }

private:
    sources::Profile profile()
    {
        auto out = profileOf(m_stores->viewerUrl(), m_stores->viewerRedis());
        out.tunnel = sources::TunnelWay{
                QString(m_server.user() + QStringLiteral("@127.0.0.1")).toStdString(),
                m_server.port(), m_server.identity().toStdString(),
                m_server.knownHosts().toStdString()};
        return out;
    }

    QTemporaryDir m_folder{};
    SshServer m_server{m_folder.path()};
    std::unique_ptr<TestStores> m_stores{};
};

QTEST_GUILESS_MAIN(TestSshTunnel)
#include "test_ssh_tunnel.moc"
