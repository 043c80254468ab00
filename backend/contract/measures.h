#pragma once

#include <array>
#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "backend/contract/tick.h"

namespace saikobi::contract {

/// The counters and histograms of one sale in one process, cumulative since it began. The rooms
/// count into it from their threads; the recorder copies it into a tick once a second.
class Measures {
public:
    /// A place to count at, found once by whoever counts often. Lives as long as the measures.
    class Counter {
    public:
        void add(std::int64_t by = 1) { m_value.fetch_add(by, std::memory_order_relaxed); }
        std::int64_t value() const { return m_value.load(std::memory_order_relaxed); }

    private:
        std::atomic<std::int64_t> m_value{0};
    };
    class Histogram {
    public:
        void observe(double ms) { m_classes.at(histogramClass(ms)).add(); }
        HistogramCounts counts() const;

    private:
        std::array<Counter, std::tuple_size_v<HistogramCounts>> m_classes{};
    };

    Counter& counter(std::string_view name);
    Histogram& histogram(std::string_view name);

    void count(const char* name, std::int64_t by = 1) { counter(name).add(by); }
    void observe(const std::string& name, double ms) { histogram(name).observe(ms); }
    void set(const char* gauge, double value);
    void addTo(Tick& tick) const;

private:
    mutable std::mutex m_mutex;
    std::map<std::string, Counter, std::less<>> m_counters;
    std::map<std::string, Histogram, std::less<>> m_histograms;
    std::map<std::string, double, std::less<>> m_gauges;
};

} // namespace saikobi::contract
