#pragma once

#include <chrono>
#include <optional>

#include "backend/contract/alarm.h"

namespace saikobi::model {

/// Which tone is due: one for each priority, the gravest first; that of P1 comes again until
/// somebody silences it, acknowledges the alarm, or it ends. Silencing is for what rings now;
/// muting is for everything, and never longer than five minutes.
class AlarmBell {
public:
    static constexpr std::chrono::minutes longestMute{5};
    static constexpr std::chrono::seconds repeatsAfter{3};

    void ring(contract::AlarmPriority priority);
    /// Whether a P1 is active that nobody has acknowledged.
    void setP1Calling(bool isCalling);
    /// What should be heard now; asking takes it.
    std::optional<contract::AlarmPriority> next(contract::Deadline now);

    void silence();
    void mute(std::chrono::minutes length, contract::Deadline now);
    void unmute() { m_mutedUntil.reset(); }
    /// How long it stays muted; empty: it can be heard.
    std::optional<std::chrono::seconds> mutedFor(contract::Deadline now) const;
    /// Something goes on ringing that silence() would end.
    bool isRinging() const { return m_isP1Calling && !m_isSilenced; }

private:
    std::optional<contract::AlarmPriority> m_due{};
    bool m_isP1Calling = false;
    bool m_isSilenced = false;
    std::optional<contract::Deadline> m_playedP1{};
    std::optional<contract::Deadline> m_mutedUntil{};
};

} // namespace saikobi::model
