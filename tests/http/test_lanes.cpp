#include <QTest>

#include <boost/asio/post.hpp>

#include <algorithm>
#include <future>
#include <vector>

#include "backend/http/hand_over.h"
#include "backend/http/listener.h"
#include "backend/http/till.h"
#include "backend/stores/postgres_executor.h"
#include "tests/http/raw_client.h"
#include "tests/shop/in_process_provider.h"

using namespace saikobi;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using http::Till;
using tests::Loop;
using tests::RawClient;

namespace {

constexpr auto promised = 1s;
using Result = std::variant<shop::OrderView, contract::Problem>;

/// Says who it is; may keep its thread for a while, as a crowd of pages does.
class Named : public http::Handler {
public:
    explicit Named(std::string name, Clock::duration work = {})
        : m_name{std::move(name)}
        , m_work{work}
    {
    }
    void handle(const http::Request&, http::Reply reply) override
    {
        for (const auto end = Clock::now() + m_work; Clock::now() < end;) { }
        http::Response response;
        response.text = m_name;
        reply(std::move(response));
    }

private:
    std::string m_name;
    Clock::duration m_work;
};

class NoGate : public shop::GatePort {
public:
    void check(const shop::Buyer&, const shop::StockWanted&, Checked answer) override
    {
        answer(std::nullopt);
    }
    void leave(const std::string&, const std::string&) override { }
    void notePaid(const shop::Buyer&) override { }
};

Clock::duration timeOf(std::uint16_t port, const std::string& path, std::string& answer)
{
    const auto begun = Clock::now();
    answer = tests::exchange(port,
            "POST " + path
                    + " HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
    return Clock::now() - begun;
}

/// Two threads as in an instance: what buyers ask, and the orders; no store behind them.
class TwoLanes {
public:
    TwoLanes()
        : m_checkout{{orders.context().get_executor(), m_dead, m_gate, m_provider,
                [this](const std::string&) -> contract::Measures& { return m_measures; }, "i",
                "i-1", "https://shop.example/payments/return"}}
    {
    }
    ~TwoLanes()
    {
        front.stop();
        orders.stop();
    }
    Till till(std::size_t limit = 4096, std::chrono::milliseconds patience = 5s)
    {
        return Till{{m_checkout, orders.context().get_executor(), front.context().get_executor(),
                limit, patience}};
    }
    /// On the front thread; waits for what it returns.
    template<class Work>
    auto atFront(Work work)
    {
        std::promise<decltype(work())> done;
        boost::asio::post(front.context(), [&] { done.set_value(work()); });
        return done.get_future().get();
    }

    Loop front;
    Loop orders;

private:
    stores::PostgresExecutor m_dead{{"host=127.0.0.1 port=1 connect_timeout=1"}};
    NoGate m_gate;
    tests::InProcessProvider m_provider{orders.context().get_executor()};
    contract::Measures m_measures;
    shop::Checkout m_checkout;
};

/// Asks once; true when the work began, the problem's detail when it did not.
std::string outcomeOf(TwoLanes& lanes, const Till& till, const http::Errand& errand)
{
    std::promise<std::string> told;
    boost::asio::post(lanes.front.context(), [&] {
        till.ask<Result>(
                errand,
                [](shop::Checkout&, const Till::Answer<Result>& done) { done(shop::OrderView{}); },
                [&told](const Result& result) {
                    const auto* problem = std::get_if<contract::Problem>(&result);
                    told.set_value(problem ? problem->detail : "begun");
                });
    });
    return told.get_future().get();
}

} // namespace

class TestLanes : public QObject {
    Q_OBJECT

private slots:
    void paymentsAreQuickWhileTheFrontThreadIsFull();
    void handsPaymentsOver();
    void refusesMoreThanItMayHandOver();
    void beginsNothingForWhomHasLeft();
    void beginsNothingThatIsTooLate();
    void refusesMoreThanTheTillHolds();
    void sharesARunningView();
};

/// The promise of lane P0, with a listener of its own: a front thread that is busy without end
/// delays no notification.
void TestLanes::paymentsAreQuickWhileTheFrontThreadIsFull()
{
    Loop front;
    Loop own;
    Named pages{"page", 50ms};
    Named payments{"payment"};
    auto crowd = http::Listener::open(front.context().get_executor(), {}, pages).value();
    auto lane = http::Listener::open(own.context().get_executor(), {}, payments).value();
    std::vector<std::unique_ptr<RawClient>> buyers;
    for (int i = 0; i < 100; ++i) { // five seconds of work
        buyers.push_back(std::make_unique<RawClient>(crowd->port()));
        buyers.back()->send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    }
    std::vector<Clock::duration> took;
    std::string answer;
    for (int i = 0; i < 200; ++i) {
        took.push_back(timeOf(lane->port(), "/payments/webhooks", answer));
        QVERIFY(answer.ends_with("payment"));
    }
    std::sort(took.begin(), took.end());
    QVERIFY(took[197] < promised); // p99
    front.stop();
    own.stop();
}

void TestLanes::handsPaymentsOver()
{
    Loop front;
    Loop own;
    Named pages{"page"};
    Named payments{"payment"};
    http::HandOver handOver{{pages, payments, "/payments/", front.context().get_executor(),
            own.context().get_executor()}};
    auto listener = http::Listener::open(front.context().get_executor(), {}, handOver).value();
    std::string answer;
    timeOf(listener->port(), "/payments/webhooks", answer);
    QVERIFY(answer.ends_with("payment"));
    timeOf(listener->port(), "/sales/demo", answer);
    QVERIFY(answer.ends_with("page"));
    front.stop();
    own.stop();
}

void TestLanes::refusesMoreThanItMayHandOver()
{
    Loop front;
    Named pages{"page"};
    Named payments{"payment"};
    boost::asio::io_context stuck;
    http::HandOver handOver{{pages, payments, "/payments/", front.context().get_executor(),
            stuck.get_executor(), 2}};
    auto listener = http::Listener::open(front.context().get_executor(), {}, handOver).value();
    std::vector<std::unique_ptr<RawClient>> waiting;
    for (int i = 0; i < 2; ++i) {
        waiting.push_back(std::make_unique<RawClient>(listener->port()));
        waiting.back()->send("GET /payments/return HTTP/1.1\r\nHost: x\r\n\r\n");
    }
    std::string answer;
    QTRY_VERIFY((timeOf(listener->port(), "/payments/return", answer),
            answer.starts_with("HTTP/1.1 503 ")));
    QVERIFY(answer.find("\r\nRetry-After: 1\r\n") != std::string::npos);
    front.stop();
}

void TestLanes::beginsNothingForWhomHasLeft()
{
    TwoLanes lanes;
    const auto till = lanes.till();
    const auto gone = std::make_shared<std::atomic<bool>>(false);
    QCOMPARE(outcomeOf(lanes, till, {Clock::now(), gone}), std::string{"begun"});
    gone->store(true);
    QCOMPARE(
            outcomeOf(lanes, till, {Clock::now(), gone}), std::string{"nothing was begun in time"});
}

void TestLanes::beginsNothingThatIsTooLate()
{
    TwoLanes lanes;
    const auto till = lanes.till(10, 100ms);
    QCOMPARE(outcomeOf(lanes, till, {Clock::now(), nullptr}), std::string{"begun"});
    QCOMPARE(outcomeOf(lanes, till, {Clock::now() - 200ms, nullptr}),
            std::string{"nothing was begun in time"});
}

void TestLanes::refusesMoreThanTheTillHolds()
{
    TwoLanes lanes;
    const auto till = lanes.till(1);
    std::promise<Till::Answer<Result>> begun;
    boost::asio::post(lanes.front.context(), [&] {
        till.ask<Result>(
                {}, [&](shop::Checkout&, Till::Answer<Result> done) { begun.set_value(done); },
                [](const Result&) {});
    });
    const auto answer = begun.get_future().get();
    QCOMPARE(outcomeOf(lanes, till, {}), std::string{"too many requests are under way"});
    answer(shop::OrderView{});
    QTRY_COMPARE(lanes.atFront([&] { return till.underWay(); }), std::size_t{0});
    QCOMPARE(outcomeOf(lanes, till, {}), std::string{"begun"});
}

void TestLanes::sharesARunningView()
{
    TwoLanes lanes;
    const auto till = lanes.till();
    std::atomic<int> answered{0};
    std::promise<void> go;
    boost::asio::post(lanes.orders.context(), [&] { go.get_future().wait(); });
    const auto underWay = lanes.atFront([&] {
        for (int i = 0; i < 5; ++i)
            till.view({Clock::now(), nullptr}, "00000000-0000-0000-0000-000000000001",
                    {"demo", "somebody", 1, 0}, [&answered](const Result&) { ++answered; });
        return till.underWay();
    });
    QCOMPARE(underWay, std::size_t{1});
    go.set_value();
    QTRY_COMPARE(answered.load(), 5);
}

QTEST_GUILESS_MAIN(TestLanes)
#include "test_lanes.moc"
