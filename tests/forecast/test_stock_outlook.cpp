#include <QRegularExpression>
#include <QTest>

#include <cmath>
#include <random>

#include "backend/forecast/stock_outlook.h"

using namespace saikobi::forecast;

namespace {

/// Forty orders of a hundred shoppers; each of the buyers wanted two.
StockDemand twoForFortyOfAHundred(std::int64_t available)
{
    return {7, available, false, 40, 100, 80, 160};
}

constexpr PassesAhead everybodyComes{1000, 20000, 1, 0};

} // namespace

class TestStockOutlook : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression{QStringLiteral(".*")}); }
    void theBoundsAreThoseOfTheFormula();
    void ghostsAndShoppersInsideShiftThem();
    void tooFewOrdersAreNoStatement();
    void whatIsSoldOutSaysSo();
    void enoughForEverybodyHasNoBound();
    void nothingLeftIsUnlikelyForAll();
    void eachPlaceIsToldItsChance();
    void theNotesHoldInADrawnCrowd();
};

void TestStockOutlook::theBoundsAreThoseOfTheFormula()
{
    const auto told = stockOutlook({twoForFortyOfAHundred(1000)}, everybodyComes).at(0);
    const double d = 0.8;
    const double v = 1.6 - d * d;
    const auto z = [&](double passes) { return (1000 - passes * d) / std::sqrt(passes * v); };
    QCOMPARE(told.product, std::int64_t{7});
    QVERIFY(z(static_cast<double>(told.likelyTo - 1000)) >= 0.8416);
    QVERIFY(z(static_cast<double>(told.likelyTo - 1000 + 1)) < 0.8416);
    QVERIFY(z(static_cast<double>(*told.unlikelyFrom - 1000)) < -0.8416);
    QVERIFY(z(static_cast<double>(*told.unlikelyFrom - 1000 - 1)) >= -0.8416);
}

void TestStockOutlook::ghostsAndShoppersInsideShiftThem()
{
    const auto plain = stockOutlook({twoForFortyOfAHundred(1000)}, everybodyComes).at(0);
    auto ahead = everybodyComes;
    ahead.perPlace = 0.5; // every second place is a ghost
    const auto thin = stockOutlook({twoForFortyOfAHundred(1000)}, ahead).at(0);
    QVERIFY(std::abs(thin.likelyTo - 1000 - 2 * (plain.likelyTo - 1000)) <= 2);
    ahead = everybodyComes;
    ahead.undecided = 300;
    const auto crowded = stockOutlook({twoForFortyOfAHundred(1000)}, ahead).at(0);
    QCOMPARE(crowded.likelyTo, plain.likelyTo - 300);
    QCOMPARE(*crowded.unlikelyFrom, *plain.unlikelyFrom - 300);
}

void TestStockOutlook::tooFewOrdersAreNoStatement()
{
    auto few = twoForFortyOfAHundred(1000);
    few.orders = 19;
    QVERIFY(stockOutlook({few}, everybodyComes).empty());
    few.orders = 20;
    QCOMPARE(stockOutlook({few}, everybodyComes).size(), std::size_t{1});
    few.passes = 0;
    QVERIFY(stockOutlook({few}, everybodyComes).empty());
}

void TestStockOutlook::whatIsSoldOutSaysSo()
{
    auto gone = twoForFortyOfAHundred(0);
    gone.isSoldOut = true;
    gone.orders = 0;
    const auto told = stockOutlook({gone}, everybodyComes).at(0);
    QVERIFY(told.isSoldOut);
    QCOMPARE(told.likelyTo, std::int64_t{0});
    QCOMPARE(told.unlikelyFrom.value_or(-1), std::int64_t{0});
}

void TestStockOutlook::enoughForEverybodyHasNoBound()
{
    const auto told = stockOutlook({twoForFortyOfAHundred(1000000)}, everybodyComes).at(0);
    QVERIFY(told.likelyTo >= 20000);
    QVERIFY(!told.unlikelyFrom);
    auto unwanted = twoForFortyOfAHundred(3);
    unwanted.units = unwanted.squares = 0;
    QVERIFY(stockOutlook({unwanted}, everybodyComes).at(0).likelyTo >= 20000);
}

void TestStockOutlook::nothingLeftIsUnlikelyForAll()
{
    const auto told = stockOutlook({twoForFortyOfAHundred(0)}, everybodyComes).at(0);
    QCOMPARE(told.likelyTo, std::int64_t{1000});
    QVERIFY(*told.unlikelyFrom <= 1003);
}

void TestStockOutlook::eachPlaceIsToldItsChance()
{
    const StockOutlook bounded{7, 1200, 1300, false};
    QCOMPARE(chanceOf(bounded, 1200), Chance::Likely);
    QCOMPARE(chanceOf(bounded, 1201), Chance::Uncertain);
    QCOMPARE(chanceOf(bounded, 1299), Chance::Uncertain);
    QCOMPARE(chanceOf(bounded, 1300), Chance::Unlikely);
    QCOMPARE(chanceOf({7, 1200, std::nullopt, false}, 20000), Chance::Uncertain);
}

/// A thousand times the same line: whoever was told "likely to" mostly found some.
void TestStockOutlook::theNotesHoldInADrawnCrowd()
{
    constexpr std::uint32_t seed = 11;
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    const auto told = stockOutlook({twoForFortyOfAHundred(1000)}, everybodyComes).at(0);
    int leftAtLikely = 0;
    int leftAtUnlikely = 0;
    constexpr int tries = 1000;
    for (int i = 0; i < tries; ++i) {
        std::int64_t left = 1000;
        std::int64_t place = 1000;
        for (; left > 0 && place < *told.unlikelyFrom; ++place) {
            leftAtLikely += place == told.likelyTo ? 1 : 0;
            left -= random() % 100 < 40 ? 2 : 0;
        }
        leftAtUnlikely += left > 0 ? 1 : 0;
    }
    QVERIFY2(leftAtLikely > 760 && leftAtLikely < 840, std::to_string(leftAtLikely).c_str());
    QVERIFY2(leftAtUnlikely > 160 && leftAtUnlikely < 240, std::to_string(leftAtUnlikely).c_str());
}

QTEST_GUILESS_MAIN(TestStockOutlook)
#include "test_stock_outlook.moc"
