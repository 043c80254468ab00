#include <algorithm>
#include <limits>
#include <map>

#include "app/review/recording_loader.h"
#include "backend/contract/figures.h"
#include "backend/contract/recorded_scene.h"
#include "backend/forecast/method_log.h"
#include "backend/forecast/sale_figures.h"
#include "backend/forecast/second_log.h"

namespace saikobi::review {

using contract::Instant;
using namespace std::chrono_literals;

namespace {

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
            if (m_series.size() == Recording::mostSeries)
                return;
            found = m_byId.emplace(id, m_series.size()).first;
            m_series.push_back({id, std::string{unit}, std::vector<float>(m_seconds, gap)});
        }
        m_series[found->second].values[second] = static_cast<float>(value);
    }

    std::vector<Series> taken() { return std::move(m_series); }

private:
    std::size_t m_seconds;
    std::map<std::string, std::size_t, std::less<>> m_byId{};
    std::vector<Series> m_series{};
};

/// Follows a recording as a console that heard everything.
class SeriesCount {
public:
    explicit SeriesCount(const RecordingMeta& meta)
        : m_meta(meta)
        , m_table(meta.seconds())
    {
    }

    void hear(const contract::Tick& tick)
    {
        m_methods.add(tick);
        m_log.add(tick);
    }

    bool hear(const SceneRow& row)
    {
        m_isSceneNew = true;
        return static_cast<bool>(m_scene.take(row.at, row.part, row.isFull, row.data));
    }

    void close(Instant second)
    {
        const auto index = static_cast<std::size_t>((second - m_meta.from) / 1s);
        if (m_isSceneNew)
            takeInputs();
        putFigures(second, index);
        putLine(second, index);
        putInstances(second, index);
        if (m_scene.isComplete())
            putStock(index);
    }

    std::vector<Series> taken() { return m_table.taken(); }

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
        const auto figures = forecast::figuresOf(m_log, m_methods, m_inputs);
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

    const RecordingMeta& m_meta;
    SeriesTable m_table;
    forecast::SecondLog m_log{};
    forecast::MethodLog m_methods{};
    forecast::FigureInputs m_inputs{};
    contract::SceneReader m_scene{};
    bool m_isSceneNew = false;
};

} // namespace

RecordingReader::Problem countSeries(const RecordingReader& reader,
        const std::function<bool(int)>& goesOn, std::vector<Series>& into)
{
    constexpr auto part = 120s;
    const auto& meta = reader.meta();
    SeriesCount count(meta);
    for (auto from = meta.from; from <= meta.to; from += part) {
        const auto to = std::min<Instant>(from + part, meta.to + 1s);
        std::map<Instant, std::vector<SceneRow>> scenes;
        auto failed = reader.scenes(from, to, [&scenes](SceneRow row) {
            scenes[std::chrono::floor<std::chrono::seconds>(row.at)].push_back(std::move(row));
        });
        auto second = from;
        const auto closeUntil = [&](Instant end) {
            for (; second < end && !failed; second += 1s) {
                for (const auto& row : scenes[second])
                    if (!count.hear(row))
                        failed = RecordingProblem{RecordingProblem::Kind::Damaged, meta.path,
                                "scene: " + textOf(row.at) + " " + row.part};
                count.close(second);
            }
        };
        if (!failed)
            failed = reader.ticks(from, to, [&](const contract::Tick& tick) {
                closeUntil(std::chrono::floor<std::chrono::seconds>(tick.at));
                count.hear(tick);
            });
        closeUntil(to);
        if (failed)
            return failed;
        const auto done = (to - meta.from) * 100 / (meta.to + 1s - meta.from);
        if (!goesOn(static_cast<int>(done)))
            return RecordingProblem{RecordingProblem::Kind::Cancelled, meta.path, {}};
    }
    into = count.taken();
    return std::nullopt;
}

} // namespace saikobi::review
