#include <QTest>

#include <algorithm>
#include <map>
#include <numeric>
#include <random>
#include <vector>

#include "backend/waiting_room/draw.h"
#include "backend/waiting_room/draw_places.h"

using namespace saikobi;
using waiting_room::Draw;
using waiting_room::DrawPlaces;

namespace {

std::string countingSeed()
{
    std::string seed;
    for (int i = 0; i < 32; ++i)
        seed += static_cast<char>(i);
    return seed;
}

/// The same seed each time for the same number.
std::string seedNumbered(std::uint64_t number)
{
    std::mt19937_64 random{number};
    std::string seed;
    for (int i = 0; i < 32; ++i)
        seed += static_cast<char>(random() & 255U);
    return seed;
}

Draw drawOf(std::int64_t people, const std::string& seed = countingSeed())
{
    return Draw{{"demo", seed, people, {}}};
}

std::string hex(const std::string& bytes)
{
    return QByteArray::fromStdString(bytes).toHex().toStdString();
}

std::vector<std::int64_t> orderOf(const Draw& draw)
{
    std::vector<std::int64_t> places;
    for (std::int64_t i = 1; i <= draw.people(); ++i)
        places.push_back(draw.place(i));
    return places;
}

} // namespace

/// The draw of WAITING_ROOM.md §4: the published vectors, a permutation for every number of people,
/// and no advantage for anybody.
class TestDraw : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void followsThePublishedCommitment();
    void followsThePublishedVectors_data();
    void followsThePublishedVectors();
    void isAPermutationForEveryNumberOfPeople();
    void findsTheWayBackFromAnyPlace();
    void beaconAndNumberOfPeopleChangeTheOrder();
    void refusesWhatIsNoSeed();
    void allOrdersOfFourComeEquallyOften();
    void arrivalTellsNothingAboutThePlace();
    void numbersThatNobodyHoldsStandBehindEverybody();
    void rememberedPlacesAreTheComputedOnes();
};

void TestDraw::followsThePublishedCommitment()
{
    QCOMPARE(hex(waiting_room::drawCommitment("demo", "none", countingSeed())),
            std::string{"376a21c875f465a7c0ed8507f705b6fa833520d0968656feb5ce98c0d7f965bb"});
    QCOMPARE(hex(drawOf(10).key()).substr(0, 16), std::string{"687efeceac78ac64"});
}

void TestDraw::followsThePublishedVectors_data()
{
    QTest::addColumn<qint64>("people");
    QTest::addColumn<qint64>("index");
    QTest::addColumn<qint64>("place");
    const std::vector<qint64> ten{4, 7, 2, 6, 10, 9, 1, 5, 8, 3};
    for (int i = 1; i <= 10; ++i)
        QTest::addRow("%d of 10", i) << qint64(10) << qint64(i) << ten.at(std::size_t(i - 1));
    const std::vector<qint64> thousand{801, 351, 570, 112, 170};
    for (int i = 1; i <= 5; ++i)
        QTest::addRow("%d of 1000", i)
                << qint64(1000) << qint64(i) << thousand.at(std::size_t(i - 1));
    QTest::addRow("last of 1000") << qint64(1000) << qint64(1000) << qint64(700);
    QTest::addRow("first of a million") << qint64(1000000) << qint64(1) << qint64(759077);
    QTest::addRow("last of a million") << qint64(1000000) << qint64(1000000) << qint64(436736);
    QTest::addRow("the only one") << qint64(1) << qint64(1) << qint64(1);
}

void TestDraw::followsThePublishedVectors()
{
    QFETCH(qint64, people);
    QFETCH(qint64, index);
    QFETCH(qint64, place);
    QCOMPARE(drawOf(people).place(index), std::int64_t{place});
    QCOMPARE(drawOf(people).index(place), std::int64_t{index});
}

void TestDraw::isAPermutationForEveryNumberOfPeople()
{
    std::vector<std::int64_t> sizes(130);
    std::iota(sizes.begin(), sizes.end(), 1);
    for (const int size : {255, 256, 257, 1000, 1023, 1024, 1025, 4097, 16383, 16385})
        sizes.push_back(size);
    for (const auto size : sizes) {
        auto places = orderOf(drawOf(size));
        std::sort(places.begin(), places.end());
        std::vector<std::int64_t> all(static_cast<std::size_t>(size));
        std::iota(all.begin(), all.end(), 1);
        QVERIFY2(places == all, qPrintable(QString::number(size)));
    }
}

