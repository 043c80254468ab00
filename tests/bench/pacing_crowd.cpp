#include "tests/bench/pacing_crowd.h"

#include <cmath>
#include <stdexcept>

#include "backend/waiting_room/line_store.h"

namespace saikobi::bench {

using stores::RedisCommand;
using stores::RedisConnection;
using stores::Reply;

namespace {

constexpr std::int64_t beginMs = 1'767'225'600'000;
constexpr std::size_t mostClaims = 256;
constexpr std::size_t mostJoins = 512;
constexpr std::int64_t people = 400'000; ///< enough for any scene

Reply readFrom(RedisConnection& redis)
{
    auto reply = redis.read();
    if (!reply)
        throw std::runtime_error(reply.error().detail);
    return std::move(reply).value();
}

std::string whole(std::int64_t value)
{
    return std::to_string(value);
}

std::string commandRow(const Event& event, int id, std::int64_t atMs)
{
    using Kind = Event::Kind;
    const auto value = std::to_string(event.value);
    std::string kind, parameters = "{}";
    switch (event.kind) {
    case Kind::Rate:
        kind = "rate";
        parameters = R"({"override":"1","rate":")" + value + "\"}";
        break;
    case Kind::Admit:
        kind = "admit";
        parameters = R"({"n":")" + value + "\"}";
        break;
    case Kind::Hold:
        kind = "hold";
        break;
    case Kind::Release:
        kind = "release";
        break;
    case Kind::Stall:
        break;
    }
    const auto uuid = "00000000-0000-4000-8000-" + whole(100'000'000'000 + id);
    return R"({"id":")" + uuid + R"(","actor":"bench","kind":")" + kind + R"(","parameters":)"
            + parameters + R"(,"reason":"a bench","revision":)" + std::to_string(id - 1)
            + R"(,"made_at":)" + whole(atMs) + R"(,"written_at":)" + whole(atMs) + "}";
}

/// One line and the people in it.
class Line {
public:
    Line(const Scene& scene, std::uint32_t seed)
        : m_scene(scene)
        , m_sale("s" + std::to_string(seed))
        , m_keys(waiting_room::lineKeys(m_sale, {}))
        , m_random(seed)
    {
        if (scene.arrivals > 0)
            m_nextArrival = arrivalAfter(0);
    }

    void begin(RedisConnection& redis) const
    {
        const auto issued = m_scene.arrivals > 0 ? std::int64_t{0} : people;
        call(redis, "saikobi_recover",
                {"1",
                        R"({"sale":")" + m_sale + R"(","run":1,"fresh":true,"issued":)"
                                + whole(issued) + R"(,"ceiling":1000000,"voids":"","serving":0,)"
                                + R"("issued_seen":0,"revision":0,"clock":0,"phase":"before",)"
                                + R"("causes":"","passes":0,"rate":)" + whole(m_scene.rate) + "}",
                        ""});
        call(redis, "saikobi_pace", {"1", paceInput("")});
    }

    void sendStep(RedisConnection& redis, std::int64_t nowMs, const std::vector<std::string>& rows)
    {
        m_answers = 0;
        for (const auto& row : rows)
            call(redis, "saikobi_pace", {"1", paceInput(row)});
        m_answers = rows.size();
        takeArrivals(nowMs);
        if (!m_prints.empty())
            call(redis, "saikobi_join", withEpoch(m_prints));
        m_claimed.clear();
        std::vector<std::string> claims;
        while (!m_due.empty() && m_due.begin()->first <= nowMs && claims.size() < mostClaims) {
            m_claimed.push_back(m_due.begin()->second);
            claims.push_back(
                    whole(m_claimed.back().place) + " " + whole(m_claimed.back().place) + " 0 0 ");
            m_due.erase(m_due.begin());
        }
        call(redis, "saikobi_claim", withEpoch(claims));
        redis.append({"HGET", m_keys.front(), "serving"});
    }

    void readStep(RedisConnection& redis, std::int64_t nowMs)
    {
        for (std::size_t i = 0; i < m_answers; ++i)
            readFrom(redis);
        if (!m_prints.empty())
            readJoins(readFrom(redis), nowMs);
        readClaims(readFrom(redis), nowMs);
        meet(std::stoll(readFrom(redis).text), nowMs);
    }

    Trace finish(RedisConnection& redis)
    {
        redis.append({"HGET", m_keys.front(), "show"});
        m_trace.absentShare = 1 - std::stod(readFrom(redis).text);
        return std::move(m_trace);
    }

private:
    struct Asker {
        std::int64_t place = 0;
        std::int64_t askedAt = -1; ///< first time
        bool isLate = false;
    };

    void call(RedisConnection& redis, const char* function,
            const std::vector<std::string>& arguments) const
    {
        RedisCommand command{"FCALL", function, std::to_string(m_keys.size())};
        command.insert(command.end(), m_keys.begin(), m_keys.end());
        command.insert(command.end(), arguments.begin(), arguments.end());
        redis.append(command);
    }

    static std::string paceInput(const std::string& row)
    {
        return R"({"instance":"a","pass_life":3600,"claim_window":120,"late_window":1800,)"
               R"("max_shoppers":0,"order":"fifo","pacing":"rate","work_bits":0,"opens_at":1000,)"
               R"("relayed":[)"
                + row + "]}";
    }

