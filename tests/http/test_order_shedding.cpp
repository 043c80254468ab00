#include <QTest>

#include <pqxx/pqxx>

#include <deque>
#include <optional>

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
    void aFullTillTurnsNewOrdersAwayAtTheDoor();
    void whatWasBegunGetsItsAnswerAndOthersComeIn();

private:
    std::string passFor(int person);
    http::Request orderOf(const std::string& pass);
    /// What the door says to one order; status 0: come in.
    http::Response atTheDoor(const std::string& pass);
    http::Doorkeeper::Verdict isMet(const http::Request& asked);

    std::unique_ptr<tests::TestStores> m_stores{};
    std::unique_ptr<ApiWorld> m_world{};
    std::unique_ptr<pqxx::connection> m_superuser{};
    std::optional<HeldLookUps> m_held{};
    std::string m_pass{};
    std::deque<http::Request> m_asked{}; ///< must live until they are answered
    int m_orders = 0;
    int m_answered = 0;
};

void TestOrderShedding::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
    m_world = std::make_unique<ApiWorld>(*m_stores);
    m_superuser = std::make_unique<pqxx::connection>(m_stores->superuserUrl());
    m_pass = passFor(1);
    QVERIFY(!m_pass.empty());
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

http::Doorkeeper::Verdict TestOrderShedding::isMet(const http::Request& asked)
{
    http::Response answer;
    return m_world->api().door().look(asked, answer);
}

/// Before Postgres is asked for anything; whatever belongs to an order that was begun comes in.
void TestOrderShedding::aFullTillTurnsNewOrdersAwayAtTheDoor()
{
    using Verdict = http::Doorkeeper::Verdict;
    m_held.emplace(*m_superuser);
    constexpr int most = 600;
    while (atTheDoor(m_pass).status == 0 && m_orders < most) {
        m_asked.push_back(orderOf(m_pass));
        m_world->api().handle(m_asked.back(), [this](const http::Response&) { ++m_answered; });
        m_world->beat();
    }
    const auto refused = atTheDoor(m_pass);
    QCOMPARE(refused.status, 503U);
    QVERIFY(std::stoi(headerOf(refused, "Retry-After")) >= 2);
    QVERIFY(isMet(request("GET", "/public/sales/demo/status")) == Verdict::Admit);
    QVERIFY(isMet(request("POST", "/sales/demo/passes")) == Verdict::Admit);
    QVERIFY(isMet(request("GET", "/sales/demo/orders/" + std::string(36, '0'))) == Verdict::Admit);
    QVERIFY(isMet(request("POST", "/sales/demo/orders/" + std::string(36, '0') + "/attempts"))
            == Verdict::Admit);
}

/// All but one hear that this pass has another order; what matters is that all are told.
void TestOrderShedding::whatWasBegunGetsItsAnswerAndOthersComeIn()
{
    QVERIFY(m_answered == 0);
    m_held.reset();
    const auto isOver = [this] {
        m_world->beat();
        return atTheDoor(m_pass).status == 0;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isOver(), 30000);
    const auto isTold = [this] {
        m_world->beat();
        return m_answered;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isTold() >= 32, 30000);
}

QTEST_GUILESS_MAIN(TestOrderShedding)
#include "test_order_shedding.moc"
