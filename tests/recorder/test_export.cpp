#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>

#include "backend/contract/keys.h"
#include "backend/recorder/export_store.h"
#include "backend/recorder/purge_keys_store.h"
#include "tests/support/sample_sale.h"

using namespace saikobi;
using contract::FaultCode;

/// A sale leaves as a file that says what Postgres said and names nobody, and is deleted only when
/// that has been proved of each of its runs.
class TestExport : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void theFileSaysWhatPostgresSays();
    void theFileNamesNobody();
    void twoExportsHaveTheSameBytes();
    void noFileIsWrittenOver();
    void anUnknownSaleOrRunIsRefused();
    void aFileThatDiffersIsNoProof_data();
    void aFileThatDiffersIsNoProof();
    void aSaleThatIsNotDoneStays_data();
    void aSaleThatIsNotDoneStays();
    void aSaleWithoutItsExportsStays();
    void aDoneSaleGoesAndNothingElse();
    void purgeTakesTheKeysOfTheSaleAlone();
    void purgeWithoutRedisLeavesEverything();

private:
    std::string exported(int run = 1);
    std::string refusalOfPurge(const std::vector<std::string>& exports);

    std::unique_ptr<tests::TestStores> m_stores{};
    std::unique_ptr<QTemporaryDir> m_folder{};
};

namespace {

constexpr const char* soldOnce
        = "update saikobi.sale set settings = settings || '{\"exempt\": [\"203.0.113.9/32\"]}'; "
          "insert into saikobi.queue_mark (sale, run, epoch, ceiling, rate, phase) "
          "values ('demo', 1, 1, 100, 60, 'closed'); "
          "insert into saikobi.orders (id, sale, run, person, place, idempotency_key, "
          "request_hash, "
          "status, slot, method, provider, means, amount, deadline, pickup_code, ended_at) "
          "select ('01900000-0000-7000-8000-00000000000' || n)::uuid, 'demo', 1, 'person-' || n, "
          "n, "
          "'secret-key-' || n, '', case n when 3 then 'declined' else 'paid' end, "
          "(select id from saikobi.slot where sale = 'demo' and rank = 0), 'card', 'sim', "
          "'pm_secret', 2000, now(), case n when 3 then null else 'ABC12' || n end, now() "
          "from generate_series(1, 3) n; "
          "insert into saikobi.order_line select id, (select id from saikobi.product where sale = "
          "'demo' limit 1), 2, 1000 from saikobi.orders; "
          "insert into saikobi.payment (order_id, attempt, sale, provider, reference, standing, "
          "amount) "
          "select id, 1, 'demo', 'sim', 'pi_' || place, 'captured', 2000 from saikobi.orders "
          "where status = 'paid'; "
          "insert into saikobi.inbox (provider, event_id, order_id, body) "
          "select 'sim', 'evt_1', id, 'raw body' from saikobi.orders where place = 1; "
          "insert into saikobi.reservation select (select id from saikobi.product where sale = "
          "'demo' "
          "limit 1), place * 2 - 1, 2, id, person from saikobi.orders where status = 'paid'; "
          "insert into saikobi.timeline (id, sale, run, at, source, kind, data) values "
          "('1', 'demo', 1, now(), 'redis', 'command', "
          "'{\"kind\": \"block\", \"address\": \"203.0.113.77\"}'), "
          "('2', 'demo', 1, now(), 'redis', 'phase', '{\"to\": \"closed\"}'); "
          "insert into saikobi.tick (sale, run, at, instance, incarnation, counters, histograms, "
          "gauges) "
          "select 'demo', 1, now() + n * interval '1 s', 'one', 'x', '{\"paid\": 1}', '{}', '{}' "
          "from generate_series(1, 7000) n";

QByteArray bytesOf(const std::string& path)
{
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray{};
}

bool changeFile(const std::string& path, const std::string& sql)
{
    sqlite3* file = nullptr;
    const bool isDone = sqlite3_open(path.c_str(), &file) == SQLITE_OK
            && sqlite3_exec(file, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
    sqlite3_close(file);
    return isDone;
}

} // namespace

void TestExport::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestExport::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_stores->clear();
    tests::SampleSale sale;
    tests::loadSample(*m_stores, sale);
    m_stores->execute(soldOnce);
}

/// The path of a new export; empty when it could not be made.
std::string TestExport::exported(int run)
{
    const auto path = m_folder->filePath(QStringLiteral("run-%1.sqlite").arg(run)).toStdString();
    const auto content = recorder::exportRun(m_stores->viewerUrl(), "demo", run, path);
    if (!content)
        qWarning("%s", content.error().detail.c_str());
    return content ? path : std::string{};
}

