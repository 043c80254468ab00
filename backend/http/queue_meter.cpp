#include "backend/http/queue_meter.h"

#include <algorithm>

namespace saikobi::http {

void QueueMeter::note(Clock::duration waited, Clock::time_point now)
{
    m_least = std::min(m_least, waited);
    // A pause without notes is no part of a window: what waited before it says nothing of now.
    if (now - m_begun > 2 * window + waited) {
        m_begun = now - waited;
        m_least = waited;
    }
    if (now - m_begun < window)
        return;
    m_shortest.store(m_least.count(), std::memory_order_relaxed);
    m_endedAt.store(now.time_since_epoch().count(), std::memory_order_relaxed);
    m_windows.fetch_add(1, std::memory_order_relaxed);
    m_begun = now;
    m_least = Clock::duration::max();
}

bool QueueMeter::isTooLong(Clock::time_point now) const
{
    const Clock::time_point ended{Clock::duration{m_endedAt.load(std::memory_order_relaxed)}};
    return shortest() > good && now - ended < std::max<Clock::duration>(2 * window, 2 * shortest());
}

} // namespace saikobi::http
