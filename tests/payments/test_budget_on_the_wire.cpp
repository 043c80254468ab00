#include <QRegularExpression>
#include <QTest>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <atomic>
#include <thread>

#include "backend/payments/payments.h"
#include "backend/rehearsal/provider/simulator.h"
#include "backend/stores/redis_executor.h"
#include "tests/support/run_until.h"
#include "tests/support/test_stores.h"

using namespace saikobi;
using namespace std::chrono_literals;
using payments::Payments;
using rehearsal::ProviderSimulator;
using shop::PaymentOutcome;

/// Promise I5 where it counts: what the provider itself saw, from two instances with one budget.
class TestBudgetOnTheWire : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void providerNeverSeesMoreThanAgreedAndFinishesEverything();

private:
    struct Instance {
        std::unique_ptr<stores::RedisExecutor> redis;
        std::unique_ptr<Payments> payments;
    };
    void open(Instance& instance);
    void demand();
    void buy(Instance& at);
    std::string summary();

    std::unique_ptr<tests::TestStores> m_stores;
    boost::asio::io_context m_context;
    std::unique_ptr<ProviderSimulator> m_provider;
    contract::Measures m_measures;
    std::array<Instance, 2> m_instances;
    boost::asio::steady_timer m_clock{m_context};
    std::chrono::steady_clock::time_point m_end{};
    int m_wanted = 0;
    int m_underWay = 0;
    int m_refused = 0;
    int m_captured = 0;
    int m_other = 0;
    std::chrono::milliseconds m_longestFinish{};
};

void TestBudgetOnTheWire::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
    rehearsal::SimulatorOptions options;
    options.secret = "sk_test";
    options.settings.latencyMs = {{"card", {100, 400}}, {"finish", {20, 40}}};
    auto provider = ProviderSimulator::open(m_context.get_executor(), options);
    QVERIFY(provider);
    m_provider = std::move(provider).value();
    for (auto& instance : m_instances)
        open(instance);
}

void TestBudgetOnTheWire::open(Instance& instance)
{
    instance.redis = std::make_unique<stores::RedisExecutor>(m_stores->backendRedis());
    auto opened
            = Payments::open({m_context.get_executor(), m_context.get_executor(), *instance.redis,
                    {{{"sim", 25, 25, 0}, "http://127.0.0.1:" + std::to_string(m_provider->port()),
                            "sk_test"}},
                    [this](const std::string&) -> contract::Measures& { return m_measures; }});
    QVERIFY(opened);
    instance.payments = std::move(opened).value();
    const auto ready = tests::awaited<contract::Outcome>(
            m_context, [&](auto done) { instance.payments->prepare(done); });
    QVERIFY(ready && *ready);
}

/// 660 order requests a second, by the clock: sixty times what the budget allows.
void TestBudgetOnTheWire::demand()
{
    const auto now = std::chrono::steady_clock::now();
    if (now > m_end)
        return;
    const double passed = 7 - std::chrono::duration<double>(m_end - now).count();
    while (m_wanted < static_cast<int>(660 * passed))
        buy(m_instances.at(static_cast<std::size_t>(m_wanted % 2)));
    m_clock.expires_after(5ms);
    m_clock.async_wait([this](boost::system::error_code) { demand(); });
}

void TestBudgetOnTheWire::buy(Instance& at)
{
    auto& payments = *at.payments;
    const auto order = "order-" + std::to_string(++m_wanted);
    ++m_underWay;
    payments.book("sim", [this, order, &payments](shop::BudgetAnswer place) {
        if (!place.isGranted) {
            ++m_refused;
            --m_underWay;
            return;
        }
        const shop::PaymentRequest request{
                order, 1, "demo", "sim", "card", "pm_card_visa", {500}, {}};
        payments.authorise(request, [this, order, &payments](shop::PaymentAnswer authorised) {
            const shop::PaymentReference about{
                    order, "demo", "sim", "card", authorised.reference, {500}, 1};
            if (authorised.outcome != PaymentOutcome::Done)
                ++m_other;
            payments.capture(about, [this](shop::PaymentAnswer captured) {
                ++(captured.outcome == PaymentOutcome::Done ? m_captured : m_other);
                m_longestFinish = std::max(m_longestFinish, captured.budgetTime);
                --m_underWay;
            });
        });
    });
}

std::string TestBudgetOnTheWire::summary()
{
    std::string out;
    std::atomic<bool> isRead{false};
    std::thread reader{[&out, &isRead, port = m_provider->port()] {
        boost::asio::ip::tcp::iostream connection{"127.0.0.1", std::to_string(port)};
        connection << "GET /control/summary HTTP/1.1\r\nHost: p\r\nConnection: close\r\n\r\n"
                   << std::flush;
        out.assign(std::istreambuf_iterator<char>{connection}, {});
        isRead = true;
    }};
    tests::runUntil(
            m_context, [&isRead] { return isRead.load(); }, 5s);
    reader.join();
    return out;
}

void TestBudgetOnTheWire::providerNeverSeesMoreThanAgreedAndFinishesEverything()
{
    m_end = std::chrono::steady_clock::now() + 7s; // the first of them is silent
    demand();
    QVERIFY(tests::runUntil(
            m_context,
            [this] { return std::chrono::steady_clock::now() > m_end && m_underWay == 0; }, 15s));
    QCOMPARE(m_other, 0);
    // Six seconds at 11 orders/s; the slack of bookings adds a few.
    QVERIFY2(m_captured >= 50 && m_captured <= 75, qPrintable(QString::number(m_captured)));
    QCOMPARE(m_captured + m_refused, m_wanted);
    QVERIFY2(m_longestFinish < 1s, qPrintable(QString::number(m_longestFinish.count())));
    const auto seen = QString::fromStdString(summary());
    QVERIFY2(seen.contains(QStringLiteral("\"finishing_refused\":0")), qPrintable(seen));
    QVERIFY2(seen.contains(QStringLiteral("\"refusals\":{}")), qPrintable(seen));
    const auto fullest = QRegularExpression{QStringLiteral("\"global\":(\\d+)")}.match(seen);
    QVERIFY(fullest.hasMatch());
    QVERIFY2(fullest.captured(1).toInt() <= 25, qPrintable(seen));
    QVERIFY2(fullest.captured(1).toInt() >= 18, qPrintable(seen)); // and it was used
}

QTEST_GUILESS_MAIN(TestBudgetOnTheWire)
#include "test_budget_on_the_wire.moc"
