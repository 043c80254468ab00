#include <QTest>

#include <memory>
#include <mutex>

#include "backend/http/listener.h"
#include "tests/http/raw_client.h"

using namespace saikobi;
using namespace std::chrono_literals;
using tests::RawClient;

namespace {

/// Remembers what it was asked.
class Witness : public http::Handler {
public:
    void handle(const http::Request& request, http::Reply reply) override
    {
        {
            const std::lock_guard lock{m_mutex};
            m_seen.push_back(QByteArray::fromStdString(
                    request.method + " " + request.path + " " + request.body));
        }
        reply(http::Response{});
    }
    QList<QByteArray> seen() const
    {
        const std::lock_guard lock{m_mutex};
        return m_seen;
    }

private:
    mutable std::mutex m_mutex;
    QList<QByteArray> m_seen{};
};

} // namespace

/// Requests in which two programs behind each other have seen different borders: shapes known from
/// HTTP Garden's trophies and llhttp's tests, with a second request hidden where the other reading
/// would find one.
class TestSmuggling : public QObject {
    Q_OBJECT

private slots:
    void hidesNoRequest_data();
    void hidesNoRequest();
    void readsWhatIsClear_data();
    void readsWhatIsClear();
    void survivesEveryCut();
};

void TestSmuggling::hidesNoRequest_data()
{
    QTest::addColumn<QByteArray>("request");
    const QByteArray hidden{"GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n"};
    const QByteArray post{"POST / HTTP/1.1\r\nHost: x\r\n"};
    const QByteArray ended = "0\r\n\r\n" + hidden;
    const auto field = [&](const char* name, const QByteArray& line, const QByteArray& body) {
        QTest::addRow("%s", name) << post + line + "\r\n\r\n" + body;
    };
    // What a lenient reader takes for "chunked", or for none.
    field("vertical tab before chunked",
            "Transfer-Encoding: \x0b"
            "chunked",
            ended);
    field("vertical tab after chunked", "Transfer-Encoding: chunked\x0b", ended);
    field("form feed before chunked",
            "Transfer-Encoding: \x0c"
            "chunked",
            ended);
    field("comma after chunked", "Transfer-Encoding: chunked,", ended);
    field("comma before chunked", "Transfer-Encoding: ,chunked", ended);
    field("quoted chunked", "Transfer-Encoding: \"chunked\"", ended);
    field("chunked twice", "Transfer-Encoding: chunked, chunked", ended);
    field("chunked then identity", "Transfer-Encoding: chunked, identity", ended);
    field("chunked then identity in two fields",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", ended);
    field("chunked with a byte above ASCII", "Transfer-Encoding: chunked\xa0", ended);
    field("no-break space before chunked",
            "Transfer-Encoding:\xa0"
            "chunked",
            ended);
    field("folded chunked", "Transfer-Encoding:\r\n chunked", ended);
    field("name that is folded", "Transfer-Encoding\r\n : chunked", ended);
    field("tab before the colon", "Transfer-Encoding\t: chunked", ended);
    field("NUL in the name", QByteArray{"Transfer-Encoding"} + '\0' + ": chunked", ended);
    field("bare LF hides a field", "A: b\nTransfer-Encoding: chunked", ended);
    field("bare CR hides a field", "A: b\rTransfer-Encoding: chunked", ended);
    field("empty encoding", "Transfer-Encoding: ", ended);
    field("length beside encoding", "Content-Length: 4\r\nTransfer-Encoding: chunked", ended);
    field("length beside an unknown encoding", "Content-Length: 0\r\nTransfer-Encoding: x", hidden);
    // What a lenient reader takes for a number.
    for (const char* length : {"+0", "-0", "0x0", "0,", ",0", "0,0", "0 0", "0_0", "0.0", "1e0",
                 "\"0\"", "0;", "0\x0b", "0\xa0",
                 "\x0b"
                 "0",
                 "18446744073709551616", "-1", ""})
        field(qPrintable(QStringLiteral("length '%1'").arg(QString::fromLatin1(length))),
                QByteArray{"Content-Length: "} + length, hidden);
    field("NUL after the length", QByteArray{"Content-Length: 0"} + '\0', hidden);
    field("tab before the colon of a length", "Content-Length\t: 0", hidden);
    field("lengths that differ", "Content-Length: 0\r\nContent-Length: 35", hidden);
    field("length with a folded tail", "Content-Length: 0\r\n 5", hidden);
    // What a lenient reader takes for the border of a chunk.
    const auto chunks = [&](const char* name, const QByteArray& body) {
        QTest::addRow("%s", name) << post + "Transfer-Encoding: chunked\r\n\r\n" + body;
    };
    chunks("LF after a chunk size", "0\n\r\n" + hidden);
    chunks("CR after a chunk size", "0\r\r\n" + hidden);
    chunks("two CR before LF", "0\r\r\n\r\n" + hidden);
    chunks("space before a chunk size", " 0\r\n\r\n" + hidden);
    chunks("space after a chunk size", "0 \r\n\r\n" + hidden);
    chunks("tab after a chunk size", "0\t\r\n\r\n" + hidden);
    chunks("underscore in a chunk size", "0_0\r\n\r\n" + hidden);
    chunks("minus before a chunk size", "-0\r\n\r\n" + hidden);
    chunks("prefix of a chunk size", "0x0\r\n\r\n" + hidden);
    chunks("NUL in a chunk size", QByteArray{"0"} + '\0' + "\r\n\r\n" + hidden);
    chunks("LF inside an extension", "0;a\n\r\n\r\n" + hidden);
    chunks("CR inside an extension", "0;a\rb\r\n\r\n" + hidden);
    chunks("chunk size of 2^64", "10000000000000000\r\n" + ended);
    chunks("chunk size that wraps", "ffffffffffffffff\r\n" + ended);
    chunks("no CRLF behind a chunk", "1\r\nAXX" + ended);
    chunks("LF behind a chunk", "1\r\nA\n" + ended);
    chunks("CR behind a chunk", "1\r\nA\r" + ended);
    chunks("LF behind the last chunk", "0\r\n\n" + hidden);
    chunks("trailer with a bare LF", "0\r\nA: b\n\r\n" + hidden);
    chunks("trailer with a folded line", "0\r\nA: b\r\n c\r\n\r\n" + hidden);
    chunks("trailer with a space before the colon", "0\r\nA : b\r\n\r\n" + hidden);
    chunks("trailer without a colon", "0\r\nAB\r\n\r\n" + hidden);
    // What a lenient reader takes for a request line or a host.
    const auto line = [&](const char* name, const QByteArray& first) {
        QTest::addRow("%s", name) << first + "\r\nHost: x\r\n\r\n" + hidden;
    };
    line("version 1.10", "GET / HTTP/1.10");
    line("version 01.1", "GET / HTTP/01.1");
    line("version in small letters", "GET / http/1.1");
    line("version with a space", "GET / HTTP/1.1 ");
    line("version with a tab", "GET /\tHTTP/1.1");
    line("vertical tab for a space", "GET\x0b/ HTTP/1.1");
    line("CR for a space", "GET\r/ HTTP/1.1");
    line("method in small letters", "get / HTTP/1.1");
    line("method with a space before it", " GET / HTTP/1.1");
    line("target with a space", "GET /a b HTTP/1.1");
    line("target with a byte above ASCII", "GET /\xa0 HTTP/1.1");
    line("target with a raw CR", "GET /a\rb HTTP/1.1");
    line("bare LF within the line", "GET /\nX HTTP/1.1");
    const auto host = [&](const char* name, const QByteArray& lines) {
        QTest::addRow("%s", name) << "GET / HTTP/1.1\r\n" + lines + "\r\n\r\n" + hidden;
    };
    host("two hosts in one", "Host: x, y");
    host("host with a space", "Host: x y");
    host("host with a tab before its colon", "Host\t: x");
    host("host twice, once in small letters", "Host: x\r\nhost: y");
    host("first field begins with a space", " Host: x");
    host("colon without a name", "Host: x\r\n: y");
}

/// Refused as a whole, once, and the connection ends: what follows is nobody's request.
void TestSmuggling::hidesNoRequest()
{
    QFETCH(QByteArray, request);
    tests::Loop loop;
    Witness witness;
    auto listener = http::Listener::open(loop.context().get_executor(), {}, witness).value();
    RawClient client{listener->port()};
    client.send(request.toStdString());
    const auto answer = QByteArray::fromStdString(client.readAll());
    loop.stop();
    QVERIFY(client.closed());
    QVERIFY2(answer.startsWith("HTTP/1.1 4"), answer.constData());
    QCOMPARE(answer.count("HTTP/1.1 "), 1);
    QVERIFY2(witness.seen().isEmpty(), witness.seen().value(0).constData());
}

void TestSmuggling::readsWhatIsClear_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("body");
    const QByteArray post{"POST /one HTTP/1.1\r\nHost: x\r\n"};
    const auto row = [&](const char* name, const QByteArray& rest, const QByteArray& body) {
        QTest::addRow("%s", name) << post + rest << body;
    };
    row("no body at all", "\r\n", "");
    row("white space around a length", "Content-Length: \t 3 \t\r\n\r\nabc", "abc");
    row("leading zeros of a length", "Content-Length: 003\r\n\r\nabc", "abc");
    row("chunked in capitals", "Transfer-Encoding: CHUNKED\r\n\r\n3\r\nabc\r\n0\r\n\r\n", "abc");
    row("chunk sizes in both cases",
            "Transfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n",
            "01234567890123456789");
    row("an extension of a chunk", "Transfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n0\r\n\r\n",
            "abc");
    row("a trailer that names a length",
            "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nContent-Length: 99\r\n\r\n", "abc");
    row("a body that looks like a request", "Content-Length: 18\r\n\r\nGET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n");
}

