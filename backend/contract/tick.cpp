#include "backend/contract/tick.h"

#include <algorithm>

#include "backend/contract/json_members.h"

namespace saikobi::contract {

namespace {

boost::json::object histogramsToJson(const std::map<std::string, HistogramCounts>& histograms)
{
    boost::json::object out;
    for (const auto& [key, counts] : histograms)
        out[key] = boost::json::array(counts.begin(), counts.end());
    return out;
}

HistogramCounts countsOf(const boost::json::array& from)
{
    HistogramCounts counts{};
    for (std::size_t i = 0; i < std::min(from.size(), counts.size()); ++i)
        counts[i] = static_cast<std::int64_t>(json::number(from[i]));
    return counts;
}

void readMaps(const boost::json::object& from, Tick& tick)
{
    if (const auto* counters = json::member(from, "counters"); counters && counters->is_object())
        for (const auto& [key, value] : counters->get_object())
            tick.counters[key] = static_cast<std::int64_t>(json::number(value));
    if (const auto* found = json::member(from, "histograms"); found && found->is_object())
        for (const auto& [key, value] : found->get_object())
            if (value.is_array())
                tick.histograms[key] = countsOf(value.get_array());
    if (const auto* gauges = json::member(from, "gauges"); gauges && gauges->is_object())
        for (const auto& [key, value] : gauges->get_object())
            tick.gauges[key] = json::number(value);
}

} // namespace

std::string toJson(const Tick& tick)
{
    boost::json::object counters;
    for (const auto& [key, value] : tick.counters)
        counters[key] = value;
    boost::json::object gauges;
    for (const auto& [key, value] : tick.gauges)
        gauges[key] = value;
    boost::json::object out{{"sale", tick.sale}, {"run", tick.run.value}, {"at", toUnixMs(tick.at)},
            {"instance", tick.instance}, {"incarnation", tick.incarnation}, {"counters", counters},
            {"histograms", histogramsToJson(tick.histograms)}, {"gauges", gauges}};
    if (tick.line)
        out["line"] = boost::json::parse(toJson(*tick.line));
    return serialize(out);
}

Result<Tick> tickFromJson(std::string_view text)
{
    const auto read = json::object(text);
    if (!read || !json::member(*read, "at"))
        return Fault{FaultCode::Invalid, "tick without a time"};
    Tick tick;
    tick.sale = json::text(*read, "sale");
    tick.run.value = static_cast<std::int32_t>(json::integer(*read, "run", 1));
    tick.at = fromUnixMs(json::integer(*read, "at"));
    tick.instance = json::text(*read, "instance");
    tick.incarnation = json::text(*read, "incarnation");
    readMaps(*read, tick);
    if (const auto* line = json::member(*read, "line"); line && line->is_object()) {
        const auto state = lineStateFromJson(serialize(*line));
        if (!state)
            return state.error();
        tick.line = state.value();
    }
    return tick;
}

std::size_t histogramClass(double ms)
{
    const auto found = std::lower_bound(histogramBoundsMs.begin(), histogramBoundsMs.end(), ms);
    return static_cast<std::size_t>(found - histogramBoundsMs.begin());
}

} // namespace saikobi::contract
