#include "app/sources/redis_reader.h"

#include "backend/contract/keys.h"
#include "backend/contract/top_sources.h"

namespace saikobi::sources {

using contract::Fault;
using contract::FaultCode;
using contract::Nothing;
using contract::Outcome;
using contract::Result;

namespace {

constexpr std::chrono::minutes backfill{25}; ///< 15 min on the charts, 10 min before them
constexpr std::size_t pageSize = 500;
constexpr std::uint64_t pollsPerSources = 8; ///< instances tell of them every 5 s
constexpr int mostPages = 40; ///< of one poll; what is left comes with the next
constexpr const char* firstEntries = "200";
constexpr std::string_view fromTheBeginning{"0-0"};

std::string idOf(const RedisReply& entry)
{
    return entry.items.empty() ? std::string{} : entry.items[0].text;
}

} // namespace

RedisReader::RedisReader(Profile profile)
    : m_profile(std::move(profile))
{
}

Result<RedisNews> RedisReader::poll()
{
    RedisNews news;
    auto done = m_link ? Outcome{Nothing{}} : connect();
    if (done)
        done = readClock(news);
    if (done)
        done = readTicks(news);
    if (done)
        done = readTimeline(news);
    if (done)
        done = readAlarms(news);
    if (done)
        done = readWalks(news);
    if (done && ++m_polls % pollsPerSources == 1)
        done = readSources(news);
    if (done) {
        news.mayAppend = m_mayAppend;
        return news;
    }
    m_link.reset();
    return done.error();
}

Outcome RedisReader::connect()
{
    auto opened = RedisLink::open(m_profile);
    if (!opened)
        return opened.error();
    m_link = std::move(opened).value();
    m_walksRevision.clear(); // another server may have counted as far
    if (m_profile.redisUser.empty())
        return Nothing{};
    // The store itself tells whether this user may command: the stream is empty nearly always, so
    // nothing is appended, and an entry without an id would not be a command anyway.
    const auto tried
            = m_link->call({"XADD", contract::keys::commands(m_profile.sale, m_profile.redisUser),
                    "NOMKSTREAM", "*", "rights", "?"});
    if (!tried && tried.error().code != FaultCode::Refused)
        return tried.error();
    m_mayAppend = static_cast<bool>(tried);
    return Nothing{};
}

Outcome RedisReader::readClock(RedisNews& into)
{
    const auto sent = std::chrono::steady_clock::now();
    const auto time = m_link->call({"TIME"});
    const auto took = std::chrono::steady_clock::now() - sent;
    if (!time)
        return time.error();
    if (time.value().items.size() != 2)
        return Fault{FaultCode::Internal, "TIME answered something else"};
    into.at = std::chrono::system_clock::now();
    into.roundTripMs = std::chrono::duration<double, std::milli>(took).count();
    const contract::Instant theirs{std::chrono::seconds{std::stoll(time.value().items[0].text)}
            + std::chrono::microseconds{std::stoll(time.value().items[1].text)}};
    into.skew = std::chrono::duration_cast<std::chrono::microseconds>(into.at - took / 2 - theirs);
    if (m_lastTick.empty())
        m_lastTick = std::to_string(contract::toUnixMs(theirs - backfill)) + "-0";
    return Nothing{};
}

Result<RedisReply> RedisReader::page(const std::string& key, const std::string& after)
{
    return m_link->call({"XRANGE", key, "(" + after, "+", "COUNT", std::to_string(pageSize)});
}

Outcome RedisReader::readTicks(RedisNews& into)
{
    for (int i = 0; i < mostPages; ++i) {
        const auto entries = page(contract::keys::ticks(m_profile.sale), m_lastTick);
        if (!entries)
            return entries.error();
        for (const auto& entry : entries.value().items) {
            m_lastTick = idOf(entry);
            // One that cannot be read is another version's; the others still count.
            if (auto tick = contract::tickFromJson(fieldOf(entry, "tick")))
                into.ticks.push_back(std::move(tick).value());
        }
        if (entries.value().items.size() < pageSize)
            break;
    }
    return Nothing{};
}

Outcome RedisReader::readTimeline(RedisNews& into)
{
    const auto key = contract::keys::timeline(m_profile.sale);
    const auto entries = m_lastEntry.empty()
            ? m_link->call({"XREVRANGE", key, "+", "-", "COUNT", firstEntries})
            : page(key, m_lastEntry);
    if (!entries)
        return entries.error();
    const auto& items = entries.value().items;
    for (const auto& entry : items)
        if (auto read = contract::timelineEntryFromJson(fieldOf(entry, "entry")))
            into.entries.push_back(std::move(read).value());
    if (items.empty() && m_lastEntry.empty())
        m_lastEntry = fromTheBeginning;
    else if (!items.empty())
        m_lastEntry = idOf(m_lastEntry.empty() ? items.front() : items.back());
    return Nothing{};
}

Outcome RedisReader::readSources(RedisNews& into)
{
    const auto all = m_link->call({"HGETALL", contract::keys::sources(m_profile.sale)});
    if (!all)
        return all.error();
    std::vector<contract::SourceTallies> tallies;
    const auto& words = all.value().items;
    for (std::size_t i = 0; i + 1 < words.size(); i += 2)
        if (auto read = contract::sourceTalliesFromJson(words[i + 1].text))
            tallies.push_back(std::move(read).value());
    if (!tallies.empty()) // by their clock, as the instances' times are
        into.sources = contract::summed(tallies, into.at - into.skew);
    return Nothing{};
}

/// They are many and change seldom: their revision tells whether to read them.
Outcome RedisReader::readWalks(RedisNews& into)
{
    const auto key = contract::keys::walks(m_profile.sale);
    const auto revision = m_link->call({"HGET", key, "rev"});
    if (!revision)
        return revision.error();
    if (revision.value().text == m_walksRevision)
        return Nothing{};
    const auto all = m_link->call({"HGETALL", key});
    if (!all)
        return all.error();
    contract::WalkMarks marks;
    const auto& words = all.value().items;
    for (std::size_t i = 0; i + 1 < words.size(); i += 2)
        if (auto mark = contract::walkMarkFromJson(words[i + 1].text))
            marks.push_back(std::move(mark).value());
    m_walksRevision = revision.value().text;
    into.walks = std::move(marks);
    return Nothing{};
}

Outcome RedisReader::readAlarms(RedisNews& into)
{
    const auto all = m_link->call({"HGETALL", contract::keys::alarms(m_profile.sale)});
    if (!all)
        return all.error();
    const auto& words = all.value().items;
    for (std::size_t i = 0; i + 1 < words.size(); i += 2) {
        if (words[i].text == "rings")
            into.alarms.rings = contract::ringsFromJson(words[i + 1].text);
        else if (contract::alarmNamed(words[i].text))
            if (auto record = contract::alarmFromJson(words[i + 1].text))
                into.alarms.records.push_back(std::move(record).value());
    }
    return Nothing{};
}

} // namespace saikobi::sources
