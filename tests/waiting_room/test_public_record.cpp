#include <QTest>

#include <boost/asio/io_context.hpp>

#include "backend/contract/json_members.h"
#include "backend/contract/keys.h"
#include "backend/stores/migration.h"
#include "backend/waiting_room/hex.h"
#include "backend/waiting_room/hmac.h"
#include "backend/waiting_room/public_record.h"
#include "tests/support/run_until.h"
#include "tests/waiting_room/line_rig.h"
#include "tests/waiting_room/paced_line.h"
#include "tests/waiting_room/recorded_line.h"

using namespace saikobi;
using contract::Problem;
using contract::ProblemType;
using tests::awaited;
using tests::LineRig;
using tests::PacedLine;
using waiting_room::PublicRecord;
using waiting_room::RecordDocumentPtr;
using namespace std::chrono_literals;
namespace json = contract::json;

namespace {

using Read = std::variant<RecordDocumentPtr, Problem>;
const contract::Run run{1};

std::string hashOf(const std::string& before, const std::string& text)
{
    return waiting_room::toHex(waiting_room::sha256(before + text));
}

std::string genesisOf(const std::string& sale)
{
    std::string text{"saikobi-chain-v1"};
    text += '\0';
    text += static_cast<char>(sale.size());
    text += sale;
    text += '\0';
    text += '\1';
    return waiting_room::toHex(waiting_room::sha256(text));
}

/// What a line says, and the hash behind its last comma.
std::pair<std::string, std::string> parted(const std::string& line)
{
    return {line.substr(0, line.size() - 65), line.substr(line.size() - 64)};
}

std::vector<std::string> linesOf(const boost::json::object& page)
{
    std::vector<std::string> out;
    for (const auto& line : page.at("lines").get_array())
        out.emplace_back(line.get_string());
    return out;
}

} // namespace

/// The public record: chained inside Redis, kept in Postgres, given out page by page.
class TestPublicRecord : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void textsOfEveryLengthHashAsOpenSslDoes();
    void aChangedLibraryHasANewVersion();
    void everySecondHasALineThatFollowsTheOneBefore();
    void aClockSetBackWritesNoLineTwice();
    void theRecordGoesOnBehindALoss();
    void pagesGoOnWhereTheLastOneEnded();
    void anUnknownStartIsRefused();
    void aCrowdOfReadersIsBounded();

private:
    void fill(int seconds);
    Read read(PublicRecord& record, const std::string& from);
    boost::json::object page(PublicRecord& record, const std::string& from);

    std::unique_ptr<tests::TestStores> m_stores;
    boost::asio::io_context m_context{};
};

void TestPublicRecord::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestPublicRecord::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
    m_stores->redisCall(
            {"FUNCTION", "FLUSH"}); // some tests load a library with a clock of their own
}

void TestPublicRecord::textsOfEveryLengthHashAsOpenSslDoes()
{
    const auto library = stores::functionLibrary()
            + "redis.register_function('test_sha256', function(keys, args) return"
              " CHAIN.sha256(args[1]) end)";
    m_stores->redisCall({"FUNCTION", "LOAD", "REPLACE", library});
    std::string text;
    for (int length = 0; length <= 260; ++length) {
        QCOMPARE(m_stores->redisCall({"FCALL", "test_sha256", "0", text}),
                waiting_room::toHex(waiting_room::sha256(text)));
        text += static_cast<char>(length * 7 % 256);
    }
}

void TestPublicRecord::aChangedLibraryHasANewVersion()
{
    constexpr int version = 10;
    constexpr const char* print
            = "3f533d91a69a43c27934949d63bf86068ec375887f4c1287f1aaaf98d11c0a49";
    QVERIFY2(waiting_room::toHex(waiting_room::sha256(stores::functionLibrary())) == print,
            "raise LIBRARY_VERSION, then set the version and the print here: servers that have this"
            " version would go on with the old functions");
    QCOMPARE(stores::libraryVersion(), version);
}

void TestPublicRecord::everySecondHasALineThatFollowsTheOneBefore()
{
    m_stores->clear();
    PacedLine line(*m_stores, 600);
    line.run(5s);
    line.join(200);
    const auto last = line.run(20s);
    const auto lines = tests::recordedLines(*m_stores, "demo");
    QVERIFY2(lines.size() >= 25, qPrintable(QString::number(lines.size())));
    auto head = genesisOf("demo");
    std::int64_t before = 0;
    for (const auto& one : lines) {
        const auto [text, hash] = parted(one);
        QCOMPARE(hash, hashOf(head, text));
        head = hash;
        const auto fields = QString::fromStdString(text).split(QLatin1Char(','));
        QCOMPARE(fields.size(), qsizetype{6});
        QVERIFY(fields.at(0).toLongLong() > before);
        before = fields.at(0).toLongLong();
    }
    QCOMPARE(head, last.chain);
    QVERIFY(lines.back().find(",200,") != std::string::npos);
    QVERIFY(lines.back().find(",open,600,") != std::string::npos);
}

void TestPublicRecord::aClockSetBackWritesNoLineTwice()
{
    m_stores->clear();
    PacedLine line(*m_stores, 600);
    const auto head = line.run(10s).chain;
    const auto count = tests::recordedLines(*m_stores, "demo").size();
    line.advance(-30s);
    QCOMPARE(line.run(20s).chain, head);
    QCOMPARE(tests::recordedLines(*m_stores, "demo").size(), count);
    QVERIFY(line.run(15s).chain != head);
    const auto lines = tests::recordedLines(*m_stores, "demo");
    QCOMPARE(parted(lines.at(count)).second, hashOf(head, parted(lines.at(count)).first));
}

