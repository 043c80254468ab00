#include <QTest>

#include <random>

#include "backend/stores/redis_connection.h"
#include "backend/waiting_room/block_list.h"
#include "tests/waiting_room/line_rig.h"

using namespace saikobi;
using namespace std::chrono_literals;
using tests::LineRig;
using tests::TestStores;
using waiting_room::addressFromText;
using waiting_room::BlockEntry;
using waiting_room::BlockList;
using waiting_room::networkFromText;

namespace {

const contract::Instant start = contract::fromUnixMs(1767225600000);

BlockList listOf(const std::vector<std::string>& what)
{
    std::vector<BlockEntry> entries;
    for (const auto& one : what)
        entries.push_back({one, {}, {}});
    BlockList list{std::move(entries)};
    list.keep(start);
    return list;
}

bool blocks(const BlockList& list, const char* address)
{
    return list.blocksAddress(addressFromText(address).value());
}

} // namespace

class TestBlockRules : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void namesAddresses_data();
    void namesAddresses();
    void namesNumbersAndSubjects();
    void endsByItself();
    void saysWhatItCannotRead();
    void keepsToItsLimit();
    void agreesWithAskingEachEntry();
    void actsInEveryInstanceAtOnce();
    void followsStaffWithinAMoment();
    void staysWhileRedisIsAway();
    void knowsThePassOfASubject();

private:
    void put(const std::string& what, const std::string& entry = R"({"until":0})");
    void take(const std::string& what);
    void raiseRevision();

    std::unique_ptr<TestStores> m_stores{};
    int m_revision = 0;
};

void TestBlockRules::initTestCase()
{
    m_stores = TestStores::start();
    QVERIFY2(m_stores, TestStores::whyNot().c_str());
}

/// As the command's rule leaves it behind.
void TestBlockRules::put(const std::string& what, const std::string& entry)
{
    m_stores->redisCall({"HSET", "{sale:demo}:blocks", what, entry});
    raiseRevision();
}

void TestBlockRules::take(const std::string& what)
{
    m_stores->redisCall({"HDEL", "{sale:demo}:blocks", what});
    raiseRevision();
}

void TestBlockRules::raiseRevision()
{
    m_stores->redisCall(
            {"HSET", "{sale:demo}:q", "stamp", "", "blocks_rev", std::to_string(++m_revision)});
}

void TestBlockRules::namesAddresses_data()
{
    QTest::addColumn<QByteArray>("what");
    QTest::addColumn<QByteArray>("address");
    QTest::addColumn<bool>("blocked");
    const auto row = [](const char* name, const char* what, const char* address, bool blocked) {
        QTest::addRow("%s", name) << QByteArray{what} << QByteArray{address} << blocked;
    };
    row("an address", "192.0.2.7", "192.0.2.7", true);
    row("its neighbour", "192.0.2.7", "192.0.2.8", false);
    row("the first of a network", "192.0.2.0/24", "192.0.2.0", true);
    row("the last of a network", "192.0.2.0/24", "192.0.2.255", true);
    row("the one behind it", "192.0.2.0/24", "192.0.3.0", false);
    row("a network written by one of its addresses", "192.0.2.9/24", "192.0.2.1", true);
    row("bits inside a byte", "10.0.0.128/26", "10.0.0.191", true);
    row("behind bits inside a byte", "10.0.0.128/26", "10.0.0.192", false);
    row("IPv4 in IPv6 clothes", "192.0.2.0/24", "::ffff:192.0.2.9", true);
    row("an IPv6 household", "2001:db8:1:2::/64", "2001:db8:1:2:ffff::1", true);
    row("another household", "2001:db8:1:2::/64", "2001:db8:1:3::1", false);
    row("all of IPv6 is not IPv4", "2000::/3", "192.0.2.1", false);
}

void TestBlockRules::namesAddresses()
{
    QFETCH(QByteArray, what);
    QFETCH(QByteArray, address);
    QFETCH(bool, blocked);
    QCOMPARE(blocks(listOf({what.toStdString()}), address.constData()), blocked);
    QVERIFY(!blocks(listOf({}), address.constData()));
}

