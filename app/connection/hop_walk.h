#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>

#include "app/model/connection_views.h"

namespace saikobi::connection {

/// Told of each step when it begins and when it has ended, on the thread that walks.
using TellHop = std::function<void(model::StorePath, model::Hop, const model::HopResult&)>;

/// Raised by whoever does not want the answer any more.
class StopSign {
public:
    void raise();
    bool isRaised() const;
    /// False, at once, when it is raised.
    bool waitFor(std::chrono::milliseconds howLong) const;

private:
    mutable std::mutex m_mutex{};
    mutable std::condition_variable m_wake{};
    bool m_isRaised = false;
};

/// Goes step by step and keeps the time. After a step that failed no other is tried, so that the
/// one that failed is the last one told.
class HopWalk {
public:
    HopWalk(model::StorePath path, TellHop tell, const StopSign& stop);

    /// True when the way is open so far. The step's own time counts unless it says another one.
    bool step(model::Hop hop, const std::function<model::HopResult()>& how);
    /// For steps whose time was measured elsewhere.
    bool tell(model::Hop hop, const model::HopResult& result);
    /// Looks again for up to three seconds while the answer is a failure with that cause: what
    /// comes once a second may not have come yet.
    model::HopResult patiently(
            model::HopCause cause, const std::function<model::HopResult()>& look) const;
    /// Between two looks; false when nobody waits any more.
    bool pause(std::chrono::milliseconds howLong) const { return m_stop.waitFor(howLong); }

private:
    const model::StorePath m_path;
    const TellHop m_tell;
    const StopSign& m_stop;
    bool m_isOpen = true;
};

inline model::HopResult passed(
        std::string detail = {}, model::HopCause cause = model::HopCause::None)
{
    return {model::HopState::Passed, cause, std::nullopt, std::move(detail), 0, 0};
}
inline model::HopResult failed(model::HopCause cause, std::string detail = {})
{
    return {model::HopState::Failed, cause, std::nullopt, std::move(detail), 0, 0};
}
inline model::HopResult notNeeded(model::HopCause cause = model::HopCause::None)
{
    return {model::HopState::NotNeeded, cause, std::nullopt, {}, 0, 0};
}

} // namespace saikobi::connection
