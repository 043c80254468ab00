#include <QRegularExpression>
#include <QTest>

#include <array>
#include <cmath>
#include <random>

#include "app/model/sale_picture.h"
#include "tests/support/tape.h"

using namespace saikobi;
using namespace saikobi::model;
using namespace saikobi::tests;
using contract::DataState;
using contract::Figure;
using namespace std::chrono_literals;

namespace {

PictureOf demo()
{
    return {contract::ProfileKind::Rehearsal, "demo", "op-1"};
}

std::optional<double> valueOf(const contract::SaleSnapshot& sale, Figure figure)
{
    const auto& found = sale.figures.at(static_cast<std::size_t>(figure));
    return found ? std::optional{found->value} : std::nullopt;
}

RedisNews heard(double now, std::vector<contract::Tick> ticks)
{
    RedisNews news;
    news.at = at(now);
    news.ticks = std::move(ticks);
    return news;
}

/// The sale as its counters stood at that second: 12 places joined, 6 called, 5 passes; on each of
/// two instances 10 answers of which a fiftieth failed, 3 provider calls, 1 paid order a second.
std::vector<contract::Tick> ticksAt(double second)
{
    const auto n = [second](double perSecond) {
        return static_cast<std::int64_t>(std::floor(perSecond * second));
    };
    std::vector<contract::Tick> out{lineTick(second, {3000 + n(12), n(6), n(5), 1})};
    for (const auto* name : {"a", "b"})
        out.push_back(instanceTick(second, name,
                {{contract::counter::ordersPaid, n(1)}, {contract::counter::answers, n(10)},
                        {contract::counter::answersFailed, n(0.2)},
                        {contract::counter::providerCalls, n(3)},
                        {contract::counter::providerApproved, n(1)}}));
    return out;
}

struct Rate {
    Figure figure{};
    double expected = 0;
};
constexpr std::array rates{Rate{Figure::Arrivals, 720}, Rate{Figure::Front, 360},
        Rate{Figure::RateActual, 300}, Rate{Figure::Orders, 120}, Rate{Figure::ErrorRatio, 2},
        Rate{Figure::PaymentSuccess, 100}};

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
    product.total = 10000;
    product.sold = static_cast<std::int64_t>(now);
    news.products = {product};
    news.audit = AuditNews{};
    return news;
}

} // namespace

