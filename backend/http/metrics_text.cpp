#include "backend/http/metrics_text.h"

#include <array>
#include <cstdio>
#include <map>

namespace saikobi::http {

namespace {

using Lines = std::map<std::string, std::string>; ///< by metric: its samples

std::string shortest(double value)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.10g", value);
    return text.data();
}

/// Names of ours are words; what is not allowed in a metric's name becomes an underscore.
std::string metricName(const std::string& name)
{
    std::string out{"saikobi_"};
    for (const char c : name) {
        const bool isAllowed = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9') || c == '_';
        out.push_back(isAllowed ? c : '_');
    }
    return out;
}

/// A figure of one payment method, "in_flight:card", is a sample of a metric of all methods. It has
/// a name of its own, for the same figure of all methods together exists besides.
struct Named {
    std::string metric{};
    std::string label{}; ///< a further one, of the method or product; empty: of neither
};

std::string labelOf(const std::string& prefix, const std::string& value)
{
    return std::string{prefix.ends_with("product") ? ",product=\"" : ",method=\""} + value + "\"";
}

Named named(const std::string& name)
{
    const auto colon = name.find(':');
    if (colon == std::string::npos)
        return {metricName(name), {}};
    const auto prefix = name.substr(0, colon);
    return {metricName(prefix) + "_by_method", labelOf(prefix, name.substr(colon + 1))};
}

/// Times are named by what they are of: "method:card", "own_method:card", "own_product:A-01".
Named namedTimes(const std::string& name)
{
    const auto colon = name.find(':');
    const auto prefix = name.substr(0, colon);
    return {metricName(prefix) + "_seconds",
            colon == std::string::npos ? std::string{} : labelOf(prefix, name.substr(colon + 1))};
}

std::string labels(const contract::Tick& tick, const std::string& more = {})
{
    return "{sale=\"" + tick.sale + "\"" + more + "}";
}

void addHistogram(const contract::Tick& tick, const std::string& name,
        const contract::HistogramCounts& counts, Lines& into)
{
    const auto [metric, label] = namedTimes(name);
    auto& lines = into[metric];
    std::int64_t total = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        total += counts.at(i);
        const auto bound = i < contract::histogramBoundsMs.size()
                ? shortest(contract::histogramBoundsMs.at(i) / 1000)
                : std::string{"+Inf"};
        lines += metric + "_bucket" + labels(tick, label + ",le=\"" + bound + "\"") + " "
                + std::to_string(total) + "\n";
    }
    lines += metric + "_count" + labels(tick, label) + " " + std::to_string(total) + "\n";
}

void append(const Lines& metrics, const char* type, std::string& out)
{
    for (const auto& [metric, lines] : metrics)
        out += "# TYPE " + metric + " " + type + "\n" + lines;
}

} // namespace

std::string metricsText(const std::vector<contract::Tick>& ticks)
{
    Lines counters;
    Lines gauges;
    Lines histograms;
    for (const auto& tick : ticks) {
        for (const auto& [name, value] : tick.counters) {
            const auto [base, method] = named(name);
            const auto metric = base + "_total";
            counters[metric] += metric + labels(tick, method) + " " + std::to_string(value) + "\n";
        }
        for (const auto& [name, value] : tick.gauges) {
            const auto [metric, method] = named(name);
            gauges[metric] += metric + labels(tick, method) + " " + shortest(value) + "\n";
        }
        for (const auto& [name, counts] : tick.histograms)
            addHistogram(tick, name, counts, histograms);
    }
    std::string out;
    append(counters, "counter", out);
    append(gauges, "gauge", out);
    append(histograms, "histogram", out);
    return out;
}

} // namespace saikobi::http
