#include <QElapsedTimer>
#include <QTest>

#include <functional>

#include "tests/bench/figure.h"
#include "tests/faults/shoppers.h"
#include "tests/faults/till_scene.h"

using namespace saikobi;
using tests::Shoppers;
using tests::TillScene;

/// Commands that Postgres decides, while the sale runs, at every instance: an article is stopped
/// and sold again, a method is switched off and on, a provider's limit is changed. How long it
/// takes is printed, for two seconds are promised; that it comes into force is asserted.
class TestDeskCommandsInForce : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void anArticleIsStoppedAndSoldAgain();
    void aMethodIsSwitchedOffAndOn();
    void aLimitIsObeyed();
    void everythingIsStillRight();

private:
    bool comesIntoForce(const char* what, const QString& kind, const QJsonObject& parameters,
            double mostMs, const std::function<bool()>& isInForce);
    /// Several orders in a row are answered so, each on a new connection, so that each instance
    /// has been met; "" is an order that was taken.
    bool isAnswered(const std::string& problem);

    TillScene m_scene{};
    std::unique_ptr<Shoppers> m_people{};
    Shoppers::Wish m_wish{};
    std::size_t m_next = 0;
};

namespace {

constexpr std::size_t buyers = 400;
constexpr double promisedMs = 2000;
constexpr double untilTickMs = 1000; ///< what ticks say was true up to a second ago
constexpr int inARow = 6; ///< new connections, so that both instances are met

} // namespace

void TestDeskCommandsInForce::initTestCase()
{
    TillScene::Words words;
    words.callsPerSecond = 100;
    words.perPerson = 1000;
    // An order is over before the next question, so that the figure is not one of the provider.
    words.provider
            = "{\"limits\": {\"global\": 100, \"endpoint\": 100}, \"latency_ms\": {\"card\": "
              "[0, 0], \"finish\": [0, 0], \"read\": [0, 0]}}";
    QVERIFY2(m_scene.start(words), qPrintable(m_scene.complaint()));
    m_people = m_scene.enter(buyers);
    QVERIFY(m_people);
    m_wish = m_scene.wish();
}

/// Each answer is somebody else's: nobody has an order under way.
bool TestDeskCommandsInForce::isAnswered(const std::string& problem)
{
    for (int i = 0; i < inARow; ++i) {
        const auto shopper = m_next++ % buyers;
        auto wish = m_wish;
        wish.key += std::to_string(m_next);
        if (m_people->orderAt(m_scene.port(), shopper, wish).problem != problem)
            return false;
    }
    return true;
}

bool TestDeskCommandsInForce::comesIntoForce(const char* what, const QString& kind,
        const QJsonObject& parameters, double mostMs, const std::function<bool()>& isInForce)
{
    QElapsedTimer since;
    since.start();
    const auto command = m_scene.command(kind, parameters);
    double tookMs = 0;
    const auto isThere = [&] {
        tookMs = static_cast<double>(since.nsecsElapsed()) / 1e6;
        return isInForce();
    };
    if (command.isEmpty() || !QTest::qWaitFor(isThere, 20000))
        return false;
    bench::report({what, tookMs, "ms", {}, {}, mostMs});
    return m_scene.stateOf(command) == QLatin1String("in_force");
}

void TestDeskCommandsInForce::anArticleIsStoppedAndSoldAgain()
{
    const QJsonObject about{{"product", QString::number(m_wish.product)}};
    QVERIFY(isAnswered({}));
    QVERIFY(comesIntoForce("stop_product in force", "stop_product", about, promisedMs,
            [this] { return isAnswered("stopped"); }));
    QVERIFY(comesIntoForce("start_product in force", "start_product", about, promisedMs,
            [this] { return isAnswered({}); }));
}

void TestDeskCommandsInForce::aMethodIsSwitchedOffAndOn()
{
    const QJsonObject about{{"method", "card"}};
    QVERIFY(comesIntoForce("disable_method in force", "disable_method", about, promisedMs,
            [this] { return isAnswered("method-off"); }));
    QVERIFY(comesIntoForce("enable_method in force", "enable_method", about, promisedMs,
            [this] { return isAnswered({}); }));
}

/// Whether it is obeyed the judge sees in the provider's ledger; here both instances say so.
void TestDeskCommandsInForce::aLimitIsObeyed()
{
    const QJsonObject about{
            {"provider", "sim"}, {"calls_per_second", "40"}, {"calls_per_second_endpoint", "40"}};
    const auto allowed = [this] {
        return m_scene.rehearsal().count(
                "select round(max(g)) from (select distinct on (instance) (gauges ->> "
                "'calls_allowed')::float8 as g from saikobi.tick where instance <> '' order by "
                "instance, at desc) newest");
    };
    QTRY_VERIFY_WITH_TIMEOUT(allowed() > 60, 10000);
    m_scene.mark("limit", "sim", 40);
    QVERIFY(comesIntoForce("provider_limit in force", "provider_limit", about,
            promisedMs + untilTickMs, [&allowed] { return allowed() <= 40; }));
}

void TestDeskCommandsInForce::everythingIsStillRight()
{
    QCOMPARE(m_scene.verdict(60000), QString{});
}

QTEST_GUILESS_MAIN(TestDeskCommandsInForce)
#include "test_desk_commands_in_force.moc"
