#include "backend/shop/work_limit.h"

#include <algorithm>
#include <cassert>

namespace saikobi::shop {

using namespace std::chrono_literals;

namespace {

constexpr auto window = 100ms;
constexpr int fewest = 8; ///< stretches that say something together
/// A stall ends as one window of long stretches: what it takes away comes back in two.
constexpr double mostDown = 0.7;
constexpr double mostUp = 1.25;

} // namespace

void WorkLimit::begin()
{
    ++m_inHand;
    m_fullest = std::max(m_fullest, m_inHand);
    judge();
}

void WorkLimit::end(Duration took, Instant now)
{
    assert(m_inHand > 0);
    --m_inHand;
    ++m_ended;
    m_sum += took;
    if (now - m_begun >= window && m_ended >= fewest) {
        adapt();
        m_begun = now;
        m_sum = {};
        m_ended = 0;
        m_fullest = m_inHand;
    }
    judge();
}

void WorkLimit::drop()
{
    assert(m_inHand > 0);
    --m_inHand;
    judge();
}

/// So many were in hand and took so long; what takes `wanted` is in proportion. Below the limit it
/// is not the crowd that makes work slow, and how quick it is says nothing of more.
void WorkLimit::adapt()
{
    if (static_cast<double>(m_fullest) < m_limit)
        return;
    const auto mean = std::max<Duration>(m_sum / m_ended, 1us);
    const auto ratio = std::chrono::duration<double>{wanted} / std::chrono::duration<double>{mean};
    m_limit = std::clamp(m_limit * std::clamp(ratio, mostDown, mostUp), least, most);
}

void WorkLimit::judge()
{
    m_isFull.store(static_cast<double>(m_inHand) >= m_limit, std::memory_order_relaxed);
}

} // namespace saikobi::shop
