#include "backend/contract/measures.h"

namespace saikobi::contract {

namespace {

/// Entries stay where they are.
template<class Entry>
Entry& foundIn(std::map<std::string, Entry, std::less<>>& entries, std::string_view name)
{
    const auto found = entries.find(name);
    return found != entries.end() ? found->second : entries[std::string{name}];
}

} // namespace

HistogramCounts Measures::Histogram::counts() const
{
    HistogramCounts out{};
    for (std::size_t i = 0; i < out.size(); ++i)
        out.at(i) = m_classes.at(i).value();
    return out;
}

Measures::Counter& Measures::counter(std::string_view name)
{
    const std::lock_guard lock(m_mutex);
    return foundIn(m_counters, name);
}

Measures::Histogram& Measures::histogram(std::string_view name)
{
    const std::lock_guard lock(m_mutex);
    return foundIn(m_histograms, name);
}

void Measures::set(const char* gauge, double value)
{
    const std::lock_guard lock(m_mutex);
    m_gauges[gauge] = value;
}

void Measures::addTo(Tick& tick) const
{
    const std::lock_guard lock(m_mutex);
    for (const auto& [name, counter] : m_counters)
        tick.counters.emplace(name, counter.value());
    for (const auto& [name, histogram] : m_histograms)
        tick.histograms.emplace(name, histogram.counts());
    tick.gauges.insert(m_gauges.begin(), m_gauges.end());
}

} // namespace saikobi::contract