void TestBlockRules::namesNumbersAndSubjects()
{
    const auto list = listOf(
            {"number:100-200", "number:150-300", "number:7-7", "subject:00000000000000ff"});
    for (const std::int64_t inside : {7, 100, 180, 250, 300})
        QVERIFY(list.blocksNumber(inside));
    for (const std::int64_t outside : {0, 6, 8, 99, 301})
        QVERIFY(!list.blocksNumber(outside));
    QVERIFY(list.blocksSubject(255));
    QVERIFY(!list.blocksSubject(254));
    QVERIFY(!list.blocksSubject(0)); // most tickets have none
    QVERIFY(!list.isEmpty() && listOf({}).isEmpty());
}

void TestBlockRules::endsByItself()
{
    BlockList list{{{"192.0.2.1", start + 10s, {}}, {"192.0.2.2", start + 20s, {}},
            {"192.0.2.3", {}, {}}}};
    const auto blocked = [&list](std::chrono::milliseconds after) {
        list.keep(start + after);
        return int{blocks(list, "192.0.2.1")} + 2 * int{blocks(list, "192.0.2.2")}
        + 4 * int{blocks(list, "192.0.2.3")};
    };
    QCOMPARE(blocked(0ms), 7);
    QCOMPARE(blocked(9999ms), 7);
    QCOMPARE(blocked(10s), 6);
    QCOMPARE(blocked(20s), 4);
    QCOMPARE(blocked(5s), 7); // a clock that was set back
}

void TestBlockRules::saysWhatItCannotRead()
{
    const auto list = listOf({"192.0.2.1", "nonsense", "number:5", "number:9-3", "number:0-1",
            "subject:xyz", "10.0.0.0/33", ""});
    QCOMPARE(list.unreadable(), std::size_t{6});
    QVERIFY(blocks(list, "192.0.2.1"));
    QVERIFY(list.blocksNumber(5)); // one number is a range
}

void TestBlockRules::keepsToItsLimit()
{
    std::vector<std::string> many;
    for (std::size_t i = 0; i <= BlockList::limit; ++i)
        many.push_back("number:" + std::to_string(2 * i + 1) + "-" + std::to_string(2 * i + 1));
    const auto list = listOf(many);
    QCOMPARE(list.size(), BlockList::limit);
    QVERIFY(list.blocksNumber(2 * static_cast<std::int64_t>(BlockList::limit) - 1));
    QVERIFY(!list.blocksNumber(2 * static_cast<std::int64_t>(BlockList::limit) + 1));
}

void TestBlockRules::agreesWithAskingEachEntry()
{
    const auto seed = std::random_device{}();
    qInfo("seed %u", seed);
    std::mt19937 random{seed};
    const auto someAddress = [&random] {
        return "10." + std::to_string(random() % 2) + "." + std::to_string(random() % 4) + "."
                + std::to_string(random() % 256);
    };
    for (int round = 0; round < 200; ++round) {
        std::vector<std::string> written;
        for (auto i = random() % 30; i > 0; --i)
            written.push_back(someAddress() + "/" + std::to_string(20 + random() % 13));
        const auto list = listOf(written);
        for (int asked = 0; asked < 100; ++asked) {
            const auto address = addressFromText(someAddress()).value();
            bool isBlocked = false;
            for (const auto& one : written)
                isBlocked = isBlocked || networkFromText(one)->contains(address);
            QCOMPARE(list.blocksAddress(address), isBlocked);
        }
    }
}

