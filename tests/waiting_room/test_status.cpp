#include <QRegularExpression>
#include <QTest>

#include <boost/json.hpp>

#include "backend/waiting_room/draw_news.h"
#include "backend/waiting_room/own_place.h"
#include "backend/waiting_room/status_document.h"
#include "backend/waiting_room/wait_estimate.h"
#include "backend/waiting_room/wait_news.h"

using namespace saikobi;
using namespace waiting_room;
using namespace std::chrono_literals;

namespace {

contract::LineState openLine()
{
    contract::LineState line;
    line.at = contract::fromUnixMs(1767225600000);
    line.phase = contract::Phase::Open;
    line.rate = {300};
    line.issued = 5000;
    line.serving = 1000;
    line.absentShare = 0;
    return line;
}

/// A line of ten million with everything that can stand in the document.
struct Fullest {
    DrawNews draw{};
    WaitNews wait{};
    std::vector<forecast::StockOutlook> left{};
    StatusParts parts{};

    explicit Fullest(const std::string& character, int length)
    {
        parts.sale = std::string(40, 's');
        auto& line = parts.line;
        line = openLine();
        line.issued = 3999999999;
        line.serving = 3989999999;
        line.revision.value = 9999;
        line.rate = {100000};
        line.actual = line.front = 100000;
        line.chain = std::string(64, 'f');
        line.workBits = 20;
        line.late = 99999;
        line.absentShare = 0.123456789;
        line.stoodSeconds = 99999;
        line.opensAt = line.closesAt = line.resumeAt = line.message.at = line.at;
        for (int i = 0; i < length; ++i) {
            line.message.ja += character;
            line.message.en += character;
        }
        for (int i = 0; i < 9; ++i)
            parts.voids.push_back({3990000000 + 100000 * i, 3990000000 + 100000 * i + 9});
        draw.order = contract::SaleOrder::Draw;
        draw.commitment = draw.seed = std::string(64, 'a');
        draw.beacon = std::string(64, 'b');
        draw.people = draw.last = 3000000000;
        wait.at = line.at;
        wait.divisor = 1024;
        wait.why = "rate";
        for (int i = 0; i < 32; ++i)
            wait.curve.push_back(
                    {3989999999 + 300000 * i, 290000.0 * i, {6000.0 * i, 7000.0 * i, 8000.0 * i}});
        for (int i = 0; i < 24; ++i)
            left.push_back({1000000 + i, 3990000000 + i, 3990100000 + i, false});
        parts.draw = &draw;
        parts.wait = &wait;
        parts.left = &left;
    }
};

boost::json::object read(const StatusPtr& status)
{
    return boost::json::parse(status->body).as_object();
}

std::size_t sizeOf(const StatusPtr& status, const char* list)
{
    return read(status).at(list).as_array().size();
}

} // namespace

class TestStatus : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void theWaitFollowsRateAndAbsentees();
    void theWaitIsUnknownWhileNobodyIsCalled_data();
    void theWaitIsUnknownWhileNobodyIsCalled();
    void voidNumbersAreNotPeople();
    void voidRangesAreRead_data();
    void voidRangesAreRead();
    void aLostRedisReadsHeld();
    void admittingSomeWhileHeldIsSaid();
    void theDocumentStaysSmall_data();
    void theDocumentStaysSmall();
    void anOrdinaryDocumentHasEverything();
    void pointsGoBeforeProductsAndWordsGoLast();
    void theWaitGrowsShorterBetweenTwoLooks();
    void withoutALookEverybodyWhoJoinedCounts();
    void anOldLookSaysNothing();
    void nobodyIsToldAWaitWhileHeld();
    void theOwnPlaceIsReadFromTheCurve();
    void theCalledAreTold();
    void aDrawnTicketWaitsForItsPlace();
    void callsByHandCannotBeForetold();
    void theTagFollowsTheBytes();
};

void TestStatus::theWaitFollowsRateAndAbsentees()
{
    const auto plain = waitFor(3000, openLine()); // 10 minutes at 300/min
    QVERIFY(plain);
    QCOMPARE(plain->p10, 489s); // 0.82 · 600 − 3
    QCOMPARE(plain->p90, 723s); // 1.20 · 600 + 3
    auto line = openLine();
    line.absentShare = 0.5;
    QVERIFY(waitFor(3000, line)->p90 < plain->p90);
    QCOMPARE(waitFor(0, line)->p10, 0s);
}

