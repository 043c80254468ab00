#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <QUrl>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <thread>

#include "tests/faults/till_scene.h"
#include "tests/support/web_client.h"

using namespace saikobi;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

/// I4 and I5 under a demand thirty times what the provider takes: 25 calls/s were agreed, 660 order
/// requests/s come to two instances.
class TestCallLimit : public QObject {
    Q_OBJECT

private slots:
    void thirtyTimesTooManyOrdersNeverPassTheLimit();

private:
    bool enter(std::uint16_t port, std::size_t people);
    void orderBySchedule(std::uint16_t port, std::size_t first, Clock::time_point until);

    struct Person {
        std::string pass{};
        int orders = 0; ///< each has a key of its own
    };
    std::vector<Person> m_people{};
    std::string m_body{};
    std::atomic<int> m_asked{0};
    std::atomic<int> m_refused{0};
    std::atomic<int> m_slowRefusals{0};
};

namespace {

constexpr std::size_t askers = 44; ///< threads; each sends fifteen a second
constexpr std::size_t peopleEach = 8;
constexpr auto betweenTwo = std::chrono::microseconds{66'666};

/// The load's own clock: requests leave at their instants, whatever the answers do.
void awaitInstant(Clock::time_point instant)
{
    boost::asio::io_context context;
    boost::asio::steady_timer{context, instant}.wait();
}

} // namespace

/// People of one asker after another, so that no two threads share one.
bool TestCallLimit::enter(std::uint16_t port, std::size_t people)
{
    m_people.assign(people, {});
    std::vector<std::thread> threads;
    for (std::size_t asker = 0; asker < askers; ++asker)
        threads.emplace_back([this, port, asker] {
            tests::WebClient door(port);
            for (std::size_t i = 0; i < peopleEach; ++i) {
                const auto number = asker * peopleEach + i;
                const auto visitor = QString::number(number + 1, 16).rightJustified(32, u'0');
                const auto joined = door.post(
                        "/sales/demo/tickets", "{\"visitor\":\"" + visitor.toStdString() + "\"}");
                const auto ticket = joined.json()[QStringLiteral("ticket")].toString();
                const auto bearer = tests::bearer(ticket.toStdString());
                std::string& pass = m_people[number].pass;
                for (int tries = 0; tries < 100 && pass.empty(); ++tries) {
                    const auto claimed = door.post("/sales/demo/passes", {}, bearer);
                    pass = claimed.json()[QStringLiteral("pass")].toString().toStdString();
                    if (pass.empty())
                        awaitInstant(Clock::now() + 100ms);
                }
            }
        });
    for (auto& thread : threads)
        thread.join();
    return std::all_of(m_people.begin(), m_people.end(),
            [](const auto& person) { return !person.pass.empty(); });
}

/// By the clock and not after an answer: nobody here heeds Retry-After.
void TestCallLimit::orderBySchedule(std::uint16_t port, std::size_t first, Clock::time_point until)
{
    tests::WebClient door(port);
    auto next = Clock::now();
    for (std::size_t turn = 0; Clock::now() < until; ++turn) {
        auto& person = m_people[first + turn % peopleEach];
        auto headers = tests::bearer(person.pass);
        headers.emplace_back("Idempotency-Key",
                std::to_string(first + turn % peopleEach) + "-" + std::to_string(person.orders));
        const auto asked = Clock::now();
        const auto answer = door.post("/sales/demo/orders", m_body, headers);
        ++m_asked;
        if (answer.status == 429) {
            ++m_refused;
            if (Clock::now() - asked > 1s)
                ++m_slowRefusals;
        }
        if (answer.status == 201)
            ++person.orders;
        next += betweenTwo;
        awaitInstant(next);
    }
}

void TestCallLimit::thirtyTimesTooManyOrdersNeverPassTheLimit()
{
    tests::TillScene scene;
    tests::TillScene::Words words;
    words.callsPerSecond = 25;
    words.perPerson = 10000;
    words.instances = 2;
    words.provider = "{\"limits\": {\"global\": 25, \"endpoint\": 25}}";
    QVERIFY2(scene.start(words), qPrintable(scene.complaint()));
    const QUrl address{scene.rehearsal().address(QStringLiteral("http"))};
    const auto port = static_cast<std::uint16_t>(address.port());
    QVERIFY(enter(port, askers * peopleEach));
    tests::WebClient page(port);
    const auto catalogue = page.get("/public/sales/demo/catalogue").json();
    const auto product = catalogue[QStringLiteral("products")][0][QStringLiteral("id")];
    const auto slot = catalogue[QStringLiteral("slots")][0][QStringLiteral("id")];
    const QJsonObject wish{{QStringLiteral("slot"), slot}, {QStringLiteral("method"), "card"},
            {QStringLiteral("means"), "pm_card_visa"},
            {QStringLiteral("lines"),
                    QJsonArray{QJsonObject{{QStringLiteral("product"), product},
                            {QStringLiteral("quantity"), 1}}}}};
    m_body = QJsonDocument(wish).toJson(QJsonDocument::Compact).toStdString();
    QElapsedTimer since;
    since.start();
    const auto until = Clock::now() + 40s;
    std::vector<std::thread> threads;
    for (std::size_t asker = 0; asker < askers; ++asker)
        threads.emplace_back(
                [this, port, asker, until] { orderBySchedule(port, asker * peopleEach, until); });
    for (auto& thread : threads)
        thread.join();
    const double asked = m_asked * 1000.0 / static_cast<double>(since.elapsed());
    QTRY_COMPARE_WITH_TIMEOUT(scene.unfinished(), 0, 60000);
    const auto summary = scene.providerSummary();
    qInfo("%.0f order requests/s, %d refused, of these %d after more than a second; %lld paid; %s",
            asked, m_refused.load(), m_slowRefusals.load(),
            static_cast<long long>(scene.orders(QStringLiteral("paid"))),
            QJsonDocument(summary).toJson(QJsonDocument::Compact).constData());
    QVERIFY2(asked >= 600, qPrintable(QString::number(asked)));
    QCOMPARE(summary[QStringLiteral("finishing_refused")].toInt(-1), 0);
    // Every limit of the ledger's fullest second, and every authorisation paid or voided: the judge
    // reads both from the ledger itself.
    QCOMPARE(scene.verdict(60000), QString{});
    // And it is used: 95 % of 11.3 orders/s, less what the first second's silence takes.
    QVERIFY(static_cast<double>(scene.orders(QStringLiteral("paid"))) >= 0.85 * 11.3 * 39);
}

QTEST_GUILESS_MAIN(TestCallLimit)
#include "test_call_limit.moc"
