#include <QTest>

#include <pqxx/pqxx>

#include "app/sources/desk_reader.h"
#include "app/sources/postgres_reader.h"
#include "backend/contract/recorded_scene.h"
#include "tests/support/sample_sale.h"

using namespace saikobi;
using namespace std::chrono_literals;

namespace {

constexpr const char* someOrders
        = "insert into saikobi.orders (id, sale, run, person, place, idempotency_key, "
          "request_hash, status, slot, method, provider, means, amount, deadline, created_at) "
          "select ('01900000-0000-7000-8000-00000000000' || n)::uuid, 'demo', 1, 'person-' || n, "
          "n, 'key-' || n, '', case n when 3 then 'action_required' else 'authorised' end, "
          "(select id from saikobi.slot where sale = 'demo' and rank = 0), 'card', 'sim', "
          "'pm_1', 2000, now() + interval '1 min', now() - n * interval '20 s' "
          "from generate_series(1, 3) n; "
          "insert into saikobi.payment (order_id, attempt, sale, provider, reference, standing, "
          "amount, authorised_at) select id, attempt, 'demo', 'sim', 'pi_' || place, "
          "'authorised', 2000, now() - place * interval '50 s' from saikobi.orders; "
          "insert into saikobi.reservation select (select id from saikobi.product where sale = "
          "'demo' limit 1), place * 2 - 1, 2, id, person from saikobi.orders; "
          "update saikobi.stock set held = 6; "
          "insert into saikobi.difference (kind, sale, provider, reference, needs_person) values "
          "('captured_twice', 'demo', 'sim', 'pi_9', true); "
          "insert into saikobi.instance (name, incarnation, version, started_at, ready) values "
          "('one', 'x', '0.1', now() - interval '1 h', true)";

/// Rows of the table, into a reader, as the app reads them afterwards.
contract::SceneReader readBack(tests::TestStores& stores)
{
    contract::SceneReader out;
    pqxx::connection connection(stores.viewerUrl());
    pqxx::read_transaction work(connection);
    for (const auto& row : work.exec("select extract(epoch from at)::bigint, part, is_full, data "
                                     "from saikobi.scene where sale = 'demo' order by at, part"))
        if (!out.take(contract::fromUnixMs(row[0].as<std::int64_t>() * 1000), row[1].c_str(),
                    row[2].as<bool>(), row[3].c_str()))
            qWarning("%s cannot be read", row[1].c_str());
    return out;
}

} // namespace

