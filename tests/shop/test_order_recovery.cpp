#include <QTest>

#include <algorithm>
#include <random>

#include "tests/shop/shop_world.h"
#include "tests/support/run_until.h"

using namespace saikobi;
using namespace std::chrono_literals;
using shop::OrderView;
using shop::PaymentStanding;
using tests::Fate;
using tests::ProviderCall;
using tests::ShopWorld;

/// Orders whose instance died are finished by another one, whatever they were doing (I1–I4, I7).
class TestOrderRecovery : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void everyStateComesToAnEnd_data();
    void everyStateComesToAnEnd();
    void aSilentOwnerIsTakenOverAfterFiveSeconds();
    void aZombieChangesNothing();
    void cutConnectionsLoseNothing();
    void aMoveWhoseAnswerWasLostIsCountedOnce_data();
    void aMoveWhoseAnswerWasLostIsCountedOnce();
    void killedAnywhereNothingIsLost_data();
    void killedAnywhereNothingIsLost();

private:
    std::string leave(const QString& status, const QString& reason);
    std::unique_ptr<tests::TestStores> m_stores{};
    std::unique_ptr<ShopWorld> m_world{};
};

void TestOrderRecovery::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestOrderRecovery::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
    m_world.reset();
    m_stores->clear();
    m_world = std::make_unique<ShopWorld>(*m_stores);
}

void TestOrderRecovery::everyStateComesToAnEnd_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<int>("atProvider");
    QTest::addColumn<QString>("end");
    const auto row = [](const char* claim, const char* status, const char* reason,
                             PaymentStanding standing, const char* end) {
        QTest::newRow(claim) << status << reason << int(standing) << end;
    };
    row("written only: nothing was asked", "created", "", PaymentStanding::None, "cancelled");
    row("asked, but it never arrived", "authorising", "", PaymentStanding::None, "paid");
    row("asked, and the answer was lost", "authorising", "", PaymentStanding::Authorised, "paid");
    row("asked, and it was declined", "authorising", "", PaymentStanding::Declined, "declined");
    row("money set aside, no stock yet", "authorised", "", PaymentStanding::Authorised, "paid");
    row("stock held, capture not begun", "reserved", "", PaymentStanding::Authorised, "paid");
    row("capture asked, never arrived", "capturing", "", PaymentStanding::Authorised, "paid");
    row("capture done, answer lost", "capturing", "", PaymentStanding::Captured, "paid");
    row("void asked, never arrived", "voiding", "sold_out", PaymentStanding::Authorised,
            "sold_out");
    row("void done, answer lost", "voiding", "sold_out", PaymentStanding::Voided, "sold_out");
    row("void asked, but it was captured", "voiding", "capture_refused", PaymentStanding::Captured,
            "paid");
    row("news were being asked for", "action_required", "", PaymentStanding::Authorised, "paid");
    row("page being closed", "expiring", "", PaymentStanding::ActionRequired, "expired");
    row("page being closed, but the shopper was faster", "expiring", "",
            PaymentStanding::Authorised, "paid");
}

/// An order as a dead instance left it. With units held where the state says so.
std::string TestOrderRecovery::leave(const QString& status, const QString& reason)
{
    const std::string order = "01890000-0000-7000-8000-000000000001";
    const auto quoted = [](const QString& text) { return "'" + text.toStdString() + "'"; };
    const bool isHeld = status == QStringLiteral("reserved")
            || status == QStringLiteral("capturing") || reason == QStringLiteral("capture_refused");
    const auto reference
            = status == QStringLiteral("created") || status == QStringLiteral("authorising")
            ? std::string{}
            : "pi_" + order;
    m_stores->execute("insert into saikobi.instance values ('other', 'other-1', '0', now(), "
                      "now() - interval '6 s', true)");
    m_stores->execute("select saikobi.create_orders('other-1', '{" + order
            + "}', '{demo}', '{p1}', '{1}', '{key-p1}', '{c}', '{1}', '{card}', '{sim}', "
              "'{direct}', "
              "'{f}', '{pm_card_visa}', '{\"\"}', '{1}', '{1}', '{2}', '{1000}', '2 min')");
    m_stores->execute("update saikobi.orders set status = " + quoted(status)
            + ", reason = " + quoted(reason) + ", expires_at = now() - interval '1 min'");
    m_stores->execute("update saikobi.payment set reference = '" + reference + "'");
    if (isHeld)
        m_stores->execute("insert into saikobi.reservation values (1, 1, 2, '" + order
                + "', 'p1'); "
                  "update saikobi.stock set held = 2, next_unit = 3 where product = 1; "
                  "update saikobi.slot set held = 1 where id = 1");
    return order;
}