void TestPublicRecord::theRecordGoesOnBehindALoss()
{
    LineRig rig(*m_stores, 60);
    QVERIFY(rig.becomesReady());
    QVERIFY(rig.comesTrue([&] { return tests::copyTicks(*m_stores, "demo") >= 2; }));
    m_stores->redisCall({"FLUSHALL"});
    QVERIFY(rig.comesTrue([&] { return rig.line().status()->isRedisLost; }));
    QVERIFY(rig.becomesReady());
    QVERIFY(rig.comesTrue([&] { return tests::copyTicks(*m_stores, "demo") >= 4; }));
    const auto lines = tests::keptLines(*m_stores, "demo");
    const auto told = std::find_if(lines.begin(), lines.end(),
            [](const std::string& one) { return one.find(",epoch,2,") != std::string::npos; });
    QVERIFY(told != lines.end() && told != lines.begin());
    const auto [text, hash] = parted(*told);
    // The newest line that Postgres knew, or one that was known from the mark and was lost.
    const auto before = text.substr(text.size() - 64);
    QCOMPARE(hash, hashOf(before, text));
    QCOMPARE(parted(*(told + 1)).second, hashOf(hash, parted(*(told + 1)).first));
}

/// So many seconds of a record, one line each, as if they had been kept.
void TestPublicRecord::fill(int seconds)
{
    m_stores->clear();
    m_stores->execute("insert into saikobi.sale (slug, name_ja, name_en, start_rate)"
                      " values ('demo', 'd', 'd', 60)");
    m_stores->execute("insert into saikobi.tick select 'demo', 1, to_timestamp(1767225600 + s), '',"
                      " '1', '{}', '{}', '{}', jsonb_build_object('epoch', 1, 'chain',"
                      " encode(sha256(s::text::bytea), 'hex'), 'record', jsonb_build_array(s || ','"
                      " || encode(sha256(s::text::bytea), 'hex')))"
                      " from generate_series(1, "
            + std::to_string(seconds) + ") s");
}

Read TestPublicRecord::read(PublicRecord& record, const std::string& from)
{
    return awaited<Read>(m_context, [&](auto done) { record.read(run, from, done); }).value();
}

boost::json::object TestPublicRecord::page(PublicRecord& record, const std::string& from)
{
    return json::object(std::get<RecordDocumentPtr>(read(record, from))->body).value();
}

void TestPublicRecord::pagesGoOnWhereTheLastOneEnded()
{
    fill(2345);
    stores::PostgresExecutor postgres(m_stores->backendPostgres(1));
    PublicRecord record({"demo", m_context.get_executor(), postgres});
    std::vector<std::string> lines;
    std::string from;
    for (int i = 0; i < 3; ++i) {
        const auto next = page(record, from);
        QCOMPARE(next.at("more").get_bool(), i < 2);
        for (auto& line : linesOf(next))
            lines.push_back(std::move(line));
        from = json::text(next, "next");
    }
    QCOMPARE(lines.size(), std::size_t{2345});
    for (std::size_t i = 0; i < lines.size(); ++i)
        QVERIFY(lines[i].starts_with(std::to_string(i + 1) + ","));
    QCOMPARE(from, lines.back().substr(lines.back().size() - 64));
    // At the end nothing follows, and the next question begins there again.
    const auto atEnd = page(record, from);
    QVERIFY(linesOf(atEnd).empty());
    QCOMPARE(json::text(atEnd, "next"), from);
}

void TestPublicRecord::anUnknownStartIsRefused()
{
    fill(3);
    stores::PostgresExecutor postgres(m_stores->backendPostgres(1));
    PublicRecord record({"demo", m_context.get_executor(), postgres});
    QCOMPARE(std::get<Problem>(read(record, std::string(64, 'a'))).type, ProblemType::NotFound);
    QCOMPARE(std::get<Problem>(read(record, "1767225600")).type, ProblemType::BadRequest);
    QCOMPARE(std::get<Problem>(read(record, std::string(64, 'A'))).type, ProblemType::BadRequest);
}

void TestPublicRecord::aCrowdOfReadersIsBounded()
{
    fill(10);
    stores::PostgresExecutor postgres(m_stores->backendPostgres(1));
    PublicRecord record({"demo", m_context.get_executor(), postgres});
    // The same page: one document for all who wait, and for those of the same second.
    int refused = 0;
    std::vector<RecordDocumentPtr> given;
    const auto take = [&](const Read& answer) {
        if (const auto* document = std::get_if<RecordDocumentPtr>(&answer))
            given.push_back(*document);
        else
            ++refused;
    };
    for (int i = 0; i < 1500; ++i)
        record.read(run, {}, take);
    QCOMPARE(refused, 500);
    QVERIFY(tests::runUntil(m_context, [&] { return given.size() == 1000; }));
    for (const auto& document : given)
        QCOMPARE(document.get(), given.front().get());
    // Pages that are not there: 64 may be waited for, each costs one statement, then the next ones.
    refused = 0;
    for (int i = 0; i < 200; ++i)
        record.read(run, waiting_room::toHex(waiting_room::sha256(std::to_string(-i - 1))), take);
    QCOMPARE(refused, 200 - 64);
    QVERIFY(tests::runUntil(m_context, [&] { return refused == 200; }));
}

QTEST_GUILESS_MAIN(TestPublicRecord)
#include "test_public_record.moc"