/// What is recorded of a second is what a console reads in it, and costs nothing while nothing
/// changes.
class TestScene : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_stores = tests::TestStores::start();
        QVERIFY2(m_stores, tests::TestStores::whyNot().c_str());
    }

    void init()
    {
        m_stores->clear();
        tests::SampleSale sale;
        sale.products = {{"A-01", 1000, 100, 2}, {"B-02", 500, 40, 1}};
        tests::loadSample(*m_stores, sale);
        m_stores->execute(someOrders);
    }

    void itIsWhatAConsoleReads()
    {
        record();
        m_stores->execute("select saikobi.record_desk('demo')");
        sources::Profile profile;
        profile.sale = "demo";
        profile.postgresUrl = m_stores->viewerUrl();
        sources::PostgresReader reader(profile);
        const auto live = reader.poll(std::nullopt);
        QVERIFY2(live, live ? "" : live.error().detail.c_str());
        auto scenes = readBack(*m_stores);
        QVERIFY(scenes.isComplete());
        const auto& scene = scenes.scene();
        QCOMPARE(scene.saleName, live.value().saleName);
        QCOMPARE(scene.callsPerSecond, live.value().callsPerSecond);
        QCOMPARE(scene.unsettled, live.value().unsettled);
        QCOMPARE(scene.unsettled, std::int64_t{2});
        QCOMPARE(scene.products.size(), std::size_t{2});
        for (std::size_t i = 0; i < 2; ++i) {
            const auto& ours = scene.products[i];
            const auto& theirs = live.value().products[i];
            QVERIFY(ours.id == theirs.id && ours.code == theirs.code && ours.name == theirs.name);
            QCOMPARE(std::tuple(ours.total, ours.held, ours.sold, ours.kept),
                    std::tuple(theirs.total, theirs.held, theirs.sold, theirs.kept));
            QVERIFY(ours.state == theirs.state);
        }
        QCOMPARE(scene.slotPlaces.size(), live.value().slotPlaces.size());
        QVERIFY(scene.slotPlaces[0].from == live.value().slotPlaces[0].from);
        QCOMPARE(scene.methods.size(), live.value().methods.size());
        for (std::size_t i = 0; i < scene.methods.size(); ++i)
            QCOMPARE(scene.methods[i].id, live.value().methods[i].id);
        QCOMPARE(scene.instances.size(), std::size_t{1});
        QCOMPARE(scene.instances[0].version, std::string{"0.1"});
        QVERIFY(scene.instances[0].startedAt == live.value().instances[0].startedAt);
        compareDesk(*scene.desk, profile);
    }

    void onlyWhatChangedIsWritten()
    {
        record();
        const auto first = rows();
        QVERIFY(first > 5);
        nextSecond();
        record();
        QCOMPARE(rows(), first);
        m_stores->execute("update saikobi.stock set sold = 1 where product = (select id from "
                          "saikobi.product where code = 'B-02')");
        nextSecond();
        record();
        QCOMPARE(rows(), first + 1);
        QCOMPARE(m_stores->valueOf("select part || ' ' || is_full || ' ' || (select count(*) from "
                                   "jsonb_object_keys(data)) from saikobi.scene "
                                   "order by at desc limit 1"),
                std::string{"stock false 1"});
        QCOMPARE(readBack(*m_stores).scene().products[1].sold, std::int64_t{1});
    }

    void aSecondIsRecordedOnceWhoeverComes()
    {
        record();
        const auto first = rows();
        m_stores->execute("update saikobi.stock set sold = sold + 1");
        // The mark says that this second is over; nobody writes into it again.
        m_stores->execute("update saikobi.scene_mark set at = now() + interval '1 s'");
        record();
        QCOMPARE(rows(), first);
    }

    void whatIsGoneIsGone()
    {
        record();
        m_stores->execute("update saikobi.product set listed = false where code = 'A-01'");
        nextSecond();
        record();
        auto scenes = readBack(*m_stores);
        QCOMPARE(scenes.scene().products.size(), std::size_t{1});
        QCOMPARE(scenes.scene().products[0].code, std::string{"B-02"});
    }

    void itIsWholeAgainAfterFiveMinutes()
    {
        record();
        const auto first = rows();
        m_stores->execute("update saikobi.scene set at = at - interval '6 min'; "
                          "update saikobi.scene_mark set at = at - interval '6 min', "
                          "full_at = full_at - interval '6 min'");
        record();
        QCOMPARE(rows(), 2 * first);
        QCOMPARE(m_stores->numberOf("select count(*) from saikobi.scene where not is_full"), 0);
    }

private:
    void record() { m_stores->execute("select saikobi.record_scene('demo')"); }
    std::int64_t rows() { return m_stores->numberOf("select count(*) from saikobi.scene"); }
    /// As if a second had gone by.
    void nextSecond()
    {
        m_stores->execute("update saikobi.scene set at = at - interval '1 s'; "
                          "update saikobi.scene_mark set at = at - interval '1 s'");
    }

    void compareDesk(const contract::Observed<contract::DeskRecord>& recorded,
            const sources::Profile& profile)
    {
        sources::DeskReader reader(profile);
        const auto live = reader.poll(std::nullopt);
        QVERIFY2(live && live.value().record, live ? "" : live.error().detail.c_str());
        const auto& ours = recorded.value;
        const auto& theirs = *live.value().record;
        QCOMPARE(ours.heldAges, theirs.heldAges);
        QCOMPARE(ours.authorisedAges, theirs.authorisedAges);
        QCOMPARE(ours.auditRows, theirs.auditRows);
        QCOMPARE(ours.audits.size(), theirs.audits.size());
        QCOMPARE(ours.findings.size(), std::size_t{1});
        QCOMPARE(ours.findings[0].reference, theirs.findings[0].reference);
        QVERIFY(ours.findings[0].foundAt == theirs.findings[0].foundAt);
        QCOMPARE(ours.deferred.size(), theirs.deferred.size());
        QCOMPARE(ours.deferred[0].amount, theirs.deferred[0].amount);
        QCOMPARE(ours.inboxOpen, theirs.inboxOpen);
    }

    std::unique_ptr<tests::TestStores> m_stores{};
};

QTEST_GUILESS_MAIN(TestScene)
#include "test_scene.moc"
