#include "app/sources/path_meter.h"

#include <algorithm>

namespace saikobi::sources {

using commands::CommandPath;
using contract::Deadline;

void PathMeter::sent(CommandPath path, Deadline at)
{
    const std::lock_guard lock(m_mutex);
    auto& since = m_paths.at(static_cast<std::size_t>(path)).waitsSince;
    since = since.value_or(at);
}

void PathMeter::returned(CommandPath path, Deadline at)
{
    const std::lock_guard lock(m_mutex);
    auto& one = m_paths.at(static_cast<std::size_t>(path));
    one.lastMs = msOf({one.waitsSince.value_or(at), {}, false}, at);
    one.waitsSince.reset();
}

std::optional<double> PathMeter::msOf(const Path& path, Deadline now)
{
    if (!path.waitsSince)
        return path.lastMs;
    const auto waited = std::chrono::duration<double, std::milli>(now - *path.waitsSince).count();
    return std::max(waited, path.lastMs.value_or(0));
}

std::optional<double> PathMeter::worstMs(Deadline now) const
{
    const std::lock_guard lock(m_mutex);
    const auto redis = msOf(m_paths[0], now);
    const auto postgres = msOf(m_paths[1], now);
    if (!redis || !postgres)
        return std::nullopt;
    return std::max(*redis, *postgres);
}

void PathMeter::setAway(CommandPath path, bool isAway)
{
    const std::lock_guard lock(m_mutex);
    m_paths.at(static_cast<std::size_t>(path)).isAway = isAway;
}

bool PathMeter::isAway(CommandPath path) const
{
    const std::lock_guard lock(m_mutex);
    return m_paths.at(static_cast<std::size_t>(path)).isAway;
}

void PathMeter::setUnconfirmed(std::int64_t commands)
{
    const std::lock_guard lock(m_mutex);
    m_unconfirmed = commands;
}

std::optional<std::int64_t> PathMeter::unconfirmed() const
{
    const std::lock_guard lock(m_mutex);
    return m_unconfirmed;
}

} // namespace saikobi::sources
