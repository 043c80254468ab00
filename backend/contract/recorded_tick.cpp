#include "backend/contract/recorded_tick.h"

#include <algorithm>
#include <tuple>

#include "backend/contract/json_members.h"

namespace saikobi::contract {

namespace {

std::int64_t whole(const boost::json::value& value)
{
    return static_cast<std::int64_t>(json::number(value));
}

void readCounters(const boost::json::object& from, Tick& tick)
{
    for (const auto& [key, value] : from)
        tick.counters[key] = whole(value);
}

void readHistograms(const boost::json::object& from, Tick& tick)
{
    for (const auto& [key, value] : from) {
        const auto* classes = value.if_array();
        if (!classes)
            continue;
        auto& counts = tick.histograms[key];
        for (std::size_t i = 0; i < std::min(classes->size(), counts.size()); ++i)
            counts[i] = whole((*classes)[i]);
    }
}

void readGauges(const boost::json::object& from, Tick& tick)
{
    for (const auto& [key, value] : from)
        tick.gauges[key] = json::number(value);
}

} // namespace

Outcome readTickColumns(Tick& tick, std::string_view counters, std::string_view histograms,
        std::string_view gauges, std::string_view line)
{
    using Put = void (*)(const boost::json::object&, Tick&);
    const std::tuple<const char*, std::string_view, Put> columns[]{
            {"counters", counters, readCounters}, {"histograms", histograms, readHistograms},
            {"gauges", gauges, readGauges}};
    for (const auto& [column, text, put] : columns) {
        const auto read = json::object(text.empty() ? std::string_view{"{}"} : text);
        if (!read)
            return Fault{FaultCode::Invalid, std::string{column} + " are no JSON object"};
        put(*read, tick);
    }
    if (line.empty() || line == "null")
        return Nothing{};
    auto state = lineStateFromJson(line);
    if (!state)
        return state.error();
    tick.line = std::move(state).value();
    return Nothing{};
}

} // namespace saikobi::contract
