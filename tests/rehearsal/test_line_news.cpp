#include <QTest>

#include "backend/rehearsal/line_news.h"

using namespace saikobi::rehearsal;
using namespace std::chrono_literals;

class TestLineNews : public QObject {
    Q_OBJECT

private slots:
    void readsTheOwnPlace();
    void aWaitThatNobodyKnowsIsNotZero();
    void interpolatesThePublicCurve();
    void aDrawnTicketAsksForItsPlace();
    void tellsWhoSendsSignsOfLife();
    void takesNothingForADocument_data();
    void takesNothingForADocument();
};

void TestLineNews::readsTheOwnPlace()
{
    const auto news = newsFromOwnPlace(R"({"number":7,"place":90,"position":80,"ahead":60,)"
                                       R"("wait_p10":100,"wait_p50":120,"wait_p90":150,)"
                                       R"("called":false,"poll_s":6,"why":""})");
    QVERIFY(news);
    QVERIFY(!news->isCalled);
    QVERIFY(news->lookAgainIn == 6s);
    QCOMPARE(news->place.value_or(0), std::int64_t{90});
    QCOMPARE(news->wait->p10, 100.0);
    QCOMPARE(news->wait->p90, 150.0);
}

void TestLineNews::aWaitThatNobodyKnowsIsNotZero()
{
    const auto news = newsFromOwnPlace(R"({"place":null,"wait_p10":null,"wait_p50":null,)"
                                       R"("wait_p90":null,"called":false,"poll_s":5})");
    QVERIFY(news);
    QVERIFY(!news->wait);
    QVERIFY(!news->place);
}

void TestLineNews::interpolatesThePublicCurve()
{
    const std::string body = R"({"phase":"open","serving":100,"rate":300,"poll":{"min_s":2,)"
                             R"("max_s":30},"presence":{"divisor":4,"every_s":20},)"
                             R"("curve":[[100,0,0,0,0],[300,150,300,400,500]]})";
    QVERIFY(newsFromStatus(body, 200)->lookAgainIn == 10s); // half of 400 s, a twentieth of that
    QVERIFY(newsFromStatus(body, 400)->lookAgainIn == 20s);
    QVERIFY(newsFromStatus(body, 100)->isCalled);
    QCOMPARE(newsFromStatus(body, 200)->divisor, std::int64_t{4});
    QVERIFY(newsFromStatus(body, 200)->signEvery == 20s);
}

void TestLineNews::aDrawnTicketAsksForItsPlace()
{
    const std::string body = R"({"phase":"open","serving":100,"rate":300,)"
                             R"("draw":{"order":"draw","n":500}})";
    QVERIFY(newsFromStatus(body, 50)->needsOwnPlace); // its number says nothing
    QVERIFY(!newsFromStatus(body, 50)->isCalled);
    QVERIFY(!newsFromStatus(body, 50, 300)->isCalled);
    QVERIFY(newsFromStatus(body, 50, 99)->isCalled);
    QVERIFY(!newsFromStatus(body, 501)->needsOwnPlace);
}

void TestLineNews::tellsWhoSendsSignsOfLife()
{
    // The ticket of WAITING_ROOM.md ends with the bytes 0xea 0x88.
    QCOMPARE(tailOf("AQcql1FsAAEAAAAAMDkBm3baqHsBAAAAAAAAAAAAliIcBJDIkYrpRvlRp3nqiA"),
            std::int64_t{0xea88});
}

void TestLineNews::takesNothingForADocument_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addRow("nothing") << QByteArray{};
    QTest::addRow("a list") << QByteArray{"[]"};
    QTest::addRow("another document") << QByteArray{R"({"a":1})"};
}

void TestLineNews::takesNothingForADocument()
{
    QFETCH(QByteArray, body);
    QVERIFY(!newsFromStatus(body.toStdString(), 1));
    QVERIFY(!newsFromOwnPlace(body.toStdString()));
}

QTEST_GUILESS_MAIN(TestLineNews)
#include "test_line_news.moc"
