#include <QTest>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <memory>

#include "backend/http/doorkeeper.h"
#include "backend/http/listener.h"
#include "tests/http/raw_client.h"

using namespace saikobi;
using namespace std::chrono_literals;
using tests::exchange;
using tests::RawClient;

namespace {

/// Says back what it was asked; `/later` answers after a moment.
class Echo : public http::Handler {
public:
    explicit Echo(boost::asio::io_context& context)
        : m_timer{context}
    {
    }
    void handle(const http::Request& request, http::Reply reply) override
    {
        http::Response response{200, "text/plain", {}, {}};
        response.body = std::make_shared<const std::string>(request.method + " " + request.path
                + " [" + std::string{request.parameter("a")} + "] " + request.body);
        if (request.path == "/injected")
            response.headers.emplace_back("X-From-Outside", "a\r\nSet-Cookie: evil=1");
        if (request.path != "/later")
            return reply(std::move(response));
        m_timer.expires_after(20ms);
        m_timer.async_wait([reply = std::move(reply), response](auto) { reply(response); });
    }

private:
    boost::asio::steady_timer m_timer;
};

/// Turns `/blocked` away and cuts `/cut` off.
class Guard : public http::Doorkeeper {
public:
    Verdict look(const http::Request& request, http::Response& answer) override
    {
        if (request.path == "/cut")
            return Verdict::Close;
        if (request.path != "/blocked")
            return Verdict::Admit;
        answer.status = 403;
        answer.body = std::make_shared<const std::string>("not you, " + request.client);
        return Verdict::Refuse;
    }
};

http::ListenerOptions testOptions()
{
    http::ListenerOptions options;
    options.headerDeadline = 1s;
    options.idleDeadline = 1s;
    options.requestsPerConnection = 3;
    options.bodyLimit = 1000;
    options.bodyLimitByPath = {{"/large", 5000}};
    return options;
}

} // namespace

class TestListener : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void answers_data();
    void answers();
    void refusesAndCloses_data();
    void refusesAndCloses();
    void answersPipelinedRequestsInOrder();
    void closesAfterTheLastRequestOfAConnection();
    void closesSlowHeaders();
    void closesIdleConnections();
    void idleConnectionsMakeRoom();
    void asksForABodyThatWaits();
    void answersABodyInPieces();
    void letsNobodyWriteHeaders();
    void finishesAnswersUnderWayWhenItCloses();
    void asksTheDoorkeeperBeforeTheHandler();
    void namesTheAddressItCannotBind();
    void sharesItsPortOnlyWhenTold();

private:
    std::uint16_t port() const { return m_listener->port(); }
    std::unique_ptr<tests::Loop> m_loop;
    std::unique_ptr<Echo> m_echo;
    std::unique_ptr<http::Listener> m_listener;
};

void TestListener::init()
{
    m_loop = std::make_unique<tests::Loop>();
    m_echo = std::make_unique<Echo>(m_loop->context());
    auto opened = http::Listener::open(m_loop->context().get_executor(), testOptions(), *m_echo);
    QVERIFY(opened);
    m_listener = std::move(opened).value();
}

void TestListener::cleanup()
{
    m_loop->stop();
    m_listener.reset();
    m_echo.reset();
    m_loop.reset();
}

void TestListener::answers_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("body");
    QTest::addRow("a path with a query, decoded")
            << QByteArray{"GET /a%20b?a=1+2%26&b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"}
            << QByteArray{"GET /a b [1 2&] "};
    QTest::addRow("absolute form")
            << QByteArray{"GET http://x/p?a=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"}
            << QByteArray{"GET /p [1] "};
    QTest::addRow("HTTP/1.0 without a host, closing by itself")
            << QByteArray{"GET / HTTP/1.0\r\n\r\n"} << QByteArray{"GET / [] "};
    QTest::addRow("a body of known length") << QByteArray{
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nConnection: "
            "close\r\n\r\nhello"} << QByteArray{"POST / [] hello"};
    QTest::addRow("a chunked body with a trailer that changes nothing")
            << QByteArray{"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: "
                          "close\r\n\r\n"
                          "5\r\nhello\r\n4;x=y\r\n you\r\n0\r\nHost: evil\r\n\r\n"}
            << QByteArray{"POST / [] hello you"};
    QTest::addRow("a larger body where it may be larger")
            << QByteArray{"POST /large HTTP/1.1\r\nHost: x\r\nContent-Length: 2000\r\nConnection: "
                          "close\r\n\r\n"}
                    + QByteArray(2000, 'a')
            << QByteArray{"POST /large [] "} + QByteArray(2000, 'a');
    QTest::addRow("a HEAD without a body")
            << QByteArray{"HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"}
            << QByteArray{};
    QTest::addRow("an answer that comes later")
            << QByteArray{"GET /later HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"}
            << QByteArray{"GET /later [] "};
}

