#include <QTest>

#include "backend/waiting_room/status_document.h"
#include "backend/waiting_room/wait_estimate.h"

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
    void theDocumentStaysSmall();
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

void TestStatus::theDocumentStaysSmall()
{
    auto line = openLine();
    for (int i = 0; i < 200; ++i) {
        line.message.ja += "あ";
        line.message.en += "x";
    }
    QVERIFY(makeStatus("demo", line, {{1, 2}}, false)->body.size() <= 2048);
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
