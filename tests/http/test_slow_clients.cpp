#include <QTest>

#include <boost/asio/post.hpp>

#include <future>
#include <memory>

#include "backend/http/listener.h"
#include "tests/http/raw_client.h"

using namespace saikobi;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using tests::RawClient;

namespace {

/// Answers with a body that fills no buffer, or on "/large" every buffer there is.
class Body : public http::Handler {
public:
    void handle(const http::Request& request, http::Reply reply) override
    {
        http::Response response;
        response.body = request.path == "/large" ? m_large : m_small;
        reply(std::move(response));
    }

private:
    std::shared_ptr<const std::string> m_small = std::make_shared<const std::string>("well");
    std::shared_ptr<const std::string> m_large
            = std::make_shared<const std::string>(64U << 20U, 'a');
};

http::ListenerOptions shortOptions()
{
    http::ListenerOptions options;
    options.headerDeadline = 1s;
    options.writeDeadline = 1s;
    options.idleDeadline = 1s;
    options.exempt = {"127.0.0.0/8"};
    return options;
}

} // namespace

class TestSlowClients : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void aHeadThatDripsEndsAtItsDeadline();
    void aBodyThatDripsEndsSoonAfter();
    void aQuickBodyMayTakeLonger();
    void whoDoesNotReadIsCutOff();
    void pipelinedRequestsWaitOutside();
    void anAddressHoldsOnlySoMany();

private:
    void open(const http::ListenerOptions& options);
    std::size_t connections();
    RawClient& client() { return *m_client; }
    std::unique_ptr<tests::Loop> m_loop;
    Body m_handler;
    std::unique_ptr<http::Listener> m_listener;
    std::unique_ptr<RawClient> m_client;
};

void TestSlowClients::open(const http::ListenerOptions& options)
{
    m_listener = http::Listener::open(m_loop->context().get_executor(), options, m_handler).value();
    m_client = std::make_unique<RawClient>(m_listener->port());
}

/// As the listener's own thread sees it.
std::size_t TestSlowClients::connections()
{
    std::promise<std::size_t> told;
    boost::asio::post(m_loop->context(), [&] { told.set_value(m_listener->connections()); });
    return told.get_future().get();
}

void TestSlowClients::init()
{
    m_loop = std::make_unique<tests::Loop>();
}

void TestSlowClients::cleanup()
{
    m_client.reset();
    m_loop->stop();
    m_listener.reset();
}

/// The deadline is that of the whole head: each byte does not begin it anew.
void TestSlowClients::aHeadThatDripsEndsAtItsDeadline()
{
    open(shortOptions());
    const auto begun = Clock::now();
    client().send("GET / HTTP/1.1\r\nHost: x\r\nA: ");
    QTRY_VERIFY_WITH_TIMEOUT((client().send("a"), client().closed()), 15000);
    const auto took = Clock::now() - begun;
    QVERIFY(took > 900ms && took < 3s);
}

void TestSlowClients::aBodyThatDripsEndsSoonAfter()
{
    open(shortOptions());
    const auto begun = Clock::now();
    client().send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10000\r\n\r\n");
    QTRY_VERIFY_WITH_TIMEOUT((client().send("a"), client().closed()), 15000);
    const auto took = Clock::now() - begun;
    QVERIFY(took > 900ms && took < 3s);
}

/// 500 bytes a second are enough, however long the body is.
void TestSlowClients::aQuickBodyMayTakeLonger()
{
    open(shortOptions());
    const auto begun = Clock::now();
    std::size_t left = 40000;
    client().send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 40000\r\n\r\n");
    const auto isLate = [&] {
        client().send(std::string(500, 'a'));
        left -= 500;
        return client().closed() || Clock::now() - begun > 2s;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isLate(), 15000);
    client().send(std::string(left, 'a'));
    QVERIFY(client().readUntil("well").ends_with("well"));
}

void TestSlowClients::whoDoesNotReadIsCutOff()
{
    open(shortOptions());
    client().send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
    QTRY_COMPARE_WITH_TIMEOUT(connections(), std::size_t{1}, 15000);
    QTRY_COMPARE_WITH_TIMEOUT(connections(), std::size_t{0}, 15000);
}

/// While one is answered the next ones stay with the kernel: who sends without end and reads
/// nothing waits in their own buffers, not in ours.
void TestSlowClients::pipelinedRequestsWaitOutside()
{
    open(shortOptions());
    const std::string request = "GET /large HTTP/1.1\r\nHost: x\r\n\r\n";
    std::string many;
    for (int i = 0; i < 200; ++i)
        many += request;
    client().send(many);
    RawClient other{m_listener->port()};
    other.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    QVERIFY(other.readUntil("well").ends_with("well"));
    QVERIFY(connections() >= 2); // it is still there
    QTRY_COMPARE_WITH_TIMEOUT(connections(), std::size_t{0}, 15000);
}

void TestSlowClients::anAddressHoldsOnlySoMany()
{
    auto options = shortOptions();
    options.exempt.clear();
    options.connectionsPerAddress = 3;
    open(options); // the first one
    RawClient second{m_listener->port()};
    auto third = std::make_unique<RawClient>(m_listener->port());
    third->send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    QVERIFY(third->readUntil("well").ends_with("well"));
    RawClient fourth{m_listener->port()};
    QVERIFY(fourth.readAll().starts_with("HTTP/1.1 429 "));
    QVERIFY(fourth.closed());
    third.reset();
    const auto isTaken = [&] {
        RawClient next{m_listener->port()};
        next.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        return next.readAll().ends_with("well");
    };
    QTRY_VERIFY(isTaken());
}

QTEST_GUILESS_MAIN(TestSlowClients)
#include "test_slow_clients.moc"
