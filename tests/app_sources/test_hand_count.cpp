#include <QRegularExpression>
#include <QTest>

#include "app/sources/live_source.h"
#include "backend/contract/keys.h"
#include "tests/support/sample_sale.h"
#include "tests/support/tape.h"
#include "tests/support/test_stores.h"

using namespace saikobi;
using namespace saikobi::sources;
using namespace saikobi::tests;
using contract::Figure;
using namespace std::chrono_literals;

namespace {

/// What the stream of ticks says, counted inside Redis: the newest second of the line, and what the
/// counters of both instances grew by in the minute that ends there.
const char* const countTicks
        = "local last, first, count = nil, {}, {}\n"
          "for _, entry in ipairs(redis.call('XREVRANGE', KEYS[1], '+', '-')) do\n"
          "local at = tonumber(string.match(entry[1], '^%d+'))\n"
          "local tick = cjson.decode(entry[2][4])\n"
          "if tick.line and not last then last = { at, tick.line } end\n"
          "if last and at >= last[1] - 60000 then\n"
          "local name = tick.instance\n"
          "local paid = tick.line and tick.line.passes or tick.counters.orders_paid\n"
          "count[name] = count[name] or paid\n"
          "first[name] = paid\n"
          "end\n"
          "end\n"
          "local orders, passes = 0, 0\n"
          "for name, now in pairs(count) do\n"
          "if name == '' then passes = now - first[name] else orders = orders + now - first[name] "
          "end\n"
          "end\n"
          "local line = last[2]\n"
          "return (line.issued - line.serving - line.voided) .. ' ' .. orders .. ' ' .. passes\n";

} // namespace

/// D20 of CONSOLE.md §8: a fixed sale in both stores; what the desk shows against SQL and Redis
/// that share no line with it, and against numbers counted on paper.
class TestHandCount : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")});
        m_stores = TestStores::start();
        QVERIFY2(m_stores, TestStores::whyNot().c_str());
        SampleSale sample;
        sample.products = {{"A-01", 1000, 100, 2}, {"B-01", 500, 40, 2}};
        sample.slotPlaces = {50, 30};
        loadSample(*m_stores, sample);
        m_stores->execute("update saikobi.stock set held = 7, sold = 21 where product = "
                + std::to_string(productId(*m_stores, "demo", "A-01")));
        m_stores->execute("update saikobi.stock set held = 0, sold = 40 where product = "
                + std::to_string(productId(*m_stores, "demo", "B-01")));
        m_stores->execute("update saikobi.slot set held = 3, sold = 11 where rank = 0");
        // Three authorised, of which two longer than a minute ago; one that is settled already.
        authorise(1, "5 s", "null");
        authorise(2, "61 s", "null");
        authorise(3, "10 min", "null");
        authorise(4, "10 min", "now()");
        writeTicks();
        LiveSource source(m_mailbox, viewer());
        source.start();
        QTRY_VERIFY(isWhole());
        source.stop();
    }

    void theLineEqualsRedis()
    {
        const auto told = QString::fromStdString(
                m_stores->redisCall({"EVAL", countTicks, "1", contract::keys::ticks("demo")}))
                                  .split(QLatin1Char(' '));
        QCOMPARE(told.size(), 3);
        QCOMPARE(valueOf(Figure::Waiting), told[0].toDouble());
        QVERIFY2(isNear(valueOf(Figure::Orders), told[1].toDouble()), qPrintable(told[1]));
        QVERIFY2(isNear(valueOf(Figure::RateActual), told[2].toDouble()), qPrintable(told[2]));
        // On paper: 9000 + 12 · 120 joined, 6 · 120 called; 2 × 2 orders and 5 passes a second.
        QCOMPARE(valueOf(Figure::Waiting), 9720.0);
        QVERIFY(isNear(valueOf(Figure::Orders), 240));
        QVERIFY(isNear(valueOf(Figure::RateActual), 300));
        QVERIFY(isNear(valueOf(Figure::ErrorRatio), 10));
    }

    void theStockEqualsSql()
    {
        const auto& products = m_sale->products->value;
        QCOMPARE(products.size(), std::size_t(2));
        for (const auto& product : products) {
            const auto row
                    = " from saikobi.stock where product = " + std::to_string(product.id.value);
            QCOMPARE(product.total, m_stores->numberOf("select total" + row));
            QCOMPARE(product.held, m_stores->numberOf("select held" + row));
            QCOMPARE(product.sold, m_stores->numberOf("select sold" + row));
            QCOMPARE(product.available(), m_stores->numberOf("select total - held - sold" + row));
        }
        QCOMPARE(products[0].available(), std::int64_t(72)); // 100 − 7 − 21
        QCOMPARE(products[1].available(), std::int64_t(0));
    }

    void theSlotsEqualSql()
    {
        const auto& places = m_sale->pickupSlots->value;
        QCOMPARE(places.size(), std::size_t(2));
        std::int64_t left = 0;
        for (const auto& slot : places)
            left += slot.total - slot.held - slot.sold;
        QCOMPARE(left, m_stores->numberOf("select sum(total - held - sold) from saikobi.slot"));
        QCOMPARE(left, std::int64_t(66)); // 80 − 3 − 11
    }

    void whatMustBeLookedAtEqualsSql()
    {
        QCOMPARE(valueOf(Figure::Unsettled), 2.0);
        double rows = 0;
        for (const char* view : {"audit_oversold", "audit_stranded_stock", "audit_double_capture",
                     "audit_orphan_payment", "audit_unfinished_order"})
            rows += static_cast<double>(
                    m_stores->numberOf(std::string{"select count(*) from saikobi."} + view));
        QVERIFY(rows > 0); // counters that no reservation explains
        QCOMPARE(valueOf(Figure::AuditRows), rows);
    }

    void theLimitIsTheProviders()
    {
        QCOMPARE(m_sale->providerLimitPerSecond, std::optional{30.0});
        QCOMPARE(m_sale->methods->value.size(), std::size_t(3));
    }

