#include "app/model/alarm_bell.h"

#include <algorithm>
#include <utility>

namespace saikobi::model {

using contract::AlarmPriority;
using contract::Deadline;

void AlarmBell::ring(AlarmPriority priority)
{
    m_due = std::min(m_due.value_or(priority), priority);
    // Silence was for what rang before.
    if (priority == AlarmPriority::P1)
        m_isSilenced = false;
}

void AlarmBell::setP1Calling(bool isCalling)
{
    m_isP1Calling = isCalling;
    if (!isCalling) {
        m_isSilenced = false;
        m_playedP1.reset();
    }
}

std::optional<AlarmPriority> AlarmBell::next(Deadline now)
{
    const auto due = std::exchange(m_due, std::nullopt);
    if (mutedFor(now))
        return std::nullopt; // what is active goes on calling afterwards; the rest was shown
    const bool isAgain = isRinging() && (!m_playedP1 || now - *m_playedP1 >= repeatsAfter);
    const auto tone = isAgain ? std::optional{AlarmPriority::P1} : due;
    if (tone == AlarmPriority::P1)
        m_playedP1 = now;
    return tone;
}

void AlarmBell::silence()
{
    m_isSilenced = true;
    m_due.reset();
}

void AlarmBell::mute(std::chrono::minutes length, Deadline now)
{
    m_mutedUntil = now + std::min(length, longestMute);
}

std::optional<std::chrono::seconds> AlarmBell::mutedFor(Deadline now) const
{
    if (!m_mutedUntil || now >= *m_mutedUntil)
        return std::nullopt;
    return std::chrono::ceil<std::chrono::seconds>(*m_mutedUntil - now);
}

} // namespace saikobi::model
