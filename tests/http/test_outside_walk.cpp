#include <QRegularExpression>
#include <QTest>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include "backend/http/listener.h"
#include "backend/http/outside_walk.h"
#include "tests/http/api_world.h"
#include "tests/support/run_until.h"

using namespace saikobi;
using namespace saikobi::tests;
using namespace std::chrono_literals;
using boost::asio::ip::tcp;
using http::OutsideResults;
using http::OutsideStep;
using http::OutsideWalk;

namespace {

/// Some other host: takes every connection and says this, or nothing at all.
class OtherHost {
public:
    OtherHost(boost::asio::io_context& context, std::string answer)
        : m_acceptor(context, {boost::asio::ip::make_address("127.0.0.1"), 0})
        , m_answer(std::move(answer))
    {
        accept();
    }
    std::string address() const
    {
        return "http://127.0.0.1:" + std::to_string(m_acceptor.local_endpoint().port());
    }

private:
    void accept()
    {
        m_acceptor.async_accept([this](boost::system::error_code failed, tcp::socket socket) {
            if (failed)
                return;
            m_sockets.push_back(std::make_unique<tcp::socket>(std::move(socket)));
            if (!m_answer.empty())
                boost::asio::async_write(*m_sockets.back(), boost::asio::buffer(m_answer),
                        [](boost::system::error_code, std::size_t) {});
            accept();
        });
    }

    tcp::acceptor m_acceptor;
    const std::string m_answer;
    std::vector<std::unique_ptr<tcp::socket>> m_sockets{};
};

const std::string& faultOf(const OutsideResults& results, OutsideStep step)
{
    return results.at(static_cast<std::size_t>(step)).fault;
}

} // namespace

/// Page, status, return and notification address, seen from outside.
class TestOutsideWalk : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_stores = TestStores::start();
        QVERIFY2(m_stores, TestStores::whyNot().c_str());
    }
    void init()
    {
        QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")});
        m_stores->clear();
    }

    void knowsItsOwnAnswers()
    {
        ApiWorld world(*m_stores);
        world.webhookStatus = 400; // as to every notification without a signature
        auto listener = http::Listener::open(world.context().get_executor(), {}, world.api());
        QVERIFY(listener);
        const auto address = "http://127.0.0.1:" + std::to_string(listener.value()->port());
        const auto results = walk(world.context(), address, 6s, [&world] { world.beat(); });
        QVERIFY(results);
        for (std::size_t i = 0; i < results->size(); ++i)
            QCOMPARE(results->at(i).fault, std::string{});
        // Whoever loses the notifications is found out although all pages are fine.
        world.webhookStatus = 200;
        const auto again = walk(world.context(), address, 6s, [&world] { world.beat(); });
        QVERIFY(again && faultOf(*again, OutsideStep::Page).empty());
        QVERIFY(!faultOf(*again, OutsideStep::Webhook).empty());
    }

    void anotherHostsPageIsNotOurs()
    {
        boost::asio::io_context context;
        OtherHost other(context,
                "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nno");
        const auto results = walk(context, other.address(), 6s);
        QVERIFY(results);
        for (const auto step :
                {OutsideStep::Page, OutsideStep::Status, OutsideStep::Return, OutsideStep::Webhook})
            QCOMPARE(faultOf(*results, step),
                    std::string{"answered 404 text/html, which is not our answer"});
    }

    void whoSaysNothingIsGivenUp()
    {
        boost::asio::io_context context;
        OtherHost silent(context, {});
        const auto results = walk(context, silent.address(), 300ms);
        QVERIFY(results);
        for (const auto& result : *results) {
            QCOMPARE(result.fault, std::string{"no answer in time"});
            QVERIFY(result.took >= 300ms && result.took < 5s);
        }
    }

    void theHopThatFailsIsNamed()
    {
        boost::asio::io_context context;
        std::string address;
        {
            const OtherHost gone(context, {});
            address = gone.address();
        }
        const auto results = walk(context, address, 6s);
        QVERIFY(results);
        QVERIFY(faultOf(*results, OutsideStep::Page).starts_with("connection: "));
        const auto nowhere = walk(context, "http://nowhere.invalid", 6s);
        QVERIFY(nowhere && faultOf(*nowhere, OutsideStep::Page).starts_with("name: "));
    }

    void whatIsNoAddressIsRefused()
    {
        boost::asio::io_context context;
        for (const char* url : {"", "shop.example", "ftp://shop.example", "http://"})
            QVERIFY(!http::OutsideClient::to({context.get_executor(), url, {}}));
        const auto noFile = http::OutsideClient::to(
                {context.get_executor(), "https://shop.example", "/nowhere/ca.pem"});
        QVERIFY(!noFile);
        QVERIFY(noFile.error().detail.find("/nowhere/ca.pem") != std::string::npos);
    }

private:
    static std::optional<OutsideResults> walk(
            boost::asio::io_context& context, const std::string& address,
            std::chrono::milliseconds patience, const std::function<void()>& beat = [] {})
    {
        auto client = http::OutsideClient::to({context.get_executor(), address, {}});
        if (!client)
            return std::nullopt;
        OutsideWalk walk(client.value(), "demo", patience);
        std::optional<OutsideResults> out;
        if (!walk.begin([&out](const OutsideResults& results) { out = results; }))
            return std::nullopt;
        if (walk.begin([](const OutsideResults&) {})) // one at a time
            return std::nullopt;
        runUntil(context, [&] {
            beat();
            return out.has_value();
        });
        return out;
    }

    std::unique_ptr<TestStores> m_stores{};
};

QTEST_GUILESS_MAIN(TestOutsideWalk)
#include "test_outside_walk.moc"
