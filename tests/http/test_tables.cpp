#include <QTest>

#include <algorithm>
#include <map>
#include <random>

#include "backend/http/keyed_hash.h"
#include "backend/http/rate_table.h"
#include "backend/http/repeat_table.h"

using namespace std::chrono_literals;
using saikobi::http::KeyedHash;
using saikobi::http::RateTable;
using saikobi::http::RepeatTable;

namespace {

using Time = RateTable::Clock::time_point;

/// Not at the beginning of a window.
const Time start{std::chrono::hours{1000} + 17s};

} // namespace

class TestTables : public QObject {
    Q_OBJECT

private slots:
    void hashesAsPublished();
    void hashesPartsApart();
    void countsWithinItsWindow();
    void takesBackWhatDidNotCount();
    void isNeverFarFromTheTruth();
    void neverForgetsTheLoudWhenFull();
    void startsAgainAfterALongTime();
    void knowsWhoComesEarly();
    void forgetsTheOldestOfItsSlots();
};

/// SipHash-2-4, appendix A of the paper: key 00…0f, input 00…0e.
void TestTables::hashesAsPublished()
{
    const KeyedHash hash{{0x0706050403020100, 0x0f0e0d0c0b0a0908}};
    std::string input;
    for (char c = 0; c < 15; ++c)
        input += c;
    QCOMPARE(hash.of(input), std::uint64_t{0xa129ca6149be45e5});
    QCOMPARE(hash.of(""), std::uint64_t{0x726fdb47dd0e0e31});
}

void TestTables::hashesPartsApart()
{
    const KeyedHash hash;
    QVERIFY(hash.of("ab", {1}) != hash.of("a", {1}));
    QVERIFY(hash.of("ab", {1, 2}) != hash.of("ab", {2, 1}));
    QVERIFY(hash.of("ab", {1}) != KeyedHash{}.of("ab", {1})); // each process has its own
}

void TestTables::countsWithinItsWindow()
{
    RateTable table{64, 60s};
    for (std::uint32_t i = 1; i <= 10; ++i)
        QCOMPARE(table.count(7, start), i);
    QCOMPARE(table.level(7, start + 30s), 10U);
    QCOMPARE(table.level(8, start), 0U);
    // It is gone after two windows at the latest, and never grows by itself.
    auto last = table.level(7, start);
    for (auto after = 0s; after <= 120s; after += 1s) {
        const auto now = table.level(7, start + after);
        QVERIFY(now <= last);
        last = now;
    }
    QCOMPARE(last, 0U);
}

void TestTables::takesBackWhatDidNotCount()
{
    RateTable table{64, 60s};
    table.count(7, start);
    table.count(7, start);
    table.takeBack(7, start);
    QCOMPARE(table.level(7, start), 1U);
    table.takeBack(8, start); // nobody
    table.takeBack(7, start + 60s); // counted before the window turned
    QCOMPARE(table.level(7, start + 60s), 0U);
    table.takeBack(7, start + 60s); // and never below nothing
    QCOMPARE(table.level(7, start + 60s), 0U);
}

/// Against an exact list of events: the sliding estimate stays between the counts of the last half
/// window and of the last two.
void TestTables::isNeverFarFromTheTruth()
{
    const auto seed = std::random_device{}();
    qInfo("seed %u", seed);
    std::mt19937_64 random{seed};
    RateTable table{1024, 60s};
    std::map<std::uint64_t, std::vector<Time>> events;
    auto now = start;
    for (int i = 0; i < 20000; ++i) {
        now += std::chrono::milliseconds{random() % 100};
        const auto key = (random() % 40) * 0x9e3779b97f4a7c15;
        events[key].push_back(now);
        const std::int64_t level = table.count(key, now);
        const auto within = [&](std::chrono::seconds span) {
            const auto& all = events[key];
            return all.end() - std::upper_bound(all.begin(), all.end(), now - span);
        };
        QVERIFY2(level >= 1 && level <= within(120s), qPrintable(QString::number(i)));
        QVERIFY2(level + 1 >= within(1s), qPrintable(QString::number(i)));
    }
}

/// Ten times as many quiet ones as there are slots cannot push out one that is loud.
void TestTables::neverForgetsTheLoudWhenFull()
{
    const auto seed = std::random_device{}();
    qInfo("seed %u", seed);
    std::mt19937_64 random{seed};
    constexpr std::size_t size = 1024;
    RateTable table{size, 60s};
    const std::uint64_t loud = random();
    auto now = start;
    std::uint32_t counted = 0;
    for (std::size_t i = 0; i < 10 * size; ++i) {
        now += 1ms;
        table.count(random(), now);
        if (i % 20 == 0)
            counted = table.count(loud, now);
    }
    // 512 within ten seconds; a start that was forgotten once or twice is all that may be missing.
    QVERIFY2(counted > 480, qPrintable(QString::number(counted)));
}

void TestTables::startsAgainAfterALongTime()
{
    RateTable table{4, 1s};
    for (int i = 0; i < 5; ++i)
        table.count(7, start);
    QCOMPARE(table.level(7, start + 10min), 0U);
    QCOMPARE(table.count(7, start + 10min), 1U);
}

void TestTables::knowsWhoComesEarly()
{
    RepeatTable table{256};
    QVERIFY(!table.isEarly(7, start));
    table.tell(7, start + 1s);
    QVERIFY(table.isEarly(7, start + 900ms));
    QVERIFY(!table.isEarly(7, start + 1s));
    QVERIFY(!table.isEarly(7, start + 1h));
    QVERIFY(!table.isEarly(8, start));
    QVERIFY(!table.isEarly(7, start - 100h)); // a slot of another age
}

void TestTables::forgetsTheOldestOfItsSlots()
{
    RepeatTable table{1}; // all share a slot
    constexpr std::uint64_t other = std::uint64_t{9} << 32U;
    table.tell(7, start + 1s);
    table.tell(other, start + 1s);
    QVERIFY(table.isEarly(other, start));
    QVERIFY(!table.isEarly(7, start)); // a lower bound, never an innocent one
}

QTEST_GUILESS_MAIN(TestTables)
#include "test_tables.moc"
