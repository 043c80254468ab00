#include <QTest>

#include <random>
#include <set>

#include "backend/http/connection_counts.h"
#include "backend/http/lane.h"
#include "backend/http/queue_meter.h"
#include "backend/http/shedding.h"

using namespace saikobi;
using namespace std::chrono_literals;
using http::Lane;
using http::QueueMeter;
using http::Shedding;

namespace {

constexpr std::array lanes{Lane::Finish, Lane::Order, Lane::Shop, Lane::Look};

/// Notes the same wait every 5 ms.
QueueMeter::Clock::time_point noteFor(QueueMeter& meter, QueueMeter::Clock::time_point now,
        std::chrono::milliseconds span, std::chrono::milliseconds wait)
{
    for (const auto end = now + span; now < end; now += 5ms)
        meter.note(wait, now);
    return now;
}

boost::asio::ip::address address(const char* text)
{
    return boost::asio::ip::make_address(text);
}

http::ConnectionCounts countsOf(std::size_t limit)
{
    return {limit, http::TrustedProxies::fromCidrs({"192.0.2.9/32"}).value(),
            http::NetworkList::fromCidrs({"127.0.0.0/8"}).value()};
}

} // namespace

class TestShedding : public QObject {
    Q_OBJECT

private slots:
    void aQueueIsTooLongWhenItsShortestWaitIs();
    void oneQuickAnswerInAWindowIsEnough();
    void aQueueOfWhichNothingIsHeardIsEmpty();
    void namesTheLaneOfARequest_data();
    void namesTheLaneOfARequest();
    void shedsTheLowestLaneFirst();
    void keepsWhomItKeepsThroughAWholePurchase();
    void neverShedsWhatFinishesOrders();
    void recoversWithinSeconds();
    void recoversWhileNobodyComes();
    void fractionsAreEvenAndTheSameEverywhere();
    void countsConnectionsByAddress();
    void countsAHouseholdOnce();
    void forgetsAddressesThatLeft();
};

void TestShedding::aQueueIsTooLongWhenItsShortestWaitIs()
{
    QueueMeter meter;
    QueueMeter::Clock::time_point now{1h};
    now = noteFor(meter, now, 300ms, 15ms);
    QVERIFY(!meter.isTooLong(now));
    now = noteFor(meter, now, 300ms, 30ms);
    QVERIFY(meter.isTooLong(now));
    now = noteFor(meter, now, 300ms, 15ms);
    QVERIFY(!meter.isTooLong(now));
}

void TestShedding::oneQuickAnswerInAWindowIsEnough()
{
    QueueMeter meter;
    QueueMeter::Clock::time_point now{1h};
    for (int window = 0; window < 10; ++window) {
        now = noteFor(meter, now, 95ms, 500ms);
        meter.note(1ms, now += 5ms);
    }
    QVERIFY(!meter.isTooLong(now));
}

void TestShedding::aQueueOfWhichNothingIsHeardIsEmpty()
{
    QueueMeter meter;
    auto now = noteFor(meter, QueueMeter::Clock::time_point{1h}, 300ms, 40ms);
    QVERIFY(meter.isTooLong(now));
    QVERIFY(!meter.isTooLong(now + 1s));
}

void TestShedding::namesTheLaneOfARequest_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<int>("lane");
    const auto row = [](const char* method, const char* path, int lane) {
        QTest::addRow("%s %s", method, path) << QByteArray{method} << QByteArray{path} << lane;
    };
    row("POST", "/payments/webhooks", 0);
    row("GET", "/payments/return", 0);
    row("POST", "/sales/demo/orders", 1);
    row("GET", "/sales/demo/orders/1", 1);
    row("POST", "/sales/demo/passes", 1);
    row("GET", "/public/sales/demo/catalogue", 2);
    row("POST", "/sales/demo/tickets", 2);
    row("GET", "/sales/demo/goods", 2);
    row("GET", "/public/sales/demo/status", 3);
    row("GET", "/sales/demo/tickets/me", 3);
    row("GET", "/sales/demo", 3);
    row("GET", "/", 3);
}

void TestShedding::namesTheLaneOfARequest()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, path);
    QFETCH(int, lane);
    QCOMPARE(static_cast<int>(http::laneOf(method.toStdString(), path.toStdString())), lane);
}

