#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include "app/commands/feed_log.h"
#include "app/model/sale_model.h"
#include "backend/contract/snapshot.h"

using namespace saikobi;
using namespace saikobi::commands;
using namespace std::chrono_literals;

namespace {

/// No store takes anything.
struct Nowhere : EntryPort {
    void write(const contract::TimelineEntry&, std::function<void(EntryOutcome)> answered) override
    {
        answered(EntryOutcome::Away);
    }
};

struct Desk {
    contract::Instant now = contract::fromUnixMs(1'760'000'040'000); ///< a whole minute
    model::SaleModel model{};
    Nowhere post{};
    contract::SaleSnapshot sale{};
    std::unique_ptr<FeedLog> log = std::make_unique<FeedLog>(model, post,
            Clock{[this] { return now; }, [] { return contract::Deadline{}; }}, "c0ffee01");

    explicit Desk(const QString& folder)
    {
        log->setFolder(folder);
        sale.sale = "demo";
        sale.user = "op-1";
        sale.mayCommand = true;
    }
    void second(const std::string& redisError = {})
    {
        sale.madeAt = now;
        sale.redis.error = redisError;
        if (redisError.empty())
            sale.redis.lastSuccess = now;
        sale.postgres.lastSuccess = now;
        sale.redis.roundTripMs = 1.5;
        ++sale.sequence;
        model.accept(std::make_shared<const contract::SaleSnapshot>(sale));
        now += 1s;
    }
    const contract::TimelineEntry& entry(std::size_t index) const
    {
        return log->kept().at(index).entry;
    }
};

} // namespace

/// What a console saw of the stores is told when it changes, and once a minute how long its ways
/// took.
class TestFeedLog : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    void aStoreThatIsLostAndComesBackIsTold()
    {
        const QTemporaryDir folder;
        Desk desk(folder.path());
        desk.second();
        QCOMPARE(desk.log->kept().size(), std::size_t{2}); // both answer
        const auto last = desk.now;
        desk.second();
        desk.second("connection refused");
        desk.second("connection refused");
        QCOMPARE(desk.log->kept().size(), std::size_t{3});
        const auto lost = desk.entry(2);
        QCOMPARE(lost.subject, std::string{"redis"});
        QCOMPARE(lost.data.at("state"), std::string{"lost"});
        QCOMPARE(lost.data.at("error"), std::string{"connection refused"});
        QCOMPARE(lost.data.at("last"), std::to_string(contract::toUnixMs(last)));
        desk.second("timed out");
        QCOMPARE(desk.log->kept().size(), std::size_t{4});
        desk.second();
        QCOMPARE(desk.log->kept().size(), std::size_t{5});
        QCOMPARE(desk.entry(4).data.at("state"), std::string{"live"});
    }

    void aMinuteOfLooksIsOneEntry()
    {
        const QTemporaryDir folder;
        Desk desk(folder.path());
        for (int i = 0; i < 61; ++i)
            desk.second();
        QCOMPARE(desk.log->kept().size(), std::size_t{3});
        const auto& looks = desk.entry(2);
        QCOMPARE(looks.subject, std::string{"looks"});
        const auto values = QString::fromStdString(looks.data.at("redis")).split(u',');
        QCOMPARE(values.size(), 60);
        QCOMPARE(values.at(59), QStringLiteral("1.5"));
        // All that sixteen instances and every figure can make of a minute is taken by the store.
        QVERIFY(contract::toJson(looks).size() < 16'000);
    }

    /// A replay shows of each second the very picture that stood at its end.
    void theAgeOfWhatIsShownIsToldToTheMillisecond()
    {
        const QTemporaryDir folder;
        Desk desk(folder.path());
        desk.sale.figures[static_cast<std::size_t>(contract::Figure::Waiting)]
                = contract::Observed<double>{9, desk.now - 1'734ms};
        contract::InstanceView instance;
        instance.name = "serve-1";
        instance.tickAt = desk.now + 13ms;
        desk.sale.instances = {instance};
        desk.now += 250ms;
        for (int i = 0; i < 61; ++i)
            desk.second();
        const auto& told = desk.entry(2).data;
        const auto first = [&told](const char* key) {
            const auto& values = told.at(key);
            return values.substr(0, values.find(','));
        };
        QCOMPARE(first("made"), std::string{"250"});
        QCOMPARE(first("behind:"), std::string{"2734"});
        QCOMPARE(first("behind:serve-1"), std::string{"987"});
        QCOMPARE(first("postgres_seen"), std::string{"750"});
    }

    void whatWasNotSharedIsThereAtTheNextStart()
    {
        const QTemporaryDir folder;
        {
            Desk desk(folder.path());
            desk.second();
            desk.second();
        }
        Desk again(folder.path());
        again.second();
        // Two states and the looks of the first start, two states of this one.
        QCOMPARE(again.log->kept().size(), std::size_t{5});
    }

    void aRecordingAndADemoTellNothing()
    {
        const QTemporaryDir folder;
        Desk desk(folder.path());
        desk.sale.source = contract::SnapshotSource::Recorded;
        desk.second();
        desk.second("gone");
        QVERIFY(desk.log->kept().empty());
    }
};

QTEST_GUILESS_MAIN(TestFeedLog)
#include "test_feed_log.moc"
