#include "backend/forecast/second_log.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace saikobi::forecast {

using contract::Instant;
using contract::Tick;
using std::chrono::seconds;

namespace {

constexpr seconds silence{3}; ///< an instance that said nothing for so long is not waited for
constexpr std::size_t mostSeries = 256; ///< incarnations; a restart loop must not eat the memory

constexpr std::array<std::pair<Count, const char*>, countCount - 3> counterNames{{
        {Count::OrdersPaid, contract::counter::ordersPaid},
        {Count::OrdersRefusedBudget, contract::counter::ordersRefusedBudget},
        {Count::Answers, contract::counter::answers},
        {Count::AnswersFailed, contract::counter::answersFailed},
        {Count::AnswersRefused, contract::counter::answersRefused},
        {Count::ProviderCalls, contract::counter::providerCalls},
        {Count::ProviderFinishing, contract::counter::providerFinishing},
        {Count::ProviderApproved, contract::counter::providerApproved},
        {Count::ProviderDeclined, contract::counter::providerDeclined},
        {Count::ProviderFailed, contract::counter::providerFailed},
        {Count::RefusedForRate, contract::counter::refusedForRate},
        {Count::Entered, contract::counter::passes},
        {Count::WaitsMs, contract::counter::waitsMs},
        {Count::PlaceRequests, contract::counter::placeRequests},
        {Count::Reloads, contract::counter::reloads},
}};

constexpr std::array<const char*, timingCount> timingNames{
        contract::histogram::own, contract::histogram::checkout, contract::histogram::page};

std::int64_t secondOf(Instant at)
{
    return std::chrono::floor<seconds>(at).time_since_epoch().count();
}

double inSeconds(Instant::duration span)
{
    return std::chrono::duration<double>(span).count();
}

std::size_t indexOf(Count count)
{
    return static_cast<std::size_t>(count);
}

} // namespace

std::string SecondLog::keyOf(const Tick& tick)
{
    if (!tick.instance.empty())
        return tick.instance + '\n' + tick.incarnation;
    // After a loss of Redis the numbers jump: another epoch is another series.
    return '\n' + std::to_string(tick.line->run.value) + '\n'
            + std::to_string(tick.line->epoch.value);
}

SecondLog::Sample SecondLog::sampleOf(const Tick& tick)
{
    Sample out;
    if (tick.line) {
        out.counts[indexOf(Count::Issued)] = static_cast<double>(tick.line->issued);
        // The front jumps a range that nobody holds; with what is left of such ranges added, a jump
        // does not count as people who were called.
        out.counts[indexOf(Count::Serving)]
                = static_cast<double>(tick.line->serving + tick.line->voided);
        out.counts[indexOf(Count::Given)] = static_cast<double>(tick.line->passes);
        return out;
    }
    for (const auto& [count, name] : counterNames)
        if (const auto found = tick.counters.find(name); found != tick.counters.end())
            out.counts[indexOf(count)] = static_cast<double>(found->second);
    for (std::size_t i = 0; i < timingCount; ++i)
        if (const auto found = tick.histograms.find(timingNames[i]); found != tick.histograms.end())
            std::transform(found->second.begin(), found->second.end(), out.spreads[i].begin(),
                    [](std::int64_t n) { return static_cast<double>(n); });
    return out;
}

bool SecondLog::add(const Tick& tick)
{
    const bool isLine = tick.instance.empty();
    if (isLine && !tick.line)
        return false;
    const auto key = keyOf(tick);
    const auto now = sampleOf(tick);
    const auto known = m_series.find(key);
    if (known != m_series.end() && tick.at <= known->second.last)
        return false;

    if (!m_newest || tick.at - *m_newest > gapAfter)
        m_continuousSince = tick.at;
    if (known != m_series.end()) {
        follow(tick, known->second, now);
    } else {
        Series series;
        series.isLine = isLine;
        series.instance = tick.instance;
        series.incarnation = tick.incarnation;
        if (startsAtZero(tick))
            grow(series, tick.at - seconds{1}, tick.at, now);
        series.last = tick.at;
        series.sample = now;
        series.gauges = tick.gauges;
        m_series.emplace(key, std::move(series));
    }
    m_newest = std::max(m_newest.value_or(tick.at), tick.at);
    if (tick.line)
        noteLine(*tick.line);
    forgetDead();
    return true;
}