void TestShedding::shedsTheLowestLaneFirst()
{
    Shedding shedding;
    QVERIFY(!shedding.isActive());
    for (int window = 0; window < 1000; ++window) {
        shedding.noteWindow(true, 21ms);
        QVERIFY(shedding.isActive());
        // A lane loses people only once nobody is left in the one below.
        QVERIFY(shedding.kept(Lane::Shop) == 1 || shedding.kept(Lane::Look) == 0);
        QVERIFY(shedding.kept(Lane::Order) == 1 || shedding.kept(Lane::Shop) == 0);
    }
    QVERIFY(shedding.kept(Lane::Order) > 0);
    QVERIFY(shedding.kept(Lane::Order) < 0.1);
}

void TestShedding::keepsWhomItKeepsThroughAWholePurchase()
{
    std::mt19937 random{7};
    Shedding shedding;
    for (int window = 0; window < 2000; ++window) {
        shedding.noteWindow(
                random() % 3 != 0, std::chrono::milliseconds{static_cast<int>(random() % 90)});
        const double person = static_cast<double>(random() % 1000) / 1000.0;
        for (std::size_t i = 1; i < lanes.size(); ++i)
            QVERIFY(shedding.keeps(lanes[i - 1], person) || !shedding.keeps(lanes[i], person));
    }
}

void TestShedding::neverShedsWhatFinishesOrders()
{
    Shedding shedding;
    for (int window = 0; window < 1000; ++window) {
        shedding.noteWindow(true, 5s);
        QVERIFY(shedding.keeps(Lane::Finish, 0.999999));
    }
}

void TestShedding::recoversWithinSeconds()
{
    Shedding shedding;
    for (int window = 0; window < 10; ++window)
        shedding.noteWindow(true, 30ms);
    QVERIFY(shedding.isActive());
    int windows = 0;
    for (; shedding.isActive() && windows < 1000; ++windows)
        shedding.noteWindow(false, 1ms);
    QVERIFY2(windows <= 50, qPrintable(QString::number(windows))); // 5 s for one lane
}

void TestShedding::recoversWhileNobodyComes()
{
    Shedding shedding;
    for (int window = 0; window < 50; ++window)
        shedding.noteWindow(true, 5s);
    QVERIFY(shedding.kept(Lane::Look) < 0.01);
    shedding.noteWindow(false, 5s, 10); // a second without anybody
    QVERIFY(shedding.isActive());
    shedding.noteWindow(false, 5s, 200);
    QVERIFY(!shedding.isActive());
}

void TestShedding::fractionsAreEvenAndTheSameEverywhere()
{
    const auto now = std::chrono::system_clock::time_point{1h};
    int low = 0;
    for (int i = 0; i < 10000; ++i)
        low += http::fractionOf("person-" + std::to_string(i), now) < 0.3 ? 1 : 0;
    QVERIFY2(low > 2800 && low < 3200, qPrintable(QString::number(low)));
    QCOMPARE(http::fractionOf("a pass", now), http::fractionOf("a pass", now + 1min));
    QVERIFY(http::fractionOf("a pass", now) != http::fractionOf("a pass", now + 11min));
}

void TestShedding::countsConnectionsByAddress()
{
    auto counts = countsOf(2);
    const auto one = address("198.51.100.1");
    QVERIFY(counts.add(one) && counts.add(one));
    QVERIFY(!counts.add(one));
    QVERIFY(counts.add(address("198.51.100.2")));
    counts.remove(one);
    QVERIFY(counts.add(one));
    for (int i = 0; i < 10; ++i) // a proxy brings everybody, a rehearsal comes from here
        QVERIFY(counts.add(address("192.0.2.9")) && counts.add(address("127.0.0.1")));
}

void TestShedding::countsAHouseholdOnce()
{
    auto counts = countsOf(2);
    QVERIFY(counts.add(address("2001:db8:1:2::1")) && counts.add(address("2001:db8:1:2::2")));
    QVERIFY(!counts.add(address("2001:db8:1:2:ffff::3")));
    QVERIFY(counts.add(address("2001:db8:1:3::1")));
}

void TestShedding::forgetsAddressesThatLeft()
{
    auto counts = countsOf(1);
    for (std::uint32_t i = 0; i < 5000; ++i) {
        const boost::asio::ip::address each{boost::asio::ip::address_v4{0x0a000000U + i}};
        QVERIFY(counts.add(each));
        counts.remove(each);
    }
    QCOMPARE(counts.addresses(), std::size_t{0});
}

QTEST_GUILESS_MAIN(TestShedding)
#include "test_shedding.moc"
