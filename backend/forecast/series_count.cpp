#include "backend/forecast/series_count.h"

#include <algorithm>
#include <limits>
#include <map>

#include "backend/contract/figures.h"
#include "backend/forecast/method_log.h"
#include "backend/forecast/sale_figures.h"
#include "backend/forecast/second_log.h"

namespace saikobi::forecast {

using contract::Instant;
using contract::RecordedSeries;
using namespace std::chrono_literals;

namespace {

constexpr auto countedAtOnce = 120s;
constexpr auto believed = 3s; ///< a figure older than that was not observed in its second
constexpr float gap = std::numeric_limits<float>::quiet_NaN();

/// Puts values under their ids, second by second.
class SeriesTable {
public:
    explicit SeriesTable(std::size_t seconds)
        : m_seconds(seconds)
    {
    }

    void put(const std::string& id, std::string_view unit, std::size_t second, double value)
    {
        auto found = m_byId.find(id);
        if (found == m_byId.end()) {
            if (m_series.size() == RecordedSeries::most)
                return;
            found = m_byId.emplace(id, m_series.size()).first;
            m_series.push_back({id, std::string{unit}, std::vector<float>(m_seconds, gap)});
        }
        m_series[found->second].values[second] = static_cast<float>(value);
    }

    std::vector<RecordedSeries> taken() { return std::move(m_series); }

private:
    std::size_t m_seconds;
    std::map<std::string, std::size_t, std::less<>> m_byId{};
    std::vector<RecordedSeries> m_series{};
};

/// Follows a recording as a console that heard everything.
class SeriesCount {
public:
    SeriesCount(Instant from, std::size_t seconds)
        : m_from(from)
        , m_table(seconds)
    {
    }

    void hear(const contract::Tick& tick)
    {
        m_methods.add(tick);
        m_log.add(tick);
    }

    void hear(const contract::SceneRow& row)
    {
        m_isSceneNew = true;
        m_scene.take(row.at, row.part, row.isFull, row.data); // a broken one tells nothing
    }

    void close(Instant second)
    {
        const auto index = static_cast<std::size_t>((second - m_from) / 1s);
        if (m_isSceneNew)
            takeInputs();
        putFigures(second, index);
        putLine(second, index);
        putInstances(second, index);
        if (m_scene.isComplete())
            putStock(index);
    }

    std::vector<RecordedSeries> taken() { return m_table.taken(); }

private:
    void takeInputs()
    {
        const auto& scene = m_scene.scene();
        m_isSceneNew = false;
        m_inputs.agreedCallsPerSecond = scene.callsPerSecond;
        m_inputs.agreedParallel = scene.parallelCalls;
        m_inputs.arrivals = scene.arrivals;
        for (const auto& method : scene.methods)
            m_inputs.usualTimes[method.id] = method.usualTo;
    }

    void putFigures(Instant second, std::size_t index)
    {
        if (const auto took = m_log.gaugeMost(contract::gauge::purchaseTimeS))
            m_inputs.purchaseTime = std::chrono::seconds{static_cast<std::int64_t>(*took)};
        const auto figures = figuresOf(m_log, m_methods, m_inputs);
        for (const auto& info : contract::allFigures()) {
            const auto& value = figures.values.at(static_cast<std::size_t>(info.figure));
            if (value && second - value->asOf <= believed)
                m_table.put(std::string{info.id}, info.unit, index, value->value);
        }
        for (const auto& [method, p95] : m_methods.p95Seconds())
            m_table.put("p95:" + method, "s", index, p95);
    }

    void putLine(Instant second, std::size_t index)
    {
        if (!m_log.line() || second - *m_log.newestLine() > believed)
            return;
        const auto& line = *m_log.line();
        const auto put = [&](const char* id, std::int64_t value) {
            m_table.put(id, {}, index, static_cast<double>(value));
        };
        put("line.issued", line.issued);
        put("line.serving", line.serving);
        put("line.passes", line.passes);
        put("line.voided", line.voided);
        put("line.live", line.live);
        put("line.phase", static_cast<std::int64_t>(line.phase));
    }

    void putInstances(Instant second, std::size_t index)
    {
        for (const auto& instance : m_log.instances()) {
            if (second - instance.lastTick > believed)
                continue;
            const auto told = m_methods.figuresOf(instance.name, instance.incarnation);
            const auto put = [&](const char* id, const char* unit,
                                     const std::optional<double>& value) {
                if (value)
                    m_table.put(std::string{id} + "@" + instance.name, unit, index, *value);
            };
            put("cpu", "%", told.cpuPercent);
            put("rss", "MiB", told.rssMiB);
            put("postgres_rtt", "ms", told.postgresRttMs);
            put("redis_rtt", "ms", told.redisRttMs);
            put("connections", "", told.connections);
            put("sockets", "", told.sockets);
            put("under_way", "", told.underWay);
        }
    }

    void putStock(std::size_t index)
    {
        for (const auto& product : m_scene.scene().products) {
            const auto put = [&](const char* id, std::int64_t units) {
                m_table.put(std::string{id} + ":" + product.code, {}, index,
                        static_cast<double>(units));
            };
            put("available", product.available());
            put("held", product.held);
            put("sold", product.sold);
        }
    }

    const Instant m_from;
    SeriesTable m_table;
    SecondLog m_log{};
    MethodLog m_methods{};
    FigureInputs m_inputs{};
    contract::SceneReader m_scene{};
    bool m_isSceneNew = false;
};

/// The scenes of a stretch, which wait for their seconds.
class Scenes {
public:
    contract::Outcome load(const RecordedRows& rows, Instant from, Instant to)
    {
        m_rows.clear();
        m_heard = 0;
        return rows.scenes(
                from, to, [this](contract::SceneRow row) { m_rows.push_back(std::move(row)); });
    }

    void hearUntil(Instant end, SeriesCount& count)
    {
        for (; m_heard < m_rows.size() && m_rows[m_heard].at < end; ++m_heard)
            count.hear(m_rows[m_heard]);
    }

private:
    std::vector<contract::SceneRow> m_rows{};
    std::size_t m_heard = 0;
};

} // namespace

contract::Result<std::vector<contract::RecordedSeries>> countSeries(
        const RecordedRows& rows, Instant from, Instant to)
{
    const auto seconds = static_cast<std::size_t>((to - from) / 1s) + 1;
    if (seconds > RecordedSeries::mostSeconds)
        return std::vector<RecordedSeries>{};
    SeriesCount count(from, seconds);
    Scenes scenes;
    auto second = from;
    const auto closeUntil = [&](Instant end) {
        for (; second < end; second += 1s) {
            scenes.hearUntil(second + 1s, count);
            count.close(second);
        }
    };
    while (second <= to) {
        const auto next = std::min<Instant>(second + countedAtOnce, to + 1s);
        // What was there before the first tick is still there then.
        const auto loaded = scenes.load(rows, second == from ? Instant{} : second, next);
        if (!loaded)
            return loaded.error();
        const auto read = rows.ticks(second, next, [&](const contract::Tick& tick) {
            closeUntil(std::chrono::floor<std::chrono::seconds>(tick.at));
            count.hear(tick);
        });
        if (!read)
            return read.error();
        closeUntil(next);
    }
    return count.taken();
}

} // namespace saikobi::forecast
