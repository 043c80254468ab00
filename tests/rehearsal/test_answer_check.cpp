#include <QTest>

#include "backend/rehearsal/answer_check.h"

using namespace saikobi::rehearsal;

class TestAnswerCheck : public QObject {
    Q_OBJECT

private slots:
    void findsWhatIsWrong_data();
    void findsWhatIsWrong();
    void readsWhatItSays();
    void takesPageWhereOneWasAskedFor();
};

namespace {

HttpAnswer refusal(unsigned status, const char* body)
{
    HttpAnswer answer;
    answer.status = status;
    answer.contentType = "application/problem+json";
    answer.body = body;
    return answer;
}

} // namespace

void TestAnswerCheck::findsWhatIsWrong_data()
{
    QTest::addColumn<unsigned>("status");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("retryAfter");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("defect");
    const QByteArray problem{"application/problem+json"};
    QTest::addRow("a proper refusal")
            << 409U << problem << QByteArray{}
            << QByteArray{R"({"type":"sold-out","title":"Sold out","status":409})"} << QByteArray{};
    QTest::addRow("the type may be an address")
            << 409U << problem << QByteArray{}
            << QByteArray{R"({"type":"https://x.example/problems/sold-out","title":"T","status":409})"}
            << QByteArray{};
    QTest::addRow("a later without a when")
            << 503U << problem << QByteArray{}
            << QByteArray{R"({"type":"unavailable","title":"T","status":503})"}
            << QByteArray{"does not say when to come back"};
    QTest::addRow("a later with nonsense as when")
            << 429U << problem << QByteArray{"soon"}
            << QByteArray{R"({"type":"payments-busy","title":"T","status":429})"}
            << QByteArray{"does not say when to come back"};
    QTest::addRow("a later with a when")
            << 429U << problem << QByteArray{"3"}
            << QByteArray{R"({"type":"limited","title":"T","status":429})"} << QByteArray{};
    QTest::addRow("a page instead of a document")
            << 502U << QByteArray{"text/html"} << QByteArray{} << QByteArray{"<h1>Bad gateway</h1>"}
            << QByteArray{"is not application/problem+json"};
    QTest::addRow("a type nobody agreed on")
            << 418U << problem << QByteArray{}
            << QByteArray{R"({"type":"teapot","title":"T","status":418})"}
            << QByteArray{"has no known type"};
    QTest::addRow("a type of another status")
            << 403U << problem << QByteArray{}
            << QByteArray{R"({"type":"sold-out","title":"T","status":403})"}
            << QByteArray{"has a type of another status"};
    QTest::addRow("no title") << 404U << problem << QByteArray{}
                              << QByteArray{R"({"type":"not-found","status":404})"}
                              << QByteArray{"has no title"};
    QTest::addRow("another status inside")
            << 404U << problem << QByteArray{}
            << QByteArray{R"({"type":"not-found","title":"T","status":200})"}
            << QByteArray{"does not repeat its status"};
}

void TestAnswerCheck::findsWhatIsWrong()
{
    QFETCH(unsigned, status);
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, retryAfter);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, defect);
    auto answer = refusal(status, body.constData());
    answer.contentType = type.toStdString();
    if (!retryAfter.isEmpty())
        answer.retryAfter = retryAfter.toStdString();
    QCOMPARE(QByteArray::fromStdString(readRefusal(answer).defect), defect);
}

void TestAnswerCheck::readsWhatItSays()
{
    auto answer
            = refusal(409, R"({"type":"order-under-way","title":"T","status":409,"order":"o-1"})");
    answer.retryAfter = "2";
    const auto read = readRefusal(answer);
    QCOMPARE(read.type, std::string{"order-under-way"});
    QCOMPARE(read.order, std::string{"o-1"});
    QVERIFY(read.retryAfter == std::chrono::seconds{2});
}

/// A browser in an overload is shown one, which must say when as well.
void TestAnswerCheck::takesPageWhereOneWasAskedFor()
{
    HttpAnswer answer;
    answer.status = 503;
    answer.contentType = "text/html; charset=utf-8";
    answer.body = "<h1>Full for now</h1>";
    QCOMPARE(readRefusal(answer, true).defect, std::string{"does not say when to come back"});
    answer.retryAfter = "4";
    QCOMPARE(readRefusal(answer, true).defect, std::string{});
    QCOMPARE(readRefusal(answer, true).retryAfter, std::chrono::seconds{4});
    QCOMPARE(readRefusal(answer).defect, std::string{"is not application/problem+json"});
}

QTEST_GUILESS_MAIN(TestAnswerCheck)
#include "test_answer_check.moc"