void TestBlockRules::actsInEveryInstanceAtOnce()
{
    LineRig rig{*m_stores, 6000};
    rig.addInstance();
    QVERIFY(rig.becomesReady());
    const auto joined = std::get<waiting_room::JoinAnswer>(rig.join("0a"));
    const auto address = addressFromText("192.0.2.7").value();
    const auto isBlocked = [&](std::size_t index) {
        const auto ticket = rig.line(index).readTicket(joined.ticket);
        const auto* problem = std::get_if<contract::Problem>(&ticket);
        return problem && problem->type == contract::ProblemType::Blocked
                && rig.line(index).blocksAddress(address);
    };
    put("192.0.2.0/24");
    put("number:1-5");
    // One pace tells of the revision, one round trip brings the list.
    QVERIFY(rig.comesTrue([&] { return isBlocked(0) && isBlocked(1); }));
    take("192.0.2.0/24");
    take("number:1-5");
    QVERIFY(rig.comesTrue([&] { return !isBlocked(0) && !isBlocked(1); }));
    const auto again = std::get<waiting_room::JoinAnswer>(rig.join("0a"));
    QCOMPARE(again.number, joined.number); // nothing was taken away
}

/// From the operator's own stream to both instances, by the clock of the test: two paces of 100 ms
/// and a round trip.
void TestBlockRules::followsStaffWithinAMoment()
{
    LineRig rig{*m_stores, 6000};
    rig.addInstance();
    QVERIFY(rig.becomesReady());
    const auto address = addressFromText("192.0.2.7").value();
    const auto desk = std::move(stores::RedisConnection::open(m_stores->operatorRedis())).value();
    const auto send = [&](const char* id, const char* kind) {
        const auto& line = rig.line().status()->line;
        QVERIFY(desk->call({"XADD", "{sale:demo}:commands:op-1", "*", "id", id, "kind", kind,
                "parameters", "{\"what\":\"192.0.2.0/24\"}", "reason", "test", "revision",
                std::to_string(line.revision.value), "made_at",
                std::to_string(contract::toUnixMs(line.at))}));
    };
    const auto begin = std::chrono::steady_clock::now();
    send("00000000-0000-4000-8000-000000000001", "block");
    QVERIFY(rig.comesTrue([&] {
        return rig.line(0).blocksAddress(address) && rig.line(1).blocksAddress(address);
    }));
    QVERIFY(std::chrono::steady_clock::now() - begin < 1s);
    send("00000000-0000-4000-8000-000000000002", "unblock");
    QVERIFY(rig.comesTrue([&] {
        return !rig.line(0).blocksAddress(address) && !rig.line(1).blocksAddress(address);
    }));
}

void TestBlockRules::staysWhileRedisIsAway()
{
    LineRig rig{*m_stores, 6000};
    QVERIFY(rig.becomesReady());
    put("192.0.2.7");
    const auto address = addressFromText("192.0.2.7").value();
    QVERIFY(rig.comesTrue([&] { return rig.line().blocksAddress(address); }));
    m_stores->redisCall({"FLUSHALL"});
    rig.paceOnce();
    QVERIFY(rig.line().blocksAddress(address));
}

void TestBlockRules::knowsThePassOfASubject()
{
    LineRig rig{*m_stores, 6000};
    QVERIFY(rig.becomesReady());
    const auto entered = rig.enter("0b");
    QVERIFY(entered.pass);
    const auto pass = rig.line().readPass(entered.pass->token);
    const auto& claims = std::get<waiting_room::PassClaims>(pass);
    QVERIFY(!rig.line().isBlocked(claims));
    m_stores->redisCall(
            {"HSET", "{sale:demo}:subjects", "00000000000000aa", std::to_string(claims.place)});
    put("subject:00000000000000aa");
    QVERIFY(rig.comesTrue([&] { return rig.line().isBlocked(claims); }));
    take("subject:00000000000000aa");
    QVERIFY(rig.comesTrue([&] { return !rig.line().isBlocked(claims); }));
    // Named while still outside: whoever let it in meanwhile is found a second later.
    put("subject:00000000000000bb");
    QVERIFY(rig.comesTrue([&] { return rig.line().isReady(); }));
    rig.paceOnce();
    m_stores->redisCall(
            {"HSET", "{sale:demo}:subjects", "00000000000000bb", std::to_string(claims.place)});
    QVERIFY(rig.comesTrue([&] { return rig.line().isBlocked(claims); }));
}

QTEST_GUILESS_MAIN(TestBlockRules)
#include "test_block_rules.moc"
