#include "backend/rehearsal/crowd_count.h"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

namespace saikobi::rehearsal {

namespace {

namespace json = boost::json;

json::object toJson(const std::map<std::string, std::int64_t>& counts)
{
    json::object out;
    for (const auto& [what, count] : counts)
        out[what] = count;
    return out;
}

/// With two decimals; the library would write 3.0E2, which people have to think about.
std::string rounded(const std::optional<double>& value)
{
    if (!value)
        return "null";
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.2f", *value);
    return text.data();
}

std::int64_t sumOf(const std::map<std::string, std::int64_t>& counts)
{
    std::int64_t sum = 0;
    for (const auto& [what, count] : counts)
        sum += count;
    return sum;
}

} // namespace

void CrowdCount::addForecast(const Forecast& forecast)
{
    ++forecasts;
    above += forecast.waited > forecast.p90 ? 1 : 0;
    within += forecast.waited >= forecast.p10 && forecast.waited <= forecast.p90 ? 1 : 0;
    forecastErrors.push_back(
            std::abs(forecast.waited - forecast.p50) / std::max(1.0, forecast.waited));
}

void CrowdCount::addPass(Seconds at)
{
    ++entries;
    ++m_seconds[static_cast<std::int64_t>(at.count())].passes;
}

void CrowdCount::addWaiting(Seconds at, std::int64_t waiting)
{
    m_seconds[static_cast<std::int64_t>(at.count())].waiting = waiting;
}

std::optional<double> CrowdCount::passesPerMinuteWhileWaiting() const
{
    std::int64_t longest = 0;
    for (const auto& [second, what] : m_seconds)
        longest = std::max(longest, what.waiting);
    // A short line can hide that nobody in it has noticed yet that it is their turn.
    const auto isLong = [longest](const auto& entry) {
        return entry.second.waiting > 0 && entry.second.waiting * 10 >= longest;
    };
    const auto first = std::find_if(m_seconds.begin(), m_seconds.end(), isLong);
    const auto last = std::find_if(m_seconds.rbegin(), m_seconds.rend(), isLong);
    // The first and the last of them are not whole seconds of waiting.
    if (first == m_seconds.end() || last->first - first->first < 2)
        return std::nullopt;
    std::int64_t passes = 0;
    for (const auto& [second, what] : m_seconds)
        if (second > first->first && second < last->first)
            passes += what.passes;
    return 60.0 * static_cast<double>(passes) / static_cast<double>(last->first - first->first - 1);
}

std::map<std::string, std::int64_t> CrowdCount::ordersByOutcome() const
{
    std::map<std::string, std::int64_t> out;
    for (const auto& [id, status] : orders)
        ++out[status];
    return out;
}

std::optional<double> quantile(std::vector<double> values, double share)
{
    if (values.empty())
        return std::nullopt;
    const auto last = static_cast<double>(values.size() - 1);
    const auto rank = static_cast<std::ptrdiff_t>(std::llround(share * last));
    std::nth_element(values.begin(), values.begin() + rank, values.end());
    return values[static_cast<std::size_t>(rank)];
}

bool agree(const CrowdCount& own, const PostgresCount& postgres)
{
    return own.joins == postgres.joins && own.entries == postgres.passes
            && own.ordersByOutcome() == postgres.ordersByOutcome;
}

std::string summaryOf(const CrowdCount& own, const std::optional<PostgresCount>& postgres)
{
    const auto text = [](const json::value& value) { return json::serialize(value); };
    std::vector<std::pair<const char*, std::string>> members{{"arrivals", text(own.arrivals)},
            {"joins", text(own.joins)}, {"passes", text(own.entries)},
            {"passes_per_minute_while_waiting", rounded(own.passesPerMinuteWhileWaiting())},
            {"wait_p50_s", rounded(quantile(own.waitsS, 0.5))},
            {"wait_p90_s", rounded(quantile(own.waitsS, 0.9))}, {"absent", text(own.absent)},
            {"left_line", text(own.leftLine)}, {"forecasts", text(own.forecasts)},
            {"within", text(own.within)}, {"above", text(own.above)},
            {"forecast_error_p50", rounded(quantile(own.forecastErrors, 0.5))},
            {"gave_up", text(own.gaveUp)}, {"resets", text(own.resets)},
            {"orders_accepted", text(own.ordersAccepted)},
            {"orders", text(toJson(own.ordersByOutcome()))},
            {"provider_visits", text(own.providerVisits)},
            {"returns", text(static_cast<std::int64_t>(own.returnsS.size()))},
            {"return_p99_s", rounded(quantile(own.returnsS, 0.99))},
            {"returns_failed", text(own.failedReturns)}, {"refusals", text(toJson(own.refusals))},
            {"wrong_refusals", text(sumOf(own.wrongRefusals))},
            {"wrong_refusals_by_kind", text(toJson(own.wrongRefusals))},
            {"false_statements", text(sumOf(own.falseStatements))},
            {"false_statements_by_kind", text(toJson(own.falseStatements))}};
    if (postgres) {
        members.emplace_back("postgres",
                text(json::object{{"joins", postgres->joins}, {"passes", postgres->passes},
                        {"orders", toJson(postgres->ordersByOutcome)}}));
        members.emplace_back("agrees_with_postgres", text(agree(own, *postgres)));
    }
    std::string out;
    for (const auto& [name, value] : members)
        out += (out.empty() ? "{\n  \"" : ",\n  \"") + std::string{name} + "\": " + value;
    return out + "\n}\n";
}

} // namespace saikobi::rehearsal
