#include <QTest>

#include <algorithm>
#include <cmath>

#include "backend/forecast/series_count.h"

using namespace saikobi;
using namespace std::chrono_literals;
using contract::Instant;
using contract::RecordedSeries;

namespace {

constexpr int length = 300;
constexpr int silentFrom = 120; ///< of the instance
constexpr int silentTo = 160;

Instant from()
{
    return contract::fromUnixMs(1'795'143'600'000);
}

contract::Tick lineAt(int second)
{
    contract::Tick out;
    out.at = from() + std::chrono::seconds{second};
    out.line.emplace();
    out.line->at = out.at;
    out.line->phase = contract::Phase::Open;
    out.line->issued = 1000 + 3 * second;
    out.line->serving = 2 * second;
    return out;
}

contract::Tick instanceAt(int second)
{
    contract::Tick out;
    out.at = from() + std::chrono::seconds{second} + 300ms;
    out.instance = "serve-1";
    out.incarnation = "x";
    out.gauges = {{contract::gauge::cpu, 40}, {contract::gauge::ready, 1}};
    return out;
}

/// A line that is always there, and an instance that was silent for a while.
forecast::RecordedRows tape(std::string scene = "{}")
{
    forecast::RecordedRows out;
    out.ticks = [](Instant begin, Instant end, const auto& take) -> contract::Outcome {
        for (int second = 0; second < length; ++second)
            for (const auto& tick : {lineAt(second), instanceAt(second)}) {
                const bool isSilent = !tick.line && second >= silentFrom && second < silentTo;
                if (tick.at >= begin && tick.at < end && !isSilent)
                    take(tick);
            }
        return contract::Nothing{};
    };
    out.scenes = [scene](Instant begin, Instant end, const auto& take) -> contract::Outcome {
        const auto at = from() - 10s; // before the first tick
        if (at >= begin && at < end) {
            take({at, "product", true, R"({"7": {"code": "A-07", "rank": 1}})"});
            take({at, "stock", true, R"({"7": [100, 4, 6, 0]})"});
            take({at, "sale", true, scene});
        }
        return contract::Nothing{};
    };
    return out;
}

} // namespace

/// What Review shows of each second is counted once, by the functions of live.
class TestSeriesCount : public QObject {
    Q_OBJECT

private slots:
    void everySecondHasItsValue();
    void whatWasNotRecordedIsAGap();
    void whatStoodBeforeTheFirstTickStandsThen();
    void aRowThatMakesNoSenseTellsNothing();
    void daysAreNotCounted();

private:
    const RecordedSeries* find(const std::string& id)
    {
        const auto found = std::find_if(m_series.begin(), m_series.end(),
                [&id](const RecordedSeries& one) { return one.id == id; });
        return found == m_series.end() ? nullptr : &*found;
    }
    void count()
    {
        auto counted
                = forecast::countSeries(tape(), from(), from() + std::chrono::seconds{length - 1});
        QVERIFY(counted);
        m_series = std::move(counted).value();
    }

    std::vector<RecordedSeries> m_series{};
};

void TestSeriesCount::everySecondHasItsValue()
{
    count();
    for (const auto& series : m_series)
        QCOMPARE(series.values.size(), std::size_t{length});
    const auto* waiting = find("waiting");
    const auto* phase = find("line.phase");
    QVERIFY(waiting && phase);
    for (int second = 0; second < length; ++second) {
        const auto index = static_cast<std::size_t>(second);
        QCOMPARE(waiting->values.at(index), static_cast<float>(1000 + second));
        QCOMPARE(phase->values.at(index), static_cast<float>(contract::Phase::Open));
    }
}

void TestSeriesCount::whatWasNotRecordedIsAGap()
{
    count();
    const auto* cpu = find("cpu@serve-1");
    QVERIFY(cpu);
    const auto isKnown = [cpu](int second) {
        return !std::isnan(cpu->values.at(static_cast<std::size_t>(second)));
    };
    QVERIFY(isKnown(silentFrom - 1) && isKnown(silentTo));
    for (int second = silentFrom + 4; second < silentTo; ++second)
        QVERIFY2(!isKnown(second), qPrintable(QString::number(second)));
}

void TestSeriesCount::whatStoodBeforeTheFirstTickStandsThen()
{
    count();
    const auto* available = find("available:A-07");
    QVERIFY(available);
    QCOMPARE(available->values.front(), 90.0F);
    QCOMPARE(available->values.back(), 90.0F);
}

void TestSeriesCount::aRowThatMakesNoSenseTellsNothing()
{
    auto counted = forecast::countSeries(
            tape("nothing"), from(), from() + std::chrono::seconds{length - 1});
    QVERIFY(counted);
    m_series = std::move(counted).value();
    QVERIFY(find("waiting"));
    QVERIFY(!find("available:A-07")); // no whole scene was ever told
}

void TestSeriesCount::daysAreNotCounted()
{
    const auto counted = forecast::countSeries(
            tape(), from(), from() + std::chrono::seconds{RecordedSeries::mostSeconds});
    QVERIFY(counted && counted.value().empty());
}

QTEST_GUILESS_MAIN(TestSeriesCount)
#include "test_series_count.moc"
