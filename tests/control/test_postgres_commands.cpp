#include <QTest>

#include <boost/asio/io_context.hpp>
#include <pqxx/pqxx>

#include "backend/control/control.h"
#include "tests/support/run_until.h"
#include "tests/support/test_stores.h"

using namespace saikobi;
using namespace std::chrono_literals;

namespace {

/// Nothing of these commands is the lines' business.
class NoLines final : public control::LinePort {
public:
    void setOperators(const std::vector<std::string>&) override { }
    void apply(const std::string&, std::vector<contract::RelayedCommand>,
            std::function<void(control::Decisions)> answer) override
    {
        ++asked;
        answer({});
    }
    int asked = 0;
};

} // namespace

/// Commands that Postgres decides: applied once by whichever instance comes first, guarded, told.
class TestPostgresCommands : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void commandsChangeWhatTheySay_data();
    void commandsChangeWhatTheySay();
    void keptUnitsAreOfferedForTheirMinute();
    void senselessOnesAreRefused_data();
    void senselessOnesAreRefused();
    void severalInstancesApplyItOnce();
    void aStopNeverExpiresButGivesWayToANewerStart();
    void whoeverSawAnotherLimitLosesTheRace();
    void aViewerCannotCommand();
    void whoHasCommandDecidesHereToo();
    void onlyTheNewestRenewalIsKept();
    void theOldestIdleTransactionIsEndedAndNoOther();

private:
    std::string issue(const std::string& kind, const std::string& parameters, int ageS = 0);
    bool isDecided(const std::string& id);
    std::string of(const std::string& id, const std::string& column);

    std::unique_ptr<tests::TestStores> m_stores;
    boost::asio::io_context m_context;
    NoLines m_lines;
    std::vector<std::unique_ptr<stores::PostgresExecutor>> m_postgres;
    std::vector<std::unique_ptr<control::Control>> m_instances;
    int m_ids = 0;
};

void TestPostgresCommands::initTestCase()
{
    m_stores = tests::TestStores::start();
    QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
}

void TestPostgresCommands::init()
{
    m_stores->clear();
    m_stores->execute(
            "insert into saikobi.sale (slug, name_ja, name_en, start_rate) values"
            " ('demo', 'd', 'd', 60), ('second', 's', 's', 60);"
            "insert into saikobi.provider values ('sim', 25, 25, 0), ('alien', 25, 25, 0);"
            "insert into saikobi.method (sale, id, name_ja, name_en, provider, usual_from_ms,"
            " usual_to_ms, rank) values ('demo', 'card', 'c', 'c', 'sim', 1000, 2000, 1),"
            " ('second', 'card', 'c', 'c', 'sim', 1000, 2000, 1);"
            "insert into saikobi.product (id, sale, code, name_ja, name_en, price, rank)"
            " overriding system value values (7, 'demo', 'A', 'a', 'a', 100, 1),"
            " (8, 'second', 'B', 'b', 'b', 100, 1);"
            "insert into saikobi.stock (product, total, per_person) values (7, 10, 2), (8, 10, 2)");
    for (int i = 0; i < 2; ++i) {
        m_postgres.push_back(
                std::make_unique<stores::PostgresExecutor>(m_stores->backendPostgres(1)));
        m_instances.push_back(std::make_unique<control::Control>(
                control::Control::Parts{m_context.get_executor(), *m_postgres.back(), m_lines}));
    }
    m_lines.asked = 0;
}

void TestPostgresCommands::cleanup()
{
    m_instances.clear();
    m_postgres.clear();
    m_context.restart();
    m_context.poll();
}

