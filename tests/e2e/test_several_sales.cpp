#include <QElapsedTimer>
#include <QJsonArray>
#include <QTest>

#include "tests/e2e/installation.h"

using namespace saikobi;
using contract::CommandKind;
using tests::bearer;
using tests::WebClient;

/// Two sales in one installation, three instances that behave as one (I6, I8): each sale has its
/// own numbers, rate and hold, a ticket or pass of one is nothing in the other, and a place joined
/// at one instance is the same place at the others.
class TestSeveralSales : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void eachSaleCountsForItself();
    void aTicketIsGoodInItsSaleOnly();
    void joinHereAskThereClaimElsewhere();
    void aPassIsGoodInItsSaleOnly();
    void everyInstanceTellsTheSame();
    void holdsAndRatesAreOfOneSale();

private:
    QString phase(const char* sale, std::size_t instance = 0);
    qint64 serving(std::size_t instance);
    QJsonObject join(const char* sale, std::size_t instance);
    /// Asks at that door until there is a pass; the last answer.
    tests::WebAnswer claim(const std::string& ticket, std::size_t instance);

    std::unique_ptr<tests::Installation> m_installation{};
    std::vector<std::unique_ptr<WebClient>> m_doors{};
};

namespace {

std::string textOf(const QJsonObject& from, const char* key)
{
    return from[key].toString().toStdString();
}

} // namespace

void TestSeveralSales::initTestCase()
{
    tests::SaleWords quick;
    quick.id = "quick";
    quick.rate = 1200;
    quick.more = "order = \"fifo\"\n";
    auto slow = quick;
    slow.id = "slow";
    slow.rate = 1;
    m_installation = tests::Installation::start({quick, slow});
    QVERIFY2(m_installation, tests::Installation::whyNot().c_str());
    for (std::size_t i = 0; i < m_installation->instances(); ++i) {
        m_doors.push_back(std::make_unique<WebClient>(m_installation->port(i)));
        QTRY_COMPARE_WITH_TIMEOUT(phase("quick", i), QString{"open"}, 10000);
        QTRY_COMPARE_WITH_TIMEOUT(phase("slow", i), QString{"open"}, 10000);
    }
}

QString TestSeveralSales::phase(const char* sale, std::size_t instance)
{
    return m_installation->status(sale, instance)["phase"].toString();
}

qint64 TestSeveralSales::serving(std::size_t instance)
{
    return m_installation->status("quick", instance)["serving"].toInteger(-1);
}

QJsonObject TestSeveralSales::join(const char* sale, std::size_t instance)
{
    const auto answer = m_doors[instance]->post("/sales/" + std::string{sale} + "/tickets");
    if (answer.status != 201)
        qWarning("join: %d %s", answer.status, answer.body.c_str());
    return answer.json();
}

tests::WebAnswer TestSeveralSales::claim(const std::string& ticket, std::size_t instance)
{
    tests::WebAnswer last;
    QElapsedTimer since;
    since.start();
    const auto isIn = [&] {
        // As slowly as a page: a ticket that asks more often is told to wait.
        if (last.status != 0 && since.elapsed() < 250)
            return false;
        since.restart();
        last = m_doors[instance]->post("/sales/quick/passes", {}, bearer(ticket));
        return last.json().contains("pass");
    };
    if (!QTest::qWaitFor(isIn, 10000))
        qWarning("claim: %d %s", last.status, last.body.c_str());
    return last;
}

void TestSeveralSales::eachSaleCountsForItself()
{
    QCOMPARE(join("quick", 0)["number"].toInteger(), 1);
    QCOMPARE(join("slow", 1)["number"].toInteger(), 1);
    QCOMPARE(join("slow", 2)["number"].toInteger(), 2);
    QCOMPARE(join("quick", 1)["number"].toInteger(), 2);
    QTRY_COMPARE(m_installation->status("slow", 0)["issued"].toInteger(), 2);
    QCOMPARE(m_installation->status("quick")["rate"].toInteger(), 1200);
    QCOMPARE(m_installation->status("slow")["rate"].toInteger(), 1);
}

void TestSeveralSales::aTicketIsGoodInItsSaleOnly()
{
    const auto ticket = textOf(join("slow", 0), "ticket");
    QCOMPARE(m_doors[1]->get("/sales/slow/tickets/me", bearer(ticket)).status, 200);
    const auto issued = m_installation->status("quick")["issued"].toInteger();
    const auto foreign = m_doors[1]->get("/sales/quick/tickets/me", bearer(ticket));
    QCOMPARE(foreign.status, 401);
    QVERIFY(QString::fromStdString(foreign.body).contains("bad-ticket"));
    QCOMPARE(m_doors[2]->post("/sales/quick/passes", {}, bearer(ticket)).status, 401);
    QCOMPARE(m_installation->status("quick")["issued"].toInteger(), issued);
    QCOMPARE(m_doors[1]->get("/sales/nothing/tickets/me", bearer(ticket)).status, 404);
}

