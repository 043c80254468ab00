#include <QRegularExpression>
#include <QTest>

#include <mutex>
#include <numeric>

#include "app/sources/desk_reader.h"
#include "app/sources/live_source.h"
#include "tests/support/sample_sale.h"
#include "tests/support/test_stores.h"

using namespace saikobi;
using namespace saikobi::sources;
using namespace saikobi::tests;
using contract::AuditView;
using namespace std::chrono_literals;

namespace {

std::string idOf(int number)
{
    const auto text = std::to_string(number);
    return "00000000-0000-4000-8000-" + std::string(12 - text.size(), '0') + text;
}

} // namespace

/// A sale whose orders were written by hand, so that each figure can be counted by hand.
class TestDeskReader : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_stores = TestStores::start();
        QVERIFY2(m_stores, TestStores::whyNot().c_str());
    }

    void init()
    {
        QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")});
        m_stores->clear();
        loadSample(*m_stores);
        m_product = productId(*m_stores, "demo", "A-01");
        m_slot = slotId(*m_stores, "demo", 0);
        m_units = 1;
    }

    void aQuietSaleHasNothingToTell()
    {
        DeskReader reader{viewer()};
        const auto news = reader.poll(std::nullopt);
        QVERIFY(news);
        const auto& record = *news.value().record;
        QVERIFY(record.audits.empty() && record.findings.empty() && record.deferred.empty());
        QCOMPARE(sum(record.heldAges), std::int64_t(0));
        QCOMPARE(record.inboxAge, 0s);
        QVERIFY(!news.value().detail);
    }

    void agesAreCountedByTheirClasses()
    {
        write(1, "authorised", "5 s", 2);
        write(2, "authorised", "20 s", 1);
        write(3, "action_required", "2 min", 3);
        write(4, "paid", "2 min", 1);
        m_stores->execute(
                "insert into saikobi.payment (order_id, attempt, sale, provider, standing, "
                "amount, authorised_at) values ('"
                + idOf(2) + "', 1, 'demo', 'sim', 'authorised', 1000, now() - interval '70 s')");
        DeskReader reader{viewer()};
        const auto record = recordOf(reader);
        QCOMPARE(record.heldAges, (contract::AgeCounts{2, 1, 0, 3, 0, 0, 0}));
        QCOMPARE(record.authorisedAges, (contract::AgeCounts{0, 0, 0, 1, 0, 0, 0}));
        QCOMPARE(record.deferred.size(), std::size_t(1));
        QCOMPARE(record.deferred[0].orders, std::int64_t(1));
        QVERIFY(record.deferred[0].oldest >= 119s);
    }

    void auditsNameWhatTheyFound()
    {
        write(1, "authorised", "5 s", 2);
        m_stores->execute("update saikobi.stock set held = held + 1");
        write(2, "cancelled", "5 s", 1);
        DeskReader reader{viewer()};
        const auto record = recordOf(reader);
        QCOMPARE(record.auditRows.at(static_cast<std::size_t>(AuditView::StrandedStock)),
                std::int64_t(1));
        QVERIFY(record.auditRows.at(static_cast<std::size_t>(AuditView::Oversold)) >= 1);
        const auto found = std::find_if(record.audits.begin(), record.audits.end(),
                [](const auto& row) { return row.view == AuditView::Oversold; });
        QVERIFY(found != record.audits.end());
        QVERIFY(record.audits.back().view == AuditView::StrandedStock);
        QCOMPARE(record.audits.back().what, std::string{"cancelled"});
    }

    void findingsStandWithTheOpenOnesFirst()
    {
        m_stores->execute(
                "insert into saikobi.difference (kind, sale, provider, reference, amount, "
                "needs_person, found_at, closed_at, repair) values "
                "('authorised_without_order', 'demo', 'sim', 'pi_1', 500, false, now(), "
                "now(), 'voided'), ('captured_twice', 'demo', 'sim', 'pi_2', 700, true, "
                "now() - interval '1 h', null, ''), ('captured_twice', '', 'other', 'pi_3', "
                "1, true, now(), null, '')");
        DeskReader reader{viewer()};
        const auto record = recordOf(reader);
        QCOMPARE(record.findings.size(), std::size_t(2)); // another account's is none of ours
        QVERIFY(record.findings[0].needsPerson && !record.findings[0].closedAt);
        QCOMPARE(record.findings[0].amount, std::int64_t(700));
        QCOMPARE(record.findings[1].repair, std::string{"voided"});
    }

    void parkedNotificationsAreToldApart()
    {
        write(1, "authorising", "5 s", 1);
        m_stores->execute("insert into saikobi.inbox (provider, event_id, order_id, received_at) "
                          "values ('sim', 'a', '"
                + idOf(1) + "', now() - interval '12 s'), ('sim', 'b', '" + idOf(99)
                + "', now() - interval '50 s')");
        DeskReader reader{viewer()};
        const auto record = recordOf(reader);
        QCOMPARE(record.inboxOpen, std::int64_t(1));
        QVERIFY(record.inboxAge >= 12s && record.inboxAge < 40s);
        QCOMPARE(record.inboxParked, std::int64_t(1));
        QVERIFY(record.inboxParkedAge >= 50s);
    }

    void oneProductIsReadWhenSomebodyLooks()
    {
        for (int i = 1; i <= 60; ++i)
            write(i, i == 60 ? "authorised" : "paid", "5 s", 1);
        m_stores->execute("insert into saikobi.reservation (product, first_unit, qty) values ("
                + std::to_string(m_product) + ", 900, 4)");
        DeskReader reader{viewer()};
        const auto detail = *reader.poll(contract::ProductId{m_product}).value().detail;
        QCOMPARE(detail.moves.size(), std::size_t(50));
        QCOMPARE(detail.moves[0].status, std::string{"kept"});
        QCOMPARE(detail.moves[0].quantity, std::int64_t(4));
        QCOMPARE(detail.moves[1].order, idOf(60)); // the newest units come first
        QCOMPARE(sum(detail.heldAges), std::int64_t(1));
    }

    void isAskedNoMoreOftenThanItMay()
    {
        DeskReader reader{viewer()};
        QVERIFY(reader.poll(std::nullopt).value().record);
        QVERIFY(!reader.poll(std::nullopt).value().record); // not due
        const contract::ProductId product{m_product};
        QVERIFY(reader.poll(product).value().detail);
        QVERIFY(!reader.poll(product).value().detail);
        QVERIFY(reader.poll(contract::ProductId{m_product + 1}).value().detail); // another one: now
    }

    /// Live passes of numbers 3 to 9; each rule is looked up once.
    void whomARuleWouldHitIsCounted()
    {
        m_stores->execute("insert into saikobi.pass (sale, run, place, number, granted_at, "
                          "expires_at, ended_at) select 'demo', 1, 100 - n, n, now(), now() + "
                          "case when n = 4 then interval '-1 s' else interval '1 h' end, "
                          "case when n = 5 then now() end from generate_series(1, 20) n");
        DeskReader reader{viewer()};
        const auto read = reader.poll(std::nullopt, "number:3-9").value().reach;
        QVERIFY(read);
        QCOMPARE(read->what, std::string{"number:3-9"});
        QCOMPARE(read->shoppers, std::int64_t(5));
        QVERIFY(!reader.poll(std::nullopt, "number:3-9").value().reach);
        QVERIFY(!reader.poll(std::nullopt, "203.0.113.0/24").value().reach);
        QVERIFY(!reader.poll(std::nullopt, "number:3").value().reach);
        QCOMPARE(reader.poll(std::nullopt, "number:1-2").value().reach->shoppers, std::int64_t(2));
    }

    void aStoppedStoreEndsAtTheDeadline()
    {
        DeskReader reader{viewer()};
        QVERIFY(reader.poll(std::nullopt));
        m_stores->postgres().pause();
        const auto begun = std::chrono::steady_clock::now();
        const auto list = reader.poll(contract::ProductId{m_product});
        m_stores->postgres().resume();
        QVERIFY(!list);
        QVERIFY(std::chrono::steady_clock::now() - begun < DeskReader::deadline + 3s);
    }

    void theListIsOrderedBySlotAndQuoted()
    {
        m_stores->execute("update saikobi.product set code = 'A,01'");
        write(1, "paid", "5 s", 2);
        write(2, "authorised", "5 s", 1);
        DeskReader reader{viewer()};
        const auto list = reader.readPaidOrders();
        QVERIFY(list);
        const auto text = QString::fromStdString(list.value());
        QCOMPARE(text.count(QStringLiteral("\r\n")), 2);
        QVERIFY2(text.contains(QStringLiteral(",P1,") + QString::fromStdString(idOf(1))),
                qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("\"A,01 x 2\"")), qPrintable(text));
    }

    void theSourceBringsWhatWasWishedFor()
    {
        write(1, "paid", "5 s", 1);
        model::Mailbox<contract::SnapshotPtr> mailbox;
        LiveSource source(mailbox, viewer());
        source.wish({{}, contract::ProductId{m_product}, {contract::ProductId{m_product}}});
        source.start();
        contract::SnapshotPtr sale;
        const auto newest = [&] {
            if (const auto taken = mailbox.take())
                sale = *taken;
            return sale;
        };
        QTRY_VERIFY2(newest() && sale->record && sale->productDetail && !sale->burnDown.empty(),
                sale ? sale->postgres.error.c_str() : "nothing came");
        QCOMPARE(sale->methods->value.size(), std::size_t(3));
        QCOMPARE(sale->methods->value[0].callsPerSecond, 30.0);
        QCOMPARE(sale->productDetail->value.moves.size(), std::size_t(1));
        std::mutex mutex;
        std::optional<contract::Result<std::string>> list;
        source.readPaidOrders([&](auto answer) {
            const std::lock_guard lock(mutex);
            list = std::move(answer);
        });
        const auto hasList = [&] {
            const std::lock_guard lock(mutex);
            return list.has_value();
        };
        QTRY_VERIFY(hasList());
        QVERIFY(*list);
        source.wish({});
        QTRY_VERIFY(newest() && !sale->productDetail && sale->burnDown.empty());
    }

    void keptUnitsAndTheirOfferReachTheProducts()
    {
        m_stores->execute("insert into saikobi.reservation (product, first_unit, qty) values ("
                + std::to_string(m_product) + ", 1, 4)");
        m_stores->execute("insert into saikobi.kept_offer (product, units, at) values ("
                + std::to_string(m_product) + ", 3, now() + interval '1 h')");
        m_stores->execute("update saikobi.stock set held = 4");
        model::Mailbox<contract::SnapshotPtr> mailbox;
        LiveSource source(mailbox, viewer());
        source.start();
        contract::SnapshotPtr sale;
        const auto isThere = [&] {
            if (const auto taken = mailbox.take())
                sale = *taken;
            return sale && sale->products;
        };
        QTRY_VERIFY(isThere());
        const auto& product = sale->products->value.front();
        QCOMPARE(product.kept, std::int64_t(4));
        QCOMPARE(product.offerUnits, std::int64_t(3));
        QVERIFY(product.offerAt && product.isSound());
    }

