#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>

namespace saikobi::shop {

/// How many orders may be in our own hands at once, the provider's not counted. More of them would
/// not be done sooner: each only waits longer for the disk behind the others, and that queue stands
/// for as long as new ones come. By Little's law the limit is whatever we can do at our present
/// pace within `wanted`; it follows the pace, as concurrency limits do (Netflix's gradient,
/// Breakwater's AIMD). Only new orders are judged by it: what was begun is always finished. Pure
/// but for isFull.
class WorkLimit {
public:
    using Instant = std::chrono::steady_clock::time_point;
    using Duration = Instant::duration;
    /// Of one stretch of work; an order has three. So long that a slow disk alone, on which any
    /// batch takes as long, does not look like a crowd: refusing more would only empty the batches.
    static constexpr std::chrono::milliseconds wanted{75};
    static constexpr double least = 64; ///< batches need company
    static constexpr double most = 4096;

    void begin();
    /// `took`: of the stretch that has ended.
    void end(Duration took, Instant now);
    /// It ended before it was work: how quickly we refuse says nothing of how quickly we sell.
    void drop();

    std::size_t inHand() const { return m_inHand; }
    std::size_t limit() const { return static_cast<std::size_t>(m_limit); }
    /// One more new order would wait. May be asked from any thread.
    bool isFull() const { return m_isFull.load(std::memory_order_relaxed); }

private:
    void adapt();
    void judge();

    double m_limit = 128;
    std::size_t m_inHand = 0;
    std::size_t m_fullest = 0; ///< of the window
    Instant m_begun{};
    Duration m_sum{};
    int m_ended = 0;
    std::atomic<bool> m_isFull{false};
};

} // namespace saikobi::shop