void TestSeveralSales::joinHereAskThereClaimElsewhere()
{
    const auto visitor = QByteArray{"{\"visitor\":\"00000000000000000000000000005a1e\"}"};
    const auto first = m_doors[0]->post("/sales/slow/tickets", visitor.toStdString());
    const auto ticket = textOf(first.json(), "ticket");
    const auto number = first.json()["number"].toInteger();
    // The same visitor at another instance has the same place.
    const auto again = m_doors[2]->post("/sales/slow/tickets", visitor.toStdString());
    QCOMPARE(again.status, 200);
    QCOMPARE(again.json()["number"].toInteger(), number);
    for (const auto& door : m_doors)
        QCOMPARE(door->get("/sales/slow/tickets/me", bearer(ticket)).json()["number"].toInteger(),
                number);

    const auto joined = textOf(join("quick", 0), "ticket");
    const auto claimed = claim(joined, 1);
    QVERIFY2(claimed.json().contains("pass"), claimed.body.c_str());
    const auto same = claim(joined, 2);
    QCOMPARE(same.status, 200);
    QCOMPARE(same.json()["expires_at"].toInteger(), claimed.json()["expires_at"].toInteger());
    QCOMPARE(textOf(same.json(), "pass"), textOf(claimed.json(), "pass"));
}

void TestSeveralSales::aPassIsGoodInItsSaleOnly()
{
    const auto ticket = textOf(join("quick", 0), "ticket");
    const auto claimed = claim(ticket, 0);
    QVERIFY2(claimed.json().contains("pass"), claimed.body.c_str());
    const auto pass = textOf(claimed.json(), "pass");
    QCOMPARE(m_doors[1]->ask("DELETE", "/sales/slow/passes/me", bearer(pass), {}).status, 401);
    auto key = bearer(pass);
    key.emplace_back("Idempotency-Key", "several-sales-1");
    QCOMPARE(m_doors[1]->post("/sales/slow/orders", "{}", key).status, 401);
    // It is still good at home, and leaving at one instance is known at the others at once.
    const auto left = m_doors[2]->ask("DELETE", "/sales/quick/passes/me", bearer(pass), {});
    QVERIFY2(left.status / 100 == 2, left.body.c_str());
    QCOMPARE(m_doors[0]->post("/sales/quick/passes", {}, bearer(ticket)).status, 410);
}

void TestSeveralSales::everyInstanceTellsTheSame()
{
    for (int i = 0; i < 200; ++i)
        join("quick", static_cast<std::size_t>(i % 3));
    QElapsedTimer since;
    since.start();
    for (int round = 0; round < 10; ++round) {
        const auto seen = serving(static_cast<std::size_t>(round % 3));
        for (std::size_t i = 0; i < m_doors.size(); ++i)
            QTRY_VERIFY_WITH_TIMEOUT(serving(i) >= seen, 15000);
    }
    QVERIFY(serving(0) > 0);
    m_installation->command("quick", CommandKind::Hold);
    for (std::size_t i = 0; i < m_doors.size(); ++i)
        QTRY_COMPARE_WITH_TIMEOUT(phase("quick", i), QString{"held"}, 15000);
    QCOMPARE(serving(1), serving(0));
    QCOMPARE(serving(2), serving(0));
}

void TestSeveralSales::holdsAndRatesAreOfOneSale()
{
    QCOMPARE(phase("quick"), QString{"held"});
    QCOMPARE(phase("slow"), QString{"open"});
    m_installation->command("slow", CommandKind::SetRate, {{"rate", "60"}, {"override", "1"}});
    for (std::size_t i = 0; i < m_doors.size(); ++i)
        QTRY_COMPARE_WITH_TIMEOUT(m_installation->status("slow", i)["rate"].toInteger(), 60, 15000);
    QCOMPARE(m_installation->status("quick")["rate"].toInteger(), 1200);
    m_installation->command("quick", CommandKind::Release);
    QTRY_COMPARE_WITH_TIMEOUT(phase("quick"), QString{"open"}, 15000);
}

QTEST_GUILESS_MAIN(TestSeveralSales)
#include "test_several_sales.moc"
