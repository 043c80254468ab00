#include <QTest>

#include <boost/asio/bind_executor.hpp>

#include "backend/stores/migration.h"
#include "backend/stores/redis_executor.h"
#include "tests/support/run_until.h"
#include "tests/support/test_stores.h"

using namespace saikobi;
using contract::FaultCode;
using contract::Result;
using stores::RedisExecutor;
using stores::Reply;

class TestRedisExecutor : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void addressesAreReadOrRefusedWithTheReason_data();
    void addressesAreReadOrRefusedWithTheReason();
    void answersComeInTheOrderOfTheCommands();
    void errorAnswersAreRefusalsWithRedisOwnWords();
    void libraryIsLoadedWhereItIsMissing();
    void stoppedServerMakesTheOutcomeUnknownAndComesBack();
    void absentServerIsUnavailable();
    void fullQueueRefusesAtOnce();

private:
    Result<Reply> call(RedisExecutor& redis, stores::RedisCommand command);

    std::unique_ptr<tests::TestStores> m_stores;
    boost::asio::io_context m_context;
};

void TestRedisExecutor::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

Result<Reply> TestRedisExecutor::call(RedisExecutor& redis, stores::RedisCommand command)
{
    auto answer = tests::awaited<Result<Reply>>(m_context, [&](auto done) {
        redis.send(std::move(command), boost::asio::bind_executor(m_context.get_executor(), done));
    });
    return answer ? *answer : Result<Reply>{contract::Fault{FaultCode::Internal, "no answer"}};
}

void TestRedisExecutor::addressesAreReadOrRefusedWithTheReason_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("outcome");
    QTest::addRow("host and port") << "redis://10.0.0.1:6380"
                                   << "10.0.0.1:6380 ''";
    QTest::addRow("a user without password") << "redis://viewer-1:@h:1/0"
                                             << "h:1 'viewer-1'";
    QTest::addRow("the usual port") << "redis://h"
                                    << "h:6379 ''";
    QTest::addRow("a password") << "redis://u:secret@h:1"
                                << "a password does not belong into an address";
    QTest::addRow("another scheme") << "http://h:1"
                                    << "must begin with redis://";
    QTest::addRow("a port that is none") << "redis://h:x"
                                         << "has no valid port";
    QTest::addRow("no host") << "redis://:6379"
                             << "has no host";
}

void TestRedisExecutor::addressesAreReadOrRefusedWithTheReason()
{
    QFETCH(QString, url);
    QFETCH(QString, outcome);
    const auto read = stores::redisOptionsFromUrl(url.toStdString());
    if (!read) {
        const auto said = QString::fromStdString(read.error().detail);
        QVERIFY2(said.endsWith(outcome), qPrintable(said));
        QVERIFY2(!said.contains(QStringLiteral("secret")), qPrintable(said));
        return;
    }
    const auto& options = read.value();
    QCOMPARE(QStringLiteral("%1:%2 '%3'")
                     .arg(QString::fromStdString(options.host))
                     .arg(options.port)
                     .arg(QString::fromStdString(options.user)),
            outcome);
}

void TestRedisExecutor::answersComeInTheOrderOfTheCommands()
{
    RedisExecutor redis(m_stores->adminRedis());
    std::vector<std::string> answers;
    for (int i = 0; i < 1000; ++i)
        redis.send({"ECHO", std::to_string(i)},
                boost::asio::bind_executor(
                        m_context.get_executor(), [&answers](const Result<Reply>& reply) {
                            answers.push_back(reply ? reply.value().text : "fault");
                        }));
    QVERIFY(tests::runUntil(m_context, [&answers] { return answers.size() == 1000; }));
    for (int i = 0; i < 1000; ++i)
        QCOMPARE(answers[static_cast<std::size_t>(i)], std::to_string(i));
}

void TestRedisExecutor::errorAnswersAreRefusalsWithRedisOwnWords()
{
    RedisExecutor redis(m_stores->viewerRedis());
    const auto reply = call(redis, {"SET", "{sale:demo}:q", "1"});
    QVERIFY(!reply);
    QVERIFY(reply.error().code == FaultCode::Refused);
    QVERIFY(reply.error().detail.find("NOPERM") != std::string::npos);
}

void TestRedisExecutor::libraryIsLoadedWhereItIsMissing()
{
    m_stores->redisCall({"FUNCTION", "FLUSH"});
    RedisExecutor redis(m_stores->backendRedis());
    const auto version = call(redis, {"FCALL", "saikobi_version", "0"});
    QVERIFY2(version, version ? "" : version.error().detail.c_str());
    QCOMPARE(version.value().integer, stores::libraryVersion());
}

void TestRedisExecutor::stoppedServerMakesTheOutcomeUnknownAndComesBack()
{
    auto options = m_stores->adminRedis();
    options.deadline = std::chrono::milliseconds{200};
    RedisExecutor redis(options);
    QVERIFY(call(redis, {"PING"}));
    QVERIFY(redis.health().isConnected);
    m_stores->redis().pause();
    const auto lost = call(redis, {"INCR", "counter"});
    QVERIFY(!lost);
    QVERIFY(lost.error().code == FaultCode::Unknown);
    QVERIFY(!redis.health().isConnected);
    QVERIFY(!redis.health().roundTripMs);
    m_stores->redis().resume();
    QTRY_VERIFY_WITH_TIMEOUT(redis.health().isConnected, 10000);
    QVERIFY(call(redis, {"PING"}));
    QVERIFY(!redis.serverRunId().empty());
}

void TestRedisExecutor::absentServerIsUnavailable()
{
    stores::RedisOptions options;
    options.port = 1; // nobody listens there
    RedisExecutor redis(options);
    const auto reply = call(redis, {"PING"});
    QVERIFY(!reply);
    QVERIFY(reply.error().code == FaultCode::Unavailable);
    QVERIFY(redis.health().error.find("127.0.0.1:1") != std::string::npos);
}

void TestRedisExecutor::fullQueueRefusesAtOnce()
{
    auto options = m_stores->adminRedis();
    options.queueLimit = 3;
    RedisExecutor redis(options);
    QVERIFY(call(redis, {"PING"}));
    m_stores->redis().pause();
    int busy = 0;
    int answered = 0;
    for (int i = 0; i < 10; ++i)
        redis.send({"PING"},
                boost::asio::bind_executor(
                        m_context.get_executor(), [&](const Result<Reply>& reply) {
                            ++answered;
                            busy += !reply && reply.error().code == FaultCode::Busy;
                        }));
    QVERIFY(tests::runUntil(m_context, [&] { return busy > 0; }));
    m_stores->redis().resume();
    QVERIFY(tests::runUntil(m_context, [&] { return answered == 10; }));
    QVERIFY(busy <= 7);
}

QTEST_GUILESS_MAIN(TestRedisExecutor)
#include "test_redis_executor.moc"