/// An incarnation that appears while we were listening began its counters at zero just now. Of one
/// that was there before us, or came during a hole, nobody knows what it had counted already.
bool SecondLog::startsAtZero(const Tick& tick) const
{
    return !tick.instance.empty() && tick.at - m_continuousSince >= gapAfter;
}

void SecondLog::follow(const Tick& tick, Series& series, const Sample& now)
{
    const auto span = tick.at - series.last;
    Sample grown;
    bool wentBack = false;
    for (std::size_t i = 0; i < countCount; ++i) {
        grown.counts[i] = now.counts[i] - series.sample.counts[i];
        wentBack = wentBack || grown.counts[i] < 0;
    }
    for (std::size_t t = 0; t < timingCount; ++t)
        for (std::size_t i = 0; i < grown.spreads[t].size(); ++i)
            grown.spreads[t][i] = now.spreads[t][i] - series.sample.spreads[t][i];
    // Counters never fall within an incarnation: if they do, this pair measures nothing.
    if (span <= gapAfter && !wentBack)
        grow(series, series.last, tick.at, grown);
    series.spacing = span;
    series.last = tick.at;
    series.sample = now;
    series.gauges = tick.gauges;
}

/// Spreads the growth evenly over the seconds it was measured in.
void SecondLog::grow(Series& series, Instant from, Instant to, const Sample& by)
{
    const double length = inSeconds(to - from);
    assert(length > 0);
    for (auto index = secondOf(from); index <= secondOf(to); ++index) {
        const Instant start{seconds{index}};
        const double share = inSeconds(std::min(to, start + seconds{1}) - std::max(from, start));
        auto* second = secondAt(index);
        if (share <= 0 || !second)
            continue;
        const double part = share / length;
        for (std::size_t i = 0; i < countCount; ++i)
            second->grown.counts[i] += by.counts[i] * part;
        for (std::size_t t = 0; t < timingCount; ++t)
            for (std::size_t i = 0; i < by.spreads[t].size(); ++i)
                second->grown.spreads[t][i] += by.spreads[t][i] * part;
        series.seenShare = series.seenSecond == index ? series.seenShare + share : share;
        series.seenSecond = index;
        auto& seen = series.isLine ? second->lineSeen : second->instancesSeen;
        seen = std::min(1.0, std::max(seen, series.seenShare));
    }
}

void SecondLog::noteLine(const contract::LineState& line)
{
    const bool isSame = m_line && m_line->epoch == line.epoch && m_line->run == line.run;
    if (isSame && line.at < m_line->at)
        return;
    if (isSame && line.passes > m_line->passes)
        m_lastPassAt = line.at;
    if (!isSame)
        m_lastPassAt.reset();
    m_openSince = line.phase == contract::Phase::Open ? std::optional{m_openSince.value_or(line.at)}
                                                      : std::nullopt;
    m_line = line;
}

void SecondLog::forgetDead()
{
    for (auto it = m_series.begin(); it != m_series.end();)
        it = *m_newest - it->second.last > keep ? m_series.erase(it) : std::next(it);
    while (m_series.size() > mostSeries)
        m_series.erase(std::min_element(m_series.begin(), m_series.end(),
                [](const auto& a, const auto& b) { return a.second.last < b.second.last; }));
}

bool SecondLog::isAlive(const Series& series) const
{
    return m_newest
            && *m_newest - series.last
            <= std::max<Instant::duration>(silence, series.spacing + series.spacing / 2);
}

std::optional<Instant> SecondLog::completeUntil() const
{
    std::optional<Instant> until;
    for (const auto& [key, series] : m_series)
        if (isAlive(series))
            until = std::min(until.value_or(series.last), series.last);
    if (!until)
        return std::nullopt;
    return std::chrono::floor<seconds>(*until);
}

std::optional<Instant> SecondLog::newestLine() const
{
    std::optional<Instant> newest;
    for (const auto& [key, series] : m_series)
        if (series.isLine)
            newest = std::max(newest.value_or(series.last), series.last);
    return newest;
}

