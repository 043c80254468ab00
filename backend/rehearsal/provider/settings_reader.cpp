#include "backend/rehearsal/provider/settings_reader.h"

#include <cmath>
#include <optional>

#include "backend/contract/json_members.h"

namespace saikobi::rehearsal {

namespace json = contract::json;
using boost::json::value;

namespace {

constexpr double longestMs = 600'000;
constexpr double mostCalls = 1e6;

std::optional<double> between(const value& from, double least, double most)
{
    const double read = from.is_number() ? json::number(from) : least - 1;
    return read >= least && read <= most ? std::optional{read} : std::nullopt;
}

std::optional<Latency> latencyOf(const value& from)
{
    if (from.is_array() && from.get_array().size() == 2) {
        const auto least = between(from.at(0), 0, longestMs);
        const auto most = between(from.at(1), least.value_or(0), longestMs);
        return least && most ? std::optional{Latency{*least, *most}} : std::nullopt;
    }
    if (!from.is_object() || from.get_object().size() != 2)
        return std::nullopt;
    const auto& read = from.get_object();
    Latency out;
    out.p50 = json::number(read, "p50", -1);
    out.p99 = json::number(read, "p99", -1);
    const bool isGood = out.p50 > 0 && out.p99 >= out.p50 && out.p99 <= longestMs;
    return isGood ? std::optional{out} : std::nullopt;
}

std::optional<RateLimit> limitOf(const value& from)
{
    RateLimit out;
    if (const auto plain = between(from, 0, mostCalls)) {
        out.calls = *plain;
        return out;
    }
    if (!from.is_object() || from.get_object().size() != 2)
        return std::nullopt;
    const auto& read = from.get_object();
    const bool isBucket = json::member(read, "bucket") != nullptr;
    const bool isFixed = json::member(read, "fixed") != nullptr;
    out.kind = isBucket ? RateLimit::Kind::Bucket
            : isFixed   ? RateLimit::Kind::Fixed
                        : RateLimit::Kind::Sliding;
    out.calls = json::number(read, isBucket ? "bucket" : isFixed ? "fixed" : "sliding", -1);
    auto& second = isBucket ? out.rate : out.windowMs;
    second = json::number(read, isBucket ? "rate" : "ms", -1);
    const bool isGood = out.calls >= 1 && out.calls <= mostCalls && second > 0
            && second <= (isBucket ? mostCalls : longestMs);
    return isGood ? std::optional{out} : std::nullopt;
}

} // namespace

SettingsReader::SettingsReader(
        const boost::json::object& from, std::string name, std::string& wrong)
    : m_from(from)
    , m_name(std::move(name))
    , m_wrong(wrong)
{
}

std::string SettingsReader::nameOf(std::string_view key) const
{
    return m_name.empty() ? std::string{key} : m_name + '.' + std::string{key};
}

void SettingsReader::fail(const char* key)
{
    if (m_wrong.empty())
        m_wrong = nameOf(key);
}

void SettingsReader::finish()
{
    for (const auto& [key, ignored] : m_from)
        if (!m_taken.contains(std::string{key}) && m_wrong.empty())
            m_wrong = nameOf({key.data(), key.size()});
}

const value* SettingsReader::take(const char* key)
{
    m_taken.insert(key);
    return json::member(m_from, key);
}

const boost::json::object* SettingsReader::object(const char* key)
{
    const auto* found = take(key);
    if (found && !found->is_object())
        fail(key);
    return found && found->is_object() ? &found->get_object() : nullptr;
}

void SettingsReader::number(const char* key, double most, double& into)
{
    const auto* found = take(key);
    const auto read = found ? between(*found, 0, most) : std::nullopt;
    if (read)
        into = *read;
    else if (found)
        fail(key);
}

void SettingsReader::count(const char* key, std::int64_t& into)
{
    const auto* found = take(key);
    const auto read = found ? between(*found, -1, 1e12) : std::nullopt;
    if (read)
        into = static_cast<std::int64_t>(*read);
    else if (found)
        fail(key);
}

void SettingsReader::flag(const char* key, bool& into)
{
    const auto* found = take(key);
    if (found && found->is_bool())
        into = found->get_bool();
    else if (found)
        fail(key);
}

void SettingsReader::text(const char* key, std::string& into)
{
    const auto* found = take(key);
    if (found && found->is_string())
        into = std::string{found->get_string()};
    else if (found)
        fail(key);
}

void SettingsReader::texts(const char* key, std::vector<std::string>& into)
{
    const auto* found = take(key);
    if (!found)
        return;
    std::vector<std::string> read;
    if (!found->is_array())
        return fail(key);
    for (const auto& one : found->get_array())
        if (one.is_string())
            read.emplace_back(one.get_string());
        else
            return fail(key);
    into = std::move(read);
}

void SettingsReader::texts(const char* key, std::set<std::string>& into)
{
    std::vector<std::string> read{into.begin(), into.end()};
    texts(key, read);
    into = {read.begin(), read.end()};
}

void SettingsReader::latency(const char* key, Latency& into)
{
    const auto* found = take(key);
    const auto read = found ? latencyOf(*found) : std::nullopt;
    if (read)
        into = *read;
    else if (found)
        fail(key);
}

void SettingsReader::latencies(const char* key, Latencies& into)
{
    const auto* found = object(key);
    if (!found)
        return;
    for (const auto& [method, bounds] : *found)
        if (const auto read = latencyOf(bounds))
            into[std::string{method}] = *read;
        else
            fail(key);
}

void SettingsReader::limit(const char* key, RateLimit& into)
{
    const auto* found = take(key);
    const auto read = found ? limitOf(*found) : std::nullopt;
    if (read)
        into = *read;
    else if (found)
        fail(key);
}

void SettingsReader::limits(const char* key, std::map<std::string, RateLimit>& into)
{
    const auto* found = object(key);
    if (!found)
        return;
    for (const auto& [endpoint, limit] : *found)
        if (const auto read = limitOf(limit))
            into[std::string{endpoint}] = *read;
        else
            fail(key);
}

void SettingsReader::steps(const char* key, std::map<double, Latencies>& into)
{
    const auto* found = take(key);
    if (!found)
        return;
    if (!found->is_array())
        return fail(key);
    into.clear();
    for (const auto& one : found->get_array()) {
        if (!one.is_object())
            return fail(key);
        SettingsReader inner{one.get_object(), nameOf(key), m_wrong};
        double after = 0;
        inner.number("after_s", 86'400, after);
        inner.latencies("latency_ms", into[after]);
        inner.finish();
    }
}

void SettingsReader::shares(
        const char* key, const std::set<std::string>& known, std::map<std::string, double>& into)
{
    const auto* found = object(key);
    if (!found)
        return;
    into.clear();
    double sum = 0;
    for (const auto& [name, share] : *found) {
        const auto read = between(share, 0, 1);
        if (!read || (!known.empty() && !known.contains(std::string{name})))
            return fail(key);
        into[std::string{name}] = *read;
        sum += *read;
    }
    if (sum > 1.000001)
        fail(key);
}

} // namespace saikobi::rehearsal
