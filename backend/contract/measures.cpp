#include "backend/contract/measures.h"

namespace saikobi::contract {

void Measures::count(const char* counter, std::int64_t by)
{
    const std::lock_guard lock(m_mutex);
    m_counters[counter] += by;
}

void Measures::observe(const std::string& histogram, double ms)
{
    const std::lock_guard lock(m_mutex);
    m_histograms[histogram].at(histogramClass(ms)) += 1;
}

void Measures::set(const char* gauge, double value)
{
    const std::lock_guard lock(m_mutex);
    m_gauges[gauge] = value;
}

void Measures::addTo(Tick& tick) const
{
    const std::lock_guard lock(m_mutex);
    tick.counters.insert(m_counters.begin(), m_counters.end());
    tick.histograms.insert(m_histograms.begin(), m_histograms.end());
    tick.gauges.insert(m_gauges.begin(), m_gauges.end());
}

} // namespace saikobi::contract