void TestStatus::theWaitIsUnknownWhileNobodyIsCalled_data()
{
    QTest::addColumn<int>("phase");
    QTest::addRow("before") << static_cast<int>(contract::Phase::Before);
    QTest::addRow("held") << static_cast<int>(contract::Phase::Held);
    QTest::addRow("closed") << static_cast<int>(contract::Phase::Closed);
}

void TestStatus::theWaitIsUnknownWhileNobodyIsCalled()
{
    QFETCH(int, phase);
    auto line = openLine();
    line.phase = static_cast<contract::Phase>(phase);
    QVERIFY(!waitFor(100, line));
}

void TestStatus::voidNumbersAreNotPeople()
{
    const std::vector<VoidRange> voids{{1201, 100000}};
    QCOMPARE(peopleAhead(1100, 1000, voids), std::int64_t{100});
    QCOMPARE(peopleAhead(100001, 1000, voids), std::int64_t{201});
    QCOMPARE(peopleAhead(100005, 100002, voids), std::int64_t{3});
    QCOMPARE(peopleAhead(900, 1000, voids), std::int64_t{0});
}

void TestStatus::voidRangesAreRead_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("count");
    QTest::addRow("none") << QByteArray{} << 0;
    QTest::addRow("one") << QByteArray{"5-9"} << 1;
    QTest::addRow("two") << QByteArray{"5-9,12-20"} << 2;
    QTest::addRow("a broken end is left out") << QByteArray{"5-9,12"} << 1;
}

void TestStatus::voidRangesAreRead()
{
    QFETCH(QByteArray, text);
    QFETCH(int, count);
    QCOMPARE(static_cast<int>(voidRangesFromText(text.toStdString()).size()), count);
}

void TestStatus::aLostRedisReadsHeld()
{
    const auto status = makeStatus("demo", openLine(), {}, true);
    QVERIFY(status->isRedisLost);
    QCOMPARE(status->line.phase, contract::Phase::Held);
    QVERIFY(status->body.find(R"("phase":"held","causes":["redis"])") != std::string::npos);
    QVERIFY(status->body.find(R"("serving":1000)") != std::string::npos);
}

void TestStatus::admittingSomeWhileHeldIsSaid()
{
    auto line = openLine();
    line.phase = contract::Phase::Held;
    line.causes = {contract::Cause::Operator};
    const auto says = [&](const char* text, bool isRedisLost = false) {
        return makeStatus("demo", line, {}, isRedisLost)->body.find(text) != std::string::npos;
    };
    QVERIFY(says(R"("admit":0)"));
    line.admit = 5;
    QVERIFY(says(R"("admit":5)"));
    QVERIFY(says(R"("admit":0)", true)); // nobody is let in without Redis
}

void TestStatus::theDocumentStaysSmall_data()
{
    QTest::addColumn<QByteArray>("character");
    QTest::addColumn<int>("length");
    QTest::addColumn<bool>("isMessageWhole");
    QTest::addRow("no message") << QByteArray{"x"} << 0 << true;
    QTest::addRow("200 Latin letters twice") << QByteArray{"x"} << 200 << true;
    QTest::addRow("200 quotes twice, each two bytes in JSON") << QByteArray{"\""} << 200 << true;
    QTest::addRow("200 Japanese characters twice") << QByteArray{"あ"} << 200 << false;
    QTest::addRow("200 characters of four bytes twice") << QByteArray{"😀"} << 200 << false;
}

void TestStatus::theDocumentStaysSmall()
{
    QFETCH(QByteArray, character);
    QFETCH(int, length);
    QFETCH(bool, isMessageWhole);
    Fullest fullest(character.toStdString(), length);
    const auto status = makeStatus(fullest.parts);
    QVERIFY2(status->body.size() <= statusBytes, std::to_string(status->body.size()).c_str());
    const auto body = read(status); // also proves that no character was cut in the middle
    const auto message = body.at("message").as_object();
    if (isMessageWhole)
        QCOMPARE(std::string{message.at("ja").as_string()}, fullest.parts.line.message.ja);
    QCOMPARE(status->curve.size(), std::size_t{32}); // own places are read from all of it
}

