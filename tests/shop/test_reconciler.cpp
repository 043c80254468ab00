#include <QTest>

#include "backend/shop/reconciler.h"
#include "backend/stores/postgres_executor.h"
#include "tests/shop/shop_world.h"
#include "tests/support/run_until.h"

using namespace saikobi;
using namespace std::chrono_literals;
using contract::Result;
using shop::PaymentStanding;
using shop::SweepReport;
using tests::ShopWorld;

namespace {

/// The provider's books as a list, two to a page. What is listed is as old as a test says.
class Books final : public shop::LedgerPort {
public:
    explicit Books(tests::InProcessProvider& provider)
        : m_provider(provider)
    {
    }

    std::chrono::minutes age{5};
    std::vector<shop::LedgerPayment> foreign{}; ///< of no order of ours
    bool isAway = false;
    int pages = 0;

    void list(const std::string&, contract::Instant, const std::string& after,
            std::function<void(Result<shop::LedgerPage>)> answer) override
    {
        ++pages;
        if (isAway)
            return answer(contract::Fault{contract::FaultCode::Unavailable, "away"});
        const auto all = everything();
        shop::LedgerPage page;
        bool isPast = after.empty();
        for (const auto& payment : all) {
            if (isPast && page.payments.size() < 2)
                page.payments.push_back(payment);
            else if (isPast)
                page.hasMore = true;
            isPast = isPast || payment.reference == after;
        }
        answer(std::move(page));
    }

private:
    std::vector<shop::LedgerPayment> everything() const
    {
        auto all = foreign;
        for (const auto& [order, payment] : m_provider.payments) {
            shop::LedgerPayment one{payment.reference, order, "demo", payment.amount, {},
                    payment.standing, std::chrono::system_clock::now() - age};
            if (payment.standing == PaymentStanding::Captured)
                one.received = payment.amount;
            all.push_back(std::move(one));
        }
        return all;
    }

    tests::InProcessProvider& m_provider;
};

} // namespace

/// Provider, orders and stock are held beside each other: what has one right answer is repaired,
/// the rest is noted for a person, once, and closed when it agrees again (I2, I4).
class TestReconciler : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void nothingIsFoundWhereAllIsWell();
    void moneySetAsideForNobodyIsLetGo();
    void moneyTakenForNobodyIsForAPerson();
    void aPaidOrderWithoutMoneyIsForAPerson();
    void whatAgreesAgainIsClosed();
    void whatAPersonDecidedIsClosedWithWhoDidIt();
    void unitsOfAnEndedOrderGoBack();
    void shoppersWhoAreAwayAreAskedAbout();
    void oneInstanceHasTheTurn();
    void withoutTheBooksNothingIsSaid();

private:
    SweepReport sweep();
    std::string placedBy(const char* person);
    void growOld();
    qint64 open(const std::string& kind);

    std::unique_ptr<tests::TestStores> m_stores{};
    std::unique_ptr<ShopWorld> m_world{};
    std::unique_ptr<Books> m_books{};
    std::unique_ptr<stores::PostgresExecutor> m_postgres{};
    std::unique_ptr<shop::Reconciler> m_reconciler{};
    contract::Measures m_measures{};
    std::vector<std::string> m_refreshed{};
};

void TestReconciler::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestReconciler::init()
{
    m_stores->clear();
    m_refreshed.clear();
    m_world = std::make_unique<ShopWorld>(*m_stores);
    m_world->start();
    m_books = std::make_unique<Books>(m_world->provider);
    m_postgres = std::make_unique<stores::PostgresExecutor>(m_stores->backendPostgres());
    m_reconciler = std::make_unique<shop::Reconciler>(
            shop::Reconciler::Parts{m_world->context.get_executor(), *m_postgres, *m_books,
                    m_world->provider, {"sim"}, [] { return std::chrono::system_clock::now(); },
                    [this](const std::string& order, auto done) {
                        m_refreshed.push_back(order);
                        done(contract::Nothing{});
                    },
                    [this](const std::string&) -> contract::Measures& { return m_measures; }});
}

void TestReconciler::cleanup()
{
    m_reconciler.reset();
    m_postgres.reset(); // its threads answer into the world's context
    m_world.reset();
}

SweepReport TestReconciler::sweep()
{
    const auto report = tests::awaited<Result<SweepReport>>(m_world->context, [this](auto done) {
        m_reconciler->sweep("sim", std::chrono::system_clock::now() - 1h, done);
    });
    if (!report || !*report) {
        qWarning("no report: %s", report ? report->error().detail.c_str() : "no answer");
        return {};
    }
    return report->value();
}

