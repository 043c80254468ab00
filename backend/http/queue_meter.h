#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace saikobi::http {

/// Judges a queue by the time spent in it: too long when even the shortest wait of a whole window
/// was longer than what is good. One thread notes, any may read.
class QueueMeter {
public:
    using Clock = std::chrono::steady_clock;
    static constexpr std::chrono::milliseconds good{20};
    static constexpr std::chrono::milliseconds window{100};

    void note(Clock::duration waited, Clock::time_point now);
    /// As of the last whole window; a queue of which nothing is noted any more is empty.
    bool isTooLong(Clock::time_point now) const;
    /// Shortest wait of the last whole window.
    Clock::duration shortest() const
    {
        return Clock::duration{m_shortest.load(std::memory_order_relaxed)};
    }
    /// Windows that have ended so far: who acts once per window looks for a change.
    std::uint64_t windows() const { return m_windows.load(std::memory_order_relaxed); }

private:
    Clock::time_point m_begun{};
    Clock::duration m_least = Clock::duration::max();
    std::atomic<Clock::rep> m_shortest{0};
    std::atomic<Clock::rep> m_endedAt{0};
    std::atomic<std::uint64_t> m_windows{0};
};

} // namespace saikobi::http
