#include <QMessageAuthenticationCode>
#include <QTest>

#include <map>

#include "backend/payments/webhooks.h"
#include "tests/support/run_until.h"
#include "tests/support/test_stores.h"

using namespace saikobi;
using contract::FaultCode;
using contract::Outcome;
using payments::Webhooks;
using tests::awaited;
using tests::runUntil;

namespace {

constexpr std::int64_t unixNow = 1'700'000'000;
constexpr const char* orderId = "01931b2a-7c00-7abc-8def-0123456789ab";

std::string bodyOf(const std::string& event, const std::string& type)
{
    return R"({"id":")" + event + R"(","type":"payment_intent.)" + type
            + R"(","data":{"object":{"id":"pi_1","metadata":{"order_id":")" + orderId + "\"}}}}";
}

std::string headerOf(const std::string& secret, const std::string& body)
{
    const auto mac = QMessageAuthenticationCode::hash(
            QByteArray::fromStdString(std::to_string(unixNow) + '.' + body),
            QByteArray::fromStdString(secret), QCryptographicHash::Sha256);
    return "t=" + std::to_string(unixNow) + ",v1=" + mac.toHex().toStdString();
}

} // namespace

class TestWebhookInbox : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void aNotificationIsWrittenBeforeItIsAnswered();
    void manyAtOnceAreEachAnswered();
    void forgedOnesLeaveNoTrace();
    void aRepeatIsAnsweredAndAppliedOnce();
    void theSignatureSaysWhichProviderItIs();
    void anUnknownOrderIsParkedAndFoundAgain();
    void anUnknownOrderIsTheReconcilersAfterAnHour();
    void parkedOnesDoNotStandBeforeTheOthers();
    void orderThatIsWorkedOnIsLeftAlone();
    void moneyAfterTheEndIsLookedIntoUntilItIsKnown();
    void withoutPostgresTheProviderIsToldToRepeat();

private:
    std::optional<Outcome> receive(const std::string& event, const std::string& type,
            const std::string& secret = "whsec_sim");
    void orderStands(const std::string& status);

    std::unique_ptr<tests::TestStores> m_stores;
    boost::asio::io_context m_context;
    std::unique_ptr<stores::PostgresExecutor> m_postgres;
    std::unique_ptr<Webhooks> m_webhooks;
    std::vector<std::string> m_refreshed;
    std::vector<std::string> m_checked;
    Outcome m_endCheck{contract::Nothing{}};
};

void TestWebhookInbox::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestWebhookInbox::init()
{
    if (!m_stores->postgres().isRunning())
        QVERIFY(m_stores->postgres().startAgain());
    m_stores->clear();
    m_refreshed.clear();
    m_checked.clear();
    m_endCheck = contract::Nothing{};
    m_postgres = std::make_unique<stores::PostgresExecutor>(m_stores->backendPostgres(1));
    m_webhooks = std::make_unique<Webhooks>(Webhooks::Parts{m_context.get_executor(), *m_postgres,
            {{"other", {"whsec_other"}}, {"sim", {"whsec_sim", "whsec_before"}}},
            [] { return contract::fromUnixMs(unixNow * 1000); },
            [this](const std::string& order, const std::function<void(Outcome)>& done) {
                m_refreshed.push_back(order);
                done(contract::Nothing{});
            },
            [this](const std::string& order, const std::function<void(Outcome)>& done) {
                m_checked.push_back(order);
                done(m_endCheck);
            }});
}

std::optional<Outcome> TestWebhookInbox::receive(
        const std::string& event, const std::string& type, const std::string& secret)
{
    const auto body = bodyOf(event, type);
    return awaited<Outcome>(
            m_context, [&](auto done) { m_webhooks->receive(headerOf(secret, body), body, done); });
}

void TestWebhookInbox::orderStands(const std::string& status)
{
    m_stores->execute(
            "insert into saikobi.orders (id, sale, run, person, place, idempotency_key,"
            " request_hash, status, slot, method, provider, means, amount, deadline, ended_at)"
            " values ('"
            + std::string{orderId} + "', 'demo', 1, 'p', 1, 'k', '\\x00', '" + status
            + "', 1, 'card', 'sim', 'pm_card_visa', 500, now(), "
            + (status == "declined" ? "now()" : "null") + ")");
}

void TestWebhookInbox::aNotificationIsWrittenBeforeItIsAnswered()
{
    orderStands("action_required");
    const auto answer = receive("evt_1", "amount_capturable_updated");
    QVERIFY(answer && *answer);
    QCOMPARE(m_stores->valueOf(
                     "select provider || ' ' || type || ' ' || reference || ' ' || order_id"
                     " from saikobi.inbox where event_id = 'evt_1'"),
            "sim payment_intent.amount_capturable_updated pi_1 " + std::string{orderId});
    QCOMPARE(m_refreshed, std::vector<std::string>{orderId});
    QTRY_COMPARE(
            m_stores->numberOf("select count(*) from saikobi.inbox where applied_at is not null"),
            std::int64_t{1});
}

/// Those that come while one is written travel together: each is answered, a repeat applies once,
/// and one that Postgres refuses takes nobody with it.
void TestWebhookInbox::manyAtOnceAreEachAnswered()
{
    orderStands("action_required");
    std::map<std::string, Outcome> told;
    const auto send = [this, &told](const std::string& event, const std::string& body) {
        m_webhooks->receive(headerOf("whsec_sim", body), body,
                [&told, event](const Outcome& outcome) { told.emplace(event, outcome); });
    };
    for (int i = 0; i < 40; ++i)
        send("evt_" + std::to_string(i), bodyOf("evt_" + std::to_string(i), "succeeded"));
    const auto again = bodyOf("evt_7", "succeeded");
    send("again", again);
    auto strange = bodyOf("evt_strange", "succeeded");
    strange.replace(strange.find(orderId), std::string{orderId}.size(), "not-an-order");
    send("strange", strange);
    QVERIFY(runUntil(m_context, [&told] { return told.size() == 42; }));
    for (const auto& [event, outcome] : told)
        QVERIFY2(outcome || event == "strange", event.c_str());
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.inbox where body like '%\"}}}}'"
                                " and reference = 'pi_1' and order_id = '"
                     + std::string{orderId} + "'"),
            std::int64_t{40});
    QCOMPARE(m_refreshed.size(), std::size_t{40});
}

