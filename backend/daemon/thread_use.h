#pragma once

#include <chrono>
#include <ctime>
#include <deque>

namespace saikobi::daemon {

/// How busy one thread is. Measured and asked by that thread itself.
class ThreadUse {
public:
    /// Takes a sample; once a second is enough.
    void measure()
    {
        m_samples.push_back({Clock::now(), workedTime()});
        while (m_samples.size() > 2 && m_samples.back().at - m_samples[1].at >= window)
            m_samples.pop_front();
    }
    /// Of the last ten seconds, as far as they were sampled.
    double percent() const
    {
        if (m_samples.size() < 2 || m_samples.back().at <= m_samples.front().at)
            return 0;
        const auto& first = m_samples.front();
        const auto& last = m_samples.back();
        return 100 * std::chrono::duration<double>{last.worked - first.worked}.count()
                / std::chrono::duration<double>{last.at - first.at}.count();
    }

private:
    using Clock = std::chrono::steady_clock;

    static std::chrono::nanoseconds workedTime()
    {
        timespec spent{};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
        return std::chrono::seconds{spent.tv_sec} + std::chrono::nanoseconds{spent.tv_nsec};
    }

    struct Sample {
        Clock::time_point at{};
        std::chrono::nanoseconds worked{};
    };
    static constexpr std::chrono::seconds window{10};
    std::deque<Sample> m_samples{};
};

} // namespace saikobi::daemon
