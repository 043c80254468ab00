#include <QTest>

#include <sys/resource.h>

#include <boost/asio/post.hpp>

#include <algorithm>
#include <future>
#include <memory>
#include <vector>

#include "backend/http/listener.h"
#include "tests/http/raw_client.h"

using namespace saikobi;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using tests::RawClient;

namespace {

constexpr int crowd = 5000;

class Well : public http::Handler {
public:
    void handle(const http::Request&, http::Reply reply) override
    {
        http::Response response;
        response.text = "well";
        reply(std::move(response));
    }
};

/// Both ends of each connection are in this process.
bool allowsDescriptors(rlim_t wanted)
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = std::min(limit.rlim_max, std::max(limit.rlim_cur, wanted));
    return ::setrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur >= wanted;
}

} // namespace

class TestSlowCrowd : public QObject {
    Q_OBJECT

private slots:
    void thousandsOfSlowOnesDelayNobody();
};

/// Half send their heads byte by byte, half a body; buyers beside them are answered as ever, and
/// all of the slow ones are gone soon after.
void TestSlowCrowd::thousandsOfSlowOnesDelayNobody()
{
    QVERIFY2(allowsDescriptors(2 * crowd + 500), "needs 10,500 file descriptors");
    tests::Loop loop;
    Well handler;
    http::ListenerOptions options;
    options.exempt = {"127.0.0.0/8"};
    auto listener = http::Listener::open(loop.context().get_executor(), options, handler).value();
    const auto connections = [&] {
        std::promise<std::size_t> told;
        boost::asio::post(loop.context(), [&] { told.set_value(listener->connections()); });
        return told.get_future().get();
    };
    std::vector<std::unique_ptr<RawClient>> slow;
    for (int i = 0; i < crowd; ++i) {
        slow.push_back(std::make_unique<RawClient>(listener->port()));
        slow.back()->send(i % 2 == 0
                        ? "GET / HTTP/1.1\r\nHost: x\r\nA: "
                        : "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\r\na");
    }
    std::vector<Clock::duration> took;
    for (int i = 0; i < 300; ++i) {
        const auto begun = Clock::now();
        const auto answer = tests::exchange(
                listener->port(), "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        QVERIFY(answer.ends_with("well"));
        took.push_back(Clock::now() - begun);
    }
    std::sort(took.begin(), took.end());
    QVERIFY(took[297] < 1s);
    QTRY_VERIFY_WITH_TIMEOUT(connections() <= 1, 20000);
    loop.stop();
}

QTEST_GUILESS_MAIN(TestSlowCrowd)
#include "test_slow_crowd.moc"