std::string TestExport::refusalOfPurge(const std::vector<std::string>& exports)
{
    const auto gone = recorder::purgeSale(m_stores->superuserUrl(), "demo", exports);
    return gone ? std::string{} : gone.error().detail;
}

void TestExport::theFileSaysWhatPostgresSays()
{
    const auto path = m_folder->filePath(QStringLiteral("one.sqlite")).toStdString();
    const auto content = recorder::exportRun(m_stores->viewerUrl(), "demo", 1, path);
    QVERIFY2(content, content ? "" : content.error().detail.c_str());
    QCOMPARE(content.value().at("tick").rows(), std::int64_t{7000});
    QCOMPARE(content.value().at("purchase").rows(), std::int64_t{3});
    QCOMPARE(content.value().at("purchase_line").rows(), std::int64_t{3});
    QCOMPARE(content.value().at("product").rows(), std::int64_t{1});
    const auto run = recorder::verifyExport(m_stores->viewerUrl(), "demo", path);
    QVERIFY2(run, run ? "" : run.error().detail.c_str());
    QCOMPARE(run.value(), 1);
}

void TestExport::theFileNamesNobody()
{
    const auto file = bytesOf(exported());
    QVERIFY(!file.isEmpty());
    for (const char* secret : {"person-", "secret-key", "pm_secret", "pi_1", "ABC12", "raw body",
                 "203.0.113.77", "203.0.113.9", "01900000-0000"})
        QVERIFY2(!file.contains(secret), secret);
    QVERIFY(file.contains("declined"));
}

void TestExport::twoExportsHaveTheSameBytes()
{
    const auto first = bytesOf(exported());
    const auto path = m_folder->filePath(QStringLiteral("again.sqlite")).toStdString();
    QVERIFY(recorder::exportRun(m_stores->viewerUrl(), "demo", 1, path));
    QVERIFY(first.contains("series"));
    QVERIFY(first == bytesOf(path));
}

void TestExport::noFileIsWrittenOver()
{
    const auto path = exported();
    const auto before = bytesOf(path);
    const auto again = recorder::exportRun(m_stores->viewerUrl(), "demo", 1, path);
    QVERIFY(!again);
    QVERIFY(again.error().detail.find("exists already") != std::string::npos);
    QCOMPARE(bytesOf(path), before);
}

void TestExport::anUnknownSaleOrRunIsRefused()
{
    const auto path = m_folder->filePath(QStringLiteral("none.sqlite")).toStdString();
    const auto sale = recorder::exportRun(m_stores->viewerUrl(), "nothing", 1, path);
    QVERIFY(!sale && sale.error().code == FaultCode::NotFound);
    const auto run = recorder::exportRun(m_stores->viewerUrl(), "demo", 2, path);
    QVERIFY(!run && run.error().code == FaultCode::NotFound);
    QVERIFY(!QFile::exists(QString::fromStdString(path)));
}

void TestExport::aFileThatDiffersIsNoProof_data()
{
    QTest::addColumn<QByteArray>("change");
    QTest::addRow("a value was changed")
            << QByteArray("update purchase set amount = '1' where number = '2'");
    QTest::addRow("a row is missing") << QByteArray("delete from tick where rowid = 4711");
    QTest::addRow("a row was added") << QByteArray("insert into slot select * from slot limit 1");
    QTest::addRow("its own list was changed") << QByteArray("update content set rows = '8'");
    QTest::addRow("a table is not listed") << QByteArray("delete from content where name = 'tick'");
    QTest::addRow("it is of another sale") << QByteArray("update recording set sale = 'other'");
    QTest::addRow("a table is missing") << QByteArray("drop table timeline");
}

void TestExport::aFileThatDiffersIsNoProof()
{
    QFETCH(QByteArray, change);
    const auto path = exported();
    const auto copy = m_folder->filePath(QStringLiteral("copy.sqlite"));
    QVERIFY(QFile::copy(QString::fromStdString(path), copy));
    QVERIFY(recorder::verifyExport(m_stores->viewerUrl(), "demo", copy.toStdString()));
    QVERIFY(changeFile(copy.toStdString(), change.toStdString()));
    const auto verified = recorder::verifyExport(m_stores->viewerUrl(), "demo", copy.toStdString());
    QVERIFY(!verified);
    qInfo("%s", verified.error().detail.c_str());
    QVERIFY(!refusalOfPurge({copy.toStdString()}).empty());
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.orders"), 3);
}