std::string TestPostgresCommands::issue(
        const std::string& kind, const std::string& parameters, int ageS)
{
    const auto id = "00000000-0000-4000-8000-" + std::to_string(100'000'000'000 + ++m_ids);
    pqxx::connection person(m_stores->operatorUrl());
    pqxx::work work(person);
    work.exec("select saikobi.issue_command('" + id + "', 'demo', '" + kind + "', '" + parameters
            + "', 'a test', 0, clock_timestamp() - make_interval(secs => " + std::to_string(ageS)
            + "))");
    work.commit();
    return id;
}

bool TestPostgresCommands::isDecided(const std::string& id)
{
    return tests::runUntil(m_context, [&] {
        for (const auto& instance : m_instances)
            instance->tick();
        return of(id, "state") != "sent";
    });
}

std::string TestPostgresCommands::of(const std::string& id, const std::string& column)
{
    return m_stores->valueOf("select " + column + " from saikobi.command where id = '" + id + "'");
}

void TestPostgresCommands::commandsChangeWhatTheySay_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("parameters");
    QTest::addColumn<QString>("shows");
    QTest::addColumn<QString>("value");
    QTest::addRow("stop product") << ""
                                  << "stop_product"
                                  << R"({"product": "7"})"
                                  << "select state from saikobi.product_state where product = 7"
                                  << "stopped";
    QTest::addRow("start product") << "update saikobi.product set stopped = true where id = 7"
                                   << "start_product"
                                   << R"({"product": "7"})"
                                   << "select state from saikobi.product_state where product = 7"
                                   << "on_sale";
    QTest::addRow("disable method")
            << ""
            << "disable_method"
            << R"({"method": "card"})"
            << "select enabled::text from saikobi.method where sale = 'demo'"
            << "false";
    QTest::addRow("enable method") << "update saikobi.method set enabled = false"
                                   << "enable_method"
                                   << R"({"method": "card"})"
                                   << "select enabled::text from saikobi.method where sale = 'demo'"
                                   << "true";
    QTest::addRow("provider limit")
            << ""
            << "provider_limit"
            << R"({"provider": "sim", "calls_per_second": "20", "parallel": "50",)"
               R"( "was_calls_per_second": "25"})"
            << "select concat_ws(' ', calls_per_second, calls_per_second_endpoint, parallel)"
               " from saikobi.provider where id = 'sim'"
            << "20 20 50";
}

void TestPostgresCommands::commandsChangeWhatTheySay()
{
    QFETCH(QString, before);
    QFETCH(QString, kind);
    QFETCH(QString, parameters);
    QFETCH(QString, shows);
    QFETCH(QString, value);
    if (!before.isEmpty())
        m_stores->execute(before.toStdString());
    const auto id = issue(kind.toStdString(), parameters.toStdString());
    QVERIFY(isDecided(id));
    QCOMPARE(of(id, "state"), std::string{"in_force"});
    QCOMPARE(m_stores->valueOf(shows.toStdString()), value.toStdString());
    // Instances read the sale again when its revision has grown.
    QVERIFY(m_stores->numberOf("select revision from saikobi.sale where slug = 'demo'") > 1);
    QCOMPARE(m_stores->valueOf("select concat_ws(' ', actor, kind, subject, data ->> 'result')"
                               " from saikobi.timeline"),
            "op-1 command " + kind.toStdString() + " in_force");
    // Whoever walks a card sees what it was about.
    QCOMPARE(m_stores->numberOf(
                     "select count(*) from saikobi.command c, saikobi.timeline t,"
                     " jsonb_each_text(c.parameters) p where t.id = c.id::text and p.key in"
                     " ('product', 'method', 'provider', 'calls_per_second')"
                     " and t.data ->> p.key = p.value"),
            kind == QLatin1String("provider_limit") ? 2 : 1);
    QCOMPARE(m_lines.asked, 0);
}

void TestPostgresCommands::senselessOnesAreRefused_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("parameters");
    QTest::addColumn<QString>("why");
    const auto row
            = [](const char* claim, const char* kind, const char* parameters, const char* why) {
                  QTest::addRow("%s", claim) << kind << parameters << why;
              };
    row("no product", "stop_product", "{}", "bad-value");
    row("a product of another sale", "stop_product", R"({"product": "8"})", "bad-value");
    row("start of what runs", "start_product", R"({"product": "7"})", "not-stopped");
    row("no such method", "disable_method", R"({"method": "cash"})", "bad-value");
    row("enable of what is enabled", "enable_method", R"({"method": "card"})", "not-disabled");
    row("an account of nobody's", "provider_limit",
            R"({"provider": "alien", "calls_per_second": "20"})", "bad-value");
    row("a limit that leaves no call", "provider_limit",
            R"({"provider": "sim", "calls_per_second": "1"})", "bad-value");
    row("a limit that is no number", "provider_limit",
            R"({"provider": "sim", "calls_per_second": "1e9"})", "bad-value");
    row("an offer in a far year", "offer_kept",
            R"({"product": "7", "n": "5", "at": "4102444800000"})", "bad-value");
}