void TestOrderRecovery::everyStateComesToAnEnd()
{
    QFETCH(QString, status);
    QFETCH(QString, reason);
    QFETCH(int, atProvider);
    QFETCH(QString, end);
    const auto order = leave(status, reason);
    const auto standing = PaymentStanding(atProvider);
    if (standing != PaymentStanding::None)
        m_world->provider.payments[order]
                = {"pi_" + order, standing, {2000}, standing == PaymentStanding::Captured ? 1 : 0};
    m_world->start();
    QVERIFY(m_world->settle());
    QCOMPARE(m_world->statusOf(order), end.toStdString());
    QCOMPARE(m_world->findings(), std::string{});
    const bool isPaid = end == QStringLiteral("paid");
    QCOMPARE(
            m_stores->numberOf("select sold from saikobi.stock where product = 1"), isPaid ? 2 : 0);
    QCOMPARE(m_stores->numberOf("select sum(held) from saikobi.stock"), 0);
    QCOMPARE(m_world->provider.count(PaymentStanding::Captured), isPaid ? 1 : 0);
    QCOMPARE(m_world->provider.count(PaymentStanding::Authorised), 0);
}

void TestOrderRecovery::aSilentOwnerIsTakenOverAfterFiveSeconds()
{
    const auto order = leave(QStringLiteral("authorised"), {});
    m_world->provider.payments[order] = {"pi_" + order, PaymentStanding::Authorised, {2000}, 0};
    m_stores->execute("update saikobi.instance set beat_at = now() + interval '1 h'");
    m_world->start();
    QVERIFY(!m_world->settle("one", 40));
    QCOMPARE(m_world->statusOf(order), std::string{"authorised"});
    m_stores->execute(
            "update saikobi.instance set beat_at = now() - interval '6 s' where name = 'other'");
    QVERIFY(m_world->settle());
    QCOMPARE(m_world->statusOf(order), std::string{"paid"});
}

void TestOrderRecovery::aZombieChangesNothing()
{
    m_world->start("one");
    m_world->provider.fate = [](ProviderCall call, const std::string&) {
        return call == ProviderCall::Capture ? Fate::Again : Fate::Plain;
    };
    const auto result = m_world->place(m_world->request("p1"), "one");
    const auto count = [&](const char* status) {
        return m_stores->numberOf(
                "select count(*) from saikobi.orders where status = '" + std::string{status} + "'");
    };
    QVERIFY(m_world->runUntil([&] { return count("capturing") == 1; }));
    // Instance one slept; another took its order, and it does not know yet.
    m_stores->execute("update saikobi.orders set owner = 'somebody-else'");
    m_world->provider.fate = {};
    QVERIFY(m_world->runUntil(
            [&] { return m_world->provider.count(PaymentStanding::Captured) == 1; }));
    m_stores->execute(
            "insert into saikobi.instance values ('somebody', 'somebody-else', '0', now(), "
            "now() - interval '6 s', true)");
    QCOMPARE(count("capturing"), 1);
    m_world->start("two");
    QVERIFY(m_world->settle("two"));
    QVERIFY(m_world->runUntil([&] { return result->has_value(); }));
    QCOMPARE(std::get<OrderView>(**result).status, contract::OrderStatus::Paid);
    QCOMPARE(m_world->findings(), std::string{});
    QCOMPARE(m_world->provider.payments.begin()->second.captures, 1);
}