void TestExport::aSaleThatIsNotDoneStays_data()
{
    QTest::addColumn<QByteArray>("change");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char* claim, const char* change, const char* says) {
        QTest::newRow(claim) << QByteArray{change} << QByteArray{says};
    };
    row("open", "update saikobi.queue_mark set phase = 'open'", "is not closed");
    row("an order under way",
            "update saikobi.orders set status = 'voiding', ended_at = null where place = 3",
            "unfinished (1)");
    row("a review", "update saikobi.orders set review = 'paid_without_stock' where place = 2",
            "person's decision");
    row("a difference",
            "insert into saikobi.difference (kind, sale, needs_person) "
            "values ('captured_twice', 'demo', true)",
            "differences are open");
}

void TestExport::aSaleThatIsNotDoneStays()
{
    QFETCH(QByteArray, change);
    QFETCH(QByteArray, says);
    m_stores->execute(change.toStdString());
    const auto refusal = refusalOfPurge({exported()});
    QVERIFY2(refusal.find(says.toStdString()) != std::string::npos, refusal.c_str());
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.orders"), 3);
}

void TestExport::aSaleWithoutItsExportsStays()
{
    const auto first = exported();
    m_stores->execute("update saikobi.sale set run = 2");
    QVERIFY(refusalOfPurge({}).find("run 1 is in none") != std::string::npos);
    QVERIFY(refusalOfPurge({first}).find("run 2 is in none") != std::string::npos);
    // What came after the export is not in it.
    const auto second = exported(2);
    m_stores->execute("update saikobi.orders set reason = 'later' where place = 1");
    QVERIFY(refusalOfPurge({first, second}).find("purchase") != std::string::npos);
}

void TestExport::aDoneSaleGoesAndNothingElse()
{
    tests::SampleSale other;
    other.slug = "other";
    tests::loadSample(*m_stores, other);
    const auto gone = recorder::purgeSale(m_stores->superuserUrl(), "demo", {exported()});
    QVERIFY2(gone, gone ? "" : gone.error().detail.c_str());
    QCOMPARE(gone.value().at("orders"), std::int64_t{3});
    QCOMPARE(gone.value().at("inbox"), std::int64_t{1});
    QCOMPARE(gone.value().at("tick"), std::int64_t{7000});
    for (const char* table : {"orders", "order_line", "payment", "inbox", "reservation", "tick"})
        QCOMPARE(m_stores->numberOf(std::string{"select count(*) from saikobi."} + table), 0);
    QCOMPARE(m_stores->valueOf("select string_agg(slug, ',') from saikobi.sale"),
            std::string{"other"});
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.stock"), 1);
    QVERIFY(!recorder::purgeSale(m_stores->superuserUrl(), "demo", {}));
}

/// Also what a later version may have put there; the other sale's line and the provider's budget
/// stay.
void TestExport::purgeTakesTheKeysOfTheSaleAlone()
{
    stores::RedisCommand things{"MSET"};
    for (int i = 0; i < 2500; ++i)
        things.insert(things.end(), {"{sale:demo}:thing:" + std::to_string(i), "1"});
    m_stores->redisCall(things);
    m_stores->redisCall({"HSET", contract::keys::queue("demo"), "epoch", "1"});
    m_stores->redisCall({"HSET", contract::keys::queue("demo-2"), "epoch", "1"});
    m_stores->redisCall({"HSET", "{provider:sim}:budget", "tat", "1"});
    const auto removed = recorder::removeKeys(m_stores->backendRedis(), "demo");
    QVERIFY2(removed, removed ? "" : removed.error().detail.c_str());
    QCOMPARE(removed.value(), std::int64_t{2501});
    QCOMPARE(recorder::removeKeys(m_stores->backendRedis(), "demo").value(), std::int64_t{0});
    QCOMPARE(m_stores->redisCall({"EXISTS", contract::keys::queue("demo-2")}), std::string{"1"});
    QCOMPARE(m_stores->redisCall({"EXISTS", "{provider:sim}:budget"}), std::string{"1"});
}

void TestExport::purgeWithoutRedisLeavesEverything()
{
    const auto refused = recorder::purgeSale(
            m_stores->superuserUrl(), "demo", {exported()}, [this]() -> contract::Outcome {
                auto nobody = m_stores->backendRedis();
                nobody.password = "wrong";
                const auto gone = recorder::removeKeys(nobody, "demo");
                if (!gone)
                    return gone.error();
                return contract::Nothing{};
            });
    QVERIFY(!refused);
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.orders"), 3);
}

QTEST_GUILESS_MAIN(TestExport)
#include "test_export.moc"
