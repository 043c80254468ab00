#include "backend/alarms/rolling_mean.h"

namespace saikobi::alarms {

using namespace std::chrono_literals;

void RollingMean::add(contract::Instant at, double value)
{
    if (!m_values.empty() && at < m_values.back().first + 900ms)
        return;
    m_values.emplace_back(at, value);
    m_sum += value;
    while (m_values.front().first <= at - m_window) {
        m_sum -= m_values.front().second;
        m_values.pop_front();
    }
}

void RollingMean::clear()
{
    m_values.clear();
    m_sum = 0;
}

std::optional<double> RollingMean::mean() const
{
    if (m_values.empty() || m_values.back().first - m_values.front().first < m_window / 2)
        return std::nullopt;
    return m_sum / static_cast<double>(m_values.size());
}

} // namespace saikobi::alarms