std::optional<Instant> SecondLog::newestInstance() const
{
    std::optional<Instant> newest;
    for (const auto& [key, series] : m_series)
        if (!series.isLine)
            newest = std::max(newest.value_or(series.last), series.last);
    return newest;
}

std::vector<SecondLog::Instance> SecondLog::instances() const
{
    std::map<std::string, Instance> newest;
    for (const auto& [key, series] : m_series) {
        if (series.isLine)
            continue;
        auto& found = newest[series.instance];
        if (!found.name.empty() && found.lastTick >= series.last)
            continue;
        const auto ready = series.gauges.find(contract::gauge::ready);
        found = {series.instance, series.incarnation, series.last,
                ready != series.gauges.end() && ready->second > 0};
    }
    std::vector<Instance> out;
    for (auto& [name, instance] : newest)
        out.push_back(std::move(instance));
    return out;
}

template<class Join>
std::optional<double> SecondLog::gaugeOf(const char* gauge, Join join) const
{
    std::optional<double> joined;
    for (const auto& [key, series] : m_series) {
        if (series.isLine || !isAlive(series))
            continue;
        if (const auto found = series.gauges.find(gauge); found != series.gauges.end())
            joined = joined ? join(*joined, found->second) : found->second;
    }
    return joined;
}

std::optional<double> SecondLog::gaugeSum(const char* gauge) const
{
    return gaugeOf(gauge, [](double a, double b) { return a + b; });
}

std::optional<double> SecondLog::gaugeLeast(const char* gauge) const
{
    return gaugeOf(gauge, [](double a, double b) { return std::min(a, b); });
}

std::optional<double> SecondLog::gaugeMost(const char* gauge) const
{
    return gaugeOf(gauge, [](double a, double b) { return std::max(a, b); });
}

SecondLog::Second* SecondLog::secondAt(std::int64_t index)
{
    const auto most = static_cast<std::int64_t>(keep.count());
    if (m_seconds.empty()
            || index >= m_firstSecond + static_cast<std::int64_t>(m_seconds.size()) + most) {
        m_seconds.assign(1, {});
        m_firstSecond = index;
    }
    // The first tick heard of a series may reach a moment back.
    while (index < m_firstSecond && static_cast<std::int64_t>(m_seconds.size()) < most) {
        m_seconds.emplace_front();
        --m_firstSecond;
    }
    if (index < m_firstSecond)
        return nullptr;
    while (index >= m_firstSecond + static_cast<std::int64_t>(m_seconds.size()))
        m_seconds.emplace_back();
    while (static_cast<std::int64_t>(m_seconds.size()) > most) {
        m_seconds.pop_front();
        ++m_firstSecond;
    }
    return &m_seconds[static_cast<std::size_t>(index - m_firstSecond)];
}

template<class Visit>
void SecondLog::visit(Instant end, seconds window, Visit visitor) const
{
    const auto beyond
            = std::min(secondOf(end), m_firstSecond + static_cast<std::int64_t>(m_seconds.size()));
    for (auto i = std::max(secondOf(end) - window.count(), m_firstSecond); i < beyond; ++i)
        visitor(m_seconds[static_cast<std::size_t>(i - m_firstSecond)]);
}

Growth SecondLog::growth(Count count, Instant end, seconds window) const
{
    Growth out;
    visit(end, window, [&](const Second& second) {
        out.amount += second.grown.counts[indexOf(count)];
        out.seconds += isOfLine(count) ? second.lineSeen : second.instancesSeen;
    });
    return out;
}

std::optional<double> SecondLog::fullestSecond(Count count, Instant end, seconds window) const
{
    std::optional<double> fullest;
    visit(end, window, [&](const Second& second) {
        if ((isOfLine(count) ? second.lineSeen : second.instancesSeen) > 0)
            fullest = std::max(fullest.value_or(0), second.grown.counts[indexOf(count)]);
    });
    return fullest;
}

Spread SecondLog::spread(Timing timing, Instant end, seconds window) const
{
    Spread out{};
    visit(end, window, [&](const Second& second) {
        const auto& from = second.grown.spreads[static_cast<std::size_t>(timing)];
        std::transform(out.begin(), out.end(), from.begin(), out.begin(), std::plus{});
    });
    return out;
}

} // namespace saikobi::forecast
