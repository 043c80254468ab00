#include "backend/alarms/instance_watch.h"

#include <algorithm>

namespace saikobi::alarms {

using contract::Instant;

namespace {

constexpr std::size_t mostChanges = 1000;
constexpr std::size_t mostInstances = 256;

} // namespace

void InstanceWatch::remember(Instant at)
{
    if (!m_openSince || at < *m_openSince)
        return;
    m_changes.push_back(at);
    if (m_changes.size() > mostChanges)
        m_changes.pop_front();
}

void InstanceWatch::note(const contract::Tick& tick)
{
    if (tick.line) {
        const auto phase = tick.line->phase;
        const bool isOpen = phase == contract::Phase::Open || phase == contract::Phase::Held;
        m_openSince = isOpen ? std::optional{m_openSince.value_or(tick.at)} : std::nullopt;
        return;
    }
    const auto known = m_instances.find(tick.instance);
    if (known == m_instances.end()) {
        // One more is no change of those that serve.
        if (m_instances.size() < mostInstances)
            m_instances[tick.instance] = {tick.incarnation, tick.at, false};
        return;
    }
    auto& instance = known->second;
    if (tick.at <= instance.last)
        return;
    if (instance.incarnation != tick.incarnation && !instance.isGone)
        remember(tick.at);
    instance = {tick.incarnation, tick.at, false};
}

std::int64_t InstanceWatch::changesSince(std::optional<Instant> confirmed, Instant now)
{
    for (auto& [name, instance] : m_instances) {
        if (instance.isGone || instance.last > now - goneAfter)
            continue;
        instance.isGone = true;
        remember(instance.last + goneAfter);
    }
    return std::count_if(m_changes.begin(), m_changes.end(),
            [&confirmed](Instant at) { return !confirmed || at > *confirmed; });
}

} // namespace saikobi::alarms
