#include <QTest>

#include <pqxx/pqxx>

#include "backend/contract/keys.h"
#include "backend/stores/redis_connection.h"
#include "tests/support/sample_sale.h"
#include "tests/support/test_stores.h"

using namespace saikobi;
using rehearsal::Ending;

class TestPrivateStores : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void theSuperuserHasNoWayInOverTheNetwork();
    void aWrongPasswordDoesNotHelp();
    void viewerReadsAndNothingElse_data();
    void viewerReadsAndNothingElse();
    void operatorIssuesCommandsUnderTheOwnName();
    void redisUsersMayDoTheirsOnly_data();
    void redisUsersMayDoTheirsOnly();
    void strangersDoNotGetIn();
    void survivesStopAndStart_data();
    void survivesStopAndStart();
    void isFoundAgain();
    void pausedServersDoNotAnswerAndThenGoOn();

private:
    std::string attempt(const std::string& url, const std::string& sql);
    std::string redisAs(const std::string& user, const stores::RedisCommand& command);
    std::unique_ptr<tests::TestStores> m_stores;
};

void TestPrivateStores::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

/// Empty when it went through, otherwise what the server said.
std::string TestPrivateStores::attempt(const std::string& url, const std::string& sql)
{
    try {
        pqxx::connection connection(url);
        pqxx::work work(connection);
        work.exec(sql);
        work.commit();
        return {};
    } catch (const std::exception& refused) {
        return refused.what();
    }
}

std::string TestPrivateStores::redisAs(const std::string& user, const stores::RedisCommand& command)
{
    const auto connection = stores::RedisConnection::open(m_stores->redis().optionsFor(user));
    if (!connection)
        return connection.error().detail;
    const auto reply = connection.value()->call(command);
    return reply ? std::string{} : reply.error().detail;
}

void TestPrivateStores::theSuperuserHasNoWayInOverTheNetwork()
{
    const auto passfile
            = m_stores->superuserUrl().substr(m_stores->superuserUrl().find("passfile="));
    const auto url = "postgresql://postgres@127.0.0.1:"
            + std::to_string(m_stores->postgres().port()) + "/saikobi?" + passfile;
    const auto said = attempt(url, "select 1");
    QVERIFY2(said.find("pg_hba.conf rejects") != std::string::npos, said.c_str());
}

void TestPrivateStores::aWrongPasswordDoesNotHelp()
{
    const auto url = m_stores->postgres().url("op-1", m_stores->passfile("viewer-1"));
    QVERIFY(!attempt(url, "select 1").empty());
}

void TestPrivateStores::viewerReadsAndNothingElse_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::addColumn<bool>("isAllowed");
    QTest::addRow("reads sales") << QByteArray{"select * from saikobi.sale"} << true;
    QTest::addRow("reads orders") << QByteArray{"select * from saikobi.orders"} << true;
    QTest::addRow("no updates") << QByteArray{"update saikobi.stock set total = 9"} << false;
    QTest::addRow("not even when it asks to write")
            << QByteArray{"set transaction read write; delete from saikobi.sale"} << false;
    QTest::addRow("no commands")
            << QByteArray{"set transaction read write; select saikobi.issue_command("
                          "gen_random_uuid(), 'demo', 'hold', '{}', '', 0, now())"}
            << false;
    QTest::addRow("no tables") << QByteArray{"set transaction read write; create table x (i int)"}
                               << false;
}

void TestPrivateStores::viewerReadsAndNothingElse()
{
    QFETCH(QByteArray, sql);
    QFETCH(bool, isAllowed);
    const auto said = attempt(m_stores->viewerUrl(), sql.toStdString());
    QVERIFY2(said.empty() == isAllowed, said.c_str());
}

void TestPrivateStores::operatorIssuesCommandsUnderTheOwnName()
{
    m_stores->clear();
    tests::loadSample(*m_stores);
    const auto said = attempt(m_stores->operatorUrl(),
            "select saikobi.issue_command(gen_random_uuid(), 'demo', 'hold', '{}', 'try', 0, "
            "now())");
    QVERIFY2(said.empty(), said.c_str());
    QCOMPARE(m_stores->valueOf("select actor from saikobi.command"), std::string{"op-1"});
    QVERIFY(!attempt(m_stores->operatorUrl(), "update saikobi.command set actor = 'op-2'").empty());
    QVERIFY(!attempt(m_stores->operatorUrl(), "update saikobi.stock set total = 9").empty());
}