    static std::vector<std::string> withEpoch(const std::vector<std::string>& rest)
    {
        std::vector<std::string> out{"1"};
        out.insert(out.end(), rest.begin(), rest.end());
        return out;
    }

    double chance() { return std::uniform_real_distribution<double>{0, 1}(m_random); }
    double between(double low, double high) { return low + (high - low) * chance(); }

    std::int64_t arrivalAfter(std::int64_t ms)
    {
        return ms + static_cast<std::int64_t>(-std::log(1 - chance()) * 60000 / m_scene.arrivals);
    }

    void takeArrivals(std::int64_t nowMs)
    {
        m_prints.clear();
        while (m_scene.arrivals > 0 && m_nextArrival <= nowMs && m_prints.size() < mostJoins) {
            // Seven digits, of which the last ones change.
            m_prints.push_back(whole(10'000'000 + ++m_trace.joined).substr(1));
            m_nextArrival = arrivalAfter(m_nextArrival);
        }
    }

    void readJoins(const Reply& reply, std::int64_t nowMs)
    {
        for (std::size_t i = 2; i + 2 < reply.items.size(); i += 3) {
            if (reply.items[i + 2].integer <= 0)
                continue;
            ++m_trace.direct;
            m_entered[reply.items[i].integer] = true;
            m_trace.passes.push_back(nowMs);
        }
    }

    void readClaims(const Reply& reply, std::int64_t nowMs)
    {
        for (std::size_t i = 0; i < m_claimed.size(); ++i) {
            auto asker = m_claimed[i];
            const auto code = reply.items.at(1 + 3 * i).integer;
            const auto retryMs = code == 6 ? reply.items.at(3 + 3 * i).integer : 2000;
            if (asker.askedAt < 0)
                asker.askedAt = nowMs;
            if (code == 1) {
                m_trace.passes.push_back(nowMs);
                if (!asker.isLate)
                    m_trace.waits.push_back(static_cast<double>(nowMs - asker.askedAt) / 1000);
            } else if (code == 3 || code == 4 || code == 6) {
                m_due.emplace(nowMs + retryMs, asker);
            }
        }
    }

    /// Everybody who was called since decides when to answer.
    void meet(std::int64_t serving, std::int64_t nowMs)
    {
        const auto minute = static_cast<double>(nowMs) / 60000;
        const auto habit = m_scene.habit(minute);
        while (m_met < serving) {
            ++m_met;
            if (m_entered.erase(m_met) > 0)
                continue;
            if (chance() >= habit.absent)
                m_due.emplace(nowMs + static_cast<std::int64_t>(between(300, 2500)), Asker{m_met});
            else if (habit.comeBackAt > minute)
                m_due.emplace(
                        static_cast<std::int64_t>(habit.comeBackAt * 60000 + between(0, 20000)),
                        Asker{m_met, -1, true});
            else if (chance() < habit.comeBack)
                m_due.emplace(nowMs + static_cast<std::int64_t>(between(300'000, 1'200'000)),
                        Asker{m_met, -1, true});
        }
    }

    const Scene& m_scene;
    std::string m_sale;
    std::vector<std::string> m_keys;
    std::mt19937 m_random;
    std::multimap<std::int64_t, Asker> m_due{}; ///< who asks when
    std::vector<Asker> m_claimed{}; ///< in the step under way
    std::vector<std::string> m_prints{};
    std::map<std::int64_t, bool> m_entered{}; ///< with the join itself, not met yet
    std::size_t m_answers = 0;
    std::int64_t m_met = 0;
    std::int64_t m_nextArrival = 0;
    Trace m_trace{};
};

void setClock(RedisConnection& redis, std::int64_t ms)
{
    redis.append({"SET", "{sale:clock}:us", whole((beginMs + ms) * 1000)});
    readFrom(redis);
}

} // namespace

std::vector<Trace> play(RedisConnection& redis, const Scene& scene, int seeds)
{
    redis.append({"FLUSHALL"});
    readFrom(redis);
    setClock(redis, 0);
    std::vector<Line> lines;
    lines.reserve(static_cast<std::size_t>(seeds));
    for (int seed = 1; seed <= seeds; ++seed) {
        auto& line = lines.emplace_back(scene, static_cast<std::uint32_t>(seed));
        line.begin(redis);
        readFrom(redis);
        readFrom(redis);
    }
    int commands = 0;
    auto next = scene.events.begin();
    for (std::int64_t now = scene.stepMs; now <= scene.minutes * 60000; now += scene.stepMs) {
        std::vector<std::string> rows;
        for (; next != scene.events.end() && next->atMs <= now; ++next) {
            if (next->kind == Event::Kind::Stall)
                now += next->value;
            else
                rows.push_back(commandRow(*next, ++commands, beginMs + now));
        }
        setClock(redis, now);
        for (auto& line : lines)
            line.sendStep(redis, now, rows);
        for (auto& line : lines)
            line.readStep(redis, now);
    }
    std::vector<Trace> out;
    for (auto& line : lines)
        out.push_back(line.finish(redis));
    return out;
}

} // namespace saikobi::bench
