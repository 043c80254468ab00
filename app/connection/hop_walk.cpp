#include "app/connection/hop_walk.h"

namespace saikobi::connection {

using model::Hop;
using model::HopResult;
using model::HopState;

void StopSign::raise()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isRaised = true;
    }
    m_wake.notify_all();
}

bool StopSign::isRaised() const
{
    const std::lock_guard lock(m_mutex);
    return m_isRaised;
}

bool StopSign::waitFor(std::chrono::milliseconds howLong) const
{
    std::unique_lock lock(m_mutex);
    return !m_wake.wait_for(lock, howLong, [this] { return m_isRaised; });
}

HopWalk::HopWalk(model::StorePath path, TellHop tell, const StopSign& stop)
    : m_path(path)
    , m_tell(std::move(tell))
    , m_stop(stop)
{
}

bool HopWalk::step(Hop hop, const std::function<HopResult()>& how)
{
    if (!m_isOpen || m_stop.isRaised())
        return false;
    HopResult running;
    running.state = HopState::Running;
    m_tell(m_path, hop, running);
    const auto from = std::chrono::steady_clock::now();
    auto result = how();
    if (!result.ms && result.state != HopState::NotNeeded)
        result.ms
                = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - from)
                          .count();
    return tell(hop, result);
}

HopResult HopWalk::patiently(model::HopCause cause, const std::function<HopResult()>& look) const
{
    using namespace std::chrono_literals;
    const auto until = std::chrono::steady_clock::now() + 3s;
    auto result = look();
    while (result.state == HopState::Failed && result.cause == cause
            && std::chrono::steady_clock::now() < until && pause(200ms))
        result = look();
    return result;
}

bool HopWalk::tell(Hop hop, const HopResult& result)
{
    if (!m_isOpen || m_stop.isRaised())
        return false;
    m_isOpen = result.state != HopState::Failed;
    m_tell(m_path, hop, result);
    return m_isOpen;
}

} // namespace saikobi::connection