void TestStatus::anOrdinaryDocumentHasEverything()
{
    Fullest fullest("x", 0);
    auto& line = fullest.parts.line;
    line.issued = 60000;
    line.serving = 1000;
    fullest.parts.voids.clear();
    fullest.wait.curve.clear();
    for (int i = 0; i < 32; ++i)
        fullest.wait.curve.push_back(
                {1000 + 1900 * i, 1500.0 * i, {100.0 * i, 120.0 * i, 150.0 * i}});
    fullest.left.resize(3);
    for (auto& one : fullest.left)
        one = {one.product - 999990, 20000, 30000, false};
    const auto status = makeStatus(fullest.parts);
    QVERIFY(status->body.size() <= statusBytes);
    QVERIFY(sizeOf(status, "curve") >= 24);
    QCOMPARE(sizeOf(status, "left"), std::size_t{3});
    const auto body = read(status);
    for (const char* member : {"v", "sale", "run", "rev", "t", "phase", "causes", "opens_at",
                 "closes_at", "resume_at", "message", "serving", "issued", "rate", "actual",
                 "front", "stood_s", "voids", "absent_share", "late", "draw", "chain", "presence",
                 "poll", "work_bits", "curve", "left"})
        QVERIFY2(body.contains(member), member);
    QCOMPARE(body.at("presence").as_object().at("divisor").to_number<int>(), 1024);
    QCOMPARE(body.at("presence").as_object().at("every_s").to_number<int>(), 20);
    QVERIFY(!body.contains("all_gone"));
    for (auto& one : fullest.left)
        one.isSoldOut = true;
    QVERIFY(read(makeStatus(fullest.parts)).at("all_gone").as_bool());
    const auto& draw = body.at("draw").as_object();
    for (const char* member : {"order", "commitment", "n", "seed", "beacon"})
        QVERIFY2(draw.contains(member), member);
}

void TestStatus::pointsGoBeforeProductsAndWordsGoLast()
{
    Fullest plain("x", 0);
    const auto status = makeStatus(plain.parts);
    QVERIFY(sizeOf(status, "curve") >= 8);
    QVERIFY(sizeOf(status, "left") >= 4);
    // A product for which everybody is likely to find some says least.
    plain.left.front().likelyTo = plain.parts.line.issued + 1;
    plain.left.front().unlikelyFrom.reset();
    const auto products = read(makeStatus(plain.parts)).at("left").as_array();
    for (const auto& product : products)
        QVERIFY(product.as_object().at("product") != plain.left.front().product);
    Fullest japanese("あ", 150);
    const auto full = makeStatus(japanese.parts);
    const auto message = read(full).at("message").as_object();
    QCOMPARE(std::string{message.at("ja").as_string()}, japanese.parts.line.message.ja);
    QCOMPARE(std::string{message.at("en").as_string()}, japanese.parts.line.message.en);
    QVERIFY(sizeOf(full, "curve") < 8);
}

void TestStatus::theWaitGrowsShorterBetweenTwoLooks()
{
    StatusParts parts;
    parts.line = openLine();
    WaitNews wait;
    wait.at = parts.line.at - 4s;
    wait.curve = {{1000, 0, {}}, {2000, 800, {100, 120, 150}}};
    parts.wait = &wait;
    const auto status = makeStatus(parts);
    QCOMPARE(status->curve.back().wait.p50, 116.0);
    QCOMPARE(status->curve.front().wait.p90, 0.0);
    QVERIFY(status->body.find("[2000,800,96,116,146]") != std::string::npos);
}

void TestStatus::withoutALookEverybodyWhoJoinedCounts()
{
    StatusParts parts;
    parts.line = openLine();
    const auto status = makeStatus(parts);
    QCOMPARE(status->curve.back().place, std::int64_t{5000});
    QCOMPARE(status->curve.back().aheadPresent, 3999.0);
    QCOMPARE(status->curve.back().wait.p50, 800.0);
    QVERIFY(status->why.empty());
    WaitNews ofEmptyLine; // nor does a look at the line before they came say anything
    ofEmptyLine.at = parts.line.at;
    ofEmptyLine.curve = {{parts.line.serving, 0, {}}};
    parts.wait = &ofEmptyLine;
    QCOMPARE(makeStatus(parts)->curve.back().wait.p50, 800.0);
}

