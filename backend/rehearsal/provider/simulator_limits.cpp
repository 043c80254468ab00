#include "backend/rehearsal/provider/simulator_limits.h"

#include <algorithm>

namespace saikobi::rehearsal {

void SlidingSecond::forget(std::int64_t nowUs)
{
    while (!m_times.empty() && m_times.front() <= nowUs - 1'000'000)
        m_times.pop_front();
}

void SlidingSecond::add(std::int64_t nowUs)
{
    forget(nowUs);
    m_times.push_back(nowUs);
    m_fullest = std::max(m_fullest, m_times.size());
}

std::string CallLimits::admit(
        std::int64_t nowUs, const std::string& endpoint, double global, double each)
{
    m_arrived[""].add(nowUs);
    m_arrived[endpoint].add(nowUs);
    auto& all = m_admitted[""];
    auto& own = m_admitted[endpoint];
    all.forget(nowUs);
    own.forget(nowUs);
    const auto isFull = [](const SlidingSecond& second, double limit) {
        return limit > 0 && static_cast<double>(second.count()) + 1 > limit;
    };
    const auto* reason = isFull(all, global) ? "global-rate"
            : isFull(own, each)              ? "endpoint-rate"
                                             : "";
    if (*reason) {
        m_refusals[reason] += 1;
        return reason;
    }
    all.add(nowUs);
    own.add(nowUs);
    return {};
}

std::map<std::string, std::size_t> CallLimits::fullest() const
{
    std::map<std::string, std::size_t> out;
    for (const auto& [endpoint, second] : m_arrived)
        out[endpoint] = second.fullest();
    return out;
}

} // namespace saikobi::rehearsal
