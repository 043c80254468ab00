#pragma once

#include <chrono>
#include <ctime>

namespace saikobi::daemon {

/// How busy one thread is. Measured and asked by that thread itself.
class ThreadUse {
public:
    /// Ends one span and begins the next.
    void measure()
    {
        const auto now = Clock::now();
        const auto worked = workedTime();
        if (m_begun != Clock::time_point{} && now > m_begun)
            m_percent = 100 * std::chrono::duration<double>{worked - m_worked}.count()
                    / std::chrono::duration<double>{now - m_begun}.count();
        m_begun = now;
        m_worked = worked;
    }
    double percent() const { return m_percent; } ///< of the last whole span

private:
    using Clock = std::chrono::steady_clock;

    static std::chrono::nanoseconds workedTime()
    {
        timespec spent{};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
        return std::chrono::seconds{spent.tv_sec} + std::chrono::nanoseconds{spent.tv_nsec};
    }

    Clock::time_point m_begun{};
    std::chrono::nanoseconds m_worked{};
    double m_percent = 0;
};

} // namespace saikobi::daemon