void TestListener::answers()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, body);
    const auto answer = QByteArray::fromStdString(exchange(port(), request.toStdString()));
    QVERIFY2(answer.startsWith("HTTP/1.1 200 OK\r\nDate: "), answer.constData());
    QCOMPARE(answer.mid(answer.indexOf("\r\n\r\n") + 4), body);
}

void TestListener::refusesAndCloses_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    const auto row = [](const char* name, const QByteArray& request, int status = 400) {
        QTest::addRow("%s", name) << request << status;
    };
    const QByteArray get{"GET / HTTP/1.1\r\n"};
    const QByteArray post{"POST / HTTP/1.1\r\nHost: x\r\n"};
    row("no request at all", "hello\r\n\r\n");
    row("HTTP/0.9", "GET /\r\n\r\n");
    row("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    row("HTTP/1.2", "GET / HTTP/1.2\r\nHost: x\r\n\r\n");
    row("leading empty line", "\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n");
    row("leading space", " GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    row("two spaces in the request line", "GET  / HTTP/1.1\r\nHost: x\r\n\r\n");
    row("target without a slash", "GET foo HTTP/1.1\r\nHost: x\r\n\r\n");
    row("target that decodes wrongly", "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n");
    row("NUL in the path", "GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n");
    row("fragment in the target", "GET /#a HTTP/1.1\r\nHost: x\r\n\r\n");
    row("no Host", get + "\r\n");
    row("two Hosts", get + "Host: x\r\nHost: x\r\n\r\n");
    row("bare LF after the request line", "GET / HTTP/1.1\nHost: x\r\n\r\n");
    row("bare LF after a field", get + "Host: x\nA: b\r\n\r\n");
    row("bare CR in a value", get + "Host: x\r\nA: b\rc\r\n\r\n");
    row("NUL in a value", get + "Host: x\r\nA: b" + QByteArray(1, '\0') + "c\r\n\r\n");
    row("DEL in a value", get + "Host: x\r\nA: b\x7f\r\n\r\n");
    row("space before the colon", get + "Host : x\r\n\r\n");
    row("space in a name", get + "Host: x\r\nA b: c\r\n\r\n");
    row("no name", get + "Host: x\r\n: c\r\n\r\n");
    row("no colon", get + "Host: x\r\nabc\r\n\r\n");
    row("folded line", get + "Host: x\r\nA: b\r\n c\r\n\r\n");
    row("folded line with a tab", get + "Host: x\r\nA: b\r\n\tc\r\n\r\n");
    row("length and encoding",
            post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    row("encoding and length",
            post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n");
    row("two equal lengths", post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello");
    row("two lengths in one", post + "Content-Length: 5, 5\r\n\r\nhello");
    row("unequal lengths", post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello");
    row("signed length", post + "Content-Length: +5\r\n\r\nhello");
    row("negative length", post + "Content-Length: -5\r\n\r\nhello");
    row("hexadecimal length", post + "Content-Length: 0x5\r\n\r\nhello");
    row("empty length", post + "Content-Length: \r\n\r\nhello");
    row("overflowing length", post + "Content-Length: 18446744073709551621\r\n\r\nhello");
    row("two encodings", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n");
    row("two encoding fields",
            post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    row("identity encoding", post + "Transfer-Encoding: identity\r\n\r\n");
    row("encoding with a tail", post + "Transfer-Encoding: chunked;q=1\r\n\r\n0\r\n\r\n");
    row("encoding that looks like chunked", post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n");
    row("chunked in HTTP/1.0",
            "POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    const QByteArray chunked = post + "Transfer-Encoding: chunked\r\n\r\n";
    row("chunk size with 0x", chunked + "0x5\r\nhello\r\n0\r\n\r\n");
    row("signed chunk size", chunked + "+5\r\nhello\r\n0\r\n\r\n");
    row("empty chunk size", chunked + "\r\nhello\r\n0\r\n\r\n");
    row("overflowing chunk size", chunked + "10000000000000005\r\nhello\r\n0\r\n\r\n");
    row("bare LF after a chunk size", chunked + "5\nhello\r\n0\r\n\r\n");
    row("chunk longer than its size", chunked + "5\r\nhello!\r\n0\r\n\r\n");
    row("unknown method", "BREW / HTTP/1.1\r\nHost: x\r\n\r\n", 405);
    row("TRACE", "TRACE / HTTP/1.1\r\nHost: x\r\n\r\n", 405);
    row("CONNECT", "CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n", 405);
    row("body above the limit", post + "Content-Length: 1001\r\n\r\n", 413);
    row("chunks above the limit", chunked + "3e9\r\n" + QByteArray(1001, 'a') + "\r\n0\r\n\r\n",
            413);
    row("long target", "GET /" + QByteArray(5000, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n", 414);
    row("long line", get + "Host: x\r\nA: " + QByteArray(9000, 'a') + "\r\n\r\n", 431);
    row("many fields", get + "Host: x\r\n" + QByteArray{"A: b\r\n"}.repeated(64) + "\r\n", 431);
    row("large head",
            get + "Host: x\r\n" + QByteArray{"A: " + QByteArray(4000, 'a') + "\r\n"}.repeated(5)
                    + "\r\n",
            431);
}

void TestListener::refusesAndCloses()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    RawClient client{port()};
    // What follows a malformed request must never be taken for one.
    client.send(request.toStdString() + "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto answer = QByteArray::fromStdString(client.readAll());
    QVERIFY(client.closed());
    QVERIFY2(answer.startsWith(QByteArray{"HTTP/1.1 " + QByteArray::number(status) + " "}),
            answer.constData());
    QVERIFY(answer.contains("\r\nConnection: close\r\n"));
    QVERIFY(answer.contains("application/problem+json"));
    QVERIFY(!answer.contains("smuggled"));
    QCOMPARE(answer.count("HTTP/1.1 "), 1);
}

void TestListener::answersPipelinedRequestsInOrder()
{
    const auto answer = exchange(port(),
            "GET /later HTTP/1.1\r\nHost: x\r\n\r\n"
            "POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
            "GET /c HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    const auto first = answer.find("GET /later");
    const auto second = answer.find("POST /b [] abc");
    const auto third = answer.find("GET /c");
    QVERIFY(first != std::string::npos && second != std::string::npos
            && third != std::string::npos);
    QVERIFY(first < second && second < third);
}

void TestListener::closesAfterTheLastRequestOfAConnection()
{
    RawClient client{port()};
    const std::string request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    client.send(request + request + request + request);
    const auto answer = QByteArray::fromStdString(client.readAll());
    QVERIFY(client.closed());
    QCOMPARE(answer.count("HTTP/1.1 200"), 3);
    QCOMPARE(answer.count("Connection: close"), 1);
}

void TestListener::closesSlowHeaders()
{
    RawClient client{port()};
    client.send("GET / HTTP/1.1\r\nHost: x\r\nA: ");
    QCOMPARE(client.readAll(), std::string{});
    QVERIFY(client.closed());
}

void TestListener::closesIdleConnections()
{
    RawClient client{port()};
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    client.readUntil("GET / [] ");
    QCOMPARE(client.readAll(), std::string{});
    QVERIFY(client.closed());
}

void TestListener::idleConnectionsMakeRoom()
{
    auto options = testOptions();
    options.connectionLimit = 1;
    m_listener = http::Listener::open(m_loop->context().get_executor(), options, *m_echo).value();
    RawClient idle{port()};
    const std::string request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    QVERIFY(exchange(port(), request).starts_with("HTTP/1.1 503"));
    idle.send(request);
    QVERIFY(idle.readUntil("GET /").starts_with("HTTP/1.1 200"));
    QVERIFY(exchange(port(), request).starts_with("HTTP/1.1 200"));
    QVERIFY(idle.readAll().empty() && idle.closed());
}

void TestListener::asksForABodyThatWaits()
{
    RawClient client{port()};
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    QCOMPARE(client.readUntil("\r\n\r\n"), std::string{"HTTP/1.1 100 Continue\r\n\r\n"});
    client.send("ok");
    QVERIFY(client.readUntil("POST / [] ok").starts_with("HTTP/1.1 200 OK"));
}

void TestListener::answersABodyInPieces()
{
    RawClient client{port()};
    for (const char* piece : {"POST /p HT", "TP/1.1\r", "\nHost: x\r\nTransfer-Enc",
                 "oding: chunked\r\n\r", "\n", "5\r", "\nhe", "llo\r\n", "0\r\n\r", "\n"})
        client.send(piece);
    QVERIFY(client.readUntil("POST /p [] hello").starts_with("HTTP/1.1 200 OK"));
}

void TestListener::letsNobodyWriteHeaders()
{
    const auto answer
            = exchange(port(), "GET /injected HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    QVERIFY(answer.find("evil") == std::string::npos);
}

void TestListener::finishesAnswersUnderWayWhenItCloses()
{
    RawClient busy{port()};
    RawClient idle{port()};
    idle.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    idle.readUntil("GET / [] ");
    busy.send("GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
    // The request is read before the listener is told to close, as both go through its one thread.
    RawClient probe{port()};
    probe.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    probe.readUntil("GET / [] ");
    boost::asio::post(m_loop->context(), [this] { m_listener->close(); });
    const auto answer = QByteArray::fromStdString(busy.readAll());
    QVERIFY2(answer.contains("GET /later") && answer.contains("Connection: close"),
            answer.constData());
    idle.readAll();
    QVERIFY(idle.closed());
}

void TestListener::asksTheDoorkeeperBeforeTheHandler()
{
    Guard guard;
    auto options = testOptions();
    options.doorkeeper = &guard;
    auto opened = http::Listener::open(m_loop->context().get_executor(), options, *m_echo);
    QVERIFY(opened);
    const auto guarded = opened.value()->port();
    RawClient client{guarded};
    client.send("GET /blocked HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto refused = client.readUntil("not you, 127.0.0.1");
    QVERIFY(refused.starts_with("HTTP/1.1 403 Forbidden"));
    client.send("GET /welcome HTTP/1.1\r\nHost: x\r\n\r\n");
    QVERIFY(client.readUntil("GET /welcome [] ").starts_with("HTTP/1.1 200 OK"));
    client.send("GET /cut HTTP/1.1\r\nHost: x\r\n\r\n");
    QCOMPARE(client.readAll(), std::string{});
    QVERIFY(client.closed());

    // A body of a refused client is not waited for.
    RawClient sender{guarded};
    sender.send("POST /blocked HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n");
    QVERIFY(sender.readAll().find("Connection: close") != std::string::npos);
    QVERIFY(sender.closed());
    m_loop->stop();
}

void TestListener::namesTheAddressItCannotBind()
{
    auto options = testOptions();
    options.port = port();
    const auto second = http::Listener::open(m_loop->context().get_executor(), options, *m_echo);
    QVERIFY(!second);
    QVERIFY(second.error().detail.find("127.0.0.1:" + std::to_string(port())) != std::string::npos);
}

void TestListener::sharesItsPortOnlyWhenTold()
{
    auto options = testOptions();
    options.sharePort = true;
    const auto first = http::Listener::open(m_loop->context().get_executor(), options, *m_echo);
    QVERIFY(first);
    options.port = first.value()->port();
    const auto second = http::Listener::open(m_loop->context().get_executor(), options, *m_echo);
    QVERIFY(second);
    m_loop->stop();
}

QTEST_GUILESS_MAIN(TestListener)
#include "test_listener.moc"