void TestWebhookInbox::forgedOnesLeaveNoTrace()
{
    const auto answer = receive("evt_1", "succeeded", "whsec_guess");
    QVERIFY(answer && !*answer);
    QVERIFY(answer->error().code == FaultCode::Refused);
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.inbox"), std::int64_t{0});
    QVERIFY(m_refreshed.empty());
}

void TestWebhookInbox::aRepeatIsAnsweredAndAppliedOnce()
{
    orderStands("action_required");
    for (int i = 0; i < 5; ++i) {
        const auto answer = receive("evt_1", "amount_capturable_updated");
        QVERIFY(answer && *answer);
    }
    QCOMPARE(m_refreshed.size(), std::size_t{1});
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.inbox"), std::int64_t{1});
}

void TestWebhookInbox::theSignatureSaysWhichProviderItIs()
{
    QVERIFY(*receive("evt_1", "created", "whsec_other"));
    QVERIFY(*receive("evt_1", "created", "whsec_before"));
    QCOMPARE(m_stores->valueOf(
                     "select string_agg(provider, ',' order by provider) from saikobi.inbox"),
            std::string{"other,sim"});
}

void TestWebhookInbox::anUnknownOrderIsParkedAndFoundAgain()
{
    QVERIFY(*receive("evt_1", "amount_capturable_updated"));
    QVERIFY(m_refreshed.empty());
    orderStands("action_required");
    m_stores->execute("update saikobi.inbox set received_at = now() - interval '6 s'");
    m_webhooks->tick();
    QVERIFY(runUntil(m_context, [this] { return m_refreshed.size() == 1; }));
    QTRY_COMPARE(m_stores->numberOf("select count(*) from saikobi.inbox where applied_at is null"),
            std::int64_t{0});
}