void TestPostgresCommands::senselessOnesAreRefused()
{
    QFETCH(QString, kind);
    QFETCH(QString, parameters);
    QFETCH(QString, why);
    const auto id = issue(kind.toStdString(), parameters.toStdString());
    QVERIFY(isDecided(id));
    QCOMPARE(of(id, "state"), std::string{"refused"});
    QCOMPARE(of(id, "result ->> 'why'"), why.toStdString());
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.timeline"), 1);
    QCOMPARE(m_stores->numberOf("select revision from saikobi.sale where slug = 'demo'"), 1);
}

void TestPostgresCommands::keptUnitsAreOfferedForTheirMinute()
{
    m_stores->execute("insert into saikobi.reservation values (7, 1, 3, null, null);"
                      "update saikobi.stock set held = 3, next_unit = 4, sold_out_at = now()"
                      " where product = 7");
    const auto minute = m_stores->valueOf(
            "select (extract(epoch from date_trunc('minute', now()) + interval '1 h')"
            " * 1000)::bigint");
    const auto offer = [&minute](const std::string& units) {
        return R"({"product": "7", "n": ")" + units + R"(", "at": ")" + minute + "\"}";
    };
    const auto tooMany = issue("offer_kept", offer("4"));
    QVERIFY(isDecided(tooMany));
    QCOMPARE(of(tooMany, "state"), std::string{"refused"});
    QCOMPARE(of(tooMany, "result ->> 'why'"), std::string{"not-kept"});

    const auto two = issue("offer_kept", offer("2"));
    QVERIFY(isDecided(two));
    QCOMPARE(of(two, "state"), std::string{"in_force"});
    QVERIFY(of(two, "result ->> 'new'").starts_with("2 at "));
    // Announced, and still held until then.
    QCOMPARE(m_stores->numberOf("select offer_units from saikobi.product_state where product = 7"),
            2);
    QCOMPARE(m_stores->numberOf("select held from saikobi.stock where product = 7"), 3);
    QCOMPARE(m_stores->numberOf("select revision from saikobi.sale where slug = 'demo'"), 2);
}

void TestPostgresCommands::severalInstancesApplyItOnce()
{
    const auto stop = issue("stop_product", R"({"product": "7"})");
    const auto limit = issue("provider_limit", R"({"provider": "sim", "calls_per_second": "20"})");
    QVERIFY(isDecided(stop) && isDecided(limit));
    QCOMPARE(m_stores->numberOf("select count(*) from saikobi.timeline"), 2);
    QCOMPARE(m_stores->numberOf("select revision from saikobi.sale where slug = 'demo'"), 3);
    // Accounts may be shared: the other sale learns of the limit too, and of nothing else.
    QCOMPARE(m_stores->numberOf("select revision from saikobi.sale where slug = 'second'"), 2);
    QCOMPARE(m_stores->valueOf("select saikobi.apply_command('" + stop + "')"), std::string{"f"});
}

void TestPostgresCommands::aStopNeverExpiresButGivesWayToANewerStart()
{
    const auto old = issue("stop_product", R"({"product": "7"})", 60);
    QVERIFY(isDecided(old));
    QCOMPARE(of(old, "state"), std::string{"in_force"});
    const auto stale = issue("start_product", R"({"product": "7"})", 11);
    QVERIFY(isDecided(stale));
    QCOMPARE(of(stale, "state"), std::string{"expired"});
    const auto late = issue("stop_product", R"({"product": "7"})");
    const auto start = issue("start_product", R"({"product": "7"})");
    m_stores->execute("select saikobi.apply_command('" + start + "')"); // overtakes it on the way
    QVERIFY(isDecided(late));
    QCOMPARE(of(late, "state"), std::string{"expired"});
    QCOMPARE(m_stores->valueOf("select state from saikobi.product_state where product = 7"),
            std::string{"on_sale"});
}

void TestPostgresCommands::whoeverSawAnotherLimitLosesTheRace()
{
    const std::string seen{R"({"provider": "sim", "was_calls_per_second": "25", )"};
    const auto first = issue("provider_limit", seen + R"("calls_per_second": "20"})");
    QVERIFY(isDecided(first));
    const auto second = issue("provider_limit", seen + R"("calls_per_second": "40"})");
    QVERIFY(isDecided(second));
    QCOMPARE(of(second, "state"), std::string{"lost_race"});
    QCOMPARE(of(second, "result ->> 'winner'"), std::string{"op-1"});
    QCOMPARE(m_stores->numberOf("select calls_per_second::int from saikobi.provider"
                                " where id = 'sim'"),
            20);
}

