#include <QElapsedTimer>
#include <QTest>

#include "backend/stores/redis_connection.h"
#include "tests/support/tcp_proxy.h"
#include "tests/support/test_stores.h"

using namespace saikobi;
using namespace std::chrono_literals;
using stores::RedisConnection;
using tests::TcpProxy;

/// A way to a store that gets as bad as a test wants, and whole again.
class TestTcpProxy : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void passesOnWhatIsSaid();
    void answersComeLate();
    void nothingPassesWhileItStandsStill();
    void connectionsAreCut();
    void newConnectionsAreRefused();

private:
    /// Null when nothing answers.
    std::unique_ptr<RedisConnection> dial();
    static bool answers(RedisConnection& redis);

    std::unique_ptr<tests::TestStores> m_stores{};
    std::unique_ptr<TcpProxy> m_proxy{};
};

void TestTcpProxy::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestTcpProxy::init()
{
    m_proxy = TcpProxy::open(static_cast<std::uint16_t>(m_stores->redis().port()));
    QVERIFY(m_proxy);
}

std::unique_ptr<RedisConnection> TestTcpProxy::dial()
{
    auto options = m_stores->adminRedis();
    options.port = m_proxy->port();
    auto opened = RedisConnection::open(options);
    return opened ? std::move(opened).value() : nullptr;
}

bool TestTcpProxy::answers(RedisConnection& redis)
{
    return static_cast<bool>(redis.call({"PING"}));
}

void TestTcpProxy::passesOnWhatIsSaid()
{
    const auto redis = dial();
    QVERIFY(redis);
    const std::string large(1500000, 'x');
    QVERIFY(redis->call({"SET", "large", large}));
    const auto read = redis->call({"GET", "large"});
    QVERIFY(read && read.value().text == large);
    QVERIFY(m_proxy->connections() >= 1);
}

void TestTcpProxy::answersComeLate()
{
    const auto redis = dial();
    QVERIFY(redis);
    m_proxy->delayAnswers(200ms);
    QElapsedTimer since;
    since.start();
    QVERIFY(answers(*redis));
    QVERIFY2(since.elapsed() >= 195 && since.elapsed() < 900,
            qPrintable(QString::number(since.elapsed())));
}

void TestTcpProxy::nothingPassesWhileItStandsStill()
{
    const auto redis = dial();
    QVERIFY(redis);
    m_proxy->holdStill(true);
    QVERIFY(!answers(*redis)); // at its deadline
    m_proxy->holdStill(false);
    const auto again = dial();
    QVERIFY(again && answers(*again));
}

void TestTcpProxy::connectionsAreCut()
{
    const auto redis = dial();
    QVERIFY(redis);
    m_proxy->cutAll();
    QVERIFY(!answers(*redis));
    const auto again = dial();
    QVERIFY(again && answers(*again));
}

void TestTcpProxy::newConnectionsAreRefused()
{
    m_proxy->refuse(true);
    QVERIFY(!dial());
    m_proxy->refuse(false);
    QVERIFY(dial());
}

QTEST_GUILESS_MAIN(TestTcpProxy)
#include "test_tcp_proxy.moc"