std::string TestReconciler::placedBy(const char* person)
{
    const auto result = m_world->placed(m_world->request(person));
    const auto* view = tests::viewIn(result);
    return view ? view->order : std::string{};
}

/// Everything that has ended, ended ten minutes ago.
void TestReconciler::growOld()
{
    m_stores->execute("update saikobi.orders set ended_at = ended_at - interval '10 min', "
                      "changed_at = changed_at - interval '10 min' where ended_at is not null");
}

qint64 TestReconciler::open(const std::string& kind)
{
    return m_stores->numberOf("select count(*) from saikobi.difference where closed_at is null "
                              "and kind = '"
            + kind + "'");
}

void TestReconciler::nothingIsFoundWhereAllIsWell()
{
    for (const char* person : {"p1", "p2", "p3", "p4", "p5"})
        QVERIFY(!placedBy(person).empty());
    growOld();
    const auto report = sweep();
    QCOMPARE(report.payments, std::int64_t{5});
    QCOMPARE(report.paidOrders, std::int64_t{5});
    QCOMPARE(report.found, std::int64_t{0});
    QCOMPARE(m_books->pages, 3);
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.difference"), 0);
}

void TestReconciler::moneySetAsideForNobodyIsLetGo()
{
    const std::string lost = "01900000-0000-7000-8000-000000000001";
    m_world->provider.payments[lost] = {"pi_lost", PaymentStanding::Authorised, {1000}, 0, 1};
    const auto report = sweep();
    QCOMPARE(report.found, std::int64_t{1});
    QCOMPARE(report.voided, std::int64_t{1});
    QVERIFY(m_world->provider.payments[lost].standing == PaymentStanding::Voided);
    QCOMPARE(m_stores->valueOf("select repair from saikobi.difference"), std::string{"voided"});
    // In the timeline once when it was found and once when it was mended, whoever looks again.
    QCOMPARE(sweep().found, std::int64_t{0});
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.timeline where kind = 'difference'"),
            2);
}

void TestReconciler::moneyTakenForNobodyIsForAPerson()
{
    const auto order = placedBy("p1");
    m_stores->execute(
            "update saikobi.orders set status = 'cancelled', pickup_code = null where id = '"
            + order + "'");
    growOld();
    QCOMPARE(sweep().found, std::int64_t{1});
    QCOMPARE(open("captured_without_paid"), 1);
    QCOMPARE(m_stores->valueOf("select review from saikobi.orders"),
            std::string{"captured_without_paid"});
    QVERIFY(m_world->provider.payments[order].standing == PaymentStanding::Captured);
    QCOMPARE(sweep().found, std::int64_t{0}); // known already
    m_reconciler->tick();
    QVERIFY(m_world->runUntil([this] {
        contract::Tick tick;
        m_measures.addTo(tick);
        return tick.gauges[contract::gauge::openDifferences] == 1;
    }));
}

void TestReconciler::aPaidOrderWithoutMoneyIsForAPerson()
{
    const auto order = placedBy("p1");
    growOld();
    m_world->provider.payments[order].standing = PaymentStanding::Voided;
    QCOMPARE(sweep().found, std::int64_t{1});
    QCOMPARE(open("paid_without_capture"), 1);
    // Nor does one that the books do not have at all stay unseen.
    m_stores->execute("delete from saikobi.difference");
    m_world->provider.payments.clear();
    QCOMPARE(sweep().found, std::int64_t{1});
    QCOMPARE(open("paid_without_capture"), 1);
}

void TestReconciler::whatAgreesAgainIsClosed()
{
    const auto order = placedBy("p1");
    growOld();
    m_world->provider.payments[order].standing = PaymentStanding::Voided;
    sweep();
    m_world->provider.payments[order].standing = PaymentStanding::Captured;
    sweep();
    QCOMPARE(open("paid_without_capture"), 0);
    QCOMPARE(m_stores->valueOf("select repair from saikobi.difference"),
            std::string{"agrees again"});
}

