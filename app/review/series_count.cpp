#include <algorithm>
#include <atomic>
#include <limits>
#include <map>
#include <thread>

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

constexpr auto remembered = forecast::SecondLog::keep; ///< before that nothing counts
constexpr auto countedAtOnce = 120s;
constexpr auto leastForTwo = 2h; ///< of a recording that two threads count
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

/// A part of the whole, by a thread of its own.
struct Part {
    Instant from{};
    Instant to{}; ///< the first second that is not in it
    std::vector<Series> series{};
    RecordingReader::Problem problem{};
};

using GoesOn = std::function<bool(std::chrono::seconds)>; ///< told how much more is done

/// Begins as much earlier as is remembered of the past; only what is inside is kept.
void countPart(const RecordingReader& reader, Part& part, const GoesOn& goesOn)
{
    const auto& meta = reader.meta();
    SeriesCount count(meta);
    auto second = std::max(meta.from, part.from - remembered);
    const auto scene = reader.sceneBefore(second);
    auto hearScene = [&](const SceneRow& row) {
        if (!part.problem && !count.hear(row))
            part.problem = RecordingProblem{RecordingProblem::Kind::Damaged, meta.path,
                    "scene: " + textOf(row.at) + " " + row.part};
    };
    if (scene < second)
        part.problem = reader.scenes(scene, second, hearScene);
    while (second < part.to && !part.problem) {
        const auto next = std::min<Instant>(second + countedAtOnce, part.to);
        std::vector<SceneRow> scenes;
        std::size_t heard = 0;
        part.problem = reader.scenes(
                second, next, [&scenes](SceneRow row) { scenes.push_back(std::move(row)); });
        const auto closeUntil = [&](Instant end) {
            for (; second < end; second += 1s) {
                for (; heard < scenes.size() && scenes[heard].at < second + 1s; ++heard)
                    hearScene(scenes[heard]);
                if (second >= part.from)
                    count.close(second);
            }
        };
        if (!part.problem)
            part.problem = reader.ticks(second, next, [&](const contract::Tick& tick) {
                closeUntil(std::chrono::floor<std::chrono::seconds>(tick.at));
                count.hear(tick);
            });
        closeUntil(next);
        if (!part.problem && !goesOn(countedAtOnce))
            part.problem = RecordingProblem{RecordingProblem::Kind::Cancelled, meta.path, {}};
    }
    part.series = count.taken();
}

/// Puts the seconds of a part where they belong.
void merge(const RecordingMeta& meta, Part part, std::vector<Series>& into)
{
    const auto first = (part.from - meta.from) / 1s;
    const auto last = (part.to - meta.from) / 1s;
    for (auto& one : part.series) {
        const auto found = std::find_if(into.begin(), into.end(),
                [&one](const Series& other) { return other.id == one.id; });
        if (found == into.end())
            into.push_back(std::move(one));
        else
            std::copy(one.values.begin() + first, one.values.begin() + last,
                    found->values.begin() + first);
    }
}

} // namespace

RecordingReader::Problem countSeries(const RecordingReader& reader,
        const std::function<bool(int)>& goesOn, std::vector<Series>& into)
{
    const auto& meta = reader.meta();
    const auto whole = std::chrono::floor<std::chrono::seconds>(meta.to + 1s - meta.from);
    const auto half = whole > leastForTwo ? meta.from + whole / 2 : meta.to + 1s;
    Part first{meta.from, std::chrono::floor<std::chrono::seconds>(half), {}, {}};
    Part second{first.to, meta.to + 1s, {}, {}};
    std::atomic<std::int64_t> done = 0;
    std::atomic<bool> isWanted = true;
    const auto note = [&](std::chrono::seconds more) {
        done += more.count();
        return isWanted.load();
    };
    std::thread other;
    if (second.from < second.to)
        other = std::thread([&] {
            RecordingProblem why;
            const auto own = RecordingReader::open(QString::fromStdString(meta.path), why);
            if (own)
                countPart(*own, second, note);
            else
                second.problem = why;
        });
    countPart(reader, first, [&](std::chrono::seconds more) {
        isWanted = note(more)
                && goesOn(static_cast<int>(std::min<std::int64_t>(
                        99, 100 * done / std::max<std::int64_t>(1, whole.count()))));
        return isWanted.load();
    });
    if (other.joinable())
        other.join();
    for (auto* part : {&first, &second})
        if (part->problem)
            return part->problem;
    merge(meta, std::move(first), into);
    merge(meta, std::move(second), into);
    return std::nullopt;
}

} // namespace saikobi::review
