#include "backend/forecast/method_log.h"

#include <algorithm>
#include <charconv>

#include "backend/contract/measure_names.h"
#include "backend/forecast/percentile.h"

namespace saikobi::forecast {

using contract::Instant;
using contract::MethodFigures;
using contract::PaymentEnd;
using std::chrono::seconds;

namespace {

namespace histogram = contract::histogram;

constexpr double leastPayments = 20; ///< below: too few for a ratio or a percentile
constexpr int rateWindow = 60;
constexpr int ratioWindow = 120;
constexpr int leastSeen = 10; ///< of a minute's rate
constexpr seconds silence{3};
constexpr std::size_t mostSeries = 256;
constexpr std::size_t mostMethods = 32;

constexpr std::array<const char*, contract::paymentEndCount> endNames{
        contract::counter::outcome::approved, contract::counter::outcome::declined,
        contract::counter::outcome::refusedForRate, contract::counter::outcome::timedOut,
        contract::counter::outcome::serverError, contract::counter::outcome::ours};

std::int64_t secondOf(Instant at)
{
    return std::chrono::floor<seconds>(at).time_since_epoch().count();
}

/// The method behind the name of an outcome's counter; empty for other counters.
std::string_view methodIn(std::string_view counter)
{
    const auto colon = counter.find(':');
    if (colon == std::string_view::npos)
        return {};
    const auto name = counter.substr(0, colon);
    const bool isEnd = std::find(endNames.begin(), endNames.end(), name) != endNames.end();
    return isEnd ? counter.substr(colon + 1) : std::string_view{};
}

bool isWanted(std::string_view name)
{
    return name.starts_with(histogram::method) || name.starts_with(histogram::ownOfMethod)
            || name.starts_with(histogram::ownOfProduct);
}

template<class Values>
double valueIn(const Values& values, const std::string& name)
{
    const auto found = values.find(name);
    return found == values.end() ? 0 : found->second;
}

template<class Spreads>
std::optional<double> secondsAt(const Spreads& spreads, const std::string& name, double part)
{
    const auto found = spreads.find(name);
    if (found == spreads.end() || sizeOf(found->second) < leastPayments)
        return std::nullopt;
    const auto ms = percentileMs(found->second, part);
    return ms ? std::optional{*ms / 1000} : std::nullopt;
}

double endOf(const auto& counts, PaymentEnd end, const std::string& method)
{
    return valueIn(counts,
            contract::counter::outcomeOf(endNames.at(static_cast<std::size_t>(end)), method));
}

double attemptsOf(const auto& counts, const std::string& method)
{
    double sum = 0;
    for (const auto* name : endNames)
        sum += valueIn(counts, contract::counter::outcomeOf(name, method));
    return sum;
}

} // namespace

MethodLog::Sample MethodLog::sampleOf(const contract::Tick& tick)
{
    Sample out;
    for (const auto& [name, count] : tick.counters)
        if (!methodIn(name).empty() && out.counts.size() < mostNames)
            out.counts.emplace(name, static_cast<double>(count));
    for (const auto& [name, counts] : tick.histograms) {
        if (!isWanted(name) || out.spreads.size() >= mostNames)
            continue;
        auto& spread = out.spreads[name];
        std::copy(counts.begin(), counts.end(), spread.begin());
    }
    return out;
}

bool MethodLog::add(const contract::Tick& tick)
{
    if (tick.instance.empty())
        return false;
    const auto key = tick.instance + '\n' + tick.incarnation;
    const auto known = m_series.find(key);
    if (known != m_series.end() && tick.at <= known->second.last)
        return false;
    if (!m_newest || tick.at - *m_newest > SecondLog::gapAfter)
        m_continuousSince = tick.at;
    auto now = sampleOf(tick);
    if (known != m_series.end())
        follow(tick, known->second, now);
    else if (tick.at - m_continuousSince >= SecondLog::gapAfter)
        grow(tick.at - seconds{1}, tick.at, now); // began while we were listening: at zero
    m_newest = std::max(m_newest.value_or(tick.at), tick.at);
    m_series[key] = {tick.at, std::move(now), tick.gauges};
    // A second is over once an instance speaks of the second after the next one.
    close(secondOf(*m_newest) - 1);
    forget();
    return true;
}

void MethodLog::follow(const contract::Tick& tick, const Series& before, const Sample& now)
{
    if (tick.at - before.last > SecondLog::gapAfter)
        return;
    Sample grown = now;
    for (auto& [name, count] : grown.counts) {
        count -= valueIn(before.sample.counts, name);
        if (count < 0)
            return; // within an incarnation nothing falls: this pair measures nothing
    }
    for (auto& [name, spread] : grown.spreads) {
        const auto was = before.sample.spreads.find(name);
        if (was == before.sample.spreads.end())
            continue;
        for (std::size_t i = 0; i < spread.size(); ++i)
            spread[i] -= was->second[i];
    }
    grow(before.last, tick.at, std::move(grown));
}

/// The growth counts in the second of the newer tick; the seconds it was measured in were seen.
void MethodLog::grow(Instant from, Instant to, Sample by)
{
    for (auto second = secondOf(from) + 1; second <= secondOf(to); ++second)
        m_seconds[second];
    auto& into = m_seconds[secondOf(to)];
    for (const auto& [name, count] : by.counts) {
        if (count > 0)
            into.counts[name] += count;
        const std::string method{methodIn(name)};
        const bool isKnown
                = std::find(m_methods.begin(), m_methods.end(), method) != m_methods.end();
        if (!isKnown && m_methods.size() < mostMethods)
            m_methods.push_back(method);
    }
    for (const auto& [name, spread] : by.spreads) {
        if (sizeOf(spread) <= 0)
            continue;
        auto& sum = into.spreads[name];
        for (std::size_t i = 0; i < spread.size(); ++i)
            sum[i] += spread[i];
    }
}

/// Writes the rows of the history up to that second; one that was not seen gets none.
void MethodLog::close(std::int64_t second)
{
    const auto most = static_cast<std::int64_t>(length.count());
    auto next = std::max(m_closedTo + 1, second - most);
    if (m_closedTo == 0)
        next = second; // nothing was heard before it
    for (; next <= second; ++next) {
        m_closedTo = next;
        if (!m_seconds.contains(next))
            continue;
        int seen = 0;
        const auto counts = countsOf(next, rateWindow, seen);
        const auto spreads = spreadsOf(next, rateWindow);
        auto& row = m_history.emplace_back();
        row.at = Instant{seconds{next}};
        for (std::size_t i = 0; i < endNames.size(); ++i)
            for (const auto& method : m_methods)
                row.endsPerMinute.at(i)
                        += valueIn(counts, contract::counter::outcomeOf(endNames.at(i), method))
                        * rateWindow / std::max(seen, leastSeen);
        for (const auto& method : m_methods)
            row.p95Seconds.push_back(secondsAt(spreads, histogram::method + method, 0.95));
    }
}

void MethodLog::forget()
{
    const auto newest = secondOf(*m_newest);
    m_seconds.erase(m_seconds.begin(), m_seconds.lower_bound(newest - ratioWindow - 5));
    while (!m_history.empty() && m_history.front().at < *m_newest - length)
        m_history.pop_front();
    for (auto it = m_series.begin(); it != m_series.end();)
        it = *m_newest - it->second.last > SecondLog::keep ? m_series.erase(it) : std::next(it);
    while (m_series.size() > mostSeries)
        m_series.erase(std::min_element(m_series.begin(), m_series.end(),
                [](const auto& a, const auto& b) { return a.second.last < b.second.last; }));
}

bool MethodLog::isAlive(const Series& series) const
{
    return *m_newest - series.last <= silence;
}

MethodLog::Counts MethodLog::countsOf(std::int64_t end, int window, int& seen) const
{
    Counts out;
    seen = 0;
    for (auto it = m_seconds.upper_bound(end - window); it != m_seconds.upper_bound(end); ++it) {
        ++seen;
        for (const auto& [name, count] : it->second.counts)
            out[name] += count;
    }
    return out;
}

MethodLog::Spreads MethodLog::spreadsOf(std::int64_t end, int window) const
{
    Spreads out;
    for (auto it = m_seconds.upper_bound(end - window); it != m_seconds.upper_bound(end); ++it)
        for (const auto& [name, spread] : it->second.spreads) {
            auto& sum = out[name];
            for (std::size_t i = 0; i < spread.size(); ++i)
                sum[i] += spread[i];
        }
    return out;
}

std::optional<double> MethodLog::gaugeSum(const std::string& name) const
{
    std::optional<double> sum;
    for (const auto& [key, series] : m_series)
        if (const auto found = series.gauges.find(name);
                found != series.gauges.end() && isAlive(series))
            sum = sum.value_or(0) + found->second;
    return sum;
}

std::optional<contract::MethodsMeasured> MethodLog::measured() const
{
    if (!m_newest)
        return std::nullopt;
    const auto end = secondOf(*m_newest) - 1;
    int seen = 0;
    int seenOfRatio = 0;
    const auto counts = countsOf(end, rateWindow, seen);
    const auto ofRatio = countsOf(end, ratioWindow, seenOfRatio);
    const auto spreads = spreadsOf(end, rateWindow);
    contract::MethodsMeasured out;
    for (const auto& method : m_methods) {
        auto& figures = out.byMethod[method];
        if (seen >= leastSeen)
            figures.attemptsPerSecond = attemptsOf(counts, method) / seen;
        const double attempts = attemptsOf(ofRatio, method);
        const double approved = endOf(ofRatio, PaymentEnd::Approved, method);
        const double declined = endOf(ofRatio, PaymentEnd::Declined, method);
        if (attempts - declined >= leastPayments)
            figures.successPercent = 100 * approved / (attempts - declined);
        if (attempts >= leastPayments)
            figures.declinedPercent = 100 * declined / attempts;
        figures.inFlight = gaugeSum(contract::gauge::inFlightOf(method));
        figures.inFlightBound = gaugeSum(contract::gauge::inFlightLimitOf(method));
        figures.p50Seconds = secondsAt(spreads, histogram::method + method, 0.5);
        figures.p95Seconds = secondsAt(spreads, histogram::method + method, 0.95);
        figures.ownP95Seconds = secondsAt(spreads, histogram::ownOfMethod + method, 0.95);
        for (std::size_t i = 0; i < endNames.size(); ++i)
            figures.ends.at(i)
                    = valueIn(counts, contract::counter::outcomeOf(endNames.at(i), method));
    }
    for (const auto& [name, spread] : spreads) {
        if (!name.starts_with(histogram::ownOfProduct))
            continue;
        std::int64_t product = 0;
        const auto* from = name.data() + histogram::ownOfProduct.size();
        const auto read = std::from_chars(from, name.data() + name.size(), product);
        if (const auto p95 = secondsAt(spreads, name, 0.95); p95 && read.ec == std::errc{})
            out.ownP95ByProduct[product] = *p95;
    }
    auto history = std::make_shared<contract::MethodHistory>();
    history->methods = m_methods;
    history->seconds.assign(m_history.begin(), m_history.end());
    out.history = std::move(history);
    return out;
}

std::map<std::string, double> MethodLog::p95Seconds() const
{
    std::map<std::string, double> out;
    if (!m_newest)
        return out;
    for (const auto& [name, spread] : spreadsOf(secondOf(*m_newest) - 1, rateWindow)) {
        const auto ms = sizeOf(spread) < leastPayments ? std::nullopt : percentileMs(spread, 0.95);
        if (name.starts_with(histogram::method) && ms)
            out[name.substr(histogram::method.size())] = *ms / 1000;
    }
    return out;
}

contract::InstanceFigures MethodLog::figuresOf(
        const std::string& instance, const std::string& incarnation) const
{
    contract::InstanceFigures out;
    const auto found = m_series.find(instance + '\n' + incarnation);
    if (found == m_series.end())
        return out;
    const auto gauge = [&gauges = found->second.gauges](const char* name) {
        const auto value = gauges.find(name);
        return value == gauges.end() ? std::nullopt : std::optional{value->second};
    };
    namespace names = contract::gauge;
    out.postgresRttMs = gauge(names::postgresRttMs);
    out.redisRttMs = gauge(names::redisRttMs);
    out.connections = gauge(names::storeConnections);
    out.sockets = gauge(names::openSockets);
    out.cpuPercent = gauge(names::cpu);
    out.rssMiB = gauge(names::rssMiB);
    const auto finishing = gauge(names::p0UnderWay);
    const auto ordering = gauge(names::p1UnderWay);
    if (finishing || ordering)
        out.underWay = finishing.value_or(0) + ordering.value_or(0);
    return out;
}

} // namespace saikobi::forecast
