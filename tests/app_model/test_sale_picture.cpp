#include <QRegularExpression>
#include <QTest>

#include "app/model/sale_picture.h"
#include "tests/support/tape.h"

using namespace saikobi;
using namespace saikobi::model;
using namespace saikobi::tests;
using contract::DataState;
using contract::Figure;
using namespace std::chrono_literals;

namespace {

RedisNews heard(double now, std::vector<contract::Tick> ticks)
{
    RedisNews news;
    news.at = at(now);
    news.ticks = std::move(ticks);
    return news;
}

/// Two minutes of one instance and the line.
std::vector<contract::Tick> twoMinutes()
{
    std::vector<contract::Tick> out;
    for (int s = 0; s <= 120; ++s) {
        out.push_back(lineTick(s, {1000 + 10 * s, 6 * s, 5 * s, 1}));
        out.push_back(instanceTick(s, "serve-1", {{contract::counter::ordersPaid, 2 * s}}));
    }
    return out;
}

PostgresNews stock(double now)
{
    PostgresNews news;
    news.at = at(now);
    news.user = "op-1";
    news.isOperator = true;
    news.saleExists = true;
    news.callsPerSecond = 25;
    contract::ProductStock product;
    product.id.value = 1;
    product.total = 100;
    product.sold = 40;
    news.products = {product};
    news.audit = AuditNews{};
    return news;
}

std::optional<double> valueOf(const contract::SaleSnapshot& sale, Figure figure)
{
    const auto& found = sale.figures.at(static_cast<std::size_t>(figure));
    return found ? std::optional{found->value} : std::nullopt;
}

PictureOf demo()
{
    return {contract::ProfileKind::Rehearsal, "demo", "op-1"};
}

} // namespace