private:
    void authorise(int number, const std::string& age, const std::string& ended)
    {
        const auto id = "00000000-0000-4000-8000-00000000000" + std::to_string(number);
        m_stores->execute(
                "insert into saikobi.orders (id, sale, run, person, place, idempotency_key, "
                "request_hash, status, slot, method, provider, means, amount, deadline, "
                "created_at, ended_at) values ('"
                + id + "', 'demo', 1, 'p" + std::to_string(number) + "', " + std::to_string(number)
                + ", 'k', '', '" + (ended == "null" ? "authorised" : "cancelled") + "', "
                + std::to_string(slotId(*m_stores, "demo", 0))
                + ", 'card', 'sim', 'tok', 1000, now() + interval '1 h', now(), " + ended + ")");
        m_stores->execute(
                "insert into saikobi.payment (order_id, attempt, sale, provider, standing, "
                "amount, authorised_at) values ('"
                + id + "', 1, 'demo', 'sim', 'authorised', 1000, now() - interval '" + age + "')");
    }

    /// Two minutes that end now. Per second: 12 joined, 6 called, 5 passes; on each of two
    /// instances 2 paid orders and 10 answers, one of which failed.
    void writeTicks()
    {
        const auto now = std::chrono::system_clock::now();
        for (int s = 0; s <= 120; ++s) {
            write(lineTick(0, {9000 + 12 * s, 6 * s, 5 * s, 1}),
                    now - std::chrono::seconds{120 - s});
            for (const char* name : {"serve-1", "serve-2"})
                write(instanceTick(0, name,
                              {{contract::counter::ordersPaid, 2 * s},
                                      {contract::counter::answers, 10 * s},
                                      {contract::counter::answersFailed, s}}),
                        now - std::chrono::seconds{120 - s});
        }
    }
    void write(contract::Tick tick, contract::Instant at)
    {
        tick.at = at;
        if (tick.line)
            tick.line->at = at;
        m_stores->redisCall({"XADD", contract::keys::ticks("demo"),
                std::to_string(contract::toUnixMs(at)) + "-*", "instance", tick.instance, "tick",
                contract::toJson(tick)});
    }

    Profile viewer() const
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
    bool isWhole()
    {
        if (const auto taken = m_mailbox.take())
            m_sale = *taken;
        return m_sale && m_sale->products && valueOf(Figure::Orders) > 0
                && valueOf(Figure::AuditRows) >= 0;
    }
    double valueOf(Figure figure) const
    {
        const auto& found = m_sale->figures.at(static_cast<std::size_t>(figure));
        return found ? found->value : -1;
    }
    /// Rates are divided by the measured interval, which is a hair off a whole minute.
    static bool isNear(double a, double b) { return qAbs(a - b) <= 0.02 * b; }

    std::unique_ptr<TestStores> m_stores{};
    model::Mailbox<contract::SnapshotPtr> m_mailbox{};
    contract::SnapshotPtr m_sale{};
};

QTEST_GUILESS_MAIN(TestHandCount)
#include "test_hand_count.moc"
