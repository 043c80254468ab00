#include <QCryptographicHash>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "backend/waiting_room/work.h"
#include "tests/http/api_world.h"

using namespace saikobi;
using namespace std::chrono_literals;
using tests::ApiWorld;
using tests::bodyOf;
using tests::from;
using tests::memberOf;
using tests::request;
using tests::withJson;
using waiting_room::TicketKeys;
namespace work = waiting_room::work;

namespace {

const auto visitor = QByteArray{"00112233445566778899aabbccddeeff"};
const contract::Instant noon = contract::fromUnixMs(1767225600000);

TicketKeys keysOf(char first, char second = 0)
{
    std::vector<waiting_room::TicketKey> keys{{1, std::string(32, first), {}}};
    if (second != 0)
        keys.push_back({2, std::string(32, second), noon + 1h});
    return TicketKeys{std::move(keys)};
}

std::string nonceFor(const std::string& salt, const std::string& who, std::int64_t bits)
{
    for (int i = 0;; ++i)
        if (const auto nonce = std::to_string(i); work::isDone({salt, who, nonce}, bits))
            return nonce;
}

std::string quoted(const std::string& text)
{
    return '"' + text + '"';
}

/// Behind the visitor in the body of a join.
std::string fields(const std::string& salt, const std::string& nonce)
{
    return ",\"salt\":" + quoted(salt) + ",\"nonce\":" + quoted(nonce);
}

} // namespace

class TestWork : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void saltsAreOurs_data();
    void saltsAreOurs();
    void countsZeroBits_data();
    void countsZeroBits();
    void partsHaveOneBorder_data();
    void partsHaveOneBorder();
    void isAskedLiveOfEverybody();
    void repeatsLeadToTheSameTicket();
    void workForOneVisitorServesNoOther();
    void thePageSolvesIt();

private:
    http::Response join(const std::string& who, const std::string& more = {});
    void setBits(int bits);

    std::unique_ptr<tests::TestStores> m_stores{};
    std::unique_ptr<ApiWorld> m_world{};
};

void TestWork::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
    m_world = std::make_unique<ApiWorld>(*m_stores);
}

http::Response TestWork::join(const std::string& who, const std::string& more)
{
    return m_world->ask(withJson(
            request("POST", "/sales/slow/tickets"), "{\"visitor\":" + quoted(who) + more + "}"));
}

/// As staff's command leaves it behind.
void TestWork::setBits(int bits)
{
    m_stores->redisCall({"HSET", "{sale:slow}:q", "stamp", "", "work_bits", std::to_string(bits)});
    QTRY_VERIFY((m_world->beat(), m_world->line("slow").status()->line.workBits == bits));
}

void TestWork::saltsAreOurs_data()
{
    QTest::addColumn<int>("laterS");
    QTest::addColumn<QByteArray>("sale");
    QTest::addColumn<bool>("good");
    QTest::addRow("fresh") << 0 << QByteArray{"demo"} << true;
    QTest::addRow("after five minutes") << 300 << QByteArray{"demo"} << true;
    QTest::addRow("after six minutes") << 360 << QByteArray{"demo"} << false;
    QTest::addRow("by a clock that is a little behind") << -30 << QByteArray{"demo"} << true;
    QTest::addRow("from the future") << -180 << QByteArray{"demo"} << false;
    QTest::addRow("of another sale") << 0 << QByteArray{"other"} << false;
}

void TestWork::saltsAreOurs()
{
    QFETCH(int, laterS);
    QFETCH(QByteArray, sale);
    QFETCH(bool, good);
    const auto keys = keysOf('a');
    const auto salt = work::saltOf(keys, sale.toStdString(), noon);
    QCOMPARE(salt.size(), std::size_t{32});
    const auto later = noon + std::chrono::seconds{laterS};
    QCOMPARE(work::isSalt(salt, keys, "demo", later), good);
    QVERIFY(!work::isSalt(salt, keysOf('b'), "demo", later));
    // While keys are exchanged, every instance takes the salts of the others.
    QCOMPARE(work::isSalt(salt, keysOf('a', 'b'), "demo", later), good);
    auto forged = salt;
    forged.back() = forged.back() == '0' ? '1' : '0';
    QVERIFY(!work::isSalt(forged, keys, "demo", later));
    QVERIFY(!work::isSalt("", keys, "demo", later));
    QVERIFY(!work::isSalt(std::string(32, 'z'), keys, "demo", later));
}

void TestWork::countsZeroBits_data()
{
    QTest::addColumn<int>("bits");
    for (const int bits : {0, 1, 7, 8, 9, 12, 15})
        QTest::addRow("%d bits", bits) << bits;
}

void TestWork::countsZeroBits()
{
    QFETCH(int, bits);
    const auto salt = work::saltOf(keysOf('a'), "demo", noon);
    const auto nonce = nonceFor(salt, visitor.toStdString(), bits);
    const auto hash = QCryptographicHash::hash(
            QByteArray::fromStdString(salt + visitor.toStdString() + nonce),
            QCryptographicHash::Sha256);
    const auto first
            = static_cast<unsigned char>(hash[0]) * 256U + static_cast<unsigned char>(hash[1]);
    QVERIFY(first >> (16 - bits) == 0);
}