void TestDraw::findsTheWayBackFromAnyPlace()
{
    std::mt19937_64 random{4};
    for (const auto people : std::vector<std::int64_t>{2, 3, 5, 64, 65, 1000003, 4000000000}) {
        const auto draw = drawOf(people);
        for (int i = 0; i < 300; ++i) {
            const auto index = std::uniform_int_distribution<std::int64_t>{1, people}(random);
            const auto place = draw.place(index);
            QVERIFY(place >= 1 && place <= people);
            QCOMPARE(draw.index(place), index);
        }
    }
}

void TestDraw::beaconAndNumberOfPeopleChangeTheOrder()
{
    const auto plain = orderOf(drawOf(100));
    const auto withBeacon = orderOf(Draw{{"demo", countingSeed(), 100, "f00d"}});
    const auto otherSale = orderOf(Draw{{"other", countingSeed(), 100, {}}});
    auto oneMore = orderOf(drawOf(101));
    oneMore.pop_back();
    QVERIFY(plain != withBeacon);
    QVERIFY(plain != otherSale);
    QVERIFY(plain != oneMore);
    QCOMPARE(plain, orderOf(drawOf(100)));
}

void TestDraw::refusesWhatIsNoSeed()
{
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, drawOf(10, "too short"));
    const Draw::Terms tooLong{"demo", countingSeed(), 10, std::string(256, 'x')};
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, Draw{tooLong});
}

void TestDraw::allOrdersOfFourComeEquallyOften()
{
    constexpr int draws = 24000;
    std::map<std::vector<std::int64_t>, int> seen;
    for (int i = 0; i < draws; ++i)
        ++seen[orderOf(drawOf(4, seedNumbered(static_cast<std::uint64_t>(i))))];
    QCOMPARE(seen.size(), std::size_t{24});
    double chi2 = 0;
    for (const auto& [order, count] : seen)
        chi2 += (count - draws / 24.0) * (count - draws / 24.0) / (draws / 24.0);
    qInfo("N = 4, %d draws, seeds 0 to %d: chi2 %.1f at 23 degrees", draws, draws - 1, chi2);
    QVERIFY2(chi2 < 49.7, qPrintable(QString::number(chi2))); // one in a thousand is above
}

/// Arrival and place in ten classes each. The margins of a permutation are fixed, which leaves
/// (10 - 1) * (10 - 1) degrees and takes a 999th off the spread.
void TestDraw::arrivalTellsNothingAboutThePlace()
{
    constexpr int draws = 200;
    constexpr int people = 1000;
    constexpr int classes = 10;
    std::vector<int> cells(classes * classes);
    for (int i = 0; i < draws; ++i) {
        const auto places = orderOf(drawOf(people, seedNumbered(static_cast<std::uint64_t>(i))));
        for (std::size_t arrival = 0; arrival < places.size(); ++arrival) {
            const auto column = static_cast<std::size_t>(places[arrival] - 1) * classes / people;
            ++cells[arrival * classes / people * classes + column];
        }
    }
    constexpr double expected = double{draws} * people / (classes * classes);
    double chi2 = 0;
    for (const int count : cells)
        chi2 += (count - expected) * (count - expected) / expected;
    chi2 *= double{people - 1} / people;
    qInfo("%d draws of %d people: chi2 %.1f at 81 degrees", draws, people, chi2);
    // Of fair draws, one in a thousand lies below and one in a thousand above.
    QVERIFY2(chi2 > 46.5 && chi2 < 126.1, qPrintable(QString::number(chi2)));
}

void TestDraw::numbersThatNobodyHoldsStandBehindEverybody()
{
    // 15 numbers, five of them void: ten people, whose order is that of the published N = 10.
    const DrawPlaces places{{"demo", countingSeed(), 0, {}}, 15, {{12, 40}, {3, 3}}};
    QCOMPARE(places.draw().people(), std::int64_t{10});
    const std::vector<std::int64_t> expected{4, 7, 11, 2, 6, 10, 9, 1, 5, 8, 3, 12, 13, 14, 15};
    for (std::size_t i = 0; i < expected.size(); ++i)
        QCOMPARE(places.placeOf(static_cast<std::int64_t>(i + 1)), expected[i]);
}

void TestDraw::rememberedPlacesAreTheComputedOnes()
{
    constexpr std::int64_t people = 150000; // more than are remembered
    const DrawPlaces places{{"demo", countingSeed(), 0, {}}, people, {}};
    const auto draw = drawOf(people);
    std::mt19937_64 random{9};
    for (int i = 0; i < 20000; ++i) {
        const auto number
                = std::uniform_int_distribution<std::int64_t>{1, 200}(random) + (i % 2 ? 65536 : 0);
        QCOMPARE(places.placeOf(number), draw.place(number));
    }
}

QTEST_APPLESS_MAIN(TestDraw)
#include "test_draw.moc"
