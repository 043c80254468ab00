#include "app/review/console_sight.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <tuple>

namespace saikobi::review {

using contract::Instant;
using contract::TimelineEntry;
using namespace std::chrono_literals;

namespace {

/// What a console had heard when a second was over is what that second looked like.
constexpr auto end = 999ms;
constexpr int mostLooks = 120;

std::string textIn(const TimelineEntry& entry, const char* key)
{
    const auto found = entry.data.find(key);
    return found == entry.data.end() ? std::string{} : found->second;
}

Instant instantIn(const TimelineEntry& entry, const char* key, Instant otherwise)
{
    std::int64_t ms = 0;
    const auto text = textIn(entry, key);
    const auto read = std::from_chars(text.data(), text.data() + text.size(), ms);
    return read.ec == std::errc{} ? contract::fromUnixMs(ms) : otherwise;
}

/// "1.5,,2"
std::vector<std::optional<double>> valuesIn(const std::string& text)
{
    std::vector<std::optional<double>> out;
    for (std::size_t from = 0; from <= text.size() && out.size() < mostLooks;) {
        const auto to = std::min(text.find(',', from), text.size());
        out.push_back(to > from ? std::optional{std::strtod(text.c_str() + from, nullptr)}
                                : std::nullopt);
        from = to + 1;
    }
    return out;
}

} // namespace

std::vector<ConsoleSeen> ConsoleSight::consoles(const std::vector<TimelineEntry>& timeline)
{
    std::vector<ConsoleSeen> out;
    for (const auto& entry : timeline) {
        const ConsoleSeen seen{entry.source, entry.actor};
        if (entry.kind == "feed" && std::find(out.begin(), out.end(), seen) == out.end())
            out.push_back(seen);
    }
    return out;
}

ConsoleSight::ConsoleSight(const std::vector<TimelineEntry>& timeline, const std::string& console)
{
    for (const auto& entry : timeline) {
        if (entry.kind != "feed" || entry.source != console)
            continue;
        m_actor = entry.actor;
        if (entry.subject == "redis")
            note(entry, m_redis);
        else if (entry.subject == "postgres")
            note(entry, m_postgres);
        else if (entry.subject == "looks")
            addLooks(entry);
    }
}

void ConsoleSight::note(const TimelineEntry& entry, std::vector<Away>& into)
{
    const bool isOpen = !into.empty() && into.back().back == Instant::max();
    if (textIn(entry, "state") != "lost") {
        if (isOpen)
            into.back().back = entry.at;
        return;
    }
    if (!isOpen)
        into.push_back({instantIn(entry, "last", entry.at), {}, Instant::max()});
    into.back().errors.emplace_back(entry.at, textIn(entry, "error"));
}

void ConsoleSight::addLooks(const TimelineEntry& entry)
{
    using Field = std::optional<double> Looks::*;
    const std::pair<const char*, Field> fields[]{{"redis", &Looks::redisMs},
            {"postgres", &Looks::postgresMs}, {"path", &Looks::pathMs}, {"skew", &Looks::skewUs},
            {"unconfirmed", &Looks::unconfirmed}, {"audit", &Looks::auditRows},
            {"purchase", &Looks::purchaseS}, {"made", &Looks::madeMs},
            {"redis_seen", &Looks::redisSeenMs}, {"postgres_seen", &Looks::postgresSeenMs}};
    const auto begin = std::chrono::floor<std::chrono::seconds>(entry.at);
    for (const auto& [key, field] : fields) {
        auto second = begin;
        for (const auto& value : valuesIn(textIn(entry, key))) {
            if (value)
                m_looks[second].*field = value;
            second += 1s;
        }
    }
    constexpr std::string_view behind{"behind:"};
    for (const auto& [key, values] : entry.data) {
        auto second = begin;
        if (key.starts_with(behind))
            for (const auto& value : valuesIn(values)) {
                if (value)
                    m_looks[second].behindMs[key.substr(behind.size())] = *value;
                second += 1s;
            }
    }
}

ConsoleSight::Sight ConsoleSight::at(const std::vector<Away>& away, Instant second)
{
    const auto when = second + end;
    const auto next = std::find_if(
            away.rbegin(), away.rend(), [second](const Away& one) { return one.last < second; });
    if (next == away.rend() || when >= next->back)
        return {};
    Sight out{false, next->last, {}, {}};
    for (const auto& [since, error] : next->errors)
        if (since <= when)
            std::tie(out.failed, out.error) = std::tie(since, error);
    return out;
}

ConsoleSight::Looks ConsoleSight::looks(Instant second) const
{
    const auto found = m_looks.find(second);
    return found == m_looks.end() ? Looks{} : found->second;
}

} // namespace saikobi::review
