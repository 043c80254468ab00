// The acceptance table of WAITING_ROOM.md §3 against the shipped Redis functions, whose single
// now() reads a clock that moves as fast as the machine allows: simulated hours in minutes. Every
// bar holds on any machine, so that one that does not is an error (exit status 1).
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <exception>
#include <memory>
#include <mutex>
#include <numeric>
#include <thread>

#include "tests/bench/figure.h"
#include "tests/bench/pacing_crowd.h"
#include "tests/support/test_stores.h"
#include "tests/waiting_room/paced_line.h"

using namespace saikobi;
using bench::Event;
using bench::Habit;
using bench::Scene;
using bench::Trace;
using Kind = bench::Event::Kind;

namespace {

constexpr int seedCount = 20;
constexpr std::int64_t minuteMs = 60'000;

/// Of the part that this thread plays; shown together when it is over.
thread_local std::vector<bench::Figure> figures;

void put(const std::string& name, double value, const std::string& unit,
        std::optional<double> least, std::optional<double> most = {})
{
    figures.push_back({name, value, unit, std::nullopt, least, most});
}

int passesIn(const Trace& trace, std::int64_t fromMs, std::int64_t toMs)
{
    const auto from = std::lower_bound(trace.passes.begin(), trace.passes.end(), fromMs);
    const auto to = std::lower_bound(trace.passes.begin(), trace.passes.end(), toMs);
    return static_cast<int>(to - from);
}

/// Passes of each minute in [from, to).
std::vector<double> minutesOf(const Trace& trace, int from, int to)
{
    std::vector<double> out;
    for (int minute = from; minute < to; ++minute)
        out.push_back(passesIn(trace, minute * minuteMs, (minute + 1) * minuteMs));
    return out;
}

double mean(const std::vector<double>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double percentile(std::vector<double> values, double share)
{
    if (values.empty())
        return 0;
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

struct Minutes {
    double meanError = 0;
    double mean = 0;
    double highest = 0;
    double lowest = 1e9;
    double doorP50 = 0;
    double doorP99 = 0;
};

Minutes minutesOf(const std::vector<Trace>& traces, double rate, int from, int to)
{
    Minutes out;
    std::vector<double> all, errors, waits;
    for (const auto& trace : traces) {
        for (const auto passes : minutesOf(trace, from, to)) {
            all.push_back(passes);
            errors.push_back(std::abs(passes - rate));
        }
        waits.insert(waits.end(), trace.waits.begin(), trace.waits.end());
    }
    out.meanError = mean(errors);
    out.mean = mean(all);
    out.highest = *std::max_element(all.begin(), all.end());
    out.lowest = *std::min_element(all.begin(), all.end());
    out.doorP50 = percentile(waits, 0.5);
    out.doorP99 = percentile(waits, 0.99);
    return out;
}

/// The rate that was set at a moment; 0 while held.
double rateAt(const Scene& scene, std::int64_t ms, bool isCounted)
{
    double rate = scene.rate;
    bool isHeld = false;
    for (const auto& event : scene.events) {
        if (event.atMs > ms)
            break;
        if (event.kind == Kind::Rate)
            rate = event.value;
        if (event.kind == Kind::Hold || event.kind == Kind::Release)
            isHeld = event.kind == Kind::Hold;
    }
    return isHeld && isCounted ? 0 : rate;
}

/// Passes of any 60 s beyond what the rate gives in them plus the burst, at most.
double excessOver(const Scene& scene, const std::vector<Trace>& traces)
{
    constexpr std::int64_t slice = 200;
    std::vector<double> given{0};
    for (std::int64_t ms = 0; ms < scene.minutes * minuteMs; ms += slice)
        given.push_back(given.back() + rateAt(scene, ms, true) / 60000 * slice);
    double most = -1e9;
    for (const auto& trace : traces) {
        for (const auto end : trace.passes) {
            const auto from = std::max<std::int64_t>(0, end - minuteMs);
            const auto burst = std::max(2.0, 3.0 * rateAt(scene, from, false) / 60);
            const auto allowed = given[static_cast<std::size_t>(end / slice)]
                    - given[static_cast<std::size_t>(from / slice)];
            most = std::max(most, passesIn(trace, from + 1, end + 1) - allowed - burst);
        }
    }
    return most;
}

Scene steady(int rate, Habit habit, int minutes)
{
    Scene scene;
    scene.rate = rate;
    scene.minutes = minutes;
    scene.habit = [habit](double) { return habit; };
    return scene;
}

/// One habit for half an hour, then another one.
Scene turning(Habit before, Habit after)
{
    Scene scene;
    scene.minutes = 42;
    scene.stepMs = 100;
    scene.habit = [before, after](double minute) { return minute < 30 ? before : after; };
    return scene;
}

void absentees(stores::RedisConnection& redis)
{
    const auto usual = steady(100, {0.3, 0.5}, 60);
    const auto traces = play(redis, usual, seedCount);
    const auto minutes = minutesOf(traces, 100, 20, 60);
    put("30 % absent, half return: error", minutes.meanError, "/min", {}, 1.0);
    put("  mean", minutes.mean, "/min", 99.0, 101.0);
    put("  at the door p50", minutes.doorP50, "s", {});
    put("  at the door p99", minutes.doorP99, "s", {}, 10.0);
    put("  rolling 60 s beyond the bound", excessOver(usual, traces), "passes", {}, 0.0);
}

/// Half of who stays away returns late. Right after a turn every step counts, so that they are as
/// long as in a sale.
void turns(stores::RedisConnection& redis)
{
    const auto falls = play(redis, turning({0.3, 0.5}, {0.05, 0.5}), seedCount);
    put("absent 30 to 5 %: highest minute", minutesOf(falls, 100, 20, 42).highest, "/min", {},
            110.0);
    const auto jumps = play(redis, turning({0.05, 0.5}, {0.6, 0.5}), seedCount);
    std::vector<double> lowest;
    double later = 1e9;
    for (const auto& trace : jumps) {
        const auto after = minutesOf(trace, 30, 42);
        lowest.push_back(after.front());
        later = std::min(later, *std::min_element(after.begin() + 1, after.end()));
    }
    put("absent 5 to 60 %: first minute", *std::min_element(lowest.begin(), lowest.end()), "/min",
            60.0);
    put("  median of the seeds", percentile(lowest, 0.5), "/min", {});
    put("  lowest of all later minutes", later, "/min", 85.0);
}

void extremes(stores::RedisConnection& redis)
{
    const auto most = play(redis, steady(100, {0.8, 0.5}, 45), seedCount);
    put("80 % absent, half return: mean", minutesOf(most, 100, 20, 45).mean, "/min", 98.0);
    const auto none = play(redis, steady(100, {0.9, 0}, 40), seedCount);
    put("90 % absent, none returns: mean", minutesOf(none, 100, 20, 40).mean, "/min", 85.0);
    std::vector<double> shares;
    for (const auto& trace : none)
        shares.push_back(trace.absentShare);
    put("  absent share as the line sees it", mean(shares), "", 0.85, 0.9);

    const auto back = steady(100, {0.3, 0, 30}, 42);
    const auto traces = play(redis, back, seedCount);
    const auto minutes = minutesOf(traces, 100, 20, 42);
    put("all absentees back within 20 s: bound", excessOver(back, traces), "passes", {}, 0.0);
    put("  highest minute", minutes.highest, "/min", {}, 105.0);
    put("  at the door in time p99", minutes.doorP99, "s", {}, 10.0);
}

void rates(stores::RedisConnection& redis)
{
    for (const int rate : {10, 30, 600}) {
        const auto scene = steady(rate, {0.1, 0.5}, 35);
        const auto traces = play(redis, scene, seedCount);
        const auto minutes = minutesOf(traces, rate, 20, 35);
        const auto name = "rate " + std::to_string(rate);
        put(name + ": mean abs. error", minutes.meanError, "/min", {}, 0.01 * rate);
        put("  at the door p50", minutes.doorP50, "s", {});
        put("  rolling 60 s beyond the bound", excessOver(scene, traces), "passes", {}, 0.0);
    }
}

void changes(stores::RedisConnection& redis)
{
    auto scene = steady(100, {0.2, 0.5}, 30);
    scene.events = {{3 * minuteMs, Kind::Rate, 300}, {5 * minuteMs, Kind::Rate, 60},
            {6 * minuteMs, Kind::Rate, 240}, {8 * minuteMs, Kind::Hold, 0},
            {9 * minuteMs, Kind::Release, 0}, {9 * minuteMs + 10'000, Kind::Hold, 0},
            {9 * minuteMs + 12'000, Kind::Release, 0}, {11 * minuteMs, Kind::Stall, 10'000},
            {13 * minuteMs, Kind::Rate, 600}, {14 * minuteMs, Kind::Stall, 10'000},
            {14 * minuteMs + 20'000, Kind::Rate, 30}, {17 * minuteMs, Kind::Rate, 120},
            {20 * minuteMs, Kind::Stall, 30'000}, {22 * minuteMs, Kind::Rate, 90}};
    const auto traces = play(redis, scene, seedCount);
    put("rate changes, holds, stalls: bound", excessOver(scene, traces), "passes", {}, 0.0);
}

void holds(stores::RedisConnection& redis)
{
    auto scene = steady(100, {0.2, 0.5}, 20);
    scene.events = {{10 * minuteMs, Kind::Hold, 0}, {12 * minuteMs, Kind::Admit, 5},
            {15 * minuteMs, Kind::Release, 0}};
    double held = 0, admitted = 0, slowest = 0, most = 0, least = 1e9;
    for (const auto& trace : play(redis, scene, seedCount)) {
        held = std::max<double>(held, passesIn(trace, 10 * minuteMs + 1, 12 * minuteMs));
        const auto n = passesIn(trace, 12 * minuteMs, 15 * minuteMs);
        admitted = std::max<double>(admitted, std::abs(n - 5));
        const auto first
                = std::lower_bound(trace.passes.begin(), trace.passes.end(), 12 * minuteMs);
        slowest = std::max(slowest, static_cast<double>(*(first + 4) - 12 * minuteMs) / 1000);
        const double minute = passesIn(trace, 15 * minuteMs, 16 * minuteMs);
        most = std::max(most, minute);
        least = std::min(least, minute);
    }
    put("hold: passes", held, "passes", {}, 0.0);
    put("admit 5: off by", admitted, "passes", {}, 0.0);
    put("  slowest until the fifth", slowest, "s", {});
    put("release: least of a first minute", least, "/min", 98.0);
    put("release: most of a first minute", most, "/min", {}, 102.0);
}

/// Shoppers inside each second, when everybody stays 5 ± 1 minutes.
void evenRelease(stores::RedisConnection& redis)
{
    std::vector<double> wide, narrow;
    auto traces = play(redis, steady(100, {0.1, 0.5}, 240), seedCount);
    for (std::size_t seed = 0; seed < traces.size(); ++seed) {
        std::mt19937 random(static_cast<std::uint32_t>(seed + 1));
        std::normal_distribution<double> stay{300, 60};
        std::vector<int> change(240 * 60 + 1, 0);
        for (const auto at : traces[seed].passes) {
            const auto in = static_cast<std::size_t>((at + 999) / 1000);
            const auto out = static_cast<std::size_t>(
                    std::ceil(static_cast<double>(at) / 1000 + std::max(1.0, stay(random))));
            if (in < change.size())
                ++change[in];
            if (out < change.size())
                --change[out];
        }
        int inside = 0, samples = 0, inWide = 0, inNarrow = 0;
        for (std::size_t second = 0; second < change.size(); ++second) {
            inside += change[second];
            if (second < 20 * 60)
                continue;
            ++samples;
            inWide += inside >= 485 && inside <= 515;
            inNarrow += inside >= 493 && inside <= 507;
        }
        wide.push_back(100.0 * inWide / samples);
        narrow.push_back(100.0 * inNarrow / samples);
    }
    put("shoppers within 485-515", mean(wide), "% of s", 95.0);
    put("  worst seed", *std::min_element(wide.begin(), wide.end()), "% of s", {});
    put("shoppers within 493-507", mean(narrow), "% of s", 67.0);
    put("  worst seed", *std::min_element(narrow.begin(), narrow.end()), "% of s", {});
}

void byItself(stores::RedisConnection& redis)
{
    const std::pair<double, double> goals[] = {{0.5, 95}, {0.8, 75}, {0.9, 45}};
    for (const auto& [load, goal] : goals) {
        Scene scene;
        scene.minutes = 30;
        scene.arrivals = 100 * load;
        double joined = 0, direct = 0;
        for (const auto& trace : play(redis, scene, seedCount)) {
            joined += static_cast<double>(trace.joined);
            direct += static_cast<double>(trace.direct);
        }
        put("arrivals at " + std::to_string(static_cast<int>(load * 100))
                        + " % of the rate: no page",
                100 * direct / joined, "%", goal);
    }
}

using Part = void (*)(stores::RedisConnection&);

/// The longest first, so that two servers end at about the same time.
const std::vector<std::pair<std::string, Part>> parts{{"even", evenRelease}, {"turns", turns},
        {"rates", rates}, {"extremes", extremes}, {"by_itself", byItself}, {"absentees", absentees},
        {"changes", changes}, {"holds", holds}};

/// Plays parts on one server until none is left; two of these share the list.
class Player {
public:
    Player(std::vector<Part> wanted)
        : m_wanted(std::move(wanted))
    {
    }

    void play(stores::RedisConnection& redis)
    try {
        for (auto next = m_next++; next < m_wanted.size(); next = m_next++) {
            m_wanted[next](redis);
            show();
        }
    } catch (const std::exception& failed) {
        std::fprintf(stderr, "pacing_bands: %s\n", failed.what());
        m_isGood = false;
    }
    bool isGood() const { return m_isGood; }

private:
    void show()
    {
        const std::lock_guard one{m_showing};
        for (const auto& figure : figures) {
            bench::report(figure);
            if (!figure.isMet())
                m_isGood = false;
        }
        figures.clear();
    }

    const std::vector<Part> m_wanted;
    std::atomic<std::size_t> m_next{0};
    std::atomic<bool> m_isGood{true};
    std::mutex m_showing{};
};

std::unique_ptr<stores::RedisConnection> connect(tests::TestStores& stores)
{
    auto options = stores.adminRedis();
    options.library = tests::libraryWithTestClock();
    options.libraryVersion = stores.backendRedis().libraryVersion;
    options.deadline = std::chrono::seconds{10};
    auto opened = stores::RedisConnection::open(options);
    if (!opened)
        std::fprintf(stderr, "pacing_bands: %s\n", opened.error().detail.c_str());
    return opened ? std::move(opened).value() : nullptr;
}

} // namespace

int main(int argc, char** argv)
{
    const std::vector<std::string> names(argv + 1, argv + argc);
    std::vector<Part> wanted;
    for (const auto& [name, part] : parts)
        if (names.empty() || std::find(names.begin(), names.end(), name) != names.end())
            wanted.push_back(part);
    const auto one = tests::TestStores::start();
    const auto other = tests::TestStores::start();
    if (!one || !other) {
        std::fprintf(stderr, "pacing_bands: %s\n", tests::TestStores::whyNot().c_str());
        return 1;
    }
    const auto first = connect(*one);
    const auto second = connect(*other);
    if (!first || !second)
        return 1;
    Player player(std::move(wanted));
    std::thread beside([&] { player.play(*second); });
    player.play(*first);
    beside.join();
    return player.isGood() ? 0 : 1;
}
