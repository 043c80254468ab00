#pragma once

#include <map>
#include <mutex>
#include <string>

#include "backend/contract/tick.h"

namespace saikobi::contract {

/// The counters and histograms of one sale in one process, cumulative since it began. The rooms
/// count into it from their threads; the recorder copies it into a tick once a second.
class Measures {
public:
    void count(const char* counter, std::int64_t by = 1);
    void observe(const std::string& histogram, double ms);
    void set(const char* gauge, double value);
    void addTo(Tick& tick) const;

private:
    mutable std::mutex m_mutex;
    std::map<std::string, std::int64_t, std::less<>> m_counters;
    std::map<std::string, HistogramCounts, std::less<>> m_histograms;
    std::map<std::string, double, std::less<>> m_gauges;
};

} // namespace saikobi::contract
