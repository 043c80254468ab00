#include <QTest>

#include <pqxx/pqxx>

#include <algorithm>
#include <optional>

#include "backend/http/shedding.h"
#include "tests/http/api_world.h"

using namespace saikobi;
using namespace std::chrono_literals;
using tests::ApiWorld;
using tests::headerOf;
using tests::memberOf;
using tests::request;
using tests::withBearer;
using tests::withJson;

namespace {

constexpr auto slow = 110ms; ///< of one look-up: far from good, and a whole window

/// Nobody can look an order up while it lives; everything else in Postgres goes on.
class HeldLookUps {
public:
    explicit HeldLookUps(pqxx::connection& superuser)
        : m_work{superuser}
    {
        m_work.exec("lock table saikobi.orders in access exclusive mode");
    }

private:
    pqxx::work m_work;
};

} // namespace

class TestOrderShedding : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void newOrdersAreShedWhilePostgresIsBehind();
    void theyComeBackOnceItIsNot();

private:
    std::string passFor(int person);
    http::Request orderOf(const std::string& pass);
    /// What the door says to one order; status 0: come in.
    http::Response atTheDoor(const std::string& pass);
    /// One order that Postgres takes its time to look up.
    void orderSlowly(const std::string& pass);

    std::unique_ptr<tests::TestStores> m_stores{};
    std::unique_ptr<ApiWorld> m_world{};
    std::unique_ptr<pqxx::connection> m_superuser{};
    std::vector<std::string> m_passes{};
    int m_orders = 0;
};

void TestOrderShedding::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
    m_world = std::make_unique<ApiWorld>(*m_stores);
    m_superuser = std::make_unique<pqxx::connection>(m_stores->superuserUrl());
    for (int person = 0; person < 8; ++person)
        m_passes.push_back(passFor(person));
}

std::string TestOrderShedding::passFor(int person)
{
    const auto joined = m_world->ask(withJson(request("POST", "/sales/demo/tickets"),
            R"({"visitor":")" + std::to_string(person) + "\"}"));
    auto pass = memberOf(joined, "pass");
    for (int tries = 0; pass.empty() && tries < 100; ++tries)
        pass = memberOf(m_world->ask(withBearer(
                                request("POST", "/sales/demo/passes"), memberOf(joined, "ticket"))),
                "pass");
    return pass;
}

http::Request TestOrderShedding::orderOf(const std::string& pass)
{
    const auto& sale = m_world->sale("demo");
    auto asked = withJson(withBearer(request("POST", "/sales/demo/orders"), pass),
            R"({"slot":)" + std::to_string(sale.pickupSlots.front().id.value)
                    + R"(,"method":"card","means":"pm_card_visa","lines":[{"product":)"
                    + std::to_string(sale.products.front().id.value) + R"(,"quantity":1}]})");
    asked.headers.emplace_back("idempotency-key", "order-" + std::to_string(++m_orders));
    return asked;
}

http::Response TestOrderShedding::atTheDoor(const std::string& pass)
{
    http::Response answer{0, {}, {}, {}};
    const auto verdict = m_world->api().door().look(orderOf(pass), answer);
    return verdict == http::Doorkeeper::Verdict::Admit ? http::Response{0, {}, {}, {}} : answer;
}

void TestOrderShedding::orderSlowly(const std::string& pass)
{
    std::optional<HeldLookUps> held{std::in_place, *m_superuser};
    const auto isAnswered = std::make_shared<bool>(false);
    m_world->api().handle(
            orderOf(pass), [isAnswered](const http::Response&) { *isAnswered = true; });
    const auto begun = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() - begun < slow)
        m_world->beat();
    held.reset();
    while (!*isAnswered && std::chrono::steady_clock::now() - begun < 15s)
        m_world->beat();
    QVERIFY(*isAnswered);
}

/// Who has a pass is refused at the door, before Postgres is asked for anything.
void TestOrderShedding::newOrdersAreShedWhilePostgresIsBehind()
{
    QCOMPARE(atTheDoor(m_passes.back()).status, 0U);
    const auto now = std::chrono::system_clock::now();
    std::sort(m_passes.begin(), m_passes.end(),
            [now](const std::string& one, const std::string& other) {
                return http::fractionOf(one, now) < http::fractionOf(other, now);
            });
    for (int order = 0; atTheDoor(m_passes.back()).status == 0 && order < 60; ++order)
        orderSlowly(m_passes.back());
    const auto refused = atTheDoor(m_passes.back());
    QCOMPARE(refused.status, 503U);
    QVERIFY(std::stoi(headerOf(refused, "Retry-After")) >= 2);
    http::Response answer;
    QVERIFY(m_world->api().door().look(request("GET", "/public/sales/demo/status"), answer)
            == http::Doorkeeper::Verdict::Admit);
}

void TestOrderShedding::theyComeBackOnceItIsNot()
{
    QTRY_COMPARE_WITH_TIMEOUT(atTheDoor(m_passes.back()).status, 0U, 30000);
}

QTEST_GUILESS_MAIN(TestOrderShedding)
#include "test_order_shedding.moc"
