#include <QTest>

#include <random>
#include <string>
#include <vector>

#include "backend/http/request_reader.h"

using namespace saikobi;
using http::RequestReader;

namespace {

/// What a reader made of a stream of bytes, in words.
struct Read {
    std::vector<std::string> requests{};
    unsigned refusal = 0;
    friend bool operator==(const Read&, const Read&) = default;
};

std::string wordsOf(const RequestReader& reader, const http::Request& request)
{
    std::string out = request.method + " " + request.path;
    for (const auto& [name, value] : request.query)
        out += "?" + name + "=" + value;
    for (const auto& [name, value] : request.headers)
        out += "|" + name + ":" + value;
    return out + "|" + request.body + (reader.keepsAlive() ? "" : "|closes");
}

/// Offers the bytes in pieces, as a connection does: what was not used comes again.
Read readIn(const std::string& bytes, const std::vector<std::size_t>& cuts)
{
    static const RequestReader::Limits limits{16 * 1024, 4 * 1024, 1000, {}};
    RequestReader reader{limits};
    Read out;
    std::size_t used = 0;
    for (const auto end : cuts) {
        while (used < end && out.refusal == 0) {
            const auto took = reader.feed(std::string_view{bytes}.substr(used, end - used));
            used += took;
            if (reader.state() == RequestReader::State::Refused)
                out.refusal = reader.refusal();
            if (reader.state() == RequestReader::State::Done) {
                out.requests.push_back(wordsOf(reader, reader.request()));
                reader.next();
            } else if (took == 0) {
                break;
            }
        }
    }
    return out;
}

std::vector<std::size_t> someCuts(std::size_t size, std::mt19937& random)
{
    std::vector<std::size_t> out;
    std::uniform_int_distribution<std::size_t> step{1, 1 + size / 3};
    for (std::size_t at = step(random); at < size; at += step(random))
        out.push_back(at);
    out.push_back(size);
    return out;
}

std::vector<std::size_t> everyByte(std::size_t size)
{
    std::vector<std::size_t> out;
    for (std::size_t at = 1; at <= size; ++at)
        out.push_back(at);
    return out;
}

} // namespace

/// A request is what its bytes say, however the network has cut them.
class TestRequestReader : public QObject {
    Q_OBJECT

private slots:
    void readsTheSameHoweverItIsCut_data();
    void readsTheSameHoweverItIsCut();
    void startsEachRequestAfresh();
    void refusesWhatDoesNotEnd();
};

void TestRequestReader::readsTheSameHoweverItIsCut_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("requests");
    QTest::addColumn<int>("refusal");
    const auto row = [](const char* name, const QByteArray& bytes, int requests, int refusal) {
        QTest::addRow("%s", name) << bytes << requests << refusal;
    };
    const QByteArray get{"GET /a%20b?c=d+e HTTP/1.1\r\nHost: x\r\nA:  b \t\r\n\r\n"};
    const QByteArray post{"POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"};
    const QByteArray chunked{"POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n"
                             "5\r\nhello\r\nA;x=\"y\"\r\n0123456789\r\n0\r\nT: u\r\n\r\n"};
    row("one after the other", get + post + chunked + get, 4, 0);
    row("closing by a word of a list",
            "GET / HTTP/1.1\r\nHost: x\r\nConnection: TE, Close\r\n\r\n" + get, 2, 0);
    row("a bare LF after a good request", get + "GET / HTTP/1.1\nHost: x\r\n\r\n", 1, 400);
    row("a bare CR in a value", get + "GET / HTTP/1.1\r\nHost: x\rA: b\r\n\r\n", 1, 400);
    row("a second host", post + "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 1, 400);
    row("a chunk that is longer than it says",
            chunked
                    + "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
                      "chunked\r\n\r\n2\r\nabc\r\n",
            1, 400);
    row("a trailer that is no field",
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nno\r\n\r\n", 0,
            400);
    row("bytes that no request begins with", post + "\x16\x03\x01\x02", 1, 400);
}

void TestRequestReader::readsTheSameHoweverItIsCut()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, requests);
    QFETCH(int, refusal);
    const auto text = bytes.toStdString();
    const auto whole = readIn(text, {text.size()});
    QCOMPARE(static_cast<int>(whole.requests.size()), requests);
    QCOMPARE(static_cast<int>(whole.refusal), refusal);
    QVERIFY(readIn(text, everyByte(text.size())) == whole);
    const auto seed = std::random_device{}();
    std::mt19937 random{seed};
    for (int round = 0; round < 200; ++round)
        QVERIFY2(readIn(text, someCuts(text.size(), random)) == whole,
                qPrintable(QStringLiteral("seed %1").arg(seed)));
}

void TestRequestReader::startsEachRequestAfresh()
{
    const std::string text = "POST /long/path?q=1 HTTP/1.1\r\nHost: x\r\nCookie: a=b\r\n"
                             "Content-Length: 3\r\nConnection: close\r\n\r\nabc"
                             "GET /s HTTP/1.1\r\nHost: y\r\n\r\n";
    const auto read = readIn(text, {text.size()});
    QCOMPARE(read.requests.size(), std::size_t{2});
    QCOMPARE(read.requests.back(), std::string{"GET /s|host:y|"});
}

void TestRequestReader::refusesWhatDoesNotEnd()
{
    // Each is refused at its limit, not when its end comes.
    const std::string line(9000, 'a');
    QCOMPARE(readIn("GET /" + line, {9005}).refusal, 431U);
    const std::string head = "GET / HTTP/1.1\r\nHost: x\r\nA: " + line;
    QCOMPARE(readIn(head, {head.size()}).refusal, 431U);
    const std::string chunk
            = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1;" + line;
    QCOMPARE(readIn(chunk, {chunk.size()}).refusal, 400U);
}

QTEST_GUILESS_MAIN(TestRequestReader)
#include "test_request_reader.moc"