/// D15, D18, D19 of CONSOLE.md §8, without a store: what was told, when, and how often.
class TestPolls : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }

    void theRateIsTheSameHoweverOftenItIsAsked_data()
    {
        QTest::addColumn<int>("pollSeconds");
        QTest::addColumn<double>("tickSeconds");
        for (const int poll : {1, 2, 5})
            for (const double tick : {1.0, 2.0, 5.0})
                QTest::addRow("asked every %d s, written every %.0f s", poll, tick) << poll << tick;
    }

    /// D15: within 2 %, whether the desk asks or the backend writes each second, each other one or
    /// each fifth; nothing comes on the dot.
    void theRateIsTheSameHoweverOftenItIsAsked()
    {
        QFETCH(int, pollSeconds);
        QFETCH(double, tickSeconds);
        SalePicture picture{demo()};
        constexpr int length = 200;
        constexpr std::uint32_t start = 20261121;
        std::mt19937 random{start};
        std::uniform_real_distribution<double> late{0, 0.2};
        double written = 0;
        contract::SaleSnapshot sale;
        for (int now = pollSeconds; now <= length; now += pollSeconds) {
            std::vector<contract::Tick> ticks;
            for (; written <= now; written += tickSeconds)
                for (auto& tick : ticksAt(written + late(random)))
                    ticks.push_back(std::move(tick));
            picture.take(heard(now + late(random), std::move(ticks)));
            sale = picture.compose(at(now + 0.3));
        }
        for (const auto& rate : rates) {
            const auto value = valueOf(sale, rate.figure);
            QVERIFY2(value, std::string{contract::info(rate.figure).id}.c_str());
            QVERIFY2(qAbs(*value - rate.expected) <= 0.02 * rate.expected,
                    qPrintable(QStringLiteral("%1: %2")
                                       .arg(QString::fromStdString(
                                               std::string{contract::info(rate.figure).id}))
                                       .arg(*value)));
        }
    }

    /// D18: an hour, in which a screen that looks at other things comes and goes each few seconds.
    void anHourOfOtherWishesLosesNoHistory()
    {
        SalePicture picture{demo()};
        const contract::ProductId product{1};
        for (int now = 0; now <= 3600; ++now) {
            picture.take(heard(now, ticksAt(now)));
            picture.take(stock(now));
            contract::DeskWish wish;
            if (now / 4 % 2 == 0)
                wish.burnDown.push_back(product);
            if (now / 7 % 3 == 0)
                wish.detail = product;
            picture.wish(wish);
            if (now % 5 == 0)
                picture.compose(at(now));
        }
        contract::DeskWish wish;
        wish.burnDown.push_back(product);
        picture.wish(wish);
        const auto sale = picture.compose(at(3600));
        const auto& history = *sale.history;
        QVERIFY2(history.size() >= 899, qPrintable(QString::number(history.size())));
        for (std::size_t i = history.size() - 899; i < history.size(); ++i) {
            const auto& row = history[i];
            QVERIFY(i == 0 || row.at - history[i - 1].at == 1s);
            for (const auto& rate : rates)
                QVERIFY(row.values.at(static_cast<std::size_t>(rate.figure)));
        }
        // The tape of a product goes on while nobody looks at it.
        const auto& points = sale.burnDown.at(product);
        QVERIFY(points.size() > 10);
        QVERIFY(points.back().at - points.front().at >= 14min);
    }

    /// D19: the store answers again and again, and says what it has said: that is old.
    void aRepeatedTimeStampIsOldData()
    {
        SalePicture picture{demo()};
        for (int now = 0; now <= 60; ++now)
            picture.take(heard(now, ticksAt(now)));
        QCOMPARE(stateAt(picture, Figure::Waiting, 61), DataState::Live);
        for (int now = 61; now <= 80; ++now) {
            auto again = ticksAt(60);
            for (auto& tick : again)
                for (auto& [name, count] : tick.counters)
                    count += now; // other numbers, the same time
            QVERIFY(!picture.take(heard(now, std::move(again))));
            const auto state = stateAt(picture, Figure::Waiting, now);
            QCOMPARE(state,
                    now <= 62           ? DataState::Live
                            : now <= 65 ? DataState::Late
                            : now <= 75 ? DataState::Stale
                                        : DataState::Lost);
            QCOMPARE(stateAt(picture, Figure::Orders, now), state);
        }
        QVERIFY(qAbs(*valueOf(picture.compose(at(80)), Figure::Orders) - 120) < 2.4);
    }

    void aFailureMarksItsOwnFeedAlone_data()
    {
        QTest::addColumn<bool>("isRedis");
        QTest::addRow("Redis fails") << true;
        QTest::addRow("Postgres fails") << false;
    }

    /// D19: the state of one feed never colours what the other one tells.
    void aFailureMarksItsOwnFeedAlone()
    {
        QFETCH(bool, isRedis);
        SalePicture picture{demo()};
        for (int now = 0; now <= 60; ++now)
            picture.take(heard(now, ticksAt(now)));
        picture.take(stock(60));
        if (isRedis)
            picture.redisFailed("refused", at(70));
        else
            picture.postgresFailed("refused", at(70));
        const auto sale = picture.compose(at(60));
        for (const auto& one : contract::allFigures()) {
            if (!valueOf(sale, one.figure))
                continue;
            const bool isOfIt = one.feed == contract::FeedKind::Both
                    || one.feed
                            == (isRedis ? contract::FeedKind::Redis : contract::FeedKind::Postgres);
            QVERIFY2((contract::stateOf(sale, one.figure, at(60)) == DataState::Lost) == isOfIt,
                    std::string{one.id}.c_str());
        }
        QCOMPARE(sale.redis.error.empty(), !isRedis);
        QCOMPARE(sale.postgres.error.empty(), isRedis);
    }

private:
    static DataState stateAt(SalePicture& picture, Figure figure, double now)
    {
        return contract::stateOf(picture.compose(at(now)), figure, at(now));
    }
};

QTEST_GUILESS_MAIN(TestPolls)
#include "test_polls.moc"
