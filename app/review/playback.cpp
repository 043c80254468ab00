#include "app/review/playback.h"

#include <algorithm>
#include <cmath>

namespace saikobi::review {

using contract::Deadline;
using contract::Instant;

Playback::Playback(timeline::TimeWindow whole)
    : m_whole(whole)
    , m_from(whole.from)
{
}

Instant Playback::exactPosition(Deadline now) const
{
    if (!m_isPlaying)
        return m_from;
    const std::chrono::duration<double> run
            = std::max(now - m_since, Deadline::duration{}) * m_speed;
    const auto at = m_from + std::chrono::duration_cast<Instant::duration>(run);
    if (!m_loop)
        return std::min(at, m_whole.to);
    if (at < m_loop->to)
        return at;
    const auto length = m_loop->to - m_loop->from;
    return m_loop->from + (at - m_loop->from) % length;
}

Instant Playback::position(Deadline now) const
{
    return std::chrono::floor<std::chrono::seconds>(exactPosition(now));
}

bool Playback::isPlaying(Deadline now) const
{
    return m_isPlaying && (m_loop || exactPosition(now) < m_whole.to);
}

void Playback::anchor(Deadline now)
{
    m_from = exactPosition(now);
    m_since = now;
}

void Playback::play(Deadline now)
{
    anchor(now);
    if (!m_loop && m_from >= m_whole.to)
        m_from = m_whole.from;
    m_isPlaying = true;
}

void Playback::pause(Deadline now)
{
    anchor(now);
    m_isPlaying = false;
}

void Playback::faster(Deadline now)
{
    setSpeed(m_speed * 2, now);
}

void Playback::slower(Deadline now)
{
    setSpeed(m_speed / 2, now);
}

void Playback::setSpeed(double speed, Deadline now)
{
    anchor(now);
    m_speed = *std::min_element(speeds.begin(), speeds.end(),
            [speed](double a, double b) { return std::abs(a - speed) < std::abs(b - speed); });
}

void Playback::seek(Instant to, Deadline now)
{
    m_from = std::clamp(to, m_whole.from, m_whole.to);
    m_since = now;
    if (m_loop && (m_from < m_loop->from || m_from >= m_loop->to))
        m_loop.reset();
}

void Playback::step(std::chrono::seconds by, Deadline now)
{
    pause(now);
    seek(std::chrono::floor<std::chrono::seconds>(m_from) + by, now);
}

void Playback::setLoop(std::optional<timeline::TimeWindow> part, Deadline now)
{
    anchor(now);
    m_loop.reset();
    if (!part)
        return;
    const timeline::TimeWindow inside{
            std::max(part->from, m_whole.from), std::min(part->to, m_whole.to)};
    if (inside.to - inside.from < std::chrono::seconds{1})
        return;
    m_loop = inside;
    if (!inside.contains(m_from) || m_from == inside.to)
        m_from = inside.from;
}

} // namespace saikobi::review
