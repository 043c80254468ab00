#include "backend/contract/top_sources.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>

#include "backend/contract/json_members.h"

namespace saikobi::contract {

namespace {

constexpr double registers = 64;
constexpr unsigned indexBits = 6;
constexpr char emptyRegister = '0'; ///< a register is the character so many places behind it
constexpr std::uint8_t mostRank = 59;
constexpr double alpha = 0.709; ///< of 64 registers
constexpr std::int64_t leastJoins = 100;
constexpr std::size_t longestName = 64;

SourceTally tallyIn(const boost::json::object& from)
{
    SourceTally out;
    out.what = json::text(from, "what");
    out.requests = json::integer(from, "requests", 0);
    out.joins = json::integer(from, "joins", 0);
    out.refusals = json::integer(from, "refusals", 0);
    out.waiting = PeopleSketch::fromText(json::text(from, "waiting")).value_or(PeopleSketch{});
    out.shoppers = PeopleSketch::fromText(json::text(from, "shoppers")).value_or(PeopleSketch{});
    return out;
}

bool isLouder(const SourceCount& a, const SourceCount& b)
{
    if (a.joins != b.joins)
        return a.joins > b.joins;
    if (a.requests != b.requests)
        return a.requests > b.requests;
    return a.what < b.what;
}

} // namespace

void PeopleSketch::add(std::uint64_t hash)
{
    auto& place = m_registers.at(hash & ((1U << indexBits) - 1));
    const auto zeros = std::countl_zero((hash >> indexBits) << indexBits | 1U);
    place = std::max(place, std::min(mostRank, static_cast<std::uint8_t>(zeros + 1)));
}

void PeopleSketch::merge(const PeopleSketch& other)
{
    for (std::size_t i = 0; i < m_registers.size(); ++i)
        m_registers[i] = std::max(m_registers[i], other.m_registers[i]);
}

std::int64_t PeopleSketch::count() const
{
    double sum = 0;
    for (const auto rank : m_registers)
        sum += std::ldexp(1.0, -static_cast<int>(rank));
    const double raw = alpha * registers * registers / sum;
    const auto empty = static_cast<double>(
            std::count(m_registers.begin(), m_registers.end(), std::uint8_t{0}));
    if (raw <= 2.5 * registers && empty > 0)
        return std::llround(registers * std::log(registers / empty));
    return std::llround(raw);
}

std::string PeopleSketch::toText() const
{
    if (std::all_of(m_registers.begin(), m_registers.end(), [](auto rank) { return rank == 0; }))
        return {};
    std::string out;
    for (const auto rank : m_registers)
        out.push_back(static_cast<char>(emptyRegister + rank));
    return out;
}

std::optional<PeopleSketch> PeopleSketch::fromText(std::string_view text)
{
    PeopleSketch out;
    if (text.empty())
        return out;
    if (text.size() != out.m_registers.size())
        return std::nullopt;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] < emptyRegister || text[i] > emptyRegister + mostRank)
            return std::nullopt;
        out.m_registers.at(i) = static_cast<std::uint8_t>(text[i] - emptyRegister);
    }
    return out;
}

std::string toJson(const SourceTallies& tallies)
{
    boost::json::array sources;
    for (const auto& source : tallies.sources)
        sources.push_back(boost::json::object{{"what", source.what}, {"requests", source.requests},
                {"joins", source.joins}, {"refusals", source.refusals},
                {"waiting", source.waiting.toText()}, {"shoppers", source.shoppers.toText()}});
    return serialize(
            boost::json::object{{"at", toUnixMs(tallies.at)}, {"requests", tallies.requests},
                    {"joins", tallies.joins}, {"sources", std::move(sources)}});
}

Result<SourceTallies> sourceTalliesFromJson(std::string_view text)
{
    const auto read = json::object(text);
    const auto* sources = read ? json::member(*read, "sources") : nullptr;
    if (!sources || !sources->is_array() || sources->get_array().size() > mostSources)
        return Fault{FaultCode::Invalid, "no tallies of sources"};
    SourceTallies out;
    out.at = fromUnixMs(json::integer(*read, "at", 0));
    out.requests = json::integer(*read, "requests", 0);
    out.joins = json::integer(*read, "joins", 0);
    for (const auto& source : sources->get_array())
        if (source.is_object())
            out.sources.push_back(tallyIn(source.get_object()));
    std::erase_if(out.sources, [](const auto& source) {
        return source.what.empty() || source.what.size() > longestName;
    });
    return out;
}

SourceList summed(const std::vector<SourceTallies>& tallies, Instant now)
{
    SourceList out;
    std::map<std::string, SourceTally> all;
    for (const auto& instance : tallies) {
        if (now - instance.at > sourcesLive)
            continue;
        out.requests += instance.requests;
        out.joins += instance.joins;
        for (const auto& source : instance.sources) {
            auto& sum = all[source.what];
            sum.requests += source.requests;
            sum.joins += source.joins;
            sum.refusals += source.refusals;
            sum.waiting.merge(source.waiting);
            sum.shoppers.merge(source.shoppers);
        }
    }
    for (const auto& [what, sum] : all)
        out.sources.push_back({what, sum.requests, sum.joins, sum.refusals, sum.waiting.count(),
                sum.shoppers.count()});
    std::sort(out.sources.begin(), out.sources.end(), isLouder);
    if (out.sources.size() > mostSources)
        out.sources.resize(mostSources);
    return out;
}

std::optional<double> largestShare(const SourceList& sources)
{
    if (sources.joins < leastJoins)
        return std::nullopt;
    std::int64_t largest = 0;
    for (const auto& source : sources.sources)
        largest = std::max(largest, source.joins);
    return 100 * static_cast<double>(largest) / static_cast<double>(sources.joins);
}

} // namespace saikobi::contract