class TestSalePicture : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    void nothingHeardIsNothingShown()
    {
        SalePicture picture{demo()};
        picture.redisFailed("connection refused", at(1));
        const auto sale = picture.compose(at(0));
        for (const auto& figure : contract::allFigures())
            QVERIFY(!valueOf(sale, figure.figure));
        QVERIFY(!sale.line && !sale.products && !sale.pickupSlots);
        QVERIFY(sale.history->empty());
        QVERIFY(contract::stateOf(sale, Figure::Waiting, at(0)) == DataState::Lost);
        QVERIFY(contract::stateOf(sale, Figure::Unsettled, at(0)) == DataState::NoData);
    }

    void everySecondIsOneRowOfHistory()
    {
        SalePicture picture{demo()};
        QVERIFY(picture.take(heard(120.2, twoMinutes())));
        QVERIFY(!picture.take(heard(120.5, twoMinutes()))); // the same again says nothing new
        const auto sale = picture.compose(at(120.6));
        QCOMPARE(valueOf(sale, Figure::Waiting), std::optional{1480.0});
        QVERIFY(qAbs(*valueOf(sale, Figure::RateActual) - 300) < 1);
        QVERIFY(qAbs(*valueOf(sale, Figure::Orders) - 120) < 1);
        QVERIFY(sale.history->size() >= 120);
        QCOMPARE(sale.history->back().at, at(120));
        QCOMPARE(sale.instances.front().name, std::string{"serve-1"});
    }

    void aSilentStoreKeepsItsValuesWithTheirAge()
    {
        SalePicture picture{demo()};
        picture.take(heard(120, twoMinutes()));
        picture.take(stock(120));
        picture.redisFailed("no answer", at(130));
        const auto sale = picture.compose(at(126));
        QCOMPARE(valueOf(sale, Figure::Waiting), std::optional{1480.0});
        QCOMPARE(sale.figures[0]->asOf, at(120));
        QVERIFY(contract::stateOf(sale, Figure::Waiting, at(126)) == DataState::Lost);
        QCOMPARE(sale.redis.nextTry, std::optional{at(130)});
        QVERIFY(sale.postgres.error.empty());
    }

    void whileRedisIsSilentTheLineComesFromTheMark()
    {
        SalePicture picture{demo()};
        picture.take(heard(120, twoMinutes()));
        QVERIFY(!picture.ticksWantedAfter());
        picture.redisFailed("no answer", at(130));
        QVERIFY(picture.ticksWantedAfter());
        auto news = stock(125);
        auto line = *lineTick(124, {2400, 750, 640, 1}).line;
        line.revision.value = 9;
        news.line = {line, at(124)};
        picture.take(news);
        auto sale = picture.compose(at(125));
        QVERIFY(sale.lineFromPostgres);
        QCOMPARE(sale.line->value.revision.value, std::int64_t(9));
        QCOMPARE(sale.line->asOf, at(124));
        // Redis answers again: its own word counts.
        picture.take(heard(126, {lineTick(126, {2500, 760, 650, 1})}));
        sale = picture.compose(at(126));
        QVERIFY(!sale.lineFromPostgres);
        QCOMPARE(sale.line->asOf, at(126));
    }

    void theWorseStoreIsTheAgeOfTheFeeds()
    {
        SalePicture picture{demo()};
        picture.take(heard(120, twoMinutes()));
        picture.take(stock(120));
        auto sale = picture.compose(at(121));
        QCOMPARE(valueOf(sale, Figure::FeedAge), std::optional{1.0});
        QCOMPARE(valueOf(sale, Figure::StoreLost), std::optional{1.0});
        // Redis answers, and has nothing new to say: that is no lost store.
        picture.take(heard(130, {}));
        picture.take(stock(130));
        sale = picture.compose(at(130));
        QCOMPARE(valueOf(sale, Figure::FeedAge), std::optional{10.0});
        QCOMPARE(valueOf(sale, Figure::StoreLost), std::optional{0.0});
        QVERIFY(contract::stateOf(sale, Figure::FeedAge, at(130)) == DataState::Live);
    }

    void aStoreThatNeverAnsweredIsLostSinceTheFirstLook()
    {
        SalePicture picture{demo()};
        picture.take(stock(100));
        picture.redisFailed("connection refused", at(101));
        picture.compose(at(100));
        picture.take(stock(107));
        const auto sale = picture.compose(at(107));
        QCOMPARE(valueOf(sale, Figure::StoreLost), std::optional{7.0});
        QCOMPARE(valueOf(sale, Figure::FeedAge), std::optional{7.0});
    }

    void whatThisConsoleMeasuredOfItsWaysIsAmongTheFigures()
    {
        SalePicture picture{demo()};
        picture.take(heard(120, twoMinutes()));
        picture.take({42.0, 1}, at(120));
        const auto sale = picture.compose(at(120));
        QCOMPARE(valueOf(sale, Figure::PathRtt), std::optional{42.0});
        QCOMPARE(valueOf(sale, Figure::Unconfirmed), std::optional{1.0});
    }

    void aMarkThatStandsStillIsNoNewsOfTheLine()
    {
        SalePicture picture{demo()};
        picture.take(heard(120, twoMinutes()));
        picture.redisFailed("no answer", at(130));
        auto news = stock(125);
        news.line = {*lineTick(120, {2400, 750, 640, 1}).line, at(120)};
        picture.take(news);
        const auto sale = picture.compose(at(125));
        QVERIFY(!sale.lineFromPostgres);
        QVERIFY(contract::stateOf(sale, Figure::Waiting, at(125)) == DataState::Lost);
    }

    void ticksOfEitherStoreCountOnce()
    {
        SalePicture picture{demo()};
        picture.take(heard(120, twoMinutes()));
        picture.redisFailed("no answer", at(130));
        auto news = stock(121);
        news.ticks = twoMinutes();
        news.ticks.push_back(instanceTick(121, "serve-1", {{contract::counter::ordersPaid, 242}}));
        picture.take(news);
        const auto sale = picture.compose(at(121));
        QVERIFY(qAbs(*valueOf(sale, Figure::Orders) - 120) < 1);
    }

    void rightsAreThoseOfTheStores()
    {
        SalePicture picture{demo()};
        QVERIFY(!picture.compose(at(0)).mayCommand);
        auto append = heard(1, {});
        append.mayAppend = true;
        picture.take(append); // Redis would take a command, Postgres has not answered yet
        QVERIFY(picture.compose(at(1)).mayCommand);
        auto viewer = stock(2);
        viewer.isOperator = false;
        picture.take(viewer);
        QVERIFY(!picture.compose(at(2)).mayCommand);
        picture.take(stock(3));
        picture.postgresFailed("gone", at(4));
        QVERIFY(picture.compose(at(4)).mayCommand); // remembered
    }

    void anotherClockIsCorrectedAndShown()
    {
        SalePicture picture{demo()};
        auto news = heard(125, twoMinutes()); // our clock is five seconds ahead of the stores'
        news.skew = 5s;
        picture.take(news);
        const auto sale = picture.compose(at(125));
        QCOMPARE(valueOf(sale, Figure::ClockSkew), std::optional{5.0});
        QVERIFY(contract::stateOf(sale, Figure::Waiting, at(125)) == DataState::Live);
    }

    void aSaleThatIsNotThereIsSaid()
    {
        SalePicture picture{demo()};
        PostgresNews empty;
        empty.at = at(0);
        picture.take(empty);
        const auto sale = picture.compose(at(0));
        QVERIFY(sale.postgres.error.find("demo") != std::string::npos);
        QVERIFY(!sale.products);
    }

    void theTimelineKeepsTheNewestOnce()
    {
        SalePicture picture{demo()};
        auto news = heard(1, {});
        for (int i = 0; i < 300; ++i) {
            contract::TimelineEntry entry;
            entry.id = std::to_string(i);
            entry.at = at(i);
            entry.kind = "phase";
            news.entries.push_back(entry);
        }
        picture.take(news);
        picture.take(news);
        const auto sale = picture.compose(at(300));
        QCOMPARE(sale.timeline.size(), std::size_t(200));
        QCOMPARE(sale.timeline.front().id, std::string{"299"});
    }
};

QTEST_GUILESS_MAIN(TestSalePicture)
#include "test_sale_picture.moc"