private:
    Profile viewer()
    {
        Profile profile;
        profile.postgresUrl = m_stores->viewerUrl();
        const auto redis = m_stores->viewerRedis();
        profile.redisHost = redis.host;
        profile.redisPort = redis.port;
        profile.redisUser = redis.user;
        profile.redisPassword = redis.password;
        profile.sale = "demo";
        return profile;
    }

    static contract::DeskRecord recordOf(DeskReader& reader)
    {
        const auto news = reader.poll(std::nullopt);
        if (!news || !news.value().record) {
            QTest::qFail(news ? "no record" : news.error().detail.c_str(), __FILE__, __LINE__);
            return {};
        }
        return *news.value().record;
    }

    static std::int64_t sum(const contract::AgeCounts& counts)
    {
        return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
    }

    /// An order of that status and age, with so many units of the product.
    void write(int number, const std::string& status, const std::string& age, int units)
    {
        const bool isOver = status == "paid" || status == "cancelled";
        m_stores->execute(
                "insert into saikobi.orders (id, sale, run, person, place, idempotency_key, "
                "request_hash, status, slot, method, provider, means, amount, deadline, "
                "pickup_code, created_at, ended_at) values ('"
                + idOf(number) + "', 'demo', 1, 'p" + std::to_string(number) + "', "
                + std::to_string(number) + ", 'k', '', '" + status + "', " + std::to_string(m_slot)
                + ", 'card', 'sim', 'tok', 1000, now() + interval '1 h', "
                + (status == "paid" ? "'P" + std::to_string(number) + "'" : std::string{"null"})
                + ", now() - interval '" + age + "', " + (isOver ? "now()" : "null") + ")");
        m_stores->execute("insert into saikobi.order_line (order_id, product, qty, price) values ('"
                + idOf(number) + "', " + std::to_string(m_product) + ", " + std::to_string(units)
                + ", 1000)");
        m_stores->execute("insert into saikobi.reservation (product, first_unit, qty, order_id, "
                          "person) values ("
                + std::to_string(m_product) + ", " + std::to_string(m_units) + ", "
                + std::to_string(units) + ", '" + idOf(number) + "', 'p" + std::to_string(number)
                + "')");
        m_units += units;
    }

    std::unique_ptr<TestStores> m_stores{};
    std::int64_t m_product = 0;
    std::int64_t m_slot = 0;
    int m_units = 1; ///< the next one to be given out
};

QTEST_GUILESS_MAIN(TestDeskReader)
#include "test_desk_reader.moc"
