#pragma once

#include <array>
#include <optional>

#include "backend/contract/quantity.h"
#include "widgets/timeline/time_window.h"

namespace saikobi::review {

/// Where the playhead is. Pure: every call is told the time of the program's own clock, and nothing
/// happens between two calls.
class Playback {
public:
    static constexpr std::array speeds{0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0};

    explicit Playback(timeline::TimeWindow whole);

    /// Whole seconds of the recording, so that two looks at one second are the same picture.
    contract::Instant position(contract::Deadline now) const;
    /// Without rounding, for the playhead of a plot.
    contract::Instant exactPosition(contract::Deadline now) const;
    bool isPlaying(contract::Deadline now) const; ///< false also once the end was reached
    double speed() const { return m_speed; }
    const timeline::TimeWindow& whole() const { return m_whole; }
    const std::optional<timeline::TimeWindow>& loop() const { return m_loop; }

    void play(contract::Deadline now); ///< from the start again when it stands at the end
    void pause(contract::Deadline now);
    void faster(contract::Deadline now);
    void slower(contract::Deadline now);
    void setSpeed(double speed, contract::Deadline now); ///< the nearest of `speeds`
    /// Stays inside the recording; leaves a loop that `to` is outside of.
    void seek(contract::Instant to, contract::Deadline now);
    /// Whole seconds, ahead or back; pauses.
    void step(std::chrono::seconds by, contract::Deadline now);
    /// Plays that part again and again; nothing, or less than a second: to the end of all.
    void setLoop(std::optional<timeline::TimeWindow> part, contract::Deadline now);

private:
    void anchor(contract::Deadline now);

    timeline::TimeWindow m_whole;
    std::optional<timeline::TimeWindow> m_loop{};
    double m_speed = 1;
    bool m_isPlaying = false;
    contract::Instant m_from{}; ///< position at m_since
    contract::Deadline m_since{};
};

} // namespace saikobi::review