void TestStatus::anOldLookSaysNothing()
{
    StatusParts parts;
    parts.line = openLine();
    WaitNews wait;
    wait.at = parts.line.at - 31s;
    wait.curve = {{1000, 0, {}}, {5000, 10, {1, 2, 3}}};
    wait.why = "late";
    parts.wait = &wait;
    QCOMPARE(makeStatus(parts)->curve.back().wait.p50, 800.0);
}

void TestStatus::nobodyIsToldAWaitWhileHeld()
{
    StatusParts parts;
    parts.line = openLine();
    parts.line.phase = contract::Phase::Held;
    WaitNews wait;
    wait.at = parts.line.at;
    wait.curve = {{1000, 0, {}}, {5000, 10, {1, 2, 3}}};
    parts.wait = &wait;
    const auto status = makeStatus(parts);
    QVERIFY(status->curve.empty());
    const auto own = ownPlace(*status, {}, 2000, 2000);
    QVERIFY(!own.waitP50);
    QCOMPARE(own.ahead, std::int64_t{999});
    QVERIFY(own.lookAgainIn >= 2s);
}

void TestStatus::theOwnPlaceIsReadFromTheCurve()
{
    StatusParts parts;
    parts.line = openLine();
    WaitNews wait;
    wait.at = parts.line.at;
    wait.curve = {{1000, 0, {}}, {3000, 1200, {300, 400, 500}}, {5000, 2000, {600, 800, 1000}}};
    wait.why = "late";
    parts.wait = &wait;
    const auto status = makeStatus(parts);
    const auto own = ownPlace(*status, {}, 2000, 2000);
    QCOMPARE(own.ahead, std::int64_t{600});
    QCOMPARE(own.waitP10.value_or(0s), 150s);
    QCOMPARE(own.waitP50.value_or(0s), 200s);
    QCOMPARE(own.waitP90.value_or(0s), 250s);
    QCOMPARE(own.lookAgainIn, 10s);
    QCOMPARE(own.position, std::int64_t{1000});
    QCOMPARE(own.why, std::string_view{"late"});
    QCOMPARE(ownPlace(*status, {}, 1001, 1001).lookAgainIn, 1s);
}

void TestStatus::theCalledAreTold()
{
    const auto status = makeStatus("demo", openLine(), {}, false);
    const auto own = ownPlace(*status, {}, 1000, 1000);
    QVERIFY(own.called);
    QCOMPARE(own.position, std::int64_t{0});
    QVERIFY(!ownPlace(*status, {}, 1001, 1001).called);
}

void TestStatus::aDrawnTicketWaitsForItsPlace()
{
    auto line = openLine();
    const auto open = makeStatus("demo", line, {}, false);
    const auto unknown = ownPlace(*open, {}, 5, std::nullopt);
    QVERIFY(!unknown.called); // its number says nothing
    QVERIFY(!unknown.place);
    QVERIFY(!unknown.waitP50);
    QVERIFY(ownPlace(*open, {}, 4000, 7).called);
    line.phase = contract::Phase::Before;
    line.serving = 0;
    line.opensAt = line.at + 100s;
    const auto before = makeStatus("demo", line, {}, false);
    QCOMPARE(ownPlace(*before, {}, 5, std::nullopt).lookAgainIn, 5s);
    QVERIFY(!ownPlace(*before, {}, 5, 5).waitP10);
}

void TestStatus::callsByHandCannotBeForetold()
{
    auto line = openLine();
    line.pacing = contract::Pacing::Manual;
    QVERIFY(!waitFor(100, line));
    QVERIFY(makeStatus("demo", line, {}, false)->curve.empty());
}

void TestStatus::theTagFollowsTheBytes()
{
    const auto first = makeStatus("demo", openLine(), {}, false);
    QCOMPARE(makeStatus("demo", openLine(), {}, false)->etag, first->etag);
    auto line = openLine();
    line.serving += 1;
    QVERIFY(makeStatus("demo", line, {}, false)->etag != first->etag);
}

QTEST_GUILESS_MAIN(TestStatus)
#include "test_status.moc"