void TestWork::partsHaveOneBorder_data()
{
    QTest::addColumn<QByteArray>("who");
    QTest::addColumn<QByteArray>("nonce");
    QTest::addColumn<bool>("good");
    QTest::addRow("as it should be") << visitor << QByteArray{"1"} << true;
    QTest::addRow("a visitor that is too short")
            << visitor.chopped(1) << visitor.right(1) + "1" << false;
    QTest::addRow("a visitor that is too long") << visitor + "1" << QByteArray{"1"} << false;
    QTest::addRow("no nonce") << visitor << QByteArray{} << false;
    QTest::addRow("a nonce without end") << visitor << QByteArray(33, '1') << false;
}

void TestWork::partsHaveOneBorder()
{
    QFETCH(QByteArray, who);
    QFETCH(QByteArray, nonce);
    QFETCH(bool, good);
    const auto salt = work::saltOf(keysOf('a'), "demo", noon);
    const auto name = who.toStdString();
    const auto text = nonce.toStdString();
    QCOMPARE(work::isDone({salt, name, text}, 0), good);
    QVERIFY(!work::isDone({salt.substr(1), name, text}, 0));
}

void TestWork::isAskedLiveOfEverybody()
{
    QCOMPARE(join("000000000000000000000000000000a1").status, 201U);
    setBits(10);
    const std::string who{"000000000000000000000000000000a2"};
    const auto asked = join(who);
    QCOMPARE(asked.status, 428U);
    QCOMPARE(memberOf(asked, "bits"), std::string{"10"});
    const auto salt = memberOf(asked, "salt");
    const auto nonce = nonceFor(salt, who, 10);
    QCOMPARE(join(who, fields(salt, "x")).status, 428U);
    QCOMPARE(join(who, fields(std::string(32, '0'), nonce)).status, 428U);
    QCOMPARE(join(who, fields(salt, nonce)).status, 201U);
    setBits(0);
    QCOMPARE(join("000000000000000000000000000000a3").status, 201U);
}

void TestWork::repeatsLeadToTheSameTicket()
{
    setBits(8);
    const std::string who{"000000000000000000000000000000b1"};
    const auto salt = memberOf(join(who), "salt");
    const auto more = fields(salt, nonceFor(salt, who, 8));
    const auto first = join(who, more);
    QCOMPARE(first.status, 201U);
    for (int i = 0; i < 3; ++i) {
        const auto again = join(who, more);
        QCOMPARE(again.status, 200U);
        QCOMPARE(memberOf(again, "number"), memberOf(first, "number"));
    }
    setBits(0);
}

void TestWork::workForOneVisitorServesNoOther()
{
    setBits(16);
    const std::string who{"000000000000000000000000000000c1"};
    const auto salt = memberOf(join(who), "salt");
    const auto nonce = nonceFor(salt, who, 16);
    const auto answer = [&](const std::string& visitorId, const std::string& text) {
        return join(visitorId, fields(salt, text)).status;
    };
    QCOMPARE(answer("000000000000000000000000000000c2", nonce), 428U);
    // The same bytes with the border moved.
    QCOMPARE(answer(who.substr(0, 31), who.substr(31) + nonce), 428U);
    QCOMPARE(answer(who + nonce.substr(0, 1), nonce.substr(1) + "0"), 428U);
    QCOMPARE(answer(who, nonce), 201U);
    setBits(0);
}

/// resources/pages/work.js in a real browser finds what the server accepts.
void TestWork::thePageSolvesIt()
{
    const auto browser = QStandardPaths::findExecutable(QStringLiteral("chromium"));
    if (browser.isEmpty())
        QSKIP("no chromium here");
    QFile script{
            qEnvironmentVariable("SAIKOBI_SOURCE") + QStringLiteral("/resources/pages/work.js")};
    QVERIFY(script.open(QIODevice::ReadOnly));
    const auto salt = work::saltOf(keysOf('a'), "demo", noon);
    QTemporaryDir folder;
    QFile page{folder.filePath(QStringLiteral("page.html"))};
    QVERIFY(page.open(QIODevice::WriteOnly));
    page.write("<title>0</title><script>" + script.readAll() + "solve('"
            + QByteArray::fromStdString(salt) + "', '" + visitor
            + "', 14).then(n => document.title = n);</script>");
    page.close();
    QProcess process;
    process.start(browser,
            {QStringLiteral("--headless"), QStringLiteral("--no-sandbox"),
                    QStringLiteral("--disable-gpu"),
                    QStringLiteral("--user-data-dir=") + folder.filePath(QStringLiteral("profile")),
                    QStringLiteral("--virtual-time-budget=60000"), QStringLiteral("--dump-dom"),
                    QStringLiteral("file://") + page.fileName()});
    QVERIFY(process.waitForFinished(120000));
    const auto document = process.readAllStandardOutput();
    const auto from = document.indexOf("<title>") + 7;
    const auto nonce = document.mid(from, document.indexOf("</title>") - from).toStdString();
    QVERIFY2(work::isDone({salt, visitor.toStdString(), nonce}, 14), document.constData());
}

QTEST_GUILESS_MAIN(TestWork)
#include "test_work.moc"