/// Nothing waits for ever: the comparison with the provider's own books finds what it was about.
void TestWebhookInbox::anUnknownOrderIsTheReconcilersAfterAnHour()
{
    QVERIFY(*receive("evt_old", "succeeded"));
    QVERIFY(*receive("evt_young", "succeeded"));
    m_stores->execute("update saikobi.inbox set received_at = now() - case event_id "
                      "when 'evt_old' then interval '61 min' else interval '58 min' end");
    m_webhooks->tick();
    QVERIFY(runUntil(m_context, [this] {
        return m_stores->valueOf("select string_agg(event_id, ',') from saikobi.inbox"
                                 " where applied_at is not null")
                == "evt_old";
    }));
    QVERIFY(m_refreshed.empty() && m_checked.empty()); // nothing there to go on with
}

void TestWebhookInbox::parkedOnesDoNotStandBeforeTheOthers()
{
    m_stores->execute(
            "insert into saikobi.inbox (provider, event_id, type, order_id, received_at)"
            " select 'sim', 'parked-' || i, 'payment_intent.succeeded',"
            " gen_random_uuid(), now() - interval '10 min' from generate_series(1, 300) i");
    orderStands("authorising");
    QVERIFY(*receive("evt_1", "succeeded"));
    m_stores->execute("update saikobi.inbox set applied_at = null, received_at = now()"
                      " - interval '6 s' where event_id = 'evt_1'");
    m_stores->execute("update saikobi.orders set status = 'action_required'");
    m_webhooks->tick();
    QVERIFY(runUntil(m_context, [this] { return !m_refreshed.empty(); }));
}

void TestWebhookInbox::orderThatIsWorkedOnIsLeftAlone()
{
    orderStands("authorising");
    QVERIFY(*receive("evt_1", "amount_capturable_updated"));
    QTRY_COMPARE(
            m_stores->numberOf("select count(*) from saikobi.inbox where applied_at is not null"),
            std::int64_t{1});
    QVERIFY(m_refreshed.empty());
}

void TestWebhookInbox::moneyAfterTheEndIsLookedIntoUntilItIsKnown()
{
    const auto isOpen
            = "select count(*) from saikobi.inbox where applied_at is null and event_id = 'evt_1'";
    orderStands("declined");
    m_endCheck = contract::Fault{FaultCode::Unavailable, "no_answer"};
    QVERIFY(*receive("evt_1", "succeeded"));
    QCOMPARE(m_checked, std::vector<std::string>{orderId});
    m_stores->execute("update saikobi.inbox set received_at = now() - interval '6 s'");
    m_endCheck = contract::Nothing{};
    QCOMPARE(m_stores->numberOf(isOpen), 1);
    m_webhooks->tick();
    QVERIFY(runUntil(m_context, [this] { return m_checked.size() == 2; }));
    QTRY_COMPARE(m_stores->numberOf(isOpen), 0);
    QVERIFY(m_refreshed.empty());
}

void TestWebhookInbox::withoutPostgresTheProviderIsToldToRepeat()
{
    QVERIFY(*receive("evt_1", "created")); // connected
    QVERIFY(m_stores->postgres().stop(rehearsal::Ending::Immediate));
    const auto answer = receive("evt_2", "created");
    QVERIFY(answer && !*answer);
    QVERIFY(answer->error().code != FaultCode::Refused
            && answer->error().code != FaultCode::Invalid);
}

QTEST_GUILESS_MAIN(TestWebhookInbox)
#include "test_webhook_inbox.moc"