/// Redis says who has command; while it is silent the mark remembers, for as long as that desk
/// still renews.
void TestPostgresCommands::whoHasCommandDecidesHereToo()
{
    m_stores->execute(
            "insert into saikobi.queue_mark (sale, run, epoch, ceiling, rate, state) values"
            " ('demo', 1, 1, 0, 60, '{\"holder\": \"somebody\"}')");
    const auto resultOf = [this] {
        const auto id = issue("stop_product", R"({"product": "7"})");
        return isDecided(id) ? of(id,
                       "coalesce(result ->> 'why', '') || ' '"
                       " || coalesce(result ->> 'winner', '') || state")
                             : std::string{"not decided"};
    };
    QCOMPARE(resultOf(), std::string{"not-holder somebodyrefused"});
    m_stores->execute("update saikobi.queue_mark set seen_at = now() - interval '31 s'");
    QCOMPARE(resultOf(), std::string{" in_force"});
    m_stores->execute(
            "insert into saikobi.command (id, sale, actor, kind, made_at, written_at, state)"
            " values (gen_random_uuid(), 'demo', 'somebody', 'renew', now(), now(),"
            " 'in_force')");
    QCOMPARE(resultOf(), std::string{"not-holder somebodyrefused"});
    m_stores->execute("update saikobi.queue_mark set state = '{\"holder\": \"op-1\"}'");
    QCOMPARE(resultOf(), std::string{" in_force"});
}

void TestPostgresCommands::onlyTheNewestRenewalIsKept()
{
    for (int i = 0; i < 5; ++i)
        issue("renew", "{}");
    issue("stop_product", R"({"product": "7"})");
    QCOMPARE(m_stores->valueOf("select count(*) from saikobi.command where kind = 'renew'"),
            std::string{"1"});
    QCOMPARE(m_stores->valueOf("select count(*) from saikobi.command"), std::string{"2"});
}

void TestPostgresCommands::theOldestIdleTransactionIsEndedAndNoOther()
{
    pqxx::connection older(m_stores->viewerUrl());
    pqxx::work begun(older);
    begun.exec("select 1");
    pqxx::connection younger(m_stores->operatorUrl());
    pqxx::work later(younger);
    later.exec("select 1");
    const auto pid = std::to_string(older.backendpid());
    const auto since
            = m_stores->valueOf("select since_ms from saikobi.idle_transaction where pid = " + pid);
    const auto named = [](const std::string& who, const std::string& from) {
        return R"({"pid": ")" + who + R"(", "since": ")" + from + "\"}";
    };
    // Another beginning is another transaction: the one that staff saw is over.
    const auto outdated = issue("end_idle", named(pid, std::to_string(std::stoll(since) - 1)));
    QVERIFY(isDecided(outdated));
    QCOMPARE(of(outdated, "result ->> 'why'"), std::string{"not-idle"});
    const auto notTheOldest = issue("end_idle",
            named(std::to_string(younger.backendpid()),
                    m_stores->valueOf("select since_ms from saikobi.idle_transaction where pid = "
                            + std::to_string(younger.backendpid()))));
    QVERIFY(isDecided(notTheOldest));
    QCOMPARE(of(notTheOldest, "state"), std::string{"refused"});

    const auto right = issue("end_idle", named(pid, since));
    QVERIFY(isDecided(right));
    QCOMPARE(of(right, "state"), std::string{"in_force"});
    QCOMPARE(of(right, "result ->> 'old'"), "viewer-1 " + pid);
    QVERIFY_THROWS_EXCEPTION(pqxx::broken_connection, begun.exec("select 1"));
    later.exec("select 1"); // untouched
}

void TestPostgresCommands::aViewerCannotCommand()
{
    pqxx::connection viewer(m_stores->viewerUrl());
    pqxx::work work(viewer);
    bool isRefused = false;
    try {
        work.exec("select saikobi.apply_command('00000000-0000-4000-8000-000000000000')");
    } catch (const pqxx::insufficient_privilege&) {
        isRefused = true;
    }
    QVERIFY(isRefused);
}

QTEST_GUILESS_MAIN(TestPostgresCommands)
#include "test_postgres_commands.moc"
