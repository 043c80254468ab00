#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

namespace saikobi::payments {

/// How many calls of one payment method may wait for their answers here. It begins with Little's
/// law (calls/s × usual time) and then follows the time that authorisations take: limit ·
/// clamp(long ÷ short, 0.5, 1) + 4, smoothed by 0.2, as in Netflix's concurrency-limits. A quarter
/// of the places is only for finishing calls.
class InFlightGate {
public:
    using Instant = std::chrono::steady_clock::time_point;

    explicit InFlightGate(double start);

    bool admits(bool isFinishing) const;
    void begin() { ++m_inFlight; }
    void end();
    /// An authorisation that was answered after `took`.
    void measure(std::chrono::milliseconds took, Instant now);
    /// One that was not answered in time, or refused because too many were under way.
    void drop(Instant now);

    std::size_t inFlight() const { return m_inFlight; }
    double limit() const { return m_limit; }

private:
    void adapt(Instant now);

    double m_most;
    double m_limit;
    std::size_t m_inFlight = 0;
    std::size_t m_fullest = 0; ///< since the limit was looked at
    std::optional<double> m_longMs{};
    double m_sumMs = 0;
    int m_measured = 0;
    bool m_hasDropped = false;
    std::optional<Instant> m_since{};
};

} // namespace saikobi::payments
