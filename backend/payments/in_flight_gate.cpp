#include "backend/payments/in_flight_gate.h"

#include <algorithm>

namespace saikobi::payments {

using namespace std::chrono_literals;

namespace {

constexpr double least = 4; ///< three orders and one that finishes
constexpr double most = 512; ///< of an instance, unless Little's law itself asks for more
constexpr double room = 4;
constexpr double smoothing = 0.2;
constexpr double longSmoothing = 0.05;
constexpr auto lookEvery = 1s;

} // namespace

InFlightGate::InFlightGate(double start)
    : m_most(std::max(most, 2 * start))
    , m_limit(std::clamp(start, least, m_most))
{
}

bool InFlightGate::admits(bool isFinishing) const
{
    return static_cast<double>(m_inFlight) < (isFinishing ? m_limit : m_limit * 3 / 4);
}

void InFlightGate::end()
{
    m_fullest = std::max(m_fullest, m_inFlight);
    --m_inFlight;
}

void InFlightGate::measure(std::chrono::milliseconds took, Instant now)
{
    m_sumMs += static_cast<double>(took.count());
    ++m_measured;
    adapt(now);
}

void InFlightGate::drop(Instant now)
{
    m_hasDropped = true;
    adapt(now);
}

void InFlightGate::adapt(Instant now)
{
    if (!m_since)
        m_since = now;
    if (now - *m_since < lookEvery)
        return;
    double gradient = m_hasDropped ? 0.5 : 1;
    if (m_measured > 0) {
        const double shortMs = std::max(1.0, m_sumMs / m_measured);
        m_longMs = m_longMs ? *m_longMs + longSmoothing * (shortMs - *m_longMs) : shortMs;
        gradient = std::min(gradient, std::clamp(*m_longMs / shortMs, 0.5, 1.0));
    }
    const double wanted = m_limit * gradient + room;
    // A limit that nobody came near has not been tried: it does not grow.
    const bool isTried = static_cast<double>(std::max(m_fullest, m_inFlight)) > m_limit / 2;
    if (wanted < m_limit || isTried)
        m_limit = std::clamp(m_limit + smoothing * (wanted - m_limit), least, m_most);
    m_since = now;
    m_sumMs = 0;
    m_measured = 0;
    m_fullest = 0;
    m_hasDropped = false;
}

} // namespace saikobi::payments