void TestSmuggling::readsWhatIsClear()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, body);
    tests::Loop loop;
    Witness witness;
    auto listener = http::Listener::open(loop.context().get_executor(), {}, witness).value();
    RawClient client{listener->port()};
    client.send(
            request.toStdString() + "GET /two HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    client.readAll();
    loop.stop();
    QCOMPARE(witness.seen(), (QList<QByteArray>{"POST /one " + body, "GET /two "}));
}

/// Where the network cuts a request in two says nothing about its borders.
void TestSmuggling::survivesEveryCut()
{
    const std::string request
            = "POST /one HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
              "3\r\nabc\r\n0\r\nA: b\r\n\r\nGET /two HTTP/1.1\r\nHost: x\r\n"
              "Connection: close\r\n\r\n";
    tests::Loop loop;
    Witness witness;
    auto listener = http::Listener::open(loop.context().get_executor(), {}, witness).value();
    for (std::size_t cut = 1; cut < request.size(); ++cut) {
        RawClient client{listener->port()};
        client.send(request.substr(0, cut));
        client.send(request.substr(cut));
        const auto answer = QByteArray::fromStdString(client.readAll());
        QCOMPARE(answer.count("HTTP/1.1 200"), 2);
    }
    loop.stop();
    QCOMPARE(witness.seen().count("POST /one abc"), static_cast<qsizetype>(request.size() - 1));
}

QTEST_GUILESS_MAIN(TestSmuggling)
#include "test_smuggling.moc"
