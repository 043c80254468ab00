#include <QRegularExpression>
#include <QTest>

#include <boost/asio/io_context.hpp>

#include "backend/stores/redis_executor.h"
#include "backend/waiting_room/source_store.h"
#include "tests/support/run_until.h"
#include "tests/support/test_stores.h"

using namespace saikobi;
using namespace saikobi::tests;
using contract::SourceList;
using contract::SourceTallies;
using contract::SourceTally;
using waiting_room::SourceStore;

namespace {

SourceTallies tallies(const std::string& what, std::int64_t joins, std::uint64_t person)
{
    SourceTallies out;
    out.at = std::chrono::system_clock::now();
    out.joins = 100;
    SourceTally source;
    source.what = what;
    source.joins = joins;
    source.waiting.add(person);
    out.sources.push_back(source);
    return out;
}

} // namespace

/// Two instances put together what they counted, in a real Redis.
class TestSourceStore : public QObject {
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
    }

    void allInstancesAreOneList()
    {
        boost::asio::io_context context;
        stores::RedisExecutor redis(m_stores->backendRedis());
        SourceStore first(context.get_executor(), redis, "serve-1");
        SourceStore second(context.get_executor(), redis, "serve-2");
        const auto share = [&context](SourceStore& store, const SourceTallies& ours) {
            return awaited<contract::Result<SourceList>>(
                    context, [&](auto done) { store.share("demo", ours, done); });
        };
        constexpr std::uint64_t person = 0x123456789abcdef0;
        auto seen = share(first, tallies("198.51.100.7", 30, person));
        QVERIFY(seen && *seen);
        QCOMPARE(seen->value().joins, std::int64_t(100));
        seen = share(second, tallies("198.51.100.7", 50, person));
        QVERIFY(seen && *seen);
        QCOMPARE(seen->value().joins, std::int64_t(200));
        QCOMPARE(seen->value().sources.front().joins, std::int64_t(80));
        QCOMPARE(seen->value().sources.front().waiting, std::int64_t(1)); // one person, seen twice
        QCOMPARE(contract::largestShare(seen->value()), std::optional{40.0});
        // What an instance counted last is what counts.
        seen = share(first, tallies("192.0.2.1", 1, person));
        QCOMPARE(seen->value().sources.size(), std::size_t{2});
        QCOMPARE(seen->value().sources.front().joins, std::int64_t(50));
        // Addresses go with the minute in which nobody tells any.
        const auto left
                = std::stoll(m_stores->redisCall({"PTTL", contract::keys::sources("demo")}));
        QVERIFY(left > 0 && left <= 60'000);
    }

    void withoutRedisNothingIsKnown()
    {
        boost::asio::io_context context;
        auto options = m_stores->backendRedis();
        options.port = 1;
        stores::RedisExecutor redis(options);
        SourceStore store(context.get_executor(), redis, "serve-1");
        const auto seen = awaited<contract::Result<SourceList>>(context,
                [&](auto done) { store.share("demo", tallies("192.0.2.1", 30, 1), done); });
        QVERIFY(seen && !*seen);
    }

private:
    std::unique_ptr<TestStores> m_stores{};
};

QTEST_GUILESS_MAIN(TestSourceStore)
#include "test_source_store.moc"