void TestPrivateStores::redisUsersMayDoTheirsOnly_data()
{
    using stores::RedisCommand;
    QTest::addColumn<QByteArray>("user");
    QTest::addColumn<QByteArrayList>("command");
    QTest::addColumn<bool>("isAllowed");
    const auto row = [](const char* name, const char* user, const char* command, bool isAllowed) {
        QTest::newRow(name) << QByteArray{user} << QByteArray{command}.split(' ') << isAllowed;
    };
    const char* backend = "saikobi_backend";
    row("backend writes a sale", backend, "HSET {sale:demo}:q rate 60", true);
    row("backend writes a provider's budget", backend, "HSET {provider:sim}:budget tat 0", true);
    row("backend appends and trims", backend, "XADD {sale:demo}:ticks MAXLEN ~ 10 * a b", true);
    row("backend reads its functions", backend, "FUNCTION LIST", true);
    row("backend has no other keys", backend, "SET elsewhere 1", false);
    row("backend cannot configure", backend, "CONFIG SET maxmemory 1", false);
    row("backend cannot run scripts", backend, "EVAL return(1) 0", false);
    row("backend cannot empty the store", backend, "FLUSHALL", false);
    row("backend cannot list keys", backend, "KEYS *", false);
    row("backend cannot debug", backend, "DEBUG SLEEP 0", false);
    row("backend cannot drop functions", backend, "FUNCTION FLUSH", false);
    row("backend cannot make users", backend, "ACL SETUSER x on", false);
    row("operator appends to the own stream", "op-1", "XADD {sale:demo}:commands:op-1 * id 1",
            true);
    row("operator of any sale", "op-1", "XADD {sale:small}:commands:op-1 * id 1", true);
    row("operator not to another's stream", "op-1", "XADD {sale:demo}:commands:op-2 * id 1", false);
    row("operator not to the timeline", "op-1", "XADD {sale:demo}:timeline * id 1", false);
    row("operator reads the line", "op-1", "HGETALL {sale:demo}:q", true);
    row("operator reads ticks", "op-1", "XRANGE {sale:demo}:ticks - +", true);
    row("operator asks after the server", "op-1", "INFO", true);
    row("operator changes nothing else", "op-1", "HSET {sale:demo}:q rate 60", false);
    row("operator deletes nothing", "op-1", "DEL {sale:demo}:commands:op-1", false);
    row("operator calls no function", "op-1", "FCALL saikobi_version 0", false);
    row("operator kills no connection", "op-1", "CLIENT KILL TYPE normal", false);
    row("viewer reads", "viewer-1", "HGETALL {sale:demo}:q", true);
    row("viewer appends nothing", "viewer-1", "XADD {sale:demo}:commands:viewer-1 * id 1", false);
    row("viewer sees nothing but sales", "viewer-1", "GET elsewhere", false);
    row("viewer lists no keys", "viewer-1", "KEYS *", false);
    row("viewer runs no read-only script either", "viewer-1", "EVAL_RO return(1) 0", false);
}

void TestPrivateStores::redisUsersMayDoTheirsOnly()
{
    QFETCH(QByteArray, user);
    QFETCH(QByteArrayList, command);
    QFETCH(bool, isAllowed);
    stores::RedisCommand words;
    for (const auto& word : command)
        words.push_back(word.toStdString());
    const auto said = redisAs(user.toStdString(), words);
    QVERIFY2(said.empty() == isAllowed, said.empty() ? "was allowed" : said.c_str());
    // For want of rights, not because the words are wrong.
    QVERIFY2(isAllowed || said.find("permission") != std::string::npos
                    || said.find("not allowed") != std::string::npos,
            said.c_str());
}

void TestPrivateStores::strangersDoNotGetIn()
{
    stores::RedisOptions nobody;
    nobody.port = m_stores->redis().port();
    QVERIFY(!stores::RedisConnection::open(nobody));
    auto wrong = m_stores->operatorRedis();
    wrong.password = "guess";
    QVERIFY(!stores::RedisConnection::open(wrong));
}

void TestPrivateStores::survivesStopAndStart_data()
{
    QTest::addColumn<int>("how");
    QTest::addRow("in order") << static_cast<int>(Ending::Orderly);
    QTest::addRow("at once") << static_cast<int>(Ending::Immediate);
    QTest::addRow("killed") << static_cast<int>(Ending::Kill);
}

void TestPrivateStores::survivesStopAndStart()
{
    QFETCH(int, how);
    m_stores->clear();
    tests::loadSample(*m_stores);
    m_stores->redisCall({"SET", "{sale:demo}:kept", "7"});
    const auto postgresPort = m_stores->postgres().port();
    const auto redisPort = m_stores->redis().port();
    QVERIFY(m_stores->postgres().stop(static_cast<Ending>(how)));
    QVERIFY(m_stores->redis().stop(static_cast<Ending>(how)));
    QVERIFY(!m_stores->postgres().isRunning());
    const auto postgres = m_stores->postgres().startAgain();
    QVERIFY2(postgres, postgres ? "" : postgres.error().detail.c_str());
    const auto redis = m_stores->redis().startAgain();
    QVERIFY2(redis, redis ? "" : redis.error().detail.c_str());
    QCOMPARE(m_stores->postgres().port(), postgresPort);
    QCOMPARE(m_stores->redis().port(), redisPort);
    QCOMPARE(m_stores->valueOf("select count(*) from saikobi.sale"), std::string{"1"});
    QCOMPARE(m_stores->redisCall({"GET", "{sale:demo}:kept"}), std::string{"7"});
}

void TestPrivateStores::isFoundAgain()
{
    QTemporaryDir folder;
    const std::filesystem::path root = folder.path().toStdString();
    std::string installation;
    int port = 0;
    const auto question = "select installation::text from saikobi.meta";
    for (int round = 0; round < 2; ++round) {
        auto stores = rehearsal::PrivateStores::start(root);
        QVERIFY2(stores, stores ? "" : stores.error().detail.c_str());
        pqxx::connection connection(stores.value().postgresUrl("viewer-1"));
        pqxx::work work(connection);
        const auto found = work.exec1(question)[0].as<std::string>();
        if (round == 1) {
            QCOMPARE(found, installation);
            QCOMPARE(stores.value().postgres().port(), port);
        }
        installation = found;
        port = stores.value().postgres().port();
    }
}

void TestPrivateStores::pausedServersDoNotAnswerAndThenGoOn()
{
    m_stores->postgres().pause();
    m_stores->redis().pause();
    const auto connection = stores::RedisConnection::open(m_stores->adminRedis());
    m_stores->redis().resume();
    m_stores->postgres().resume();
    QVERIFY(!connection);
    QCOMPARE(m_stores->redisCall({"PING"}), std::string{"PONG"});
    QCOMPARE(m_stores->valueOf("select 1"), std::string{"1"});
}

QTEST_GUILESS_MAIN(TestPrivateStores)
#include "test_private_stores.moc"