void TestReconciler::whatAPersonDecidedIsClosedWithWhoDidIt()
{
    const auto order = placedBy("p1");
    growOld();
    m_world->provider.payments[order].standing = PaymentStanding::Voided;
    sweep();
    QCOMPARE(m_stores->valueOf("select saikobi.settle_difference(id, 'asked the buyer to pay') "
                               "from saikobi.difference"),
            std::string{"t"});
    QCOMPARE(open("paid_without_capture"), 0);
    QCOMPARE(m_stores->valueOf("select review from saikobi.orders"), std::string{});
    QVERIFY(m_stores->numberOf("select count(*) from saikobi.timeline where kind = 'difference' "
                               "and actor <> '' and reason = 'asked the buyer to pay'")
            == 1);
}

void TestReconciler::unitsOfAnEndedOrderGoBack()
{
    const auto order = placedBy("p1");
    // As no move of ours leaves it: ended unpaid, and units and a place still held for it.
    m_stores->execute("update saikobi.orders set status = 'cancelled', pickup_code = null; "
                      "update saikobi.stock set held = sold, sold = 0 where sold > 0; "
                      "update saikobi.slot set held = sold, sold = 0 where sold > 0; "
                      "update saikobi.payment set standing = 'voided'");
    QVERIFY(m_world->findings().find("stranded") != std::string::npos);
    growOld();
    m_world->provider.payments[order].standing = PaymentStanding::Voided;
    m_reconciler->tick();
    QVERIFY(m_world->runUntil(
            [this] { return m_stores->numberOf("select sum(held) from saikobi.stock") == 0; }));
    QCOMPARE(m_world->findings(), std::string{});
    QCOMPARE(m_stores->valueOf("select repair from saikobi.difference"), std::string{"given back"});
}

void TestReconciler::shoppersWhoAreAwayAreAskedAbout()
{
    m_world->provider.fate = [](tests::ProviderCall call, const std::string&) {
        return call == tests::ProviderCall::Authorise ? tests::Fate::NeedsAction
                                                      : tests::Fate::Plain;
    };
    const auto order = placedBy("p1");
    QCOMPARE(m_world->statusOf(order), std::string{"action_required"});
    m_stores->execute("update saikobi.orders set changed_at = changed_at - interval '2 min'");
    m_reconciler->tick();
    QVERIFY(m_world->runUntil([this] { return !m_refreshed.empty(); }));
    QCOMPARE(m_refreshed, std::vector<std::string>{order});
}

void TestReconciler::oneInstanceHasTheTurn()
{
    m_reconciler->tick();
    QVERIFY(m_world->runUntil([this] { return m_books->pages == 1; }));
    QVERIFY(m_world->runUntil([this] {
        return m_stores->numberOf(
                       "select count(*) from saikobi.reconcile_mark where swept_to is not null")
                == 1;
    }));
    Books others(m_world->provider);
    shop::Reconciler second({m_world->context.get_executor(), *m_postgres, others,
            m_world->provider, {"sim"}, [] { return std::chrono::system_clock::now(); },
            [](const std::string&, auto done) { done(contract::Nothing{}); },
            [this](const std::string&) -> contract::Measures& { return m_measures; }});
    second.tick();
    const auto before = m_stores->valueOf("select swept_to from saikobi.reconcile_mark");
    // Its own look at the turn has come back once the figure that is read after it is there.
    m_stores->execute("insert into saikobi.difference (kind, sale, needs_person) "
                      "select 'captured_twice', slug, true from saikobi.sale");
    Books third(m_world->provider);
    shop::Reconciler last({m_world->context.get_executor(), *m_postgres, third, m_world->provider,
            {"sim"}, [] { return std::chrono::system_clock::now(); },
            [](const std::string&, auto done) { done(contract::Nothing{}); },
            [this](const std::string&) -> contract::Measures& { return m_measures; }});
    last.tick();
    QVERIFY(m_world->runUntil([this] {
        contract::Tick tick;
        m_measures.addTo(tick);
        return tick.gauges[contract::gauge::openDifferences] == 1;
    }));
    QCOMPARE(others.pages, 0);
    QCOMPARE(third.pages, 0);
    QCOMPARE(m_stores->valueOf("select swept_to from saikobi.reconcile_mark"), before);
}

void TestReconciler::withoutTheBooksNothingIsSaid()
{
    placedBy("p1");
    growOld();
    m_books->isAway = true;
    const auto report = tests::awaited<Result<SweepReport>>(m_world->context, [this](auto done) {
        m_reconciler->sweep("sim", std::chrono::system_clock::now() - 1h, done);
    });
    QVERIFY(report && !*report);
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.difference"), 0);
}

QTEST_GUILESS_MAIN(TestReconciler)
#include "test_reconciler.moc"