/// Whatever a statement was doing when its connection went away: it is sent again.
void TestOrderRecovery::cutConnectionsLoseNothing()
{
    m_world->start();
    std::vector<std::shared_ptr<std::optional<tests::PlaceResult>>> results;
    for (int i = 0; i < 30; ++i)
        results.push_back(m_world->place(m_world->request("p" + std::to_string(i))));
    for (int cut = 0; cut < 4; ++cut) {
        int steps = 25;
        tests::runUntil(
                m_world->context, [&] { return steps-- <= 0; }, 200ms);
        m_stores->execute("select pg_terminate_backend(pid) from pg_stat_activity "
                          "where usename = 'saikobi_backend'");
    }
    QVERIFY(m_world->settle());
    QVERIFY(m_world->runUntil([&] {
        return std::all_of(
                results.begin(), results.end(), [](const auto& r) { return r->has_value(); });
    }));
    QCOMPARE(m_world->findings(), std::string{});
    int paid = 0;
    for (const auto& result : results)
        paid += std::holds_alternative<OrderView>(**result) ? 1 : 0;
    // Who was refused before an order existed was told so; everybody else got what was paid for.
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.orders where status = 'paid'"), paid);
    QCOMPARE(m_world->provider.count(PaymentStanding::Captured), paid);
    QCOMPARE(m_world->counted(contract::counter::ordersPaid), paid);
}

void TestOrderRecovery::aMoveWhoseAnswerWasLostIsCountedOnce_data()
{
    QTest::addColumn<QString>("owner");
    QTest::addColumn<int>("paid");
    QTest::addRow("committed by us, answer lost") << "one-1" << 1;
    QTest::addRow("by another instance, which counts it") << "two-1" << 0;
}

/// The order is settled before the run's own batch arrives, as a first try of it would have done.
void TestOrderRecovery::aMoveWhoseAnswerWasLostIsCountedOnce()
{
    QFETCH(QString, owner);
    QFETCH(int, paid);
    m_world->start();
    m_world->provider.fate = [&](ProviderCall call, const std::string& order) {
        const auto by = "'" + owner.toStdString() + "'";
        if (call == ProviderCall::Capture)
            m_stores->execute("update saikobi.orders set owner = " + by
                    + "; select saikobi.settle_batch(" + by + ", '{" + order + "}', '{pi_" + order
                    + "}')");
        return Fate::Plain;
    };
    const auto request = m_world->request("p1");
    for (int i = 0; i < 2; ++i) { // who asks again sees an order that was counted already
        const auto result = m_world->placed(request);
        QCOMPARE(std::get<OrderView>(result).status, contract::OrderStatus::Paid);
    }
    QCOMPARE(m_world->counted(contract::counter::ordersPaid), paid);
    QCOMPARE(m_world->findings(), std::string{});
}

void TestOrderRecovery::killedAnywhereNothingIsLost_data()
{
    QTest::addColumn<int>("seed");
    for (int seed = 1; seed <= 5; ++seed)
        QTest::addRow("seed %d", seed) << seed;
}

/// Thirty orders, a provider that loses requests and answers, and a process that dies again and
/// again after a random number of steps.
void TestOrderRecovery::killedAnywhereNothingIsLost()
{
    QFETCH(int, seed);
    std::mt19937 chance(static_cast<unsigned>(seed));
    const auto roll = [&](int below) { return int(chance() % unsigned(below)); };
    m_world->provider.fate = [&](ProviderCall call, const std::string&) {
        const std::vector<Fate> fates{Fate::LostBefore, Fate::LostAfter, Fate::Again,
                call == ProviderCall::Capture || call == ProviderCall::Authorise ? Fate::Refused
                                                                                 : Fate::Plain};
        return roll(3) == 0 ? fates[std::size_t(roll(4))] : Fate::Plain;
    };
    int person = 0;
    for (int life = 0; life < 5; ++life) {
        m_world->start();
        for (int i = 0; i < 6; ++i)
            m_world->place(m_world->request("p" + std::to_string(++person), std::size_t(roll(3)), 1,
                    std::size_t(roll(8) == 0)));
        int steps = roll(60);
        // At most 200 ms: with every order at its end there are no steps left to take.
        tests::runUntil(
                m_world->context, [&] { return steps-- <= 0; }, 200ms);
        m_world->kill();
    }
    m_world->start();
    QVERIFY(m_world->settle());
    QCOMPARE(m_world->findings(), std::string{});
    QCOMPARE(m_world->provider.count(PaymentStanding::Authorised), 0);
    for (const auto& [order, payment] : m_world->provider.payments) {
        const bool isCaptured = payment.standing == PaymentStanding::Captured;
        QCOMPARE(payment.captures, isCaptured ? 1 : 0);
        QCOMPARE(m_world->statusOf(order) == "paid", isCaptured);
    }
}

QTEST_GUILESS_MAIN(TestOrderRecovery)
#include "test_order_recovery.moc"
